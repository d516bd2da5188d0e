// Cuts a text into sentences. No finding crosses a cut, so that one key press rescans one sentence.

// The longest word before a full stop that is looked up, in characters.
const LONGEST_WORD = 16;

/** @typedef {{end: string, word: string, joins: string, abbreviations: string[], longest: number}} SentenceRules */

/**
 * @param {SentenceRules} rules
 * @param {(text: string) => {text: string}} fold
 * @returns {(text: string) => string[]} sentences in order; joined again they are the text
 */
export function createSentences(rules, fold) {
  const ends = new RegExp(rules.end, "g");
  const word = new RegExp(rules.word);
  const abbreviations = new Set(rules.abbreviations);

  /** @type {(text: string, start: number, end: RegExpMatchArray) => boolean} */
  const goesOn = (text, start, end) => {
    const at = end.index ?? 0;
    const before = text.slice(Math.max(start, at - LONGEST_WORD), at);
    if (before && rules.joins.includes(before.slice(-1))) return true;
    if (end[0][0] !== ".") return false;
    const last = word.exec(before)?.[0];
    return last !== undefined && (last.length === 1 || abbreviations.has(fold(last).text));
  };

  return (text) => {
    const sentences = [];
    let start = 0;
    for (const end of text.matchAll(ends)) {
      if (goesOn(text, start, end)) continue;
      const behind = (end.index ?? 0) + end[0].length;
      sentences.push(...slices(text.slice(start, behind), rules.longest));
      start = behind;
    }
    sentences.push(...slices(text.slice(start), rules.longest));
    return sentences;
  };
}

/**
 * What runs on without an end is cut behind the first space after the longest length, or there.
 * @param {string} sentence
 * @param {number} longest in code points
 * @returns {string[]}
 */
function slices(sentence, longest) {
  if (sentence.length <= longest) return sentence ? [sentence] : [];
  const chars = Array.from(sentence);
  const pieces = [];
  let start = 0;
  while (chars.length - start > longest) {
    const space = chars.indexOf(" ", start + longest);
    const end = space >= 0 && space < start + 2 * longest ? space + 1 : start + longest;
    pieces.push(chars.slice(start, end).join(""));
    start = end;
  }
  if (start < chars.length) pieces.push(chars.slice(start).join(""));
  return pieces;
}
