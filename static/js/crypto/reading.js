// A conversation's letters, opened one after the other as far as they can be believed.
import { SealError } from "./errors.js";
import { checkLasts } from "./path.js";
import { checkThread } from "./thread.js";

/**
 * `trouble`: why the letters after the first `after` are not shown, or not to be believed.
 * @template T
 * @typedef {{opened: T[], trouble: {code: string, after: number} | null}} Read
 */

/**
 * @template {import("./opening.js").OpenedLetter} T
 * @param {Uint8Array[]} letters in the server's order
 * @param {(letter: Uint8Array, before: T[]) => T} open throws SealError
 * @param {import("./path.js").Path} path
 * @returns {Read<T>}
 */
export function openInOrder(letters, open, path) {
  /** @type {T[]} */
  const opened = [];
  const failure = codeOf(() => {
    for (const letter of letters) opened.push(open(letter, opened));
  });
  const whole = longestWhole(opened);
  if (whole < opened.length) {
    opened.length = whole;
    return { opened, trouble: { code: "broken_chain", after: whole } };
  }
  const code = failure ?? codeOf(() => checkLasts(path, opened));
  return { opened, trouble: code === null ? null : { code, after: opened.length } };
}

/** How many letters from the first on follow one another. @param {import("./opening.js").OpenedLetter[]} opened */
function longestWhole(opened) {
  for (let count = opened.length; count > 0; count -= 1) {
    if (codeOf(() => checkThread(opened.slice(0, count))) === null) return count;
  }
  return 0;
}

/**
 * What was refused, or null.
 * @param {() => void} act
 */
function codeOf(act) {
  try {
    act();
    return null;
  } catch (failure) {
    if (failure instanceof SealError) return failure.code;
    throw failure;
  }
}
