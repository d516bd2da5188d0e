// A field for what is written, with the writing aid: marks in the text, and questions about it below.
import { createAid } from "../aid.js";
import { createAidList } from "../aidlist.js";
import { loadDetector } from "../detector.js";
import { make, makeButton } from "../dom.js";
import { createAidWords } from "./aidwords.js";
import { TYPED } from "./fields.js";

/** @typedef {ReturnType<typeof createAidedField>} AidedField */

/**
 * @param {object} parts
 * @param {string} parts.id the field's
 * @param {string} parts.describedBy ids of what is said about it
 * @param {string} parts.text what was written before
 * @param {string} parts.hint what stands above the questions
 * @param {() => void} parts.written after each change
 */
export function createAidedField({ id, describedBy, text, hint, written }) {
  const field = make("textarea", { id, rows: "2", "aria-describedby": describedBy, autocapitalize: "sentences", ...TYPED });
  const marks = make("div", { class: "paper-marks", "aria-hidden": "true", translate: "no" });
  const questions = make(
    "section",
    { class: "aid", id: "aid", "aria-labelledby": "aid-heading", hidden: "" },
    make("h2", { id: "aid-heading" }, "Worth a second look"),
    make("p", { class: "hint" }, hint),
    make("ul", { class: "aid-list", id: "aid-list", translate: "no" }),
    makeButton("Keep all", { class: "button plain", id: "aid-keep-all", hidden: "" }, () => {}),
  );
  const undoButton = makeButton("Undo", { class: "button plain small" }, takeBack);
  const removed = make("p", { class: "aid-done", hidden: "" }, make("span", {}, "Removed."), undoButton);
  let undo = () => {};
  field.value = text;

  field.addEventListener("input", () => {
    settle();
    written();
  });

  /** What was removed is not kept for longer than it can be brought back. */
  function settle() {
    undo = () => {};
    if (!removed.hidden) removed.hidden = true;
  }

  /** @param {MouseEvent} event */
  function takeBack(event) {
    undo();
    settle();
    written();
    if (event.detail === 0) field.focus();
  }

  return {
    field,
    box: make("div", { class: "answer-field" }, make("div", { class: "paper" }, marks, field)),
    /** What is asked about the text. */
    questions: [questions, removed, make("p", { class: "unseen", id: "aid-news", role: "status" })],
    /**
     * Once its parts are in the page, where the aid finds them by their names.
     * @param {string} health address of the detector's data
     * @returns {() => void} forgets the text and all that was found in it
     */
    begin(health) {
      const words = createAidWords();
      const aid = createAid({
        field,
        marks,
        load: () => loadDetector(health, null),
        show: (items) => list.show(items),
        crisis: () => {}, // whom to call is the patient's to be shown
      });
      const list = createAidList({
        words,
        remove(key) {
          undo = aid.remove(key, words.say("aid_removed"));
          removed.hidden = false;
          written();
        },
        keep: aid.keep,
        emptied: () => (removed.hidden ? field : undoButton).focus(),
      });
      return () => {
        aid.forget();
        undo = () => {};
        field.value = "";
      };
    },
    /** @param {boolean} locked no changes while it is on its way */
    lock(locked) {
      field.readOnly = locked;
      questions.inert = removed.inert = locked;
    },
  };
}
