// What is said where somebody changed or removed a saved reply while one was changing it: both texts are there.
import { make, makeButton } from "../../dom.js";
import { wordsFor } from "./effects.js";

const KEPT = "Your text was not saved. It is still here";

/**
 * @param {import("./shelf.js").Opened} theirs
 * @param {() => void} takeTheirs
 */
export function changedNotice(theirs, takeTheirs) {
  const heading = "Somebody changed it meanwhile";
  if (theirs.trouble !== null) return notice(heading, make("p", {}, `What they saved cannot be opened here. ${KEPT}.`));
  const { title, text, effects } = /** @type {import("./shelf.js").Reply} */ (theirs);
  const also = wordsFor(effects);
  return notice(
    heading,
    make("p", {}, `${KEPT}, below theirs. Save it to put it in the place of theirs, or take theirs.`),
    make(
      "div",
      { class: "card" },
      make("h3", { dir: "auto", translate: "no" }, title),
      make("p", { class: "saved-whole", dir: "auto", translate: "no" }, text),
      ...(also ? [make("p", { class: "saved-also" }, `Sending it also ${also}.`)] : []),
    ),
    makeButton("Take theirs", { class: "button small" }, takeTheirs),
  );
}

export function removedNotice() {
  return notice("Somebody removed it meanwhile", make("p", {}, `${KEPT}: save it again as a new one, or cancel.`));
}

/**
 * @param {string} heading
 * @param {...HTMLElement} content
 */
function notice(heading, ...content) {
  return make("section", { class: "notice" }, make("h2", { tabindex: "-1" }, heading), ...content);
}
