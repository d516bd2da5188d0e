// Where there are no saved replies yet: what a team may begin with.
import { make, makeButton } from "../../dom.js";
import { wordsFor } from "./effects.js";

/** @type {import("./shelf.js").Content[]} */
const SUGGESTIONS = [
  {
    title: "We are looking into it",
    text: "Hi {name},\n\nThank you for writing. We are looking into this and will answer here by tomorrow evening.\n\n{team}",
    effects: { state: "open", assign: "me" },
  },
  {
    title: "We need to know more",
    text: "Hi {name},\n\nTo help you, we need to know when you ordered and what you see on your screen. Please leave out card numbers and passwords: we never ask for them.\n\n{team}",
    effects: { snoozeDays: 3 },
  },
  {
    title: "Solved",
    text: "Hi {name},\n\nWe are glad that this is solved. Should anything be left, you can write here again with your return code.\n\n{team}",
    effects: { state: "closed" },
  },
];

/** @param {(content: import("./shelf.js").Content) => void} begin */
export function nonePart(begin) {
  const lines = SUGGESTIONS.map((each) =>
    make(
      "li",
      { class: "saved-reply" },
      make("h2", {}, each.title),
      make("p", { class: "saved-whole" }, each.text),
      make("p", { class: "saved-also" }, `Sending it also ${wordsFor(each.effects)}.`),
      make("div", { class: "toolbar" }, makeButton("Begin with this", { class: "button small", "aria-label": `Begin with this: ${each.title}` }, () => begin(each))),
    ),
  );
  return make(
    "div",
    { class: "part" },
    make("p", {}, "There are none yet. What do you write every day? Write it once more, well, and the whole team has it. You may begin with one of these:"),
    make("ul", { class: "replies" }, ...lines),
  );
}
