// A question in the page, in place of what it is about: one thing to do, and a way out.
import { find, make, makeButton } from "../dom.js";

/**
 * @param {object} question
 * @param {string} question.heading
 * @param {string} question.text
 * @param {string} question.yes
 * @param {string} question.no
 * @param {boolean} [question.danger]
 * @param {HTMLElement} from where the focus goes back to
 * @returns {Promise<boolean>}
 */
export function confirm({ heading, text, yes, no, danger = false }, from) {
  const panel = find("confirm");
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ answer) => {
      panel.hidden = true;
      panel.replaceChildren();
      from.focus();
      resolve(answer);
    };
    const title = make("h3", { id: "confirm-heading", tabindex: "-1" }, heading);
    panel.replaceChildren(
      title,
      make("p", {}, text),
      make(
        "p",
        { class: "more-tools" },
        makeButton(yes, { class: danger ? "button main danger" : "button main" }, () => end(true)),
        makeButton(no, { class: "button plain" }, () => end(false)),
      ),
    );
    panel.hidden = false;
    title.focus();
  });
}
