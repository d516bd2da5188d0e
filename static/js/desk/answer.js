// The place below the letters: a reply or a note, what others wrote meanwhile, and the way to the server.
import { make, makeButton } from "../dom.js";
import { Meanwhile } from "./answering.js";
import { NOTE, REPLY } from "./drafts.js";
import { morningAfter } from "./due.js";
import { makeLetter } from "./letters.js";
import { createReply } from "./reply.js";
import { changeFor } from "./saved/effects.js";
import { createSide } from "./saved/side.js";
import { sentenceFor } from "./sentences.js";

/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {import("./drafts.js").Direction} Direction */
/**
 * `change`: what was asked for besides; `failure`: why it was not done.
 * @typedef {{reference: string, direction: Direction, version: number, closed: boolean,
 *   change: import("./acts.js").Change | null, failure?: unknown}} Sent
 */

/**
 * @param {object} parts
 * @param {string} parts.health
 * @param {import("./drafts.js").Drafts} parts.drafts
 * @param {import("./answering.js").Answering} parts.answering
 * @param {import("./saved/shelf.js").Shelf} parts.shelf the inbox's saved replies
 * @param {{me: string, team: string}} parts.names the member's id, and what patients call the team
 * @param {() => void} parts.leave out of the field, by the keyboard
 * @param {(sent: Sent) => void} parts.sent
 * @param {(reference: string, sentence: string) => void} parts.unsent what failed after one had gone elsewhere
 * @param {(opened: Opened) => void} parts.outdated somebody wrote: this is the conversation now
 */
