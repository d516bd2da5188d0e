// What is written and not sent, by conversation. It is in this page's memory alone, and outlives a lock of the desk.

export const REPLY = 2;
export const NOTE = 3;

/** @typedef {typeof REPLY | typeof NOTE} Direction */
/** @typedef {ReturnType<typeof createDrafts>} Drafts */

export function createDrafts() {
  /** @type {Map<string, string>} */
  const texts = new Map();

  return {
    /**
     * @param {string} reference
     * @param {Direction} direction
     */
    get: (reference, direction) => texts.get(`${direction} ${reference}`) ?? "",
    /**
     * @param {string} reference
     * @param {Direction} direction
     * @param {string} text
     */
    set(reference, direction, text) {
      if (text) texts.set(`${direction} ${reference}`, text);
      else texts.delete(`${direction} ${reference}`);
    },
    hold: () => texts.size > 0,
    forget: () => texts.clear(),
  };
}
