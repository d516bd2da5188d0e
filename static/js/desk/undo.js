// What was done with one key can be taken back with another: a note with a button, which goes after a while.
import { find, make, makeButton } from "../dom.js";

const SHOWN_MS = 20_000;

/** @typedef {ReturnType<typeof createUndo>} Undo */

/** @param {AbortSignal} signal */
export function createUndo(signal) {
  const place = make("div", { role: "status" }); // of its own: other news must not take its place
  let timer = 0;
  let takeBack = () => {};

  find("toasts").before(place);
  signal.addEventListener("abort", () => {
    clear();
    place.remove();
  });

  function clear() {
    clearTimeout(timer);
    place.replaceChildren();
    takeBack = () => {};
  }

  /** Does nothing where there is nothing to take back. */
  function use() {
    const act = takeBack;
    clear();
    act();
  }

  return {
    use,
    /**
     * @param {string} sentence
     * @param {() => void} act
     */
    offer(sentence, act) {
      clear();
      takeBack = act;
      place.replaceChildren(
        make(
          "div",
          { class: "toast done" },
          make("p", {}, sentence),
          makeButton("Undo", { class: "button small" }, use),
          makeButton("Dismiss", { class: "button plain small" }, clear),
        ),
      );
      timer = window.setTimeout(clear, SHOWN_MS);
    },
  };
}
