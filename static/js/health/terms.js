// Terms: phrases of the lists, and where they stand in a row of tokens. widget/health/terms.py tells their language.

import { START, step } from "./fingerprints.js";

const GAP = 3;
const SHORTEST_STEM_BEFORE_ENDING = 3;
// Words whose terms are remembered; a long session of typing must not grow without end.
const MOST_REMEMBERED = 4000;
const SIGNS = /[*#_~]/;
/** @type {Set<string>} */
const NONE = new Set();
const LAST_DIGIT = 57;
const TOKEN = /[a-z]+(?:'[a-z]+)*|[0-9]+/g;

/** @typedef {{word: string, start: number, end: number, isNumber: boolean, state: number}} Token offsets in the folded
 *   text; `state` is the word's as a phrase of its own, where every number is "#" */
/** @typedef {{words: Set<string>, stems: Set<string>, endings: Set<string>, number: boolean, anything: boolean,
 *   optional: boolean, gap: boolean}} Element what one word of a term may be */
/** @typedef {{kind: string, crisis: boolean, sure: boolean}} Meaning */
/** @typedef {Meaning & {elements: Element[]}} Term */
/** @typedef {{start: number, end: number, term: Meaning}} Hit */

/**
 * @param {string} folded
 * @returns {Token[]}
 */
export function tokensOf(folded) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(folded); match; match = TOKEN.exec(folded)) {
    const written = match[0];
    const word = written.includes("'") ? written.replaceAll("'", "") : written;
    const isNumber = word.charCodeAt(0) <= LAST_DIGIT;
    const state = step(START, isNumber ? "#" : word);
    tokens.push({ word, start: match.index, end: TOKEN.lastIndex, isNumber, state });
  }
  return tokens;
}

/**
 * @param {string} text
 * @param {Record<string, string[]>} classes
 * @param {Map<string, Element>} known elements that were read before: most terms share theirs
 * @returns {Element[]}
 */
export function parseTerm(text, classes, known) {
  return text.split(" ").map((part) => {
    const element = known.get(part) ?? parseElement(part, classes);
    known.set(part, element);
    return element;
  });
}

/** @type {(part: string, classes: Record<string, string[]>) => Element} */
function parseElement(part, classes) {
  const optional = part.endsWith("?");
  const names = (optional ? part.slice(0, -1) : part)
    .split("|")
    .flatMap((choice) => (choice.startsWith("<") ? classes[choice.slice(1, -1)] ?? [] : choice));
  return {
    words: setOf(names.filter((name) => !SIGNS.test(name))),
    stems: setOf(names.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1))),
    endings: setOf(names.filter((name) => name.startsWith("*")).map((name) => name.slice(1))),
    number: names.includes("#"),
    anything: names.includes("_"),
    optional,
    gap: part === "~",
  };
}

/** @type {(names: string[]) => Set<string>} thousands of elements are one word alone and share the empty set */
function setOf(names) {
  return names.length ? new Set(names) : NONE;
}

/** @type {(element: Element, token: Token) => boolean} */
function fits(element, { word, isNumber }) {
  if (element.anything || element.words.has(word)) return true;
  if (isNumber) return element.number;
  return (
    (element.stems.size > 0 && startsWithOne(word, element.stems)) ||
    (element.endings.size > 0 && endsWithOne(word, element.endings))
  );
}

/** @type {(word: string, stems: Set<string>) => boolean} */
function startsWithOne(word, stems) {
  for (let size = 1; size <= word.length; size++) if (stems.has(word.slice(0, size))) return true;
  return false;
}

/** @type {(word: string, endings: Set<string>) => boolean} */
function endsWithOne(word, endings) {
  for (let at = SHORTEST_STEM_BEFORE_ENDING; at < word.length; at++) if (endings.has(word.slice(at))) return true;
  return false;
}

/** Terms by their first element, so that a word meets only those that it can start. */
export class TermIndex {
  /** @type {Map<string, Term[]>} */ #words = new Map();
  /** @type {Map<string, Term[]>} */ #stems = new Map();
  /** @type {Map<string, Term[]>} */ #endings = new Map();
  /** @type {Map<string, Term[]>} */ #remembered = new Map();

  /** @param {Iterable<Term>} terms */
  constructor(terms) {
    for (const term of terms) {
      const first = /** @type {Element} */ (term.elements[0]);
      for (const word of first.words) append(this.#words, word, term);
      if (first.number) append(this.#words, "#", term);
      for (const stem of first.stems) append(this.#stems, stem, term);
      for (const ending of first.endings) append(this.#endings, ending, term);
    }
  }

  /**
   * @param {Token} token
   * @returns {Term[]}
   */
  startingWith(token) {
    const remembered = this.#remembered.get(token.word);
    if (remembered) return remembered;
    const found = this.#lookUp(token);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(token.word, found);
    return found;
  }

  /** @type {(token: Token) => Term[]} */
  #lookUp({ word, isNumber }) {
    const found = [...(this.#words.get(word) ?? [])];
    if (isNumber) return found.concat(this.#words.get("#") ?? []);
    for (let size = 1; size <= word.length; size++) found.push(...(this.#stems.get(word.slice(0, size)) ?? []));
    for (let at = SHORTEST_STEM_BEFORE_ENDING; at < word.length; at++) {
      found.push(...(this.#endings.get(word.slice(at)) ?? []));
    }
    return found;
  }

  /**
   * @param {Token[]} tokens
   * @returns {Hit[]}
   */
  hits(tokens) {
    /** @type {Hit[]} */
    const hits = [];
    tokens.forEach((token, at) => {
      for (const term of this.startingWith(token)) {
        const last = tokens[lastToken(term.elements, 1, tokens, at + 1)];
        if (last) hits.push({ start: token.start, end: last.end, term });
      }
    });
    return hits;
  }
}

/** @type {(map: Map<string, Term[]>, key: string, term: Term) => void} */
function append(map, key, term) {
  const terms = map.get(key);
  if (terms) terms.push(term);
  else map.set(key, [term]);
}

/**
 * Index of the last token if the elements from `which` on fit the tokens from `at` on, else -1.
 * @type {(elements: Element[], which: number, tokens: Token[], at: number) => number}
 */
function lastToken(elements, which, tokens, at) {
  const element = elements[which];
  if (!element) return at - 1;
  if (element.gap) {
    for (let skip = 0; skip <= GAP; skip++) {
      const end = lastToken(elements, which + 1, tokens, at + skip);
      if (end >= 0) return end;
    }
    return -1;
  }
  const token = tokens[at];
  if (token && fits(element, token)) {
    const end = lastToken(elements, which + 1, tokens, at + 1);
    if (end >= 0) return end;
  }
  return element.optional ? lastToken(elements, which + 1, tokens, at) : -1;
}
