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

/** The buttons at the end of a dialog, and what is said beside them. @param {...(Node | string)} content */
export function makeAnswers(...content) {
  return make("div", { class: "toolbar dialog-answers" }, ...content);
}
