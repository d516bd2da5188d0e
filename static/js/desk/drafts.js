// What is written and not sent, by conversation. It is in this page's memory alone, and outlives a lock of the desk.

export const REPLY = 2;
export const NOTE = 3;
export const REVIEW = 6;

/** @typedef {typeof REPLY | typeof NOTE} Direction */
/** @typedef {ReturnType<typeof createDrafts>} Drafts */

export function createDrafts() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @type {Map<string, import("./saved/effects.js").Effects>} by reference: what sending the reply also does */
  const effects = new Map();

  return {
    /**
     * @param {string} reference
     * @param {Direction | typeof REVIEW} direction
     */
    get: (reference, direction) => texts.get(`${direction} ${reference}`) ?? "",
    /**
     * @param {string} reference
     * @param {Direction | typeof REVIEW} direction
     * @param {string} text
     */
    set(reference, direction, text) {
      if (text) texts.set(`${direction} ${reference}`, text);
      else texts.delete(`${direction} ${reference}`);
      if (!text && direction === REPLY) effects.delete(reference);
    },
    /** @param {string} reference */
    effects: (reference) => effects.get(reference) ?? {},
    /**
     * @param {string} reference
     * @param {import("./saved/effects.js").Effects} chosen with a saved reply
     */
    setEffects: (reference, chosen) => void effects.set(reference, chosen),
    hold: () => texts.size > 0,
    forget() {
      texts.clear();
      effects.clear();
    },
  };
}
