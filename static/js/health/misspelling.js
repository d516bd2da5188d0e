// Names that people misspell: found by how they sound, or with one letter missing, too many, wrong or swapped.
// A name is kept as the fingerprint of its sound alone, so a word is compared by trying what it may have been meant to be.

import { numberOf, readWords, START, step, unpack } from "./fingerprints.js";

// Letters that a name must have to be told by its sound; shorter ones must be spelt right.
const SHORTEST_NAME = 6;
const VOWELS = "aeiou";

/** @typedef {import("./terms.js").Meaning} Meaning */
/** @typedef {{sounds: [string, string][], letters: string, shortestSlip: number, shortestVowel: number, shortestWrong: number,
 *   ordinary: import("./fingerprints.js").Table}} SpellingRules */

/**
 * @param {SpellingRules} rules
 * @param {import("./fingerprints.js").Table} table a language's `names`; its values count the meanings
 * @param {Meaning[]} meanings
 * @returns {(word: string) => Meaning | undefined} the name that a word is, or is a near miss of
 */
export function createNames({ sounds, letters, shortestSlip, shortestVowel, shortestWrong, ordinary }, table, meanings) {
  const ordinaryWords = readWords(ordinary);
  const known = unpack(table);

  /** @type {(state: number) => Meaning | undefined} */
  const meaningOf = (state) => meanings[known.get(numberOf(state, table.bits)) ?? -1];

  /** @type {(letter: string, length: number) => string} people take one vowel for another sooner than other letters */
  const insteadOf = (letter, length) => {
    if (length >= shortestWrong) return letters;
    return length >= shortestVowel && VOWELS.includes(letter) ? VOWELS : "";
  };

  /** @type {(sound: string) => Meaning | undefined} the likeliest first; the first letter is always right */
  const meant = (sound) => {
    const before = Array.from({ length: sound.length + 1 }, (_, at) => step(START, sound.slice(0, at)));
    const from = (/** @type {number} */ at, /** @type {string} */ rest) =>
      meaningOf(step(/** @type {number} */ (before[at]), rest));
    const places = Array.from(sound, (_, at) => at).slice(1);
    const exact = from(sound.length, "");
    if (exact || sound.length < shortestSlip) return exact;
    const slip =
      first(places, (at) => from(at, sound.slice(at + 1))) ??
      first([...places, sound.length], (at) => first(letters, (letter) => from(at, letter + sound.slice(at)))) ??
      first(places.slice(0, -1), (at) => from(at, sound.charAt(at + 1) + sound.charAt(at) + sound.slice(at + 2)));
    if (slip) return slip;
    return first(places, (at) =>
      first(insteadOf(sound.charAt(at), sound.length), (letter) => from(at, letter + sound.slice(at + 1))),
    );
  };

  return (word) =>
    word.length < SHORTEST_NAME || ordinaryWords.has(word) ? undefined : meant(soundOf(word, sounds));
}

/**
 * @template T, M
 * @param {Iterable<T>} choices
 * @param {(choice: T) => M | undefined} find
 * @returns {M | undefined} the first that is found
 */
function first(choices, find) {
  for (const choice of choices) {
    const found = find(choice);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The word as it sounds; its first letter stays, since people get that right.
 * @type {(word: string, sounds: [string, string][]) => string}
 */
function soundOf(word, sounds) {
  let rest = word.slice(1);
  for (const [written, heard] of sounds) rest = rest.replaceAll(written, heard);
  let sound = "";
  for (const char of word.slice(0, 1) + rest) {
    if (!sound.endsWith(char)) sound += char;
  }
  return sound;
}
