// Copying, where a site's frame may have no leave to use the clipboard.
import { make } from "./dom.js";

/**
 * @param {string} text
 * @param {HTMLElement} shown holds the part to select where nothing else works
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text) || select(shown);
  }
}

/** The old way needs no leave of the site, only the patient's own press of a button. @param {string} text */
function copyBySelecting(text) {
  const before = document.activeElement;
  const field = make("textarea", { class: "unseen", readonly: "", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}

/** @param {HTMLElement} shown */
function select(shown) {
  getSelection()?.selectAllChildren(shown);
  return false;
}
