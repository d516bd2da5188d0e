// Where to write that there is an answer. The address is sealed apart from the letter, and the team never sees it.
import { isAddress } from "./addresses.js";
import { find, findA } from "./dom.js";

/** @typedef {ReturnType<typeof createNotifyField>} NotifyField */

/**
 * Where no mail is sent, the page has no such field, and the address is always empty.
 * @param {import("./words.js").Words} words
 */
export function createNotifyField(words) {
  if (!document.getElementById("notify")) return NO_FIELD;
  const field = findA("notify", HTMLInputElement);
  const error = find("notify-error");
  let wrong = false;

  words.follow(draw);
  field.addEventListener("input", () => wrong && complain(false));

  function draw() {
    error.textContent = wrong ? words.say("notify_wrong") : "";
    field.setAttribute("aria-invalid", String(wrong));
  }

  /** @param {boolean} now */
  function complain(now) {
    wrong = now;
    draw();
  }

  const read = () => field.value.trim();
  return {
    read,
    /** Whether it is empty or an address; says so in the page, and goes there, when it is neither. */
    isFit() {
      complain(read() !== "" && !isAddress(read()));
      if (wrong) field.focus();
      return !wrong;
    },
    /** @param {boolean} locked */
    lock(locked) {
      field.readOnly = locked;
    },
    clear() {
      field.value = "";
      complain(false);
    },
  };
}

const NO_FIELD = { read: () => "", isFit: () => true, lock: (/** @type {boolean} */ _locked) => {}, clear: () => {} };
