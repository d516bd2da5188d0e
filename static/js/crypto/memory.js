// Which letters of a conversation were there before: a server that holds one back later is caught at it.
import { toBase64url } from "./encoding.js";

/** @typedef {ReturnType<typeof createMemory>} Memory */

/**
 * What was opened of conversations before: none of it may be missing when they are opened again.
 */
export function createMemory() {
  /** @type {Map<string, Map<string, number>>} letters' last days by their hashes, by conversation */
  const known = new Map();

  return {
    /**
     * The same, with the trouble `held_back` where a letter is missing that was there before.
     * @template {import("./opening.js").OpenedLetter} T
     * @param {Uint8Array} conversation its id
     * @param {import("./reading.js").Read<T>} read
     * @param {number[]} lastDays of the letters in their order, as the server says: when they expire (in days since 1970)
     * @param {number} today
     * @returns {import("./reading.js").Read<T>}
     */
    compare(conversation, { opened, trouble }, lastDays, today) {
      const name = toBase64url(conversation);
      const now = new Map(opened.map(({ hash }, index) => [toBase64url(hash), lastDays[index] ?? today]));
      const before = known.get(name) ?? new Map();
      const isWhole = [...before].every(([hash, last]) => now.has(hash) || last < today);
      known.set(name, new Map([...now, ...before]));
      return { opened, trouble: trouble ?? (isWhole ? null : { code: "held_back", after: opened.length }) };
    },
    forget: () => known.clear(),
  };
}
