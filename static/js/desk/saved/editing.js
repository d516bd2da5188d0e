// Writing a saved reply: its name, its text with the writing aid's questions, and what sending it also does.
import { make, makeButton } from "../../dom.js";
import { createAidedField } from "../aidedfield.js";
import { Refused } from "../api.js";
import { TYPED, insertText, makeField } from "../fields.js";
import { sentenceFor } from "../sentences.js";
import { changedNotice, removedNotice } from "./conflict.js";
import { createEffectFields } from "./effectfields.js";
import { PLACES } from "./fill.js";
import { isTaken } from "./match.js";
import { Changed, isSame } from "./shelf.js";

const LONGEST_TITLE = 80;
const MOST_BYTES = 8_000; // of name and text; with what is around them they must fit 8 KiB
const HINT = "This text goes to many patients. What is one patient’s own does not belong in it.";

/** @typedef {import("./shelf.js").Reply} Reply */
/** @typedef {import("./shelf.js").Content} Content */
/** @typedef {Content & {base: Reply | null}} Unfinished `base`: as it was when the change began; none of a new one */

/**
 * @param {object} parts
 * @param {import("../shell.js").Context} parts.context
 * @param {import("./shelf.js").Shelf} parts.shelf
 * @param {Unfinished} parts.what
 * @param {(now: Unfinished | null) => void} parts.keep what is written; null once there is nothing to be kept
 * @param {(id?: string) => void} parts.done back to the list
 */
