// Writes an answer: the same help as in the form, sealed in the worker, kept until it has arrived.
import { find, findA } from "../dom.js";
import { createNotifyField } from "../notifyfield.js";
import { helpWriting } from "../writing.js";
import { door } from "./door.js";

const MOST_TRIES = 3; // of an envelope that the door finds stale

/**
 * @param {object} parts
 * @param {import("../words.js").Words} parts.words
 * @param {import("./page.js").Page} parts.page
 * @param {import("./thread.js").Facts} parts.facts
 * @param {import("../caller.js").Caller} parts.worker
 * @param {() => Promise<string | undefined>} parts.refresh fetches and opens the conversation anew; says why not
 * @param {() => boolean} parts.isWhole whether the conversation fits together
 */
export function createAnswering({ words, page, facts, worker, refresh, isWhole }) {
  const message = findA("message", HTMLTextAreaElement);
  const send = findA("send", HTMLButtonElement);
  const state = find("answer-state");
  const error = find("message-error");
  const notify = createNotifyField(words);
  const aid = helpWriting(message, words, { health: page.health, ownTerms: facts.own_terms, crisis: facts.crisis });
  let token = page.token;
  let busy = false;

  send.addEventListener("click", submit);
  message.addEventListener("input", () => {
    error.textContent = "";
    message.removeAttribute("aria-invalid");
  });

  async function submit() {
    if (busy) return;
    const fits = notify.isFit();
    if (!message.value.trim()) return complain("error_message");
    if (!fits) return;
    lock(true);
    say("status_preparing");
    say(await deliver().catch(() => "answer_offline"));
    lock(false);
  }

  /** The key of what to say afterwards. */
  async function deliver() {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (!isWhole()) return "answer_trouble";
      const { envelope } = await worker.call("seal", { text: message.value, notify: notify.read() });
      say("status_sending");
      const { status, body } = await door.answer(envelope, token);
      if (status === 201 || status === 200) return await arrived();
      token = body.token ?? token;
      if (body.error === "gone") return "answer_gone";
      if (body.error !== "stale" && body.error !== "version") return "answer_failed";
      const problem = await refresh();
      if (problem) return problem === "unsafe" ? "answer_unsafe" : "answer_failed";
      // What is new is to be read before it is answered.
      if (body.error === "version" && isWhole()) return "answer_version";
    }
    return "answer_failed";
  }

  async function arrived() {
    await worker.call("sent");
    message.value = "";
    notify.clear();
    message.dispatchEvent(new Event("input"));
    await refresh();
    return "answer_sent";
  }

  /** @param {boolean} locked */
  function lock(locked) {
    busy = locked;
    message.readOnly = locked;
    notify.lock(locked);
    aid.lock(locked);
    send.setAttribute("aria-disabled", String(locked));
  }

  /** @param {string} key */
  function say(key) {
    state.hidden = false;
    state.textContent = words.say(key);
  }

  /** @param {string} key */
  function complain(key) {
    error.textContent = words.say(key);
    message.setAttribute("aria-invalid", "true");
    message.focus();
  }

  return {
    holdsText: () => message.value !== "",
    forget() {
      send.removeEventListener("click", submit);
      message.value = "";
      notify.clear();
      aid.forget();
    },
  };
}
