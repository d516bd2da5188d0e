// What sending a saved reply also does, in words, and what that asks of the server.
import { Refused } from "../api.js";
import { sentenceFor } from "../sentences.js";

/** @typedef {import("../../crypto/savedreply.js").Effects} Effects */

/** @type {Record<string, string>} that it waits for the patient then, every answer brings about */
const OF_STATE = { open: "leaves the conversation open", closed: "closes the conversation" };
/** @type {Record<string, string>} */
const OF_ASSIGN = { me: "gives it to you", nobody: "gives it back to the team" };

/**
 * Such as "closes the conversation and gives it to you"; nothing where it does no more than every answer.
 * @param {Effects} effects
 */
export function wordsFor({ state, assign, snoozeDays }) {
  const does = [
    ...(snoozeDays ? [`puts the conversation aside for ${snoozeDays === 1 ? "a day" : `${snoozeDays} days`}`] : []),
    ...(state && OF_STATE[state] ? [OF_STATE[state]] : []),
    ...(assign && OF_ASSIGN[assign] ? [OF_ASSIGN[assign]] : []),
  ];
  return does.join(" and ").replace(/^gives it/, "gives the conversation");
}

/**
 * What is asked for once the answer is sent; null where its letter has brought all about.
 * @param {Effects} effects
 * @param {object} facts
 * @param {boolean} facts.closed with its own button, which counts more
 * @param {boolean} facts.isMine by the answer at the latest
 * @param {(days: number) => number} facts.morningIn
 */
export function changeFor({ assign, snoozeDays }, { closed, isMine, morningIn }) {
  const holder = assign === "nobody" ? { assignee: null } : assign === "me" && !isMine ? { assignee: "me" } : {};
  const sleep = snoozeDays && !closed ? { state: "snoozed", snoozed_until: morningIn(snoozeDays) } : {};
  const change = /** @type {{state?: string, snoozed_until?: number, assignee?: string | null}} */ ({ ...holder, ...sleep });
  return Object.keys(change).length ? change : null;
}

/**
 * @param {string} reference of the conversation whose answer was sent
 * @param {import("../acts.js").Change | null} change
 * @param {unknown} failure
 */
export function sentenceForUndone(reference, change, failure) {
  const wanted = [...(change?.snoozed_until ? ["put aside"] : []), ...(change && "assignee" in change ? ["handed on"] : [])];
  const isOutdated = failure instanceof Refused && failure.code === "version";
  const why = isOutdated ? "Somebody changed it at that moment." : sentenceFor(failure);
  return `Your answer to ${reference} is sent, but the conversation was not ${wanted.join(" and ")}. ${why} Look at it and do the rest yourself.`;
}
