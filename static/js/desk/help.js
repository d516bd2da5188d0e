// The sheet that says which keys do what, and switches them off.
import { make, makeButton } from "../dom.js";
import { makeAnswers } from "./fields.js";

const IN_THE_FIELD = [
  { keys: "Ctrl+Enter", does: "Send what is written" },
  { keys: "Esc", does: "Leave what is written, and keep it" },
];

/**
 * @param {import("./dialogs.js").Dialogs} dialogs
 * @param {import("./keyboard.js").Keyboard} keyboard
 */
export function showHelp(dialogs, { shortcuts, using }) {
  const box = make("input", { type: "checkbox", id: "shortcuts-on", autocomplete: "off" });
  box.checked = using.isOn();
  box.addEventListener("change", () => using.turn(box.checked));
  const close = makeButton("Close", { class: "button main", autofocus: "" }, () => shown.dialog.close());
  const shown = dialogs.show(
    "Keyboard",
    make("dl", { class: "keys" }, ...[...shortcuts, ...IN_THE_FIELD].flatMap(line)),
    make("p", { class: "check" }, box, make("label", { for: box.id }, "Use these keys")),
    make("p", { class: "hint" }, "Switch them off if you speak to this page, or press keys by accident. This browser remembers it."),
    makeAnswers(close),
  );
  shown.dialog.classList.add("help");
}

/** @param {{keys: string, does: string}} shortcut */
function line({ keys, does }) {
  const parts = keys.split(" ").flatMap((key, at) => [...(at ? [" then "] : []), make("kbd", {}, key)]);
  return [make("dt", {}, ...parts), make("dd", {}, does)];
}
