// The conversation as its patient reads it: letters, how it stands, and what is not to be trusted.
import { find, make } from "../dom.js";
import { dayIn, momentIn } from "../moments.js";

const PATIENT = 1;
/** Outcomes that have a sentence of their own; the others mean that something was changed on its way. */
const TOLD = new Set(["wrong_place", "bad_signature", "broken_chain", "held_back"]);

/** @typedef {import("./keyring.js").Said} Said */
/**
 * What the door says of a conversation beside its letters; times in Unix seconds.
 * @typedef {{reference: string, team: string, state: string, received: number, expected: number, answered: boolean,
 *   rated: boolean, goes_on: boolean, readable_until: string, answer_within_hours: number, office_hours: boolean, languages: string[], help: object,
 *   crisis: Record<string, import("../contacts.js").Contact[]>, own_terms: import("../health.js").Section | null}} Facts
 */
/** @typedef {{facts: Facts, letters: Said[], gone: number, trouble: {code: string, after: number} | null}} Conversation */

/** @param {import("../words.js").Words} words */
export function createThread(words) {
  const list = find("letters");
  /** @type {Conversation | undefined} */
  let shown;

  function draw() {
    if (!shown) return;
    const { facts, letters, gone, trouble } = shown;
    find("reference").textContent = facts.reference;
    find("team").textContent = facts.team;
    find("thread-state").textContent = standing(facts, words);
    const endTogether = new Set(letters.map(({ until }) => until)).size <= 1;
    const until = endTogether ? "thread_until" : "thread_until_each";
    find("until").textContent = words.say(until, { date: dayIn(words.language, facts.readable_until) });
    find("gone").hidden = gone === 0;
    find("gone").textContent = words.say(gone === 1 ? "thread_gone_one" : "thread_gone_many", { count: gone });
    list.replaceChildren(...letters.map((letter) => item(letter, facts.team, words)));
    drawTrouble(trouble);
  }

  /** @param {Conversation["trouble"]} trouble */
  function drawTrouble(trouble) {
    const panel = find("trouble");
    panel.hidden = !trouble;
    if (!trouble) return panel.replaceChildren();
    const code = TOLD.has(trouble.code) ? trouble.code : "cannot_open";
    panel.replaceChildren(
      make("h2", {}, words.say("trouble_heading")),
      make("p", {}, words.say(`trouble_${code}`)),
      make("p", {}, words.say("trouble_do")),
    );
  }

  words.follow(draw);
  return {
    /** @param {Conversation} conversation */
    show(conversation) {
      shown = conversation;
      draw();
    },
    clear() {
      shown = undefined;
      list.replaceChildren();
      for (const id of ["reference", "team", "thread-state", "until", "gone"]) find(id).textContent = "";
      find("trouble").replaceChildren();
    },
    /** The whole conversation as plain text. */
    text() {
      if (!shown) return "";
      const { facts, letters } = shown;
      const said = letters.map((letter) => `${writer(letter, facts.team, words)}, ${momentIn(words.language, letter.received)}\n${letter.text}`);
      return [`${words.say("thread_reference")}: ${facts.reference}`, ...said, ""].join("\n\n");
    },
  };
}

/**
 * @param {Facts} facts
 * @param {import("../words.js").Words} words
 */
function standing({ team, state, expected, answered, goes_on, answer_within_hours: hours, office_hours }, words) {
  if (goes_on) return words.say("state_goes_on");
  if (state === "closed") return words.say("state_closed");
  if (answered && state !== "open") return words.say("state_answered");
  const late = expected * 1000 < Date.now();
  const said = late ? "state_late" : "state_waiting";
  return words.say(office_hours ? `${said}_by` : said, { team, hours, date: momentIn(words.language, expected) });
}

/**
 * @param {Said} letter
 * @param {string} team
 * @param {import("../words.js").Words} words
 */
function item(letter, team, words) {
  const side = letter.direction === PATIENT ? "mine" : "theirs";
  const when = new Date(letter.received * 1000);
  return make(
    "li",
    { class: `letter ${side}` },
    make(
      "p",
      { class: "letter-head" },
      make("b", {}, writer(letter, team, words)),
      " ",
      make("time", { datetime: when.toISOString() }, momentIn(words.language, letter.received)),
    ),
    make("div", { class: "letter-text", translate: "no", dir: "auto" }, letter.text),
  );
}

/**
 * @param {Said} letter
 * @param {string} team
 * @param {import("../words.js").Words} words
 */
function writer({ direction }, team, words) {
  return words.say(direction === PATIENT ? "thread_you" : "thread_team", { team });
}
