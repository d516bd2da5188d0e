// The form of a review: five choices, a field with the writing aid, and what saves it.
import { make, makeButton } from "../dom.js";
import { createAidedField } from "./aidedfield.js";
import { tellRoom } from "./room.js";
import { SCORES } from "./scorewords.js";

const WHO_READS = "Reviewers and leads of this inbox can read it, and nobody else. You can leave it empty.";
const HINT = "You can save this as it is. What the patient told need not be repeated in a review.";

/** @typedef {{score: number, text: string}} Said score 0: none yet */
/** @typedef {ReturnType<typeof createReviewForm>} ReviewForm */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.place in the page, for the writing aid finds its parts by their names
 * @param {string} parts.health address of the detector's data
 * @param {Said} parts.said what was chosen and written before
 * @param {(said: Said) => void} parts.keep
 * @param {(said: Said) => void} parts.save
 * @param {(() => void) | null} parts.giveUp back to what was saved, where there is that
 * @param {() => void} parts.leave
 */
export function createReviewForm({ place, health, said, keep, save, giveUp, leave }) {
  const choices = SCORES.map((word, index) => choice(index + 1, word, said.score));
  const problem = make("p", { class: "error", id: "review-problem", role: "alert" });
  const room = make("p", { class: "hint", id: "review-room" });
  const hint = make("p", { class: "hint", id: "review-hint" }, WHO_READS);
  const state = make("p", { class: "hint", role: "status" });
  const describedBy = [hint, room, problem].map(({ id }) => id).join(" ");
  const area = createAidedField({ id: "review-text", describedBy, text: said.text, hint: HINT, written });
  const group = make(
    "fieldset",
    { class: "choices scores", "aria-describedby": problem.id },
    make("legend", {}, "How was this conversation handled?"),
    ...choices.map(({ element }) => element),
  );
  const saving = makeButton("Save review", { class: "button main" }, submit);
  const others = giveUp ? [makeButton("Leave it as it was", {}, giveUp)] : [];
  place.replaceChildren(
    group,
    make("label", { for: area.field.id }, "What was good, and what could be better?"),
    hint,
    area.box,
    room,
    ...area.questions,
    problem,
    make("div", { class: "toolbar answer-send" }, saving, ...others, state),
  );
  const forget = area.begin(health);
  for (const { box } of choices) box.addEventListener("change", written);
  area.field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
    if (event.key === "Escape" && !event.isComposing) leave();
  });

  /** @returns {Said} */
  function now() {
    return { score: Number(choices.find(({ box }) => box.checked)?.box.value ?? 0), text: area.field.value };
  }

  /** What was written is kept at each key: the desk may be locked at any time. */
  function written() {
    keep(now());
    tellRoom(room, area.field.value);
    complain("");
  }

  function submit() {
    if (group.disabled) return;
    if (now().score) return save(now());
    complain("Choose one of the five first.");
    focus();
  }

  /** @param {string} sentence */
  function complain(sentence) {
    if (problem.textContent !== sentence) problem.textContent = sentence;
  }

  /** The choice that was made, or the first. */
  function focus() {
    (choices.find(({ box }) => box.checked) ?? choices[0])?.box.focus();
  }

  return {
    focus,
    complain,
    /** @param {boolean} locked no changes while it is on its way */
    lock(locked) {
      area.lock(locked);
      group.disabled = locked;
      saving.setAttribute("aria-disabled", String(locked));
      state.textContent = locked ? "Sealing and saving…" : "";
    },
    /** Forgets all that was written. */
    forget,
  };
}

/**
 * @param {number} score
 * @param {string} word
 * @param {number} chosen
 */
function choice(score, word, chosen) {
  const id = `score-${score}`;
  const box = make("input", { type: "radio", name: "score", id, value: String(score), autocomplete: "off" });
  box.checked = score === chosen;
  const number = make("span", { class: "score-number" }, String(score));
  return { box, element: make("div", { class: "choice" }, box, make("label", { for: id }, number, ` ${word}`)) };
}
