// A fresh touch of the passkey, which the door asks for before acts that weigh.
import { make, makeButton } from "../dom.js";
import { Refused } from "./api.js";
import { makeAnswers } from "./fields.js";
import { NoPasskey, usePasskey } from "./passkey.js";
import { sentenceFor } from "./sentences.js";

/**
 * @param {object} parts
 * @param {(path: string, facts?: object) => Promise<any>} parts.post
 * @param {import("./dialogs.js").Dialogs} parts.dialogs
 * @returns {() => Promise<void>} rejects with Refused, `cancelled` where none was given; calls at a time share one
 */
export function createTouch({ post, dialogs }) {
  /** @type {Promise<void> | undefined} */
  let running;

  return () => {
    running ??= ask().finally(() => {
      running = undefined;
    });
    return running;
  };

  async function ask() {
    const line = make("p", { role: "status" });
    const again = makeButton("Try again", { class: "button main", hidden: "" }, () => void attempt());
    const cancel = makeButton("Cancel", {}, () => shown.dialog.close("no"));
    const why = make("p", {}, "This is confirmed with your passkey, even while you are signed in.");
    const shown = dialogs.show(
      "Touch your passkey",
      why,
      line,
      makeAnswers(again, cancel),
    );
    /** @type {unknown} */
    let refusal = new Refused(0, "cancelled");
    void attempt();
    if ((await shown.closed) !== "yes") throw refusal;

    async function attempt() {
      again.hidden = true;
      line.textContent = "Waiting for your passkey…";
      try {
        await confirm();
        shown.dialog.close("yes");
      } catch (failure) {
        if (failure instanceof NoPasskey || (failure instanceof Refused && failure.status < 500)) return offer(failure);
        refusal = failure;
        shown.dialog.close("no");
      }
    }

    /** @param {Error} failure */
    function offer(failure) {
      line.textContent = sentenceFor(failure) || "The passkey was not used.";
      again.hidden = false;
      again.focus();
    }
  }

  async function confirm() {
    const { challenge, rpId, allow } = await post("/desk/passkey/touch/options");
    const { credential } = await usePasskey({ challenge, rpId, allow });
    await post("/desk/passkey/touch/verify", { credential });
  }
}
