// Words as they are looked for: without accents, in small letters, spaces as one.

/**
 * `at[n]` is where the folded text's unit n stands in the text; one more than the folded text is long.
 * @typedef {{folded: string, at: number[]}} Folded
 */

const MARKS = /\p{M}/gu;
const SPACE = /\s/u;

/** @param {string} text */
export function fold(text) {
  return foldWithPlaces(text).folded;
}

/**
 * @param {string} text
 * @returns {Folded}
 */
export function foldWithPlaces(text) {
  let folded = "";
  const at = [];
  let place = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    if (plain !== " " || !folded.endsWith(" ")) {
      for (let unit = 0; unit < plain.length; unit += 1) at.push(place);
      folded += plain;
    }
    place += character.length;
  }
  at.push(place);
  return { folded, at };
}

/** @param {string} character */
function foldCharacter(character) {
  return SPACE.test(character) ? " " : character.normalize("NFD").replace(MARKS, "").toLowerCase();
}
