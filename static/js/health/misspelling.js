// Names that people misspell: found by how they sound, or with one letter missing, too many, wrong or swapped.
// A name is kept as the fingerprint of its sound alone, so a word is compared by trying what it may have been meant to be.

import { numberOf, readMeanings, readWords, START, step } from "./fingerprints.js";

// Letters that a name must have to be told by its sound; shorter ones must be spelt right.
const SHORTEST_NAME = 6;
const VOWELS = "aeiou";

/** @typedef {import("./terms.js").Meaning} Meaning */
/** @typedef {{sounds: [string, string][], letters: string, shortestSlip: number, shortestVowel: number, shortestWrong: number,
 *   ordinary: import("./fingerprints.js").Table}} SpellingRules */

/**
 * All languages' names, which share one size of number, so that what a word may have been meant to be is tried once.
 * @param {SpellingRules} rules
 * @param {{names: import("./fingerprints.js").Table, meanings: Meaning[]}[]} sections
 * @returns {(word: string, known: boolean) => Meaning[] | undefined} what the names mean that a word sounds as, or is a
 *   near miss of if it is not known
 */
export function createNames({ sounds, letters, shortestSlip, shortestVowel, shortestWrong, ordinary }, sections) {
  const ordinaryWords = readWords(ordinary);
  const bits = sections[0]?.names.bits ?? 0;
  /** @type {Map<number, Meaning[]>} */
  const known = new Map();
  for (const { names, meanings } of sections) readMeanings(names, meanings, known);

  /** @type {(state: number) => Meaning[] | undefined} */
  const meaningsAt = (state) => known.get(numberOf(state, bits));

  /** @type {(letter: string, length: number) => string} people take one vowel for another sooner than other letters */
  const insteadOf = (letter, length) => {
    if (length >= shortestWrong) return letters;
    return length >= shortestVowel && VOWELS.includes(letter) ? VOWELS : "";
  };

  /**
   * The likeliest first; how the word begins is always right.
   * @type {(sound: string, known: boolean) => Meaning[] | undefined}
   */
  const meant = (sound, isKnown) => {
    const before = [START];
    for (const letter of sound) before.push(step(before.at(-1) ?? START, letter));
    const behind = [...before.keys()].map((at) => sound.slice(at));
    const from = (/** @type {number} */ at, /** @type {string} */ instead, /** @type {number} */ to) =>
      meaningsAt(step(step(before[at] ?? START, instead), behind[to] ?? ""));
    const end = sound.length;
    const places = [...before.keys()].slice(1, end);
    const exact = from(end, "", end);
    if (exact || isKnown || end < shortestSlip) return exact;
    const slip =
      first(places, (at) => from(at, "", at + 1)) ??
      first([...places, end], (at) => first(letters, (letter) => from(at, letter, at))) ??
      first(places.slice(0, -1), (at) => from(at, sound.charAt(at + 1) + sound.charAt(at), at + 2));
    if (slip) return slip;
    return first(places, (at) =>
      first(insteadOf(sound.charAt(at), end), (letter) => from(at, letter, at + 1)),
    );
  };

  return (word, isKnown) =>
    word.length < SHORTEST_NAME || ordinaryWords.has(word) ? undefined : meant(soundOf(word, sounds), isKnown);
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
 * The word as it sounds.
 * @type {(word: string, sounds: [string, string][]) => string}
 */
function soundOf(word, sounds) {
  let heard = word;
  for (const [written, sounding] of sounds) heard = heard.replaceAll(written, sounding);
  let sound = "";
  for (const char of heard) {
    if (!sound.endsWith(char)) sound += char;
  }
  return sound;
}
