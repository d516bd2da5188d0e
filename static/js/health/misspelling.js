// Near misses of names that people misspell: spelt by sound, or with one letter missing, too many or wrong.

/** @typedef {import("./terms.js").Term} Term */
/** @typedef {{sounds: [string, string][], shortest: number, shortestCut: number, shortestSwapped: number,
 *   ordinary: string[]}} SpellingRules */

/**
 * @param {SpellingRules} rules
 * @param {[string, Term][]} names
 * @returns {(word: string) => Term | undefined} the term that a word, which is in no list itself, is a near miss of
 */
export function createMisspellings({ sounds, shortest, shortestCut, shortestSwapped, ordinary }, names) {
  const ordinaryWords = new Set(ordinary);
  /** @type {Map<string, Term>} */
  const whole = new Map();
  /** @type {Map<string, Term>} */
  const cut = new Map();

  /** @type {(sound: string) => string[]} the sound with any one letter but the first left out, if it is long enough */
  const cutsOf = (sound) =>
    sound.length < shortestCut
      ? []
      : Array.from(sound.slice(1), (_, index) => sound.slice(0, index + 1) + sound.slice(index + 2));

  for (const [name, term] of names) {
    const sound = soundOf(name, sounds);
    if (!whole.has(sound)) whole.set(sound, term);
    for (const shorter of cutsOf(sound)) if (!cut.has(shorter)) cut.set(shorter, term);
  }

  return (word) => {
    if (word.length < shortest || ordinaryWords.has(word)) return undefined;
    const sound = soundOf(word, sounds);
    const cuts = cutsOf(sound);
    const found = whole.get(sound) ?? cut.get(sound) ?? first(whole, cuts);
    return found || sound.length < shortestSwapped ? found : first(cut, cuts);
  };
}

/** @type {(terms: Map<string, Term>, sounds: string[]) => Term | undefined} */
function first(terms, sounds) {
  const known = sounds.find((sound) => terms.has(sound));
  return known === undefined ? undefined : terms.get(known);
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