export function createEditing({ context, shelf, what, keep, done }) {
  let { base } = what;
  const heading = make("h1", { tabindex: "-1" }, base ? "Change a saved reply" : "New saved reply");
  const title = make("input", { type: "text", id: "reply-title", maxlength: String(LONGEST_TITLE), "aria-describedby": "reply-title-hint reply-title-error", autocapitalize: "sentences", ...TYPED });
  const titleError = make("p", { class: "error", id: "reply-title-error", role: "alert" });
  const described = "reply-text-hint reply-room reply-text-error";
  const area = createAidedField({ id: "reply-text", describedBy: described, text: what.text, hint: HINT, written });
  const { field } = area;
  const textError = make("p", { class: "error", id: "reply-text-error", role: "alert" });
  const room = make("p", { class: "hint", id: "reply-room" });
  const effects = createEffectFields(what.effects, written);
  const conflict = make("div", {});
  const problem = make("p", { class: "error", role: "alert" });
  const state = make("p", { class: "hint", role: "status" });
  const save = makeButton("Save", { class: "button main" }, () => void submit());
  const cancel = makeButton("Cancel", {}, () => void leave());
  let busy = false;
  title.value = what.title;

  /** @param {HTMLElement} main where the writing aid finds its parts by their names */
  function show(main) {
    main.replaceChildren(
      make(
        "section",
        { class: "stack saved-editing" },
        heading,
        conflict,
        makeField("Name", title, titleError, "What your team finds it by. Patients do not see it."),
        textPart(),
        ...area.questions,
        effects.element,
        problem,
        make("div", { class: "toolbar" }, save, cancel, state),
      ),
    );
    title.addEventListener("input", written);
    context.signal.addEventListener("abort", area.begin(context.health));
    written();
    (base || what.title ? heading : title).focus();
  }

  function textPart() {
    const places = PLACES.map(({ place, label }) => makeButton(label, { class: "button small" }, () => insertText(field, place)));
    return make(
      "div",
      { class: "field" },
      make("label", { for: field.id }, "Text"),
      make("p", { class: "hint", id: "reply-text-hint" }, "What is in braces is filled in when it is used: {name} is left out where the patient gave no name."),
      make("div", { class: "toolbar", role: "group", "aria-label": "Put into the text" }, ...places),
      area.box,
      room,
      textError,
    );
  }

  /** What is written is kept at each key: the desk may be locked at any time. */
  function written() {
    const now = content();
    keep(isChanged(now) ? { base, ...now } : null);
    const left = MOST_BYTES - sizeOf(now);
    room.textContent = left < 0 ? "This is too long to be saved. Shorten it." : left < 1000 ? `Room for about ${left} more characters.` : "";
    room.classList.toggle("error", left < 0);
    for (const each of [titleError, textError, problem]) if (each.textContent) complain(each, "");
  }

  /** @param {Content} now */
  function isChanged(now) {
    return !isSame(now, base ?? { title: "", text: "", effects: {} });
  }

  /** @returns {Content} */
  function content() {
    return { title: title.value.trim(), text: field.value.trim(), effects: effects.read() };
  }

  /**
   * @param {HTMLElement} where
   * @param {string} sentence
   */
  function complain(where, sentence) {
    where.textContent = sentence;
    if (where === titleError) title.setAttribute("aria-invalid", String(sentence !== ""));
    if (where === textError) field.setAttribute("aria-invalid", String(sentence !== ""));
  }

  /** @param {Content} now */
  function fits({ title: called, text, effects: also }) {
    /** @type {[HTMLElement, HTMLElement, string] | undefined} */
    const wrong = !called
      ? [title, titleError, "Give it a name, so that your team finds it."]
      : isTaken(shelf.readable(), called, base?.id)
        ? [title, titleError, "There is a saved reply of this name. Give it another."]
        : !text
          ? [field, textError, "Write the text."]
          : sizeOf({ title: called, text, effects: also }) > MOST_BYTES
            ? [field, textError, "This is too long to be saved. Shorten it."]
            : undefined;
    if (!wrong) return effects.check();
    complain(wrong[1], wrong[2]);
    wrong[0].focus();
    return false;
  }

  async function submit() {
    const now = content();
    if (busy || !fits(now)) return;
    lock(true);
    try {
      await shelf.save(base, now);
      if (context.signal.aborted) return;
      keep(null);
      context.say(`“${now.title}” is saved.`);
      done(base?.id ?? shelf.readable().find((each) => each.title === now.title)?.id);
    } catch (failure) {
      if (!context.signal.aborted) refuse(failure);
    } finally {
      lock(false);
    }
  }

  /** @param {boolean} locked no changes while it is on its way */
  function lock(locked) {
    busy = locked;
    title.readOnly = locked;
    area.lock(locked);
    for (const button of [save, cancel]) button.setAttribute("aria-disabled", String(locked));
    state.textContent = locked ? "Sealing and saving…" : "";
  }

  /** @param {unknown} failure */
  function refuse(failure) {
    if (failure instanceof Changed) return showChange(failure.reply);
    if (failure instanceof Refused && failure.code === "gone") {
      base = null;
      written();
      return showNotice(removedNotice());
    }
    const sentence = sentenceFor(failure);
    if (sentence) problem.textContent = `Not saved. Your text is still here. ${sentence}`;
  }

  /** @param {import("./shelf.js").Opened} theirs */
  function showChange(theirs) {
    if (theirs.trouble === null) base = /** @type {Reply} */ (theirs); // both were seen: saving once more puts mine in its place
    written();
    showNotice(
      changedNotice(theirs, () => {
        keep(null);
        done(theirs.id);
      }),
    );
  }

  /** @param {HTMLElement} notice */
  function showNotice(notice) {
    conflict.replaceChildren(notice);
    notice.querySelector("h2")?.focus();
  }

  async function leave() {
    if (busy) return;
    const question = { heading: "Leave without saving?", text: ["What you wrote here is then gone."], yes: "Leave", no: "Go on writing" };
    if (isChanged(content()) && !(await context.ask(question))) return;
    keep(null);
    done(base?.id);
  }

  return { show };
}

/** @param {Content} content */
function sizeOf({ title, text }) {
  return new TextEncoder().encode(JSON.stringify([title, text])).length;
}
