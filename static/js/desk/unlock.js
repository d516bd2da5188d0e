// The desk's gate: signing in with a passkey, and unlocking the member's keys with it. Nothing is shown before that.
import { make, makeButton } from "../dom.js";
import { Refused, begin } from "./api.js";
import { drawGate } from "./gatecard.js";
import { wordsOf } from "./keys.js";
import { NoPasskey, hasPasskeys, usePasskey } from "./passkey.js";
import { sentenceFor } from "./sentences.js";
import { askForWords } from "./wordsform.js";

/** @typedef {import("./me.js").Me} Me */
/** @typedef {"start" | "back" | "locked" | "idle" | "signed_out"} Why */

/** @type {Record<Why, {heading: string, text: string, button: string}>} */
const FACES = {
  start: {
    heading: "Sign in to the desk",
    text: "Letters are sealed. Your passkey signs you in and opens them here, in this tab alone.",
    button: "Sign in with your passkey",
  },
  back: {
    heading: "Locked",
    text: "Touch your passkey to go on. Your keys are kept nowhere, so each new page asks for it.",
    button: "Unlock with your passkey",
  },
  locked: {
    heading: "Locked",
    text: "Touch your passkey to go on. What you were writing is kept, and not shown.",
    button: "Unlock with your passkey",
  },
  idle: {
    heading: "Locked",
    text: "Nobody was here for a while. Touch your passkey to go on; what you were writing is kept.",
    button: "Unlock with your passkey",
  },
  signed_out: {
    heading: "You were signed out",
    text: "Sign in with your passkey to go on; what you were writing is kept.",
    button: "Sign in with your passkey",
  },
};
const NEW_HERE = "No passkey yet? You make one with an invitation from a lead of your team.";
const NOT_USED = "No passkey was used. Try again when you are ready.";
const NOT_KNOWN =
  "The desk does not know this passkey. Use another one. If you are no longer a member, or have lost yours, " +
  "a lead of your team can invite you again.";
const NO_KEY =
  "This passkey signs you in, but cannot unlock your keys in this browser. Use another of your passkeys, " +
  "or the browser where you made it.";

/**
 * @param {object} parts
 * @param {HTMLElement} parts.main
 * @param {import("./keys.js").Keys} parts.keys
 * @param {() => void} parts.signOut
 */
export function createGate({ main, keys, signOut }) {
  /**
   * Shows the gate until somebody has passed it.
   * @param {Why} why
   * @param {string} [name] whose desk it is, where that is known
   * @param {string} [problem]
   * @returns {Promise<Me>}
   */
  function pass(why, name = "", problem = "") {
    return new Promise((resolve) => {
      const face = FACES[why];
      const able = hasPasskeys();
      const line = make("p", { class: "gate-state", role: "status" });
      const trouble = make(
        "p",
        { class: "error", role: "alert" },
        able ? problem : sentenceFor(new NoPasskey("unsupported")),
      );
      const button = makeButton(face.button, { class: "button main wide" }, () => void attempt());
      const heading = make("h1", { tabindex: "-1" }, face.heading);
      draw(
        heading,
        ...(name ? [make("p", { class: "gate-name" }, name)] : []),
        make("p", {}, face.text),
        ...(able ? [button] : []),
        line,
        trouble,
        ...(name ? [makeButton("Sign out", { class: "button plain" }, signOut)] : []),
        ...(why === "start" ? [make("p", { class: "hint" }, NEW_HERE)] : []),
      );
      heading.focus({ preventScroll: true });

      async function attempt() {
        if (button.getAttribute("aria-disabled") === "true") return;
        button.setAttribute("aria-disabled", "true");
        trouble.textContent = "";
        line.textContent = "Waiting for your passkey…";
        try {
          const me = await open((now) => (line.textContent = now));
          if (me) return resolve(me);
          pass(why, name).then(resolve);
        } catch (failure) {
          trouble.textContent = refusalOf(failure);
        } finally {
          line.textContent = "";
          button.setAttribute("aria-disabled", "false");
        }
      }
    });
  }

  /**
   * Signs in, and unlocks.
   * @param {(line: string) => void} progress
   * @returns {Promise<Me | null>} null: another passkey is wanted
   */
  async function open(progress) {
    const options = await begin("/desk/passkey/login/options");
    const { credential, secret } = await usePasskey(options);
    progress("Signing in…");
    const me = await begin("/desk/passkey/login/verify", { credential });
    if (await keys.unlock(me, secret)) return me;
    if (!wordsOf(me)) throw new NoPasskey("no_key");
    return askForWords({ draw, open: (words) => keys.unlockWithWords(me, words) }).then((opened) =>
      opened ? me : null,
    );
  }

  /** @param {...HTMLElement} content */
  function draw(...content) {
    drawGate(main, ...content);
  }

  return { pass };
}

/** @param {unknown} failure */
function refusalOf(failure) {
  if (failure instanceof NoPasskey && failure.code === "cancelled") return NOT_USED;
  if (failure instanceof NoPasskey && failure.code === "no_key") return NO_KEY;
  if (failure instanceof Refused && failure.status === 401) return NOT_KNOWN;
  return sentenceFor(failure);
}
