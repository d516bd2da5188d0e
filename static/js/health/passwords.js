// What of the words behind "my password is" is the password, and whether it is one.

// Words of a passphrase that are looked at, and letters that a plain one must have.
const MOST_WORDS = 6;
const SHORTEST_WORD = 4;
const SHORTEST_SECRET = 6;
const QUOTED = /^(?:"[^"\n]{3,40}"|'[^'\n]{3,40}'(?![a-z]))/;
const DIGITS = /^#?[0-9](?:[- ]?[0-9]){3,8}(?![-0-9a-z/:]|[.,][0-9])/;
const PLAIN = /^[a-z]+(?:['-][a-z]+)*$/;
// With what a password may go on that does not begin with it.
const SHORT = /^(?:[0-9]+|(?!all|and|are|but|can|for|has|its|not|now|pls|the|too|was|you)[a-z]{3})$/;
// "correct-horse-stapler"
const HYPHENED = /^[a-z]{4,}(?:-[a-z]{4,}){2,}$/;
// Endings of what people say about a password: "expired", "missing", "probably", "caducada"; and "they're".
const TALK =
  /^(?:[a-z]{3,}(?:ed|ing|(?:[^fi]|[^l]i)ly|[ai]ble|[ai]d[ao]s?|ous|ful|less|n't|[ds]nt)|[a-z]+'(?:ll|ve|re|d|m|s))$/;
// "8-character", "10:30am", "2-step": a number with its word.
const COUNTED = /^(?!0[a-z])[0-9]{1,2}(?:[-:.][0-9]{1,2})?-?[a-z]{1,10}$/;
// An address of the web, a file's name or path.
const PLACE = /^[^!#$*+]*(?:[.][a-z]{2,4}|\/[^!#$*+]*)$/;

/** @typedef {import("./checks.js").Check} Check */
/** @typedef {import("./checks.js").Facts} Facts */

/**
 * What stands where a password is told: a quotation, a PIN, or the words up to one that is no part of it. Nothing if the
 * first is one that people say about passwords.
 * @type {Check}
 */
export function password(text, facts) {
  const [quoted = ""] = QUOTED.exec(text) ?? [];
  if (quoted) return begins(quoted.slice(1, -1).split(/[ .]/, 1)[0] ?? "", facts) ? quoted.length : 0;
  return DIGITS.exec(text)?.[0].length ?? phrase(text, facts);
}

/** @type {Check} all of the text as a password */
export function whole(text, facts) {
  return password(text, facts) === text.length ? text.length : 0;
}

/** @type {Check} a word that looks like a password wherever it stands: letters with digits or symbols among them */
export function secret(text, facts) {
  const value = withoutPunctuation(text);
  return value.length >= SHORTEST_SECRET && isOdd(value, facts) ? value.length : 0;
}

/** @type {Check} */
function phrase(text, facts) {
  const [line = ""] = text.split("\n", 1);
  let size = 0;
  let start = 0;
  for (const part of line.split(" ", MOST_WORDS)) {
    const value = withoutPunctuation(part);
    if (!begins(value, facts) && !(start && SHORT.test(value))) break;
    size = start + value.length;
    if (value !== part) break;
    start += part.length + 1;
  }
  return size;
}

/** @type {(word: string, facts: Facts) => boolean} whether a password may begin with this word */
function begins(word, facts) {
  if (word.length < SHORTEST_WORD) return false;
  return PLAIN.test(word) && !HYPHENED.test(word) ? !isTalk(word, facts) : isOdd(word, facts);
}

/** @type {(word: string, facts: Facts) => boolean} */
function isTalk(word, { talk }) {
  return [word, ...word.split("-")].some((part) => talk.has(part) || TALK.test(part));
}

/**
 * Whether letters stand with digits or symbols in it, or three long words with hyphens, as in no usual word.
 * @type {(word: string, facts: Facts) => boolean}
 */
function isOdd(word, { talk }) {
  const usual = talk.has(word.replace(/[0-9._-]+$/, "")) || COUNTED.test(word) || PLACE.test(word);
  return HYPHENED.test(word) || (/[a-z]/.test(word) && /[0-9!@#$%^&*_+=~?]/.test(word) && !usual);
}

/** @type {(text: string) => string} */
function withoutPunctuation(text) {
  return text.replace(/[.,;:!?)'"]+$/, "");
}
