// What a text tells about its writer: health details, identifiers, a crisis. Runs on the device alone.
// widget/health/detector.py does the same from the same data file; the shared vectors hold both to it.

import { createFolding } from "./health/folding.js";
import { createSentenceScan, reached } from "./health/scanning.js";
import { createSentences } from "./health/sentences.js";

// Danger is read from so many neighbouring sentences together: "I took them all. The whole bottle. Help."
const DANGER_SENTENCES = 3;

/** @typedef {import("./health/fingerprints.js").Table} Table */
/** @typedef {{start: number, end: number, kind: string}} Finding offsets count UTF-16 units, as the page's do */
/** @typedef {{health: boolean, identifier: boolean, crisis: boolean, findings: Finding[]}} Scan */
/** @typedef {import("./health/terms.js").Hit} Hit */
/** @typedef {{text: string, ahead: Hit[], scan: import("./health/scanning.js").SentenceScan}} Known a sentence, the
 *   contexts that reach into it, and what it tells */
/** @typedef {import("./health/terms.js").Meaning} Meaning */
/** @typedef {Meaning & {terms: string}} TermList */
/** @typedef {{classes: Record<string, string[]>, lists: TermList[], meanings: Meaning[]}} Words */
/** @typedef {{phrases: Table, contexts: Table, names: Table, hints: Table, alarms: Table}} Tables */
/** @typedef {{words: Words, tables: Tables}} Section of a language, or an inbox's own */
/**
 * Points that a sentence needs, that an unsure term brings, and that each further sentence needs which is read with it.
 * @typedef {{threshold: number, unsure: number, further: number}} Scale
 */
/** @typedef {{kinds: string[], identifiers: string[], health: Scale, danger: Scale, words: Record<string, Words>,
 *   tables: Record<string, Tables>,
 *   spoken: Record<string, string>, fold: import("./health/folding.js").FoldTable,
 *   sentence: import("./health/sentences.js").SentenceRules,
 *   spelling: import("./health/misspelling.js").SpellingRules, facts: import("./health/checks.js").FactsData,
 *   patterns: import("./health/patterns.js").PatternEntry[]}} Data */

/**
 * A detector that remembers the sentences of its last text: a key press costs the sentence that it touched,
 * and those behind that its labels reach into.
 * @param {Data} data the parsed data file
 */
export function createDetector(data) {
  const fold = createFolding(data.fold);
  const endOf = createSentences(data.sentence, fold);
  const scanSentence = createSentenceScan(data, fold);
  const identifiers = new Set(data.identifiers);
  /** @type {Known[]} the last text's sentences, in order */
  let known = [];
  /** @type {Map<string, Known>} what a look that was given up had found, and what the last text had and this one not */
  let spare = new Map();

  /**
   * Looks at a text piece by piece: whoever runs it may pause after each. It is the newest look that counts.
   * @param {string} text
   * @returns {Generator<void, Scan, void>}
   */
  function* look(text) {
    const head = sameAhead(text);
    const { tail, ends } = sameBehind(text, head);
    for (const sentence of known.slice(head.count, known.length - tail)) spare.set(sentence.text, sentence);
    const sentences = known.slice(0, head.count);
    let at = head.length;
    while (at < text.length) {
      const ahead = sentences.at(-1)?.scan.reach ?? [];
      const rest = known.slice(ends.get(text.length - at) ?? known.length);
      if (rest[0] && isSame(rest[0].ahead, ahead)) {
        sentences.push(...rest);
        break;
      }
      const piece = text.slice(at, endOf(text, at));
      const before = spare.get(piece);
      const found = before && isSame(before.ahead, ahead) ? before : { text: piece, ahead, scan: scanSentence(piece, ahead) };
      spare.set(piece, found);
      sentences.push(found);
      at += piece.length;
      yield;
    }
    known = sentences;
    spare = new Map();
    return together(sentences);
  }

  /**
   * The sentences that the text begins with as the last one did, but for the last of them: what follows it may have
   * changed where it ends.
   * @type {(text: string) => {count: number, length: number}}
   */
  function sameAhead(text) {
    let length = 0;
    let count = 0;
    for (const sentence of known) {
      if (!text.startsWith(sentence.text, length)) break;
      length += sentence.text.length;
      count += 1;
    }
    const last = known[count - 1];
    return last ? { count: count - 1, length: length - last.text.length } : { count, length };
  }

  /**
   * How many sentences the text ends with as the last one did, and which begins how far from the end.
   * @type {(text: string, head: {count: number, length: number}) => {tail: number, ends: Map<number, number>}}
   */
  function sameBehind(text, head) {
    const ends = new Map();
    let length = 0;
    for (let index = known.length - 1; index >= head.count; index--) {
      const sentence = /** @type {Known} */ (known[index]);
      const end = text.length - length;
      if (end - sentence.text.length < head.length || !text.endsWith(sentence.text, end)) break;
      length += sentence.text.length;
      ends.set(length, index);
    }
    return { tail: ends.size, ends };
  }

  /** @type {(sentences: Known[]) => Scan} */
  function together(sentences) {
    /** @type {Scan} */
    const scan = { health: false, identifier: false, crisis: false, findings: [] };
    let offset = 0;
    for (const { text, scan: found } of sentences) {
      for (const { start, end, kind } of found.findings) {
        scan.findings.push({ start: start + offset, end: end + offset, kind });
        if (identifiers.has(kind)) scan.identifier = true;
        else scan.health = true;
      }
      offset += text.length;
    }
    scan.crisis = sentences.some((_, at) => isAlarming(sentences, at));
    return scan;
  }

  /** @type {(sentences: Known[], from: number) => boolean} whether the neighbours from there on tell of danger together */
  function isAlarming(sentences, from) {
    let strongest = 0;
    let points = 0;
    let count = 0;
    for (let at = from; at < sentences.length && count < DANGER_SENTENCES; at++) {
      const alarm = sentences[at]?.scan.alarm;
      if (!alarm) continue;
      strongest = Math.max(strongest, alarm.strength);
      points += alarm.points;
      count += 1;
    }
    return reached(data.danger, strongest, points, count);
  }

  return {
    look,
    /** @type {(text: string) => Scan} */
    scan(text) {
      const steps = look(text);
      for (;;) {
        const { done, value } = steps.next();
        if (done) return value;
      }
    },
  };
}

/** @type {(some: Hit[], others: Hit[]) => boolean} whether the same contexts reach into a sentence */
function isSame(some, others) {
  return (
    some.length === others.length &&
    some.every(({ end, term }, at) => end === others[at]?.end && term.kind === others[at]?.term.kind)
  );
}

/**
 * The findings with offsets that count Unicode code points, as `flask scan` has them.
 * @param {string} text
 * @param {Finding[]} findings in order, not overlapping
 * @returns {Finding[]}
 */
export function toCodePoints(text, findings) {
  let units = 0;
  let points = 0;
  const pointsAt = (/** @type {number} */ unit) => {
    for (; units < unit; points++) units += /** @type {number} */ (text.codePointAt(units)) > 0xffff ? 2 : 1;
    return points;
  };
  return findings.map(({ start, end, kind }) => ({ start: pointsAt(start), end: pointsAt(end), kind }));
}
