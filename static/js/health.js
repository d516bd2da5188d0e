// What a text tells about its writer: health details, identifiers, a crisis. Runs on the device alone.
// widget/health/detector.py does the same from the same data file; the shared vectors hold both to it.

import { createFolding, originalSpan } from "./health/folding.js";
import { createMisspellings } from "./health/misspelling.js";
import { createPatterns } from "./health/patterns.js";
import { createSentences } from "./health/sentences.js";
import { parseTerm, TermIndex, tokensOf } from "./health/terms.js";

/** @typedef {import("./health/terms.js").Hit} Hit */
/** @typedef {import("./health/terms.js").Term} Term */
/** @typedef {{start: number, end: number, kind: string}} Finding `start` and `end` count code points */
/** @typedef {{health: boolean, identifier: boolean, crisis: boolean, findings: Finding[]}} Scan */
/** @typedef {{findings: Finding[], crisis: boolean, length: number}} SentenceScan */
/** @typedef {{kind: string, crisis: boolean, misspelled: boolean, weight: number, terms: string}} TermList */
/** @typedef {Record<string, {classes: Record<string, string[]>, lists: TermList[]}>} Languages */
/** @typedef {{kinds: string[], identifiers: string[], threshold: number, languages: Languages,
 *   fold: import("./health/folding.js").FoldTable, sentence: import("./health/sentences.js").SentenceRules,
 *   spelling: import("./health/misspelling.js").SpellingRules, facts: import("./health/checks.js").Facts,
 *   patterns: import("./health/patterns.js").PatternEntry[]}} Data */

/**
 * A detector that remembers the sentences of its last scan: a key press costs the sentence that it touched.
 * @param {Data} data the parsed data file
 * @returns {{scan: (text: string) => Scan}}
 */
export function createDetector(data) {
  const fold = createFolding(data.fold);
  const scanSentence = createSentenceScan(data, fold);
  const cut = createSentences(data.sentence, fold);
  const identifiers = new Set(data.identifiers);
  /** @type {Map<string, SentenceScan>} */
  let known = new Map();

  return {
    scan(text) {
      /** @type {Map<string, SentenceScan>} */
      const seen = new Map();
      /** @type {Scan} */
      const scan = { health: false, identifier: false, crisis: false, findings: [] };
      let offset = 0;
      for (const sentence of cut(text)) {
        const found = seen.get(sentence) ?? known.get(sentence) ?? scanSentence(sentence);
        seen.set(sentence, found);
        for (const { start, end, kind } of found.findings) {
          scan.findings.push({ start: start + offset, end: end + offset, kind });
          if (identifiers.has(kind)) scan.identifier = true;
          else scan.health = true;
        }
        scan.crisis ||= found.crisis;
        offset += found.length;
      }
      known = seen;
      return scan;
    },
  };
}

/**
 * The findings with offsets that count UTF-16 code units, as JavaScript's strings and the page's ranges do.
 * @param {string} text
 * @param {Finding[]} findings in order, not overlapping
 * @returns {Finding[]}
 */
export function toUtf16(text, findings) {
  let units = 0;
  let points = 0;
  const unitsAt = (/** @type {number} */ point) => {
    for (; points < point; points++) units += /** @type {number} */ (text.codePointAt(units)) > 0xffff ? 2 : 1;
    return units;
  };
  return findings.map(({ start, end, kind }) => ({ start: unitsAt(start), end: unitsAt(end), kind }));
}

/**
 * @param {Data} data
 * @param {ReturnType<typeof createFolding>} fold
 * @returns {(sentence: string) => SentenceScan}
 */
