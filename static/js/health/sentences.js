// Cuts a text into sentences. No finding crosses a cut, so that a key press rescans the sentence
// that it touched, and those behind that its labels reach into.

import { readWords } from "./fingerprints.js";

// The longest word before a full stop that is looked up, in characters.
const LONGEST_WORD = 16;
// More than any end is long; an end is looked for in this much more than the longest sentence, and no further.
const LONGEST_END = 80;
const ASCII = /^[ -~]*$/;
const ABBREVIATED = /([a-z]+)[.]$/;

/** @typedef {{end: string, joins: string, abbreviations: import("./fingerprints.js").Table, longest: number}} SentenceRules */

/**
 * Where a sentence ends depends on what follows its start alone: a text can be cut anew from any cut on.
 * @param {SentenceRules} rules `longest` counts code points
 * @param {(text: string) => {text: string}} fold
 * @returns {(text: string, start: number) => number} where the sentence ends that starts there
 */
export function createSentences({ end, joins, abbreviations, longest }, fold) {
  const ends = new RegExp(end, "g");
  const joined = new RegExp(joins);
  const short = readWords(abbreviations);

  /** @type {(ahead: string, at: number, first: string) => boolean} */
  const goesOn = (ahead, at, first) => {
    const folded = foldedEnd(ahead, at) + first;
    const word = ABBREVIATED.exec(folded)?.[1];
    return joined.test(folded) || (word !== undefined && (word.length === 1 || short.has(word)));
  };

  /** @type {(ahead: string, at: number) => string} the last characters before `at`, folded */
  const foldedEnd = (ahead, at) => {
    const plain = ahead.slice(Math.max(0, at - LONGEST_WORD), at);
    if (ASCII.test(plain)) return plain.toLowerCase();
    // A code point is one unit or two.
    const points = Array.from(ahead.slice(Math.max(0, at - 2 * LONGEST_WORD), at));
    return fold(points.slice(-LONGEST_WORD).join("")).text;
  };

  return (text, start) => {
    // A code point is one unit or two.
    const ahead = text.slice(start, start + 2 * (2 * longest + LONGEST_END));
    for (const { index = 0, 0: found } of ahead.matchAll(ends)) {
      if (index >= longest && pointsOf(ahead.slice(0, index)) >= longest) break;
      if (!goesOn(ahead, index, found.charAt(0))) return start + index + found.length;
    }
    if (ahead.length <= longest) return start + ahead.length;
    const chars = Array.from(ahead);
    if (chars.length <= longest) return start + ahead.length;
    // One without an end is cut behind a space, or anywhere.
    const space = chars.slice(0, 2 * longest).indexOf(" ", longest);
    return start + chars.slice(0, space >= 0 ? space + 1 : longest).join("").length;
  };
}

/** @type {(text: string) => number} */
function pointsOf(text) {
  return Array.from(text).length;
}