export function createAnswer({ health, drafts, answering, shelf, names, leave, sent, unsent, outdated }) {
  const place = make("div", { class: "answer-place" });
  const news = make("div", { class: "meanwhile-place" });
  const element = make("section", { class: "answer", "aria-label": "Answer", hidden: "" });
  const choices = [REPLY, NOTE].map((each) => {
    const direction = /** @type {Direction} */ (each);
    const button = makeButton(direction === REPLY ? "Reply" : "Note", { class: "answer-tab" }, () => write(direction, true));
    button.append(make("span", { class: "answer-reach" }, direction === REPLY ? " to the patient" : " for the team"));
    return { direction, button };
  });
  const tabs = make("div", { class: "answer-tabs", role: "group", "aria-label": "What to write" }, ...choices.map(({ button }) => button));
  element.append(news, tabs, place);

  /** @type {Opened | undefined} */
  let opened;
  /** @type {import("./reply.js").Reply | undefined} */
  let reply;
  /** @type {import("./saved/side.js").Side | undefined} */
  let side;
  let busy = false;

  function reference() {
    return String(opened?.sealed.reference ?? "");
  }

  /**
   * @param {Direction} direction
   * @param {boolean} focus
   */
  function write(direction, focus) {
    const of = reference();
    for (const each of choices) each.button.setAttribute("aria-pressed", String(each.direction === direction));
    element.classList.toggle("note", direction === NOTE);
    side = direction === REPLY ? sideOf(of) : undefined;
    reply = createReply({
      place,
      direction,
      text: drafts.get(of, direction),
      health,
      keep(text) {
        drafts.set(of, direction, text);
        side?.draw();
      },
      send: (text, close) => send(direction, text, close),
      leave,
      side,
    });
    if (focus) reply.focus();
  }

  /** @param {string} of the conversation's reference */
  function sideOf(of) {
    return createSide({
      shelf,
      filling: { name: opened?.letters[0]?.name ?? "", reference: of, team: names.team },
      effects: () => drafts.effects(of),
      keep: (effects) => drafts.setEffects(of, effects),
      insert: (text) => reply?.insert(text),
      back: () => reply?.focus(),
    });
  }

  /**
   * @param {Direction} direction
   * @param {string} text
   * @param {boolean} close
   */
  async function send(direction, text, close) {
    const [mine, field] = [opened, reply];
    if (!mine || !field) return;
    field.complain("");
    field.lock(true);
    busy = true;
    const { reference: of, assignee } = mine.sealed;
    const effects = direction === REPLY ? drafts.effects(of) : {};
    const state = close ? "closed" : (effects.state ?? "");
    const isMine = assignee === null || assignee === names.me; // who answers first has it
    const change = changeFor(effects, { closed: close, isMine, morningIn: (days) => morningAfter(new Date(), days) });
    try {
      const version = await answering.send({ opened: mine, direction, text, state });
      drafts.set(of, direction, "");
      field.forget();
      news.replaceChildren();
      // Who went elsewhere and came back meanwhile has the text in another field.
      if (reply && reply !== field && reference() === of) write(direction, false);
      const facts = { reference: of, direction, closed: state === "closed", change };
      sent({ ...facts, ...(await after(of, version, change)) });
    } catch (failure) {
      if (reference() === of) refuse(failure, mine, field);
      else if (failure instanceof Meanwhile) unsent(of, "There is a new letter.");
      else if (sentenceFor(failure)) unsent(of, sentenceFor(failure));
    } finally {
      busy = false;
      field.lock(false);
    }
  }

  /**
   * The answer is sent: what is to be done besides can fail, and is no reason to send it again.
   * @param {string} of the conversation's reference
   * @param {number} version
   * @param {import("./acts.js").Change | null} change
   */
  async function after(of, version, change) {
    try {
      return { version: change ? await answering.follow(of, version, change) : version };
    } catch (failure) {
      return { version, failure };
    }
  }

  /**
   * @param {unknown} failure
   * @param {Opened} before
   * @param {import("./reply.js").Reply} field
   */
  function refuse(failure, before, field) {
    if (!(failure instanceof Meanwhile)) {
      const sentence = sentenceFor(failure);
      if (sentence) field.complain(`Not sent. Your text is still here. ${sentence}`);
      return;
    }
    const known = new Set(before.letters.map(({ id }) => id));
    const fresh = failure.opened.letters.filter(({ id }) => !known.has(id));
    outdated(failure.opened);
    if (failure.opened.trouble) return; // there is nothing to be answered any more
    news.replaceChildren(meanwhile(fresh));
    news.querySelector("h2")?.focus();
  }

  /** @param {import("./opener.js").Letter[]} letters */
  function meanwhile(letters) {
    return make(
      "section",
      { class: "notice meanwhile" },
      make("h2", { tabindex: "-1" }, headingFor(letters)),
      ...letters.map((letter) => makeLetter(letter).element),
      make("p", {}, "Your text was not sent. It is still here: change it, or send it as it is."),
      makeButton("Understood", { class: "button small" }, () => {
        news.replaceChildren();
        reply?.focus();
      }),
    );
  }

  return {
    element,
    isBusy: () => busy,
    /** Takes letters for this conversation from now on. What was written in it before is there again. @param {Opened} now */
    show(now) {
      const isOther = now.sealed.reference !== reference();
      opened = now;
      element.hidden = false;
      if (!isOther) return;
      news.replaceChildren();
      const noted = drafts.get(reference(), NOTE) !== "" && drafts.get(reference(), REPLY) === "";
      write(noted ? NOTE : REPLY, false);
    },
    hide() {
      opened = undefined;
      reply?.forget();
      reply = side = undefined;
      place.replaceChildren();
      news.replaceChildren();
      element.hidden = true;
    },
    /** @param {Direction} direction */
    begin(direction) {
      if (opened) write(direction, true);
    },
    /** A reply with one of the team's saved ones. */
    beginSaved() {
      if (!opened) return;
      if (!side) write(REPLY, false);
      void side?.open();
    },
  };
}

/** @param {import("./opener.js").Letter[]} letters */
function headingFor(letters) {
  const answer = letters.find(({ direction }) => direction === REPLY);
  if (answer) return `${answer.by ?? "Somebody on your team"} answered meanwhile`;
  const note = letters.find(({ direction }) => direction === NOTE);
  return note ? `${note.by ?? "Somebody on your team"} left a note meanwhile` : "The patient wrote meanwhile";
}
