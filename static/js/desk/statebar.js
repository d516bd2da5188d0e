// The conversation's facts, and what can be changed of them.
import { make, makeButton } from "../dom.js";
import { makePick } from "./pick.js";
import { dueIn } from "./due.js";
import { STATE_NAMES, URGENCY_NAMES, languageName } from "./facts.js";
import { snoozeOptions } from "./snoozing.js";
import { momentOf } from "./times.js";

/** @typedef {{reference: string, topic: string, urgency: string, language: string, state: string, due: number, assignee: string | null}} Known */
/** @typedef {ReturnType<typeof createStateBar>} StateBar */

/**
 * @param {object} parts
 * @param {import("./facts.js").Facts} parts.facts
 * @param {import("./dialogs.js").Dialogs} parts.dialogs
 * @param {string} parts.me
 * @param {boolean} parts.mayChange
 * @param {(member: string | null) => void} parts.assign
 * @param {import("./snoozing.js").Take} parts.snooze
 * @param {() => void} parts.close
 * @param {() => void} parts.reopen
 * @param {HTMLElement} parts.more what else can be done
 */
export function createStateBar({ facts, dialogs, me, mayChange, assign, snooze, close, reopen, more }) {
  /** @type {Known | undefined} */
  let known;
  const list = make("dl", { class: "facts" });
  const holder = makePick("", () => [
    { label: "Me", act: () => assign(me), current: facts.isMine(known?.assignee ?? null) },
    { label: "Nobody", act: () => assign(null), current: known?.assignee === null },
    ...facts.others().map(({ id, name }) => ({ label: name, act: () => assign(id), current: known?.assignee === id })),
  ]);
  const snoozing = makePick("Snooze", () => snoozeOptions(dialogs, snooze));
  const closing = makeButton("Close", { class: "button small" }, close);
  const reopening = makeButton("Reopen", { class: "button small" }, reopen);
  const tools = make("div", { class: "toolbar conversation-tools", hidden: "" }, holder.element, snoozing.element, closing, reopening, more);

  /** @param {Known} now */
  function draw(now) {
    known = now;
    list.replaceChildren(
      ...fact("Topic", facts.topic(now.topic)),
      ...(now.urgency === "normal" ? [] : fact("Urgency", URGENCY_NAMES[now.urgency] ?? now.urgency, { "data-urgency": now.urgency })),
      ...fact("Language", languageName(now.language)),
      ...fact("State", STATE_NAMES[now.state] ?? now.state),
      ...due(now),
      ...(mayChange ? [] : fact("With", facts.name(now.assignee))),
    );
    holder.button.replaceChildren(make("span", { class: "quiet" }, "With "), facts.name(now.assignee));
    closing.hidden = now.state === "closed";
    reopening.hidden = now.state === "open" || now.state === "waiting";
    snoozing.element.hidden = now.state === "closed";
    tools.hidden = !mayChange;
  }

  return {
    facts: list,
    tools,
    draw,
    /** Until it is known what there is to tell. */
    clear() {
      known = undefined;
      tools.hidden = true;
      list.replaceChildren();
    },
    openSnooze: () => mayChange && known && known.state !== "closed" && snoozing.open(),
  };
}

/**
 * @param {string} name
 * @param {string} value
 * @param {Record<string, string>} [attributes]
 */
function fact(name, value, attributes = {}) {
  return [make("div", { class: "fact", ...attributes }, make("dt", { class: "unseen" }, name), make("dd", {}, value))];
}

/** Only what the team owes an answer is due. @param {Known} now */
function due({ state, due: at }) {
  if (state !== "open") return [];
  const { text, tone } = dueIn(at, Date.now() / 1000);
  return fact("Answer", `${text} (${momentOf(at)})`, { "data-tone": tone });
}
