// A conversation's letters, opened one after the other as far as they can be believed.
import { SealError } from "./errors.js";
import { checkLasts } from "./path.js";
import { checkBeginning, checkThread } from "./thread.js";

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
 * @param {number} today in days since 1970-01-01 UTC
 * @returns {Read<T>}
 */
export function openInOrder(letters, open, path, today) {
  /** @type {T[]} */
  const opened = [];
  const failure = codeOf(() => {
    for (const letter of letters) opened.push(open(letter, opened));
  });
  const code = cutToWhole(opened) ?? failure ?? codeOf(() => checkWhole(opened, path, today));
  return { opened, trouble: code === null ? null : { code, after: opened.length } };
}

/**
 * Leaves the letters from the first on that follow one another. Returns why the next one does not, or null.
 * @param {import("./opening.js").OpenedLetter[]} opened
 */
function cutToWhole(opened) {
  let refused = null;
  for (;;) {
    const code = codeOf(() => checkThread(opened));
    if (code === null) return refused;
    refused = code;
    opened.pop();
  }
}

/**
 * @param {import("./opening.js").OpenedLetter[]} opened
 * @param {import("./path.js").Path} path
 * @param {number} today
 */
function checkWhole(opened, path, today) {
  checkLasts(path, opened);
  checkBeginning(opened, today);
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
