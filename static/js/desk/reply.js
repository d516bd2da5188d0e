// Where an answer is written: a field, its marks, the questions about it, and what is sent with which button.
import { createAid } from "../aid.js";
import { createAidList } from "../aidlist.js";
import { loadDetector } from "../detector.js";
import { make, makeButton } from "../dom.js";
import { createAidWords } from "./aidwords.js";
import { NOTE } from "./drafts.js";
import { bytesLeft } from "./room.js";

const LABELS = /** @type {const} */ ({ 2: "Reply to the patient", 3: "Note, only your team sees it" });
const TYPED = {
  autocomplete: "off",
  autocapitalize: "sentences",
  spellcheck: "false",
  writingsuggestions: "false",
  translate: "no",
};

/** @typedef {ReturnType<typeof createReply>} Reply */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.place in the page, for the writing aid finds its parts by their names
 * @param {import("./drafts.js").Direction} parts.direction
 * @param {string} parts.text what was written before
 * @param {string} parts.health address of the detector's data
 * @param {(text: string) => void} parts.keep
 * @param {(text: string, close: boolean) => void} parts.send
 * @param {() => void} parts.leave
 */
export function createReply({ place, direction, text, health, keep, send, leave }) {
  const isNote = direction === NOTE;
  const field = make("textarea", { id: "answer", rows: "2", "aria-describedby": "answer-room answer-problem", ...TYPED });
  const marks = make("div", { class: "paper-marks", "aria-hidden": "true", translate: "no" });
  const room = make("p", { class: "hint", id: "answer-room" });
  const state = make("p", { class: "hint", role: "status" });
  const problem = make("p", { class: "error", id: "answer-problem", role: "alert" });
  const questions = aidPanel();
  const undoButton = makeButton("Undo", { class: "button plain small" }, takeBack);
  const removed = make("p", { class: "aid-done", hidden: "" }, make("span", {}, "Removed."), undoButton);
  const buttons = [
    makeButton(isNote ? "Add note" : "Send", { class: "button main" }, () => submit(false)),
    ...(isNote ? [] : [makeButton("Send and close", {}, () => submit(true))]),
  ];
  field.value = text;
  place.replaceChildren(
    make("label", { for: "answer", class: isNote ? "answer-label" : "unseen" }, LABELS[direction]),
    make("div", { class: "answer-field" }, make("div", { class: "paper" }, marks, field)),
    room,
    questions,
    removed,
    make("p", { class: "unseen", id: "aid-news", role: "status" }),
    problem,
    make("div", { class: "toolbar answer-send" }, ...buttons, state),
  );

  const words = createAidWords();
  let undo = () => {};
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

  field.addEventListener("input", () => {
    settle();
    written();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(false);
    if (event.key === "Escape" && !event.isComposing) leave();
  });
  written();

  /** What was written is kept at each key: the desk may be locked at any time. */
  function written() {
    keep(field.value);
    const left = bytesLeft(field.value);
    room.textContent = left === null ? "" : left < 0 ? "This is too long to be sealed. Shorten it." : `Room for about ${left} more characters.`;
    room.classList.toggle("error", left !== null && left < 0);
    if (problem.textContent) complain("");
  }

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

  /** @param {boolean} close */
  function submit(close) {
    if (field.readOnly) return;
    if (field.value.trim() === "") {
      complain("Write something first.");
      field.focus();
    } else send(field.value, close);
  }

  /** @param {string} sentence */
  function complain(sentence) {
    problem.textContent = sentence;
    field.setAttribute("aria-invalid", String(sentence !== ""));
  }

  return {
    focus: () => field.focus(),
    complain,
    /** @param {boolean} locked no changes while it is on its way */
    lock(locked) {
      field.readOnly = locked;
      questions.inert = removed.inert = locked;
      for (const button of buttons) button.setAttribute("aria-disabled", String(locked));
      state.textContent = locked ? "Sealing and sending…" : "";
    },
    /** Forgets all that was written. */
    forget() {
      aid.forget();
      field.value = "";
    },
  };
}

function aidPanel() {
  return make(
    "section",
    { class: "aid", id: "aid", "aria-labelledby": "aid-heading", hidden: "" },
    make("h2", { id: "aid-heading" }, "Worth a second look"),
    make("p", { class: "hint" }, "You can send this as it is. The patient’s words need not be repeated."),
    make("ul", { class: "aid-list", id: "aid-list", translate: "no" }),
    makeButton("Keep all", { class: "button plain", id: "aid-keep-all", hidden: "" }, () => {}),
  );
}
