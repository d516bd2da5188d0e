// Newcomers who made their keys and wait: a lead's browser checks that these are theirs, and lets them in.
import { WorkerError } from "../caller.js";
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { personFacts } from "./people.js";
import { nameOfRole } from "./roles.js";
import { sentenceForTrouble } from "./sentences.js";
import { addressOf, nameOf, namesOf } from "./team.js";
import { timeElement } from "./times.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./team.js").Team} Team */
/** @typedef {import("./team.js").Member} Member */

const OF_THE_KIT =
  "This invitation was made at a terminal: whoever keeps the recovery kit lets them in, with flask desk appoint.";

/**
 * @param {Context} context
 * @param {Team} team
 * @param {() => Promise<void>} redraw
 * @returns {HTMLElement[]} nothing where nobody waits
 */
export function newcomersPart(context, team, redraw) {
  const waiting = team.members.filter(({ state }) => state === "waiting");
  const mine = waiting.filter(({ invite }) => invite?.made_by === context.me.member.id);
  if (!waiting.length) return [];
  /** @type {Map<string, HTMLElement>} */
  const notes = new Map();

  const lines = waiting.map((newcomer) => {
    const note = make("div", { role: "alert" });
    notes.set(newcomer.id, note);
    const acts = mine.includes(newcomer) ? [letInButton("Let in", [newcomer], newcomer.name)] : [];
    acts.push(declineButton(newcomer));
    return make(
      "li",
      { class: "person" },
      make("p", { class: "person-name" }, newcomer.name),
      facts(newcomer),
      make("div", { class: "person-acts" }, ...acts),
      ...(mine.includes(newcomer) ? [] : [make("p", { class: "notice" }, whoseItIs(team, newcomer))]),
      note,
    );
  });

  /**
   * @param {string} text
   * @param {Member[]} chosen
   * @param {string} [whom] for those who hear the button alone
   */
  function letInButton(text, chosen, whom = "") {
    const button = makeButton(text, { class: "button main small" }, () =>
      once(button, context.tell, () => letIn(chosen)),
    );
    if (whom) button.append(make("span", { class: "unseen" }, ` ${whom}`));
    return button;
  }

  /** @param {Member} newcomer */
  function declineButton({ id, name }) {
    const button = makeButton("Decline", { class: "button small" }, () => once(button, context.tell, decline));
    button.append(make("span", { class: "unseen" }, ` ${name}`));
    return button;

    async function decline() {
      const { api, ask, inbox, say } = context;
      if (!(await ask(question(name)))) return;
      await api.post(`${addressOf(inbox.slug)}/declined`, { member: id });
      say(`${name} is not let in.`);
      await redraw();
    }
  }

  /** Nothing is sent of those whose keys do not fit the invitation. @param {Member[]} chosen */
  async function letIn(chosen) {
    const { api, keys, inbox, say } = context;
    const { grants } = await api.get(`${addressOf(inbox.slug)}/grants/ahead`);
    const good = [];
    for (const newcomer of chosen) if (await isGood(newcomer)) good.push(newcomer);
    if (!good.length) return;
    const { roster, members } = await keys.call("grant", { slug: inbox.slug, members: good, ahead: grants });
    await api.post(`${addressOf(inbox.slug)}/grants`, { roster, members });
    await keys.refresh();
    say(`${namesOf(good)} can work here now.`);
    if (good.length === chosen.length) await redraw();
    else for (const { id } of good) notes.get(id)?.closest("li")?.remove();
  }

  /** @param {Member} newcomer */
  async function isGood(newcomer) {
    const note = notes.get(newcomer.id);
    note?.replaceChildren();
    try {
      await context.keys.call("check", { slug: context.inbox.slug, member: newcomer });
      return true;
    } catch (failure) {
      if (!(failure instanceof WorkerError) || failure.code === "locked") throw failure;
      note?.replaceChildren(make("p", { class: "notice alarm" }, sentenceForTrouble(failure.code)));
      note?.closest("li")?.querySelector(".button.main")?.remove();
      return false;
    }
  }

  return [
    make(
      "section",
      { class: "part", "aria-labelledby": "waiting" },
      make("h2", { id: "waiting" }, "Waiting to be let in"),
      make("p", { class: "quiet" }, "Letting somebody in gives them the keys to this inbox's letters."),
      make("ul", { class: "people" }, ...lines),
      ...(mine.length > 1 ? [make("p", {}, letInButton(`Let in all ${mine.length}`, mine))] : []),
    ),
  ];
}

/** A member of another inbox has a name already. @param {Member} newcomer */
function facts({ name, role, joined, invite }) {
  const other = invite && invite.name !== name ? [[`invited as ${invite.name}`]] : [];
  return personFacts(nameOfRole(role), ["came ", timeElement(joined)], ...other);
}

/**
 * @param {Team} team
 * @param {Member} newcomer
 */
function whoseItIs(team, { invite }) {
  if (!invite?.made_by) return OF_THE_KIT;
  return `Only ${nameOf(team, invite.made_by)} can confirm this one, or invite again.`;
}

/**
 * @param {string} name
 * @returns {import("./dialogs.js").Question}
 */
function question(name) {
  return {
    heading: `Turn ${name} away?`,
    text: ["They were given no keys, and get none. To come in after all, they need a new invitation."],
    yes: "Decline",
    no: "Keep waiting",
  };
}
