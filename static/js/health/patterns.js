// Identifiers and measurements: patterns tried at the start of tokens, then checked.

import { CHECKS, readFacts } from "./checks.js";

/** @typedef {import("./checks.js").FactsData} FactsData */
/** @typedef {import("./terms.js").Hit} Hit */
/** @typedef {import("./terms.js").Token} Token */
/** @typedef {{near: string, rather: string, theirs: string, unless: string}} Contexts names of lists */
/** @typedef {Contexts & {check: string, before: string, first: string, needs: string}} Options */
/** @typedef {{kind: string, pattern: string} & Partial<Options>} PatternEntry */
/** @typedef {{start: number, end: number, kind: string}} Match offsets in the folded text */

// Furthest that a word of context ("my SSN is …", "… is my SSN") may stand from the number, in characters.
const CONTEXT_BEFORE = 60;
const CONTEXT_BEHIND = 45;
// It may stand in an earlier sentence; each end between them counts as so many characters more.
const SENTENCE_END = 20;
// So many characters of a context count as one that it stands nearer.
const LONGER = 1000;
// Context of what is no writer's own, whatever its shape: "your page shows …", "… is an example".
const PRINTED = "printed";
// Behind what may be somebody else's: "… is that you?", unless a "mine" stands in front; and "… is my cell".
const OTHERS = "others";
const OWN = "own";
// A question without a word of the writer's asks for somebody else's: "Is it 30 Park Ave?"
const ASKED = "asked";
const WRITER = "writer";
// A pattern may begin with these, which are no token.
const OPENERS = "+(";
// A pattern never starts behind these.
const ALWAYS_BEFORE = /[a-z0-9]/;
/** @type {Options} */
const USUAL = {
  check: "always",
  near: "",
  rather: "",
  theirs: "",
  unless: "",
  before: "",
  first: "digit",
  needs: "number",
};
// Where a context must stand close by, a pattern is seldom tried.
const USUAL_NEAR = { needs: "" };

/**
 * @param {PatternEntry[]} entries
 * @param {FactsData} factsData
 * @returns {(text: string, tokens: Token[], contexts: Hit[]) => Match[]}
 */
export function createPatterns(entries, factsData) {
  const facts = readFacts(factsData);
  const patterns = entries.map((given) => {
    const entry = { ...USUAL, ...(given.near && USUAL_NEAR), ...given };
    return {
      ...entry,
      expression: new RegExp(entry.pattern, "y"),
      context: entry.near && `near:${entry.near}`,
      held: entry.needs.split("|"),
      barred: namesIn(entry.unless),
      owners: namesIn(entry.theirs),
      valid: /** @type {import("./checks.js").Check} */ (CHECKS[entry.check]),
    };
  });

  return (text, tokens, contexts) => {
    const hasNumber = tokens.some((token) => token.isNumber);
    const known = new Set(contexts.map(({ term }) => term.kind));
    const possible = patterns.filter(
      ({ needs, held, context }) =>
        (!context || known.has(context)) &&
        (needs === "number" ? hasNumber : held.some((each) => text.includes(each))),
    );
    const matches = [];
    for (const token of tokens) {
      const starts = startsOf(text, token.start);
      const notFirst = token.isNumber ? "letter" : "digit";
      for (const pattern of possible) {
        if (pattern.first === notFirst) continue;
        const match = matchAt(pattern, text, starts, contexts);
        if (match) matches.push(match);
      }
    }
    return matches;
  };

  /** @type {(pattern: (typeof patterns)[number], text: string, starts: number[], contexts: Hit[]) => Match | undefined} */
  function matchAt(pattern, text, starts, contexts) {
    for (const at of starts) {
      pattern.expression.lastIndex = at;
      const found = pattern.expression.exec(text);
      if (found && mayFollow(pattern, text.charAt(at - 1))) return checked(pattern, found, contexts);
    }
    return undefined;
  }

  /** @type {(pattern: (typeof patterns)[number], found: RegExpExecArray, contexts: Hit[]) => Match | undefined} */
  function checked(pattern, found, contexts) {
    const end = found.index + found[0].length;
    const value = found[1] ?? found[0];
    const size = pattern.valid(value, facts);
    const start = end - value.length;
    if (!size || !isMeant(pattern, found.input, contexts, start, start + size)) return undefined;
    return { start, end: start + size, kind: pattern.kind };
  }
}

