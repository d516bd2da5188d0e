// What one sentence tells: its terms, phrases, near misses and patterns, without what an idiom covers.

import { originalSpan } from "./folding.js";
import { createNames } from "./misspelling.js";
import { createPatterns, reaching } from "./patterns.js";
import { createPhrases, createPoints } from "./phrases.js";
import { inDigits } from "./spoken.js";
import { parseTerm, TermIndex, tokensOf } from "./terms.js";

// The kind of a finding that no term names.
const TOLD_BY_HINTS = "symptom";
// The kind of terms that hide what they cover: findings, and if their list says `crisis: yes`, words of danger too.
const EXCEPTION = "exception";

// How strong a term is.
const UNSURE = 1;
const SURE = 2;
// Words whose near misses are remembered; a long session of typing must not grow without end.
const MOST_REMEMBERED = 4000;

/** @typedef {import("./terms.js").Hit} Hit */
/** @typedef {import("./terms.js").Meaning} Meaning */
/** @typedef {import("./terms.js").Term} Term */
/** @typedef {import("../health.js").Data} Data */
/** @typedef {import("../health.js").Finding} Finding */
/** @typedef {{strength: number, points: number}} Alarm a sentence's strongest term of danger, and its points of it */
/** @typedef {{findings: Finding[], alarm?: Alarm, reach: Hit[]}} SentenceScan without an alarm if there is no word in it;
 *   `reach` are the contexts that reach into the next sentence */

/**
 * @param {Data} data
 * @param {ReturnType<typeof import("./folding.js").createFolding>} fold
 * @returns {(sentence: string, ahead: Hit[]) => SentenceScan} `ahead` are the contexts that reach into this one
 */
