// How much more a letter can hold.

const MOST_BYTES = 32_703; // of a payload (docs/envelope.md, "Sealing")
const SAFE_UNITS = 5_000; // no text that short can fill it, whatever it is made of
const TOLD_BYTES = 3_000; // from so few on it is said

/**
 * @param {string} text
 * @returns {number | null} null while there is plenty; below zero when it is too long
 */
export function bytesLeft(text) {
  if (text.length < SAFE_UNITS) return null;
  const left = MOST_BYTES - new TextEncoder().encode(JSON.stringify({ text })).length;
  return left > TOLD_BYTES ? null : left;
}

/**
 * Says it, once there is little.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function tellRoom(element, text) {
  const left = bytesLeft(text);
  const isTooLong = left !== null && left < 0;
  element.textContent = left === null ? "" : isTooLong ? "This is too long to be sealed. Shorten it." : `Room for about ${left} more characters.`;
  element.classList.toggle("error", isTooLong);
}
