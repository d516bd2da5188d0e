// Single keys that do something, for who works without a mouse. They can be switched off: speech input types letters, too.
import { createSwitch } from "./switches.js";

const SECOND_KEY_MS = 1500;
const TYPED_IN = "input, textarea, select, [contenteditable]";

/** @typedef {{keys: string, does: string, act: () => void}} Shortcut keys: one, or two with a space between them */
/** @typedef {ReturnType<typeof createKeyboard>} Keyboard */

/**
 * @param {object} parts
 * @param {Shortcut[]} parts.shortcuts
 * @param {() => boolean} parts.isBusy whether something else has the keys, such as a dialog
 * @param {AbortSignal} parts.signal
 */
export function createKeyboard({ shortcuts, isBusy, signal }) {
  const using = createSwitch("shortcuts");
  let first = "";
  let timer = 0;

  document.addEventListener("keydown", hear, { signal });

  /** @param {KeyboardEvent} event */
  function hear(event) {
    if (!using.isOn() || isBusy() || !isPlain(event) || isTyping(event.target)) return;
    const pressed = first ? `${first} ${event.key}` : event.key;
    first = "";
    clearTimeout(timer);
    const shortcut = shortcuts.find(({ keys }) => keys === pressed);
    if (shortcut) {
      event.preventDefault();
      shortcut.act();
    } else if (shortcuts.some(({ keys }) => keys.startsWith(`${pressed} `))) {
      first = pressed;
      timer = window.setTimeout(() => (first = ""), SECOND_KEY_MS);
    }
  }

  return { shortcuts, using };
}

/** @param {KeyboardEvent} event */
function isPlain({ ctrlKey, metaKey, altKey, isComposing, defaultPrevented }) {
  return !ctrlKey && !metaKey && !altKey && !isComposing && !defaultPrevented;
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && target.matches(TYPED_IN) && !target.matches("[type=checkbox], [readonly]");
}
