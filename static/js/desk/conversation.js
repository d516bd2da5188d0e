// One conversation: its facts, its letters as the worker opened them, and the answer.
import { make } from "../dom.js";
import { createAnswer } from "./answer.js";
import { createAnswering } from "./answering.js";
import { Refused } from "./api.js";
import { budgetPanel } from "./budget.js";
import { createConversationHead } from "./conversationhead.js";
import { NOTE } from "./drafts.js";
import { morningOf } from "./due.js";
import { createFindings } from "./findings.js";
import { createLettersView } from "./lettersview.js";
import { newsOf } from "./news.js";
import { emptyPanel, failurePanel, newsPanel, openingPanel } from "./notices.js";
import { createOpener } from "./opener.js";
import { createPassingOn } from "./passingon.js";
import { createReview } from "./review.js";
import { createReviewing } from "./reviewing.js";
import { sentenceForUndone } from "./saved/effects.js";
import { sentenceFor, sentenceForTrouble } from "./sentences.js";
import { createStateBar } from "./statebar.js";

const AGES_MS = 30_000;

/** @typedef {import("./pages.js").Slip} Slip */
/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {import("./statebar.js").Known & {version: number}} Known */
/** @typedef {ReturnType<typeof createConversation>} Conversation */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.pane
 * @param {import("./shell.js").Context} parts.context
 * @param {import("./facts.js").Facts} parts.facts
 * @param {import("./drafts.js").Drafts} parts.drafts
 * @param {import("./acts.js").Acts} parts.acts
 * @param {import("./saved/shelf.js").Shelf} parts.shelf
 * @param {(opened: Opened) => boolean} parts.read tells what was opened; answers whether it is to be shown here
 * @param {() => void} parts.leave back to the list, since this is done
 * @param {() => string} parts.listAddress
 */