function createSentenceScan(data, fold) {
  const ranks = new Map(data.kinds.map((kind, rank) => [kind, rank]));
  const identifiers = new Set(data.identifiers);
  const matches = createPatterns(data.patterns, data.facts);
  const { terms, names } = readTerms(data.languages);
  const index = new TermIndex(terms);
  const nameLike = createMisspellings(data.spelling, names);

  /** @type {(term: Term) => boolean} */
  const standsAlone = (term) => ranks.has(term.kind) && term.weight >= data.threshold;

  /** @type {(a: Finding, b: Finding) => number} identifiers before health, the earlier and longer before others */
  const precedence = (a, b) =>
    Number(identifiers.has(b.kind)) - Number(identifiers.has(a.kind)) ||
    a.start - b.start ||
    b.end - a.end ||
    (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0);

  /** @type {(spans: Finding[]) => Finding[]} spans that do not overlap, in order */
  const choose = (spans) => {
    /** @type {Finding[]} */
    const chosen = [];
    for (const span of spans.sort(precedence)) {
      if (chosen.every((other) => apart(span, other))) chosen.push(span);
    }
    return chosen.sort((a, b) => a.start - b.start);
  };

  /** @type {(hits: Hit[]) => Finding[]} one finding over a sentence's weak terms if together they weigh enough */
  const weakTogether = (hits) => {
    /** @type {Map<number, Hit>} */
    const weak = new Map();
    for (const hit of hits) {
      if (ranks.has(hit.term.kind) && !standsAlone(hit.term)) weak.set(hit.term.order, hit);
    }
    const parts = [...weak.values()];
    if (parts.reduce((total, hit) => total + hit.term.weight, 0) < data.threshold) return [];
    const heaviest = parts.reduce((a, b) => (weighsMore(b.term, a.term) ? b : a));
    const start = Math.min(...parts.map((hit) => hit.start));
    return [{ start, end: Math.max(...parts.map((hit) => hit.end)), kind: heaviest.term.kind }];
  };

  return (sentence) => {
    const folded = fold(sentence);
    const tokens = tokensOf(folded.text);
    const all = index.hits(tokens);
    for (const token of tokens) {
      const term = token.isNumber || index.startingWith(token).length ? undefined : nameLike(token.word);
      if (term) all.push({ start: token.start, end: token.end, term });
    }
    const hits = withoutExceptions(all);
    const contexts = hits.filter((hit) => hit.term.kind.startsWith("near:"));
    const spans = matches(folded.text, tokens, contexts);
    for (const { start, end, term } of hits) if (standsAlone(term)) spans.push({ start, end, kind: term.kind });
    spans.push(...weakTogether(hits));
    const findings = choose(spans).map(({ start, end, kind }) => {
      const [first, behind] = originalSpan(folded, start, end);
      return { start: first, end: behind, kind };
    });
    return { findings, crisis: hits.some((hit) => hit.term.crisis), length: folded.length };
  };
}

/**
 * Every language's terms, and the one-word names that are open to near misses.
 * @param {Languages} languages
 */
function readTerms(languages) {
  /** @type {Term[]} */
  const terms = [];
  /** @type {[string, Term][]} */
  const names = [];
  for (const { classes, lists } of Object.values(languages)) {
    const known = new Map();
    for (const { kind, crisis, weight, misspelled, terms: lines } of lists) {
      for (const line of lines.split("\n")) {
        const [text = "", own] = line.split(" = ");
        const elements = parseTerm(text, classes, known);
        const term = { elements, kind, crisis, weight: own ? Number(own) : weight, order: terms.length };
        terms.push(term);
        if (misspelled && /^[a-z]+$/.test(text)) names.push([text, term]);
      }
    }
  }
  return { terms, names };
}

/** @type {(hits: Hit[]) => Hit[]} the hits that no idiom covers, not even in part */
function withoutExceptions(hits) {
  const idioms = hits.filter((hit) => hit.term.kind === "exception");
  if (!idioms.length) return hits;
  return hits.filter((hit) => hit.term.kind !== "exception" && idioms.every((idiom) => apart(hit, idiom)));
}

/** @type {(a: {start: number, end: number}, b: {start: number, end: number}) => boolean} */
function apart(a, b) {
  return a.end <= b.start || a.start >= b.end;
}

/** @type {(a: Term, b: Term) => boolean} */
function weighsMore(a, b) {
  return a.weight > b.weight || (a.weight === b.weight && a.order < b.order);
}
