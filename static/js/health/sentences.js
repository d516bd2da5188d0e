// Cuts a text into sentences. No finding crosses a cut, so that one key press rescans one sentence.

// The longest word before a full stop that is looked up, in characters.
const LONGEST_WORD = 16;
// More than any end is long; an end is looked for in this much more than the longest sentence, and no further.
const LONGEST_END = 80;

/** @typedef {{end: string, word: string, joins: string[], abbreviations: string[], longest: number}} SentenceRules */

/**
 * Where a sentence ends depends on what follows its start alone: a text can be cut anew from any cut on.
 * @param {SentenceRules} rules `longest` counts code points
 * @param {(text: string) => {text: string}} fold
 * @returns {(text: string, start: number) => number} where the sentence ends that starts there
 */
export function createSentences({ end, word, joins, abbreviations, longest }, fold) {
  const ends = new RegExp(end, "g");
  const lastWord = new RegExp(word);
  const short = new Set(abbreviations);

  /** @type {(ahead: string, at: number, first: string) => boolean} */
  const goesOn = (ahead, at, first) => {
    const before = ahead.slice(Math.max(0, at - LONGEST_WORD), at);
    if (joins.includes(first + before.slice(-1))) return true;
    if (first !== ".") return false;
    const last = lastWord.exec(before)?.[0];
    return last !== undefined && (last.length === 1 || short.has(fold(last).text));
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
