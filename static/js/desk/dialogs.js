// Questions that stand in the way until they are answered.
import { find, make, makeButton } from "../dom.js";
import { makeAnswers } from "./fields.js";

/** @typedef {{heading: string, text: (Node | string)[], yes: string, no?: string, danger?: boolean}} Question */
/** @typedef {ReturnType<typeof createDialogs>} Dialogs */

let lastId = 0;

export function createDialogs() {
  /** @type {Set<HTMLDialogElement>} */
  const open = new Set();

  /**
   * Shows a dialog until it is closed, by its own buttons or by Escape.
   * @param {string} heading
   * @param {...(Node | string)} content
   */
  function show(heading, ...content) {
    const id = `dialog-${(lastId += 1)}`;
    const title = make("h2", { id, tabindex: "-1" }, heading);
    const dialog = make("dialog", { class: "dialog", "aria-labelledby": id }, title, ...content);
    open.add(dialog);
    find("dialogs").append(dialog);
    const closed = new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        open.delete(dialog);
        dialog.remove();
        resolve(dialog.returnValue);
      });
    });
    dialog.showModal();
    return { dialog, closed: /** @type {Promise<string>} */ (closed), turnTo };

    /**
     * Shows something else in its place, to be read from the heading on.
     * @param {string} next
     * @param {...(Node | string)} instead
     */
    function turnTo(next, ...instead) {
      title.textContent = next;
      dialog.replaceChildren(title, ...instead);
      title.focus();
    }
  }

  return {
    show,
    /**
     * @param {Question} question
     * @returns {Promise<boolean>}
     */
    async ask({ heading, text, yes, no = "Cancel", danger = false }) {
      const close = (/** @type {string} */ answer) => () => asked.dialog.close(answer);
      const buttons = makeAnswers(
        makeButton(yes, { class: `button ${danger ? "danger" : "main"}` }, close("yes")),
        makeButton(no, { autofocus: "" }, close("no")),
      );
      const asked = show(
        heading,
        ...text.map((each) => (typeof each === "string" ? make("p", {}, each) : each)),
        buttons,
      );
      return (await asked.closed) === "yes";
    },
    /** By what is shown: the event of closing comes later, and a key that is pressed before it must count. */
    isOpen: () => [...open].some((dialog) => dialog.open),
    /** At once: what they hold must not outlast a lock, and their own event comes later. */
    closeAll() {
      for (const dialog of open) {
        dialog.close("no");
        dialog.remove();
      }
    },
  };
}