/** @type {(names: string) => string[]} */
function namesIn(names) {
  return names.split(" ").filter(Boolean);
}

/** @type {(pattern: {before: string}, char: string) => boolean} whether it may start behind this; there may be none */
function mayFollow({ before }, char) {
  return !char || !(ALWAYS_BEFORE.test(char) || before.includes(char));
}

/**
 * The contexts of a sentence of this length that reach into the next, with offsets that count from there.
 * @type {(contexts: Hit[], length: number) => Hit[]}
 */
export function reaching(contexts, length) {
  const away = length + SENTENCE_END;
  const moved = contexts.map(({ start, end, term }) => ({ start: start - away, end: end - away, term }));
  return moved.filter(({ end }) => -end < CONTEXT_BEFORE);
}

/** @type {(text: string, start: number) => number[]} where a pattern may start for this token */
function startsOf(text, start) {
  let opened = start;
  while (opened > 0 && OPENERS.includes(text.charAt(opened - 1))) opened -= 1;
  return opened === start ? [start] : [opened, start];
}

/**
 * Whether the contexts of a match allow it: the last label in front of a number says what it is.
 * @type {(pattern: {near: string, rather: string, barred: string[], owners: string[]}, text: string, contexts: Hit[], start: number, end: number) => boolean}
 */
function isMeant({ near, rather, barred, owners }, text, contexts, start, end) {
  if (distance(contexts, PRINTED, start) <= CONTEXT_BEFORE || isBehind(contexts, PRINTED, end)) return false;
  const nearest = distance(contexts, near, start);
  if (near && nearest > CONTEXT_BEFORE && !isBehind(contexts, near, end)) return false;
  const mine = distance(contexts, rather, start);
  const own = Math.min(nearest, mine);
  if (owners.length && isTheirs(owners, text, contexts, start, end, mine, own)) return false;
  return barred.every((name) => distance(contexts, name, start) >= own);
}

/**
 * Whether it belongs to somebody else; `mine` and `own` are the distances of `rather`, and of the nearer of `near` and
 * `rather`. In front, a label outdoes what an earlier sentence tells: "Pharmacy: … Phone: …".
 * @type {(owners: string[], text: string, contexts: Hit[], start: number, end: number, mine: number, own: number) => boolean}
 */
function isTheirs(owners, text, contexts, start, end, mine, own) {
  if (isBehind(contexts, OWN, end)) return false;
  const here = contexts.filter((hit) => hit.start >= 0);
  if (mine > CONTEXT_BEFORE && (isBehind(contexts, OTHERS, end) || isAsked(here, text, start, end))) return true;
  return owners.some((name) => distance(here, name, start) < mine || distance(contexts, name, start) < own);
}

/**
 * Whether a question asks for it that says nothing of the writer; `here` are the sentence's contexts.
 * @type {(here: Hit[], text: string, start: number, end: number) => boolean}
 */
function isAsked(here, text, start, end) {
  const asks = text.includes("?", end) && distance(here, ASKED, start) <= CONTEXT_BEFORE;
  return asks && here.every(({ term }) => term.kind !== `near:${WRITER}`);
}

/**
 * How far in front of `start` the nearest such context ends. A term that reaches into the match is next to it. Of two
 * that end together the longer is a little nearer: "request id" is no "id".
 * @type {(contexts: Hit[], name: string, start: number) => number}
 */
function distance(contexts, name, start) {
  const before = contexts.filter(
    (hit) => hit.start < start && start - hit.end <= CONTEXT_BEFORE && hit.term.kind === `near:${name}`,
  );
  return Math.min(
    CONTEXT_BEFORE + 1,
    ...before.map((hit) => Math.max(start - hit.end, 0) - (hit.end - hit.start) / LONGER),
  );
}

/** @type {(contexts: Hit[], name: string, end: number) => boolean} */
function isBehind(contexts, name, end) {
  return contexts.some(
    (hit) => hit.start >= end && hit.start - end <= CONTEXT_BEHIND && hit.term.kind === `near:${name}`,
  );
}
