// Saved replies that do not open: they are told apart from the others, and can be taken away.
import { make, makeButton } from "../../dom.js";
import { once } from "../busy.js";
import { timeElement } from "../times.js";

const ALTERED = "It is not what your team sealed, or not where it belongs. Tell whoever runs this desk.";

/** @type {Record<string, string>} by the worker's code */
const WHY = {
  unknown_key: "You have no key for it. A colleague who has been here for longer may be able to open it: ask them before you remove it.",
  rolled_back: "An older version was sent than the one that you have seen. Tell whoever runs this desk.",
};

/** @typedef {import("./shelf.js").Broken} Broken */

/**
 * @param {import("../shell.js").Context} context
 * @param {import("./shelf.js").Shelf} shelf
 * @param {() => void} redraw
 */
export function brokenPart(context, shelf, redraw) {
  const broken = shelf.broken();
  if (!broken.length) return [];
  return [
    make(
      "section",
      { class: "part", "aria-labelledby": "broken" },
      make("h2", { id: "broken" }, "Cannot be opened"),
      make("ul", { class: "people" }, ...broken.map(line)),
    ),
  ];

  /** @param {Broken} reply */
  function line(reply) {
    const button = makeButton("Remove", { class: "button small" }, () => once(button, context.tell, () => remove(reply)));
    return make(
      "li",
      { class: "saved-broken" },
      make("p", {}, "Saved ", timeElement(reply.changed)),
      make("p", { class: "quiet" }, WHY[reply.trouble] ?? ALTERED),
      make("div", { class: "toolbar" }, button),
    );
  }

  /** @param {Broken} reply */
  async function remove(reply) {
    const text = ["It is gone for all of your team then, also for those who could still open it."];
    if (!(await context.ask({ heading: "Remove what you cannot open?", text, yes: "Remove", danger: true }))) return;
    await shelf.remove(reply);
    context.say("It is removed.");
    if (!context.signal.aborted) redraw();
  }
}
