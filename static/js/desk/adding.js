// Adding a passkey while the keys are unlocked, which are then wrapped for it as well.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { makeAnswers, makeField } from "./fields.js";
import { wordsOf } from "./keys.js";
import { NoPasskey, makePasskey } from "./passkey.js";
import { sentenceFor } from "./sentences.js";
import { lockOfPasskey } from "./wrapping.js";

/** @typedef {import("./shell.js").Context} Context */

const LONGEST_LABEL = 80;
const NOT_MADE = "No passkey was made. Try again when you are ready.";

/**
 * @param {Context} context
 * @param {() => void} added
 */
export function openAdding(context, added) {
  const { api, dialogs, keys, say, words } = context;
  const label = make("input", {
    id: "label",
    type: "text",
    autocomplete: "off",
    maxlength: String(LONGEST_LABEL),
    "aria-describedby": "label-hint label-error",
  });
  const error = make("p", { class: "error", id: "label-error", role: "alert" });
  const line = make("p", { role: "status" });
  const button = make("button", { class: "button main" }, "Make the passkey");
  const form = make(
    "form",
    { class: "stack" },
    makeField("What do you call it?", label, error, "Such as “My phone” or “Blue security key”."),
    line,
    makeAnswers(button, makeButton("Cancel", {}, () => shown.dialog.close())),
  );
  const shown = dialogs.show(
    "Add a passkey",
    make("p", {}, "You confirm with a passkey that you have, then make the new one."),
    form,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button, tell, add);
  });
  label.focus();

  async function add() {
    const called = label.value.trim();
    error.textContent = called ? "" : "Give it a name, so that you know it later.";
    if (!called) return label.focus();
    line.textContent = "Waiting for your passkey…";
    const { exclude, ...options } = await api.post("/desk/passkey/register/options");
    const made = await makePasskey({ ...options, exclude });
    const wrap = await wrapFor(made);
    await api.post("/desk/passkey/register/verify", { credential: made.credential, wrap, label: called });
    await keys.refresh();
    shown.dialog.close();
    say(`“${called}” was added.`);
    added();
  }

  /**
   * Where the new one has no secret, the words that there are, or new ones, unlock the keys.
   * @param {import("./passkey.js").Answer} made
   * @returns {Promise<string>}
   */
  async function wrapFor({ id, secret }) {
    const there = wordsOf(context.me);
    if (!secret && there) return there.blob;
    const lock = secret ? lockOfPasskey(id, secret) : await words.make(shown.turnTo);
    const { wrap } = await keys.call("wrap", lock, [lock.key]);
    words.forget();
    return wrap;
  }

  /** @param {unknown} failure */
  function tell(failure) {
    line.textContent = "";
    const sentence = failure instanceof NoPasskey && failure.code === "cancelled" ? NOT_MADE : sentenceFor(failure);
    if (form.isConnected) error.textContent = sentence;
    else {
      shown.dialog.close();
      context.tell(failure);
    }
  }
}
