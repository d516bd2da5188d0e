// Looking for a saved reply by words of its name or its text.
import { fold } from "../folding.js";

/** @typedef {import("./shelf.js").Reply} Reply */

/**
 * All words must be there; those that have them in their names come first.
 * @param {Reply[]} replies
 * @param {string} asked
 */
export function matching(replies, asked) {
  const words = fold(asked).trim().split(" ").filter(Boolean);
  const has = (/** @type {string} */ text) => words.every((word) => text.includes(word));
  const named = replies.filter(({ title }) => has(fold(title)));
  const others = replies.filter((reply) => !named.includes(reply) && has(fold(`${reply.title} ${reply.text}`)));
  return [...named, ...others];
}

/**
 * Whether another one is called so.
 * @param {Reply[]} replies
 * @param {string} title
 * @param {string | undefined} id its own
 */
export function isTaken(replies, title, id) {
  const wanted = fold(title).trim();
  return replies.some((reply) => reply.id !== id && fold(reply.title).trim() === wanted);
}
