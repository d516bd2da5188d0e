// Short news at the window's edge, which screen readers hear as well.
import { find, make, makeButton } from "../dom.js";

const SHOWN_MS = 7000;
const KINDS = { done: "toasts", problem: "problems" }; // a polite place and an urgent one

/** @typedef {keyof typeof KINDS} Kind */
/** @typedef {ReturnType<typeof createToasts>} Toasts */

export function createToasts() {
  const places = Object.values(KINDS).map(find);

  return {
    /**
     * @param {string} sentence
     * @param {Kind} [kind] a problem stays until it is put away
     */
    say(sentence, kind = "done") {
      const away = makeButton("Dismiss", { class: "button plain small" }, () => toast.remove());
      const toast = make("div", { class: `toast ${kind}` }, make("p", {}, sentence), away);
      if (kind === "problem") return find(KINDS.problem).append(toast);
      find(KINDS.done).replaceChildren(toast);
      setTimeout(() => toast.remove(), SHOWN_MS);
    },
    clear() {
      for (const place of places) place.replaceChildren();
    },
  };
}
