// Where an answer is written: a field, its marks, the questions about it, and what is sent with which button.
import { make, makeButton } from "../dom.js";
import { createAidedField } from "./aidedfield.js";
import { NOTE } from "./drafts.js";
import { insertText } from "./fields.js";
import { tellRoom } from "./room.js";

const LABELS = /** @type {const} */ ({ 2: "Reply to the patient", 3: "Note, only your team sees it" });
const HINT = "You can send this as it is. The patient’s words need not be repeated.";

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
 * @param {import("./saved/side.js").Side} [parts.side] saved replies, where they can be chosen
 */
export function createReply({ place, direction, text, health, keep, send, leave, side }) {
  const isNote = direction === NOTE;
  const room = make("p", { class: "hint", id: "answer-room" });
  const state = make("p", { class: "hint", role: "status" });
  const problem = make("p", { class: "error", id: "answer-problem", role: "alert" });
  const area = createAidedField({ id: "answer", describedBy: `${room.id} ${problem.id}`, text, hint: HINT, written });
  const { field } = area;
  const buttons = [
    makeButton(isNote ? "Add note" : "Send", { class: "button main" }, () => submit(false)),
    ...(isNote ? [] : [makeButton("Send and close", {}, () => submit(true))]),
  ];
  place.replaceChildren(
    make("label", { for: "answer", class: isNote ? "answer-label" : "unseen" }, LABELS[direction]),
    area.box,
    room,
    ...area.questions,
    problem,
    ...(side ? [side.panel, side.note] : []),
    make("div", { class: "toolbar answer-send" }, ...buttons, ...(side ? [side.button] : []), state),
  );

  const forget = area.begin(health);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(false);
    if (event.key === "Escape" && !event.isComposing) leave();
  });
  written();

  /** What was written is kept at each key: the desk may be locked at any time. */
  function written() {
    keep(field.value);
    tellRoom(room, field.value);
    if (problem.textContent) complain("");
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

  /**
   * Where the caret is, such that the browser can take it back; to the page it is as if it were typed.
   * @param {string} more
   */
  function insert(more) {
    if (field.readOnly) return;
    insertText(field, more);
  }

  return {
    focus: () => field.focus(),
    insert,
    complain,
    /** @param {boolean} locked no changes while it is on its way */
    lock(locked) {
      area.lock(locked);
      for (const button of buttons) button.setAttribute("aria-disabled", String(locked));
      side?.lock(locked);
      state.textContent = locked ? "Sealing and sending…" : "";
    },
    /** Forgets all that was written. */
    forget,
  };
}