export function createSentenceScan(data, fold) {
  const ranks = new Map(data.kinds.map((kind, rank) => [kind, rank]));
  const identifiers = new Set(data.identifiers);
  const sections = Object.entries(data.words).map(([name, words]) => ({ ...words, ...tablesOf(data, name) }));
  const matches = createPatterns(data.patterns, data.facts);
  const index = new TermIndex(readTerms(sections));
  const namesOf = createNames(data.spelling, sections);
  const phrases = createPhrases(sections);
  const pointsOf = createPoints(sections);
  /** @type {Map<string, Meaning[]>} */
  const nearMisses = new Map();

  /** @type {(a: Finding, b: Finding) => number} identifiers before health, the earlier and longer before others */
  const precedence = (a, b) =>
    Number(identifiers.has(b.kind)) - Number(identifiers.has(a.kind)) ||
    a.start - b.start ||
    b.end - a.end ||
    (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0);

  /** @type {(spans: Finding[]) => Finding[]} those of one kind that overlap become one */
  const merge = (spans) => {
    /** @type {Finding[]} */
    const merged = [];
    for (const span of spans.sort((a, b) => (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0) || a.start - b.start)) {
      const last = merged.at(-1);
      if (last && last.kind === span.kind && span.start < last.end) last.end = Math.max(last.end, span.end);
      else merged.push({ ...span });
    }
    return merged;
  };

  /** @type {(spans: Finding[]) => Finding[]} spans that do not overlap, in order */
  const choose = (spans) => {
    /** @type {Finding[]} */
    const chosen = [];
    for (const span of spans.sort(precedence)) {
      if (chosen.every((other) => apart(span, other))) chosen.push(span);
    }
    return chosen.sort((a, b) => a.start - b.start);
  };

  /** @type {(token: import("./terms.js").Token) => Meaning[]} the names that a word in no list is, or may be meant to be */
  const namesLike = (token) => {
    const remembered = nearMisses.get(token.word);
    if (remembered) return remembered;
    // A word that stands in a list is no slip of the pen.
    const isKnown = index.startingWith(token).length > 0 || phrases.know(token);
    const found = namesOf(token.word, isKnown) ?? [];
    if (nearMisses.size >= MOST_REMEMBERED) nearMisses.clear();
    nearMisses.set(token.word, found);
    return found;
  };

  /** @type {(tokens: import("./terms.js").Token[]) => Hit[]} */
  const hitsOf = (tokens) => {
    const hits = index.hits(tokens);
    phrases.addHits(tokens, hits);
    for (const token of tokens) {
      if (token.isNumber) continue;
      for (const term of namesLike(token)) hits.push({ start: token.start, end: token.end, term });
    }
    return hits;
  };

  return (sentence, ahead) => {
    const spelt = fold(sentence);
    const said = tokensOf(spelt.text);
    const folded = inDigits(spelt, said, data.spoken);
    const tokens = folded === spelt ? said : tokensOf(folded.text);
    const [first] = tokens;
    if (!first) return { findings: [], reach: reaching(ahead, folded.text.length) };
    const every = hitsOf(tokens);
    const idioms = every.filter(({ term }) => term.kind === EXCEPTION);
    const hits = outside(idioms, every);
    const danger = outside(
      idioms.filter(({ term }) => term.crisis),
      every.filter(({ term }) => term.crisis),
    );
    const points = pointsOf(tokens);
    const contexts = [...ahead, ...hits.filter(({ term }) => term.kind.startsWith("near:"))];
    const matched = matches(folded.text, tokens, contexts);
    const spans = matched.filter(({ kind }) => identifiers.has(kind));
    const measured = matched.filter(({ kind }) => !identifiers.has(kind));
    const telling = hits.filter(({ term }) => ranks.has(term.kind));
    if (measured.length || reached(data.health, strengthOf(telling), points.hints)) {
      const told = merge([...measured, ...telling.map(({ start, end, term }) => ({ start, end, kind: term.kind }))]);
      // The whole sentence, where its words tell of health together and no term does.
      if (!told.length) told.push({ start: first.start, end: tokens.at(-1)?.end ?? 0, kind: TOLD_BY_HINTS });
      spans.push(...told);
    }
    const findings = choose(spans).map(({ start, end, kind }) => ({ ...originalSpan(folded, start, end), kind }));
    const alarm = { strength: strengthOf(danger), points: points.alarms };
    return { findings, alarm, reach: reaching(contexts, folded.text.length) };
  };
}

/** @type {(scale: import("../health.js").Scale, strength: number, points: number, sentences?: number) => boolean} */
export function reached({ threshold, unsure, further }, strength, points, sentences = 1) {
  return strength === SURE || points + unsure * strength >= threshold + further * (sentences - 1);
}

/** @type {(hits: Hit[]) => number} of the strongest term: 0, UNSURE or SURE */
function strengthOf(hits) {
  if (!hits.length) return 0;
  return hits.some(({ term }) => term.sure) ? SURE : UNSURE;
}

/** @type {(data: Data, name: string) => import("../health.js").Tables} */
function tablesOf(data, name) {
  return /** @type {import("../health.js").Tables} */ (data.tables[name]);
}

/** @type {(sections: import("../health.js").Words[]) => Term[]} */
function readTerms(sections) {
  return sections.flatMap(({ classes, lists }) => {
    const known = new Map();
    return lists.flatMap(({ kind, crisis, sure, terms }) =>
      terms.split("\n").map((text) => ({ elements: parseTerm(text, classes, known), kind, crisis, sure })),
    );
  });
}

/** @type {(idioms: Hit[], hits: Hit[]) => Hit[]} the hits that no idiom covers, not even in part */
function outside(idioms, hits) {
  if (!idioms.length) return hits;
  return hits.filter((hit) => hit.term.kind !== EXCEPTION && idioms.every((idiom) => apart(hit, idiom)));
}

/** @type {(a: {start: number, end: number}, b: {start: number, end: number}) => boolean} */
function apart(a, b) {
  return a.end <= b.start || a.start >= b.end;
}
