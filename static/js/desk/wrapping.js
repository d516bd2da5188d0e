// What a passkey's wrap is made with: its own secret, or, where it has none, six words that the member writes down.
import { createCaller } from "../caller.js";
import { PASSKEY, WORDS } from "./me.js";
import { giveWords } from "./wordscard.js";

/**
 * For the worker's `enrol` and `wrap`: `key` is to be transferred.
 * @typedef {{kind: number, key: ArrayBuffer, salt?: string, credential: string | null}} Lock
 */

/**
 * @param {string} id the passkey's
 * @param {ArrayBuffer} secret
 * @returns {Lock}
 */
export function lockOfPasskey(id, secret) {
  return { kind: PASSKEY, key: secret, credential: id };
}

/** @param {() => Worker} startWords */
export function createWordsMaker(startWords) {
  /** @type {Lock | undefined} of words that are on paper already, for when the rest has to be done once more */
  let kept;

  return {
    /**
     * Makes six words and shows them until they are written down.
     * @param {import("./wordscard.js").Draw} draw
     * @returns {Promise<Lock>} rejects with WorkerError
     */
    async make(draw) {
      kept ??= await written(startWords, draw);
      return { ...kept, key: kept.key.slice(0) };
    },
    forget() {
      if (kept) new Uint8Array(kept.key).fill(0);
      kept = undefined;
    },
  };
}

/**
 * @param {() => Worker} startWords
 * @param {import("./wordscard.js").Draw} draw
 * @returns {Promise<Lock>}
 */
async function written(startWords, draw) {
  const { words, salt, key } = await newWords(startWords);
  await giveWords(draw, words);
  return { kind: WORDS, key, salt, credential: null };
}

/** @param {() => Worker} startWords */
async function newWords(startWords) {
  const once = createCaller(startWords);
  try {
    return await once.call("make");
  } finally {
    once.end(); // with the memory that the slow hash took
  }
}
