// Near misses of the names that people misspell: sounds-alike spelling, then one letter missing or too many.

/** @typedef {import("./terms.js").Term} Term */
/** @typedef {{sounds: [string, string][], shortest: number, ordinary: string[]}} SpellingRules */

/**
 * @param {SpellingRules} rules
 * @param {[string, Term][]} names
 * @returns {(word: string) => Term | undefined} the term that a word, which is in no list itself, is a near miss of
 */
export function createMisspellings({ sounds, shortest, ordinary }, names) {
  const ordinaryWords = new Set(ordinary);
  /** @type {Map<string, Term>} */
  const terms = new Map();

  /** @type {(word: string) => string[]} */
  const spellings = (word) => {
    const sound = word.slice(0, 1) + soundOf(word.slice(1), sounds);
    const found = [sound];
    if (sound.length < shortest) return found;
    for (let at = 1; at < sound.length; at++) found.push(sound.slice(0, at) + sound.slice(at + 1));
    return found;
  };

  for (const [name, term] of names) {
    for (const spelling of spellings(name)) {
      if (!terms.has(spelling)) terms.set(spelling, term);
    }
  }

  return (word) => {
    if (word.length < shortest || ordinaryWords.has(word)) return undefined;
    const spelling = spellings(word).find((candidate) => terms.has(candidate));
    return spelling === undefined ? undefined : terms.get(spelling);
  };
}

/** @type {(word: string, sounds: [string, string][]) => string} */
function soundOf(word, sounds) {
  for (const [written, heard] of sounds) word = word.replaceAll(written, heard);
  let sound = "";
  for (const char of word) {
    if (!sound.endsWith(char)) sound += char;
  }
  return sound;
}
