// A request to read more than the budget, as the member who asked sees it.

/** @typedef {{id: string, state: string, asked: number, slow_from: number, left: number, until: number}} Extension */
/** @typedef {"ask" | "asked" | "alone" | "given" | "refused" | "slow"} Step */

/**
 * Where the member stands. "alone": nobody has answered, and they may go on slowly.
 * @param {Extension | undefined} own
 * @param {number} now in Unix seconds, by the server's clock
 * @returns {Step}
 */
export function stepOf(own, now) {
  if (!own || (own.state === "given" && own.left === 0)) return "ask";
  if (own.state === "asked") return now < own.slow_from ? "asked" : "alone";
  return /** @type {Step} */ (own.state);
}

/** @param {string} slug of the inbox */
export function addressOf(slug) {
  return `/desk/inboxes/${encodeURIComponent(slug)}/extensions`;
}