export function createConversation({ pane, context, facts, drafts, acts, shelf, read, leave, listAddress }) {
  const { keys, signal } = context;
  const opener = createOpener(context);
  const findings = createFindings(context.health, signal);
  const mayChange = context.inbox.role !== "reviewer";
  const bar = createStateBar({
    facts,
    dialogs: context.dialogs,
    me: context.me.member.id,
    mayChange,
    assign: (member) => act((target) => acts.assign(target, member, facts.name(member))),
    snooze: (until, when) => act(async (target) => (await acts.snooze(target, until, when)) && leave()),
    close: () => close(),
    reopen: () => act(acts.reopen),
    more: createPassingOn({
      context,
      opener,
      drafts,
      target: () => known && { reference, version: known.version },
      leave,
      again: () => show(reference, undefined),
    }),
  });
  const field = { health: context.health, drafts, leave: () => head.focus() };
  const answer = mayChange
    ? createAnswer({
        ...field,
        answering: createAnswering(context, opener),
        shelf,
        names: { me: context.me.member.id, team: context.inbox.name },
        sent: (facts) => sent(facts),
        unsent: (of, sentence) => context.say(`What you wrote in ${of} was not sent. It is kept there. ${sentence}`, "problem"),
        outdated(now) {
          take(now);
          if (now.trouble) context.say("Not sent. What you wrote is kept until somebody has looked into this.", "problem");
        },
      })
    : createReview({ ...field, reviewing: createReviewing(context, opener), saved: (of) => saved(of) });
  const head = createConversationHead({ findings, tools: bar.tools, facts: bar.facts });
  const body = make("div", { class: "conversation-body" });
  const letters = createLettersView(body, findings, () => load());
  const news = make("div", { role: "status" });

  let reference = "";
  let round = 0;
  /** @type {Known | undefined} */
  let known;
  /** @type {Opened | undefined} */
  let opened;

  const timer = setInterval(() => {
    if (known) bar.draw(known);
    letters.growOlder();
  }, AGES_MS);
  signal.addEventListener("abort", () => clearInterval(timer));

  /**
   * @param {string} wanted its reference
   * @param {Slip | undefined} slip
   */
  async function show(wanted, slip) {
    answer.hide();
    reference = wanted;
    opened = undefined;
    known = slip;
    head.name(wanted, listAddress());
    if (slip) bar.draw(slip);
    else bar.clear();
    news.replaceChildren();
    pane.replaceChildren(head.element, news, body, answer.element);
    body.replaceChildren(openingPanel());
    context.title(wanted);
    await load();
  }

  /** Answers whether that was done. */
  async function load() {
    const mine = (round += 1);
    const isOld = () => mine !== round || signal.aborted;
    const trouble = keys.trouble(context.inbox.slug);
    if (trouble) return fail(sentenceForTrouble(trouble));
    try {
      const now = await opener.read(reference, isOld);
      if (isOld()) return false;
      take(now);
      return true;
    } catch (failure) {
      if (!isOld()) refuse(failure);
      return false;
    }
  }

  /** @param {unknown} failure */
  function refuse(failure) {
    const isBudget = failure instanceof Refused && failure.code === "budget";
    if (opened) tellLater(sentenceFor(failure));
    else if (isBudget) body.replaceChildren(budgetPanel(failure, context, load));
    else if (failure instanceof Refused && failure.code === "gone")
      fail("There is no such conversation here. It may have expired, been deleted by the patient, or been handed to another inbox.");
    else fail(sentenceFor(failure));
  }

  /** @param {string} sentence */
  function fail(sentence) {
    if (sentence) body.replaceChildren(failurePanel(sentence, load)); // else the desk shows it in another way
    return false;
  }

  /** @param {Opened} now */
  function take(now) {
    if (!read(now)) return;
    opened = now;
    known = now.sealed;
    bar.draw(now.sealed);
    news.replaceChildren();
    letters.draw(now);
    head.showMarks();
    if (now.trouble) answer.hide();
    else answer.show(now);
    // A warning stands above all letters, and is to be seen first.
    if (!now.trouble) letters.showLast();
  }

  /** @param {import("./answer.js").Sent} facts */
  async function sent({ reference: of, direction, version, closed, change, failure }) {
    if (signal.aborted) return; // it is there when this is opened again
    if (failure) context.say(sentenceForUndone(of, change, failure), "problem");
    if (of !== reference) {
      if (!failure) context.say(direction === NOTE ? `Your note is in ${of}.` : `Your answer to ${of} is sent.`);
      return;
    }
    if (change?.snoozed_until && !failure) {
      acts.offerReopening({ reference, version, state: "snoozed" }, `Sent, and ${reference} comes back on ${morningOf(change.snoozed_until)}.`);
      return leave();
    }
    if (closed) {
      acts.offerReopening({ reference, version, state: "closed" }, `Sent, and ${reference} is closed.`);
      return leave();
    }
    if (await load()) letters.focusLast();
  }

  /** @param {string} of the reference of what was reviewed */
  function saved(of) {
    if (signal.aborted) return; // it is there when this is opened again
    if (of === reference) void load(); // the next one follows it
    else context.say(`Your review of ${of} is saved.`);
  }

  /** @param {(target: import("./acts.js").Target) => Promise<unknown>} doIt */
  async function act(doIt) {
    if (known && mayChange) await doIt({ reference, version: known.version, state: known.state });
  }

  function close() {
    return act(async (target) => target.state !== "closed" && (await acts.close(target)) && leave());
  }

  /** @param {string} sentence */
  function tellLater(sentence) {
    if (!sentence || news.firstElementChild?.firstElementChild?.textContent === sentence) return;
    const panel = newsPanel(sentence, async () => {
      if (await load()) head.focus();
    });
    news.replaceChildren(panel);
  }

  return {
    show,
    reference: () => reference,
    focus: head.focus,
    hide() {
      round += 1;
      reference = "";
      opened = known = undefined;
      answer.hide();
      letters.clear();
      pane.replaceChildren(emptyPanel());
    },
    /** Its row in the list says something else now. @param {Slip} slip */
    hear(slip) {
      if (!known || !opened || answer.isBusy()) return;
      const fresh = newsOf(slip, known, opened.letters);
      if (!fresh) return;
      tellLater(fresh.sentence);
      // Where there is a letter that was not read, the version stays: nothing is to be done without having read it.
      if (fresh.isLetter) return;
      known = { ...known, ...slip };
      bar.draw(known);
    },
    /** What was changed here. @param {Partial<Known>} facts */
    changed(facts) {
      if (!known) return;
      const isRead = opened?.sealed.version === known.version;
      known = { ...known, ...facts };
      if (opened && isRead) opened.sealed = { ...opened.sealed, ...facts };
      bar.draw(known);
    },
    async outdated() {
      if (await load()) context.say("Somebody changed this meanwhile. This is how it is now: look again.");
    },
    close,
    assignToMe: () => act((target) => acts.assign(target, context.me.member.id, "you")),
    openSnooze: bar.openSnooze,
    answer: answer.begin,
    answerSaved: answer.beginSaved,
  };
}
