// The writing aid in the page: what it finds, the questions about it, and the way back from a removal.
import { createAid } from "./aid.js";
import { createAidList } from "./aidlist.js";
import { createCrisis } from "./crisis.js";
import { loadDetector } from "./detector.js";
import { find } from "./dom.js";

/**
 * @param {HTMLTextAreaElement} message
 * @param {import("./words.js").Words} words
 * @param {Pick<import("./page.js").Page, "crisis" | "health" | "ownTerms">} page
 */
export function helpWriting(message, words, page) {
  const crisis = createCrisis(page.crisis, words);
  const questions = find("aid");
  const removed = find("aid-done");
  const undoButton = find("aid-undo");
  let undo = () => {};

  const aid = createAid({
    field: message,
    marks: find("marks"),
    load: () => loadDetector(page.health, page.ownTerms),
    show: (items) => list.show(items),
    crisis: crisis.show,
  });
  const list = createAidList({
    words,
    remove(key) {
      undo = aid.remove(key, words.say("aid_removed"));
      removed.hidden = false;
    },
    keep: aid.keep,
    emptied: () => (removed.hidden ? message : undoButton).focus(),
  });

  message.addEventListener("input", () => settle());
  undoButton.addEventListener("click", (event) => {
    undo();
    settle();
    if (event.detail === 0) message.focus();
  });

  /** What was removed is not kept for longer than it can be brought back. */
  function settle() {
    undo = () => {};
    // Even the same value set again has the browser look at the page's style anew, at each key.
    if (!removed.hidden) removed.hidden = true;
  }

  return {
    /** @param {boolean} locked no changes while a message is on its way */
    lock(locked) {
      questions.inert = removed.inert = locked;
    },
    forget() {
      settle();
      aid.forget();
    },
  };
}
