// What stands beside an answer: the saved replies to choose from, and what sending the chosen one also does.
import { make, makeButton } from "../../dom.js";
import { sentenceFor } from "../sentences.js";
import { wordsFor } from "./effects.js";
import { fill } from "./fill.js";
import { createPicker } from "./picker.js";

/** @typedef {import("./effects.js").Effects} Effects */
/** @typedef {ReturnType<typeof createSide>} Side */

/**
 * @param {object} parts
 * @param {import("./shelf.js").Shelf} parts.shelf
 * @param {import("./fill.js").Filling} parts.filling
 * @param {() => Effects} parts.effects that were chosen and not taken back
 * @param {(effects: Effects) => void} parts.keep
 * @param {(text: string) => void} parts.insert where the caret is in the answer
 * @param {() => void} parts.back into the answer
 */
export function createSide({ shelf, filling, effects, keep, insert, back }) {
  const words = make("p", { role: "status" });
  const note = make(
    "div",
    { class: "saved-effects toolbar", hidden: "" },
    words,
    makeButton("Only send it", { class: "button plain small" }, () => {
      keep({});
      draw();
      back();
    }),
  );
  const { button, panel, open, close } = createPicker({
    shelf,
    explain: sentenceFor,
    leave: back,
    choose(reply) {
      insert(fill(reply.text, filling));
      keep(reply.effects);
      draw();
    },
  });

  /** As it is now: without a text there is nothing that could be sent. */
  function draw() {
    const also = wordsFor(effects());
    note.hidden = also === "";
    words.textContent = also && `Sending also ${also}.`;
  }

  draw();
  return {
    button,
    panel,
    note,
    draw,
    open,
    /** No choice while it is on its way. @param {boolean} locked */
    lock(locked) {
      button.setAttribute("aria-disabled", String(locked));
      note.inert = locked;
      if (locked) close();
    },
  };
}
