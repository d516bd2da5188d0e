// One conversation in the list: a link, with all that is known without opening it.
import { make } from "../dom.js";
import { dueIn, span } from "./due.js";
import { URGENCY_NAMES, STATE_NAMES, languageName } from "./facts.js";
import { REVIEWED } from "./filters.js";

/** @typedef {import("./pages.js").Slip} Slip */
/** @typedef {{facts: import("./facts.js").Facts, now: number, tells: boolean}} About `tells`: whether to say the state */

/**
 * @param {Slip} slip
 * @param {About} about
 * @returns {(Node | string)[]}
 */
export function rowContent(slip, { facts, now, tells }) {
  return [
    make(
      "span",
      { class: "row-head" },
      ...news(slip),
      make("span", { class: "row-topic" }, facts.topic(slip.topic)),
      ...urgency(slip),
      ...(tells ? [tag(STATE_NAMES[slip.state] ?? slip.state)] : []),
      ...(slip.review === REVIEWED ? [tag("Reviewed")] : []),
    ),
    make("span", { class: "row-due", ...dueFacts(slip, now) }, ...dueWords(slip, now)),
    make(
      "span",
      { class: "row-facts" },
      make("span", { class: "row-reference", translate: "no" }, slip.reference),
      fact("in ", languageName(slip.language)),
      fact("written ", span(now - slip.last), " ago"),
      ...answer(slip),
    ),
    make("span", { class: `row-with${slip.assignee === null ? " nobody" : ""}` }, unseen("with "), facts.name(slip.assignee)),
  ];
}

/**
 * What a row says besides the slip's own words; where it is the same for the same slip, so is the row.
 * @param {Slip} slip
 * @param {About} about
 */
export function rowWords(slip, { facts, now, tells }) {
  return [...dueWords(slip, now), span(now - slip.last), facts.name(slip.assignee), tells].join();
}

/** The team owes an answer. @param {Slip} slip */
function isWaitedFor({ state }) {
  return state === "open";
}

/** @param {Slip} slip */
function news({ unread, state }) {
  return unread && state !== "closed" ? [make("span", { class: "row-dot" }, unseen("To be answered: "))] : [];
}

/**
 * @param {Slip} slip
 * @param {number} now
 * @returns {Record<string, string>}
 */
function dueFacts(slip, now) {
  return isWaitedFor(slip) ? { "data-tone": dueIn(slip.due, now).tone } : {};
}

/**
 * @param {Slip} slip
 * @param {number} now
 */
function dueWords(slip, now) {
  return isWaitedFor(slip) ? [dueIn(slip.due, now).text] : [];
}

/** @param {Slip} slip */
function urgency({ urgency: code }) {
  return code === "normal" ? [] : [make("span", { class: "tag", "data-urgency": code }, URGENCY_NAMES[code] ?? code)];
}

/** @param {Slip} slip */
function answer({ answered, unread, opened, state }) {
  if (!answered || unread || state === "open") return [];
  return [make("span", {}, opened ? "answer seen" : "answer not seen")];
}

/** @param {string} text */
function tag(text) {
  return make("span", { class: "tag" }, text);
}

/**
 * What stands out to the eye by its place is said in words besides.
 * @param {string} before
 * @param {string} text
 * @param {string} [after]
 */
function fact(before, text, after = "") {
  return make("span", {}, unseen(before), text, ...(after ? [unseen(after)] : []));
}

/** @param {string} text */
function unseen(text) {
  return make("span", { class: "unseen" }, text);
}
