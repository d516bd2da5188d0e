// Whether going elsewhere would lose what somebody has filled in.

// Drafts of replies outlive leaving these.
const KEPT = new Set(["list", "c"]);

const TICKED = new Set(["checkbox", "radio"]); // whose value says nothing

/** @param {HTMLElement} main */
export function holdsUnsent(main) {
  const reason = main.querySelector("#slow-reason"); // in place of a conversation, and no draft
  if (reason instanceof HTMLTextAreaElement && reason.value) return true;
  if (KEPT.has(main.dataset.view ?? "")) return false;
  const fields = /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (main.querySelectorAll("input, textarea"));
  return [...fields].some(isChanged);
}

/** @param {HTMLInputElement | HTMLTextAreaElement} field */
function isChanged(field) {
  if (field instanceof HTMLInputElement && TICKED.has(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}
