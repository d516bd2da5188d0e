// Which letters of a conversation were there before: a server that holds one back later is caught at it.
import { toBase64url } from "./encoding.js";

/** @typedef {ReturnType<typeof createMemory>} Memory */

/**
 * What was opened of conversations before: none of it may be missing when they are opened again.
 */
export function createMemory() {
  /** @type {Map<string, Set<string>>} letters' hashes, by conversation */
  const known = new Map();

  return {
    /**
     * The same, with the trouble `held_back` where a letter is missing that was there before.
     * @template {import("./opening.js").OpenedLetter} T
     * @param {Uint8Array} conversation its id
     * @param {import("./reading.js").Read<T>} read
     * @returns {import("./reading.js").Read<T>}
     */
    compare(conversation, { opened, trouble }) {
      const name = toBase64url(conversation);
      const hashes = opened.map(({ hash }) => toBase64url(hash));
      const before = known.get(name) ?? new Set();
      const isWhole = [...before].every((hash) => hashes.includes(hash));
      known.set(name, new Set([...before, ...hashes]));
      return { opened, trouble: trouble ?? (isWhole ? null : { code: "held_back", after: opened.length }) };
    },
    forget: () => known.clear(),
  };
}
