// Asking a lead when the reading budget is used up: what is asked stands on the server, and outlives this page.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { addressOf, stepOf } from "./extension.js";
import { createPoll } from "./poll.js";
import { createSlowForm } from "./slowform.js";
import { clockOf } from "./times.js";

/** @typedef {import("./extension.js").Extension} Extension */

/**
 * @param {import("./shell.js").Context} context
 * @param {() => void} again opens the conversation
 * @param {AbortSignal} signal ends it
 */
export function createAskMore({ api, inbox, health, say, tell }, again, signal) {
  const address = addressOf(inbox.slug);
  const line = make("p", { role: "status", tabindex: "-1" });
  const acts = make("div", { class: "stack" });
  const poll = createPoll(look, signal);
  /** @type {number | null} the server's clock, when it was asked last */
  let since = null;
  let drawn = "";

  async function look() {
    const answer = await api.get("/desk/extensions", { since });
    if (signal.aborted) return;
    since = answer.now;
    take(answer.own[inbox.slug], answer.now);
  }

  /**
   * What has not changed stays as it is, with what is being typed.
   * @param {Extension | undefined} own
   * @param {number} now
   */
  function take(own, now) {
    const step = stepOf(own, now);
    if (step === drawn) return;
    drawn = step;
    const hadFocus = acts.contains(document.activeElement);
    acts.replaceChildren();
    line.textContent = own ? lineOf(step, own) : "";
    if (step === "ask") acts.append(askPart());
    if (step === "alone" && own) acts.append(createSlowForm({ health, send: (reason) => goSlowly(own, reason) }));
    if (hadFocus) (acts.querySelector("button") ?? line).focus();
    if (step !== "given" || !own) return;
    say(`You can read ${own.left} more until ${clockOf(own.until)}.`);
    again();
  }

  function askPart() {
    const button = makeButton("Ask a lead", {}, () => once(button, tell, ask));
    return make("div", { class: "stack" }, make("p", { class: "hint" }, "A lead can let you read more at once. That you asked is in the records."), button);
  }

  async function ask() {
    await api.post(address);
    await poll.now();
  }

  /**
   * @param {Extension} own
   * @param {string} reason
   */
  async function goSlowly(own, reason) {
    await api.post(`${address}/slow`, { id: own.id, reason });
    if (!signal.aborted) again();
  }

  void poll.now();
  return make("div", { class: "stack ask-more" }, line, acts);
}

/**
 * @param {import("./extension.js").Step} step
 * @param {Extension} own
 */
function lineOf(step, { asked, until }) {
  if (step === "asked") return `Asked at ${clockOf(asked)}. Your leads see it now. When one says yes, the conversation opens by itself.`;
  if (step === "alone") return `Asked at ${clockOf(asked)}. Nobody has answered yet. You can go on slowly, with one conversation in ten minutes. Say why.`;
  if (step === "refused") return "A lead has said no for today. Talk to them: they can still change their mind.";
  if (step === "slow") return `You are reading slowly: one conversation in ten minutes, until ${clockOf(until)} or until a lead answers.`;
  return "";
}
