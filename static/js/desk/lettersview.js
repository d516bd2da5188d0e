// The letters in the page, with what is to be said above and below them.
import { make } from "../dom.js";
import { joinedPart } from "./joined.js";
import { growOlder, makeLetter } from "./letters.js";
import { alarmPanel, budgetHint, goneHint } from "./notices.js";
import { reviewsPart } from "./reviews.js";

/**
 * @param {HTMLElement} body
 * @param {import("./findings.js").Findings} findings
 * @param {() => void} again reads the conversation once more
 */
export function createLettersView(body, findings, again) {
  /** @type {import("./letters.js").Shown[]} */
  let letters = [];

  return {
    /** @param {import("./opener.js").Opened} opened */
    draw(opened) {
      letters = opened.letters.map(makeLetter);
      body.replaceChildren(
        ...(opened.trouble ? [alarmPanel(opened.trouble)] : []),
        ...joinedPart(opened, again),
        ...goneHint(opened.gone),
        make("ol", { class: "letters" }, ...letters.map(({ element }) => make("li", {}, element))),
        ...reviewsPart(opened.reviews),
        ...budgetHint(opened.sealed.budget),
      );
      findings.show(letters);
    },
    /** The newest one is what one came for. */
    showLast: () => letters.at(-1)?.element.scrollIntoView({ block: "nearest" }),
    focusLast: () => letters.at(-1)?.element.focus(),
    growOlder: () => letters.forEach(growOlder),
    clear() {
      letters = [];
      findings.show(letters);
    },
  };
}
