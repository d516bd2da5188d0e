// Pieces of the desk's forms.
import { make } from "../dom.js";

/**
 * A labelled field with its hint above it and what is wrong with it below; the field's `aria-describedby` names both.
 * @param {string} label
 * @param {HTMLInputElement | HTMLTextAreaElement} field has an id
 * @param {HTMLElement} error
 * @param {string} [hint]
 */
export function makeField(label, field, error, hint) {
  return make(
    "div",
    { class: "field" },
    make("label", { for: field.id }, label),
    ...(hint ? [make("p", { class: "hint", id: `${field.id}-hint` }, hint)] : []),
    field,
    error,
  );
}

/** What fields have whose text nobody but their writer is to see, the browser's own services included. */
export const TYPED = { autocomplete: "off", spellcheck: "false", writingsuggestions: "false", translate: "no" };

/**
 * Where the caret is, so that the browser's own undo takes it out again.
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
export function insertText(field, text) {
  field.focus();
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input"));
}

/** The buttons at the end of a dialog, and what is said beside them. @param {...(Node | string)} content */
export function makeAnswers(...content) {
  return make("div", { class: "toolbar dialog-answers" }, ...content);
}
