// What stands in a conversation's place, or above its letters.
import { make, makeButton } from "../dom.js";
import { sentencesFor } from "./trouble.js";

const FEW = 3; // conversations left to be opened: from there on it is said

/** While nothing is chosen. */
export function emptyPanel() {
  return make("p", { class: "pane-state quiet" }, "Choose a conversation to read it here. Its letters are opened on this device alone.");
}

export function openingPanel() {
  return make("p", { class: "pane-state quiet", role: "status" }, "Opening…");
}

/**
 * @param {string} sentence
 * @param {() => void} again
 */
export function failurePanel(sentence, again) {
  const facts = { class: "pane-state", role: "alert" };
  return make("section", facts, make("h2", {}, "Not opened"), make("p", {}, sentence), makeButton("Try again", {}, again));
}

/** @param {import("./opener.js").Trouble} trouble */
export function alarmPanel(trouble) {
  const sentences = sentencesFor(trouble).map((sentence) => make("p", {}, sentence));
  return make("section", { class: "notice alarm", role: "alert" }, ...sentences);
}

/** What has expired of a conversation. @param {number} gone how many letters */
export function goneHint(gone) {
  if (!gone) return [];
  const sentence = gone === 1 ? "One earlier letter has" : `${gone} earlier letters have`;
  return [make("p", { class: "hint" }, `${sentence} expired, and can no longer be read by anybody.`)];
}

/**
 * @param {string} sentence
 * @param {() => void} show
 */
export function newsPanel(sentence, show) {
  return make("div", { class: "notice news" }, make("p", {}, sentence), makeButton("Show it", { class: "button small" }, show));
}

/** @param {{left: number} | undefined} budget */
export function budgetHint(budget) {
  if (!budget || budget.left > FEW) return [];
  const left = budget.left === 1 ? "one more conversation" : `${budget.left || "no"} more conversations`;
  return [make("p", { class: "hint budget-hint" }, `You can open ${left} right now; more come free as time goes by.`)];
}
