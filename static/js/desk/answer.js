// The place below the letters: a reply or a note, what others wrote meanwhile, and the way to the server.
import { make, makeButton } from "../dom.js";
import { Meanwhile } from "./answering.js";
import { NOTE, REPLY } from "./drafts.js";
import { makeLetter } from "./letters.js";
import { createReply } from "./reply.js";
import { sentenceFor } from "./sentences.js";

/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {import("./drafts.js").Direction} Direction */
/** @typedef {{reference: string, direction: Direction, version: number, closed: boolean}} Sent */

/**
 * @param {object} parts
 * @param {string} parts.health
 * @param {boolean} parts.mayReply else notes alone are written
 * @param {import("./drafts.js").Drafts} parts.drafts
 * @param {import("./answering.js").Answering} parts.answering
 * @param {() => void} parts.leave out of the field, by the keyboard
 * @param {(sent: Sent) => void} parts.sent
 * @param {(opened: Opened) => void} parts.outdated somebody wrote: this is the conversation now
 */
export function createAnswer({ health, mayReply, drafts, answering, leave, sent, outdated }) {
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
  element.append(news, ...(mayReply ? [tabs] : []), place);

  /** @type {Opened | undefined} */
  let opened;
  /** @type {import("./reply.js").Reply | undefined} */
  let reply;
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
    reply = createReply({
      place,
      direction,
      text: drafts.get(of, direction),
      health,
      keep: (text) => drafts.set(of, direction, text),
      send: (text, close) => send(direction, text, close),
      leave,
    });
    if (focus) reply.focus();
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
    try {
      const version = await answering.send({ opened: mine, direction, text, state: close ? "closed" : "" });
      drafts.set(mine.sealed.reference, direction, "");
      field.forget();
      news.replaceChildren();
      sent({ reference: mine.sealed.reference, direction, version, closed: close });
    } catch (failure) {
      if (opened?.sealed.reference === mine.sealed.reference) refuse(failure, mine, field);
    } finally {
      busy = false;
      field.lock(false);
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
      write(mayReply && !noted ? REPLY : NOTE, false);
    },
    hide() {
      opened = undefined;
      reply?.forget();
      reply = undefined;
      place.replaceChildren();
      news.replaceChildren();
      element.hidden = true;
    },
    /** @param {Direction} direction */
    begin(direction) {
      if (opened && (mayReply || direction === NOTE)) write(direction, true);
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
