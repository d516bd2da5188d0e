// Members who are in, and taking them out. Who leads can be taken out with the recovery kit alone.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { showKitSteps } from "./kitsteps.js";
import { openMemberSessions } from "./membersessions.js";
import { personFacts } from "./people.js";
import { nameOfRole } from "./roles.js";
import { addressOf, namesOf } from "./team.js";
import { dayOf, timeElement } from "./times.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./team.js").Team} Team */
/** @typedef {import("./team.js").Member} Member */

/**
 * @param {Context} context
 * @param {Team} team
 * @param {() => Promise<void>} redraw
 */
export function leavingPart(context, team, redraw) {
  const there = team.members.filter(({ state }) => state === "active");
  /** @type {Map<Member, HTMLInputElement>} */
  const boxes = new Map();
  const lines = there.map((member) => {
    const isMe = member.id === context.me.member.id;
    return make("li", { class: "person" }, isMe ? me(member) : choosable(member), facts(member), ...(isMe ? [] : [sessionsButton(member)]));
  });
  const button = makeButton("Remove…", {}, () => once(button, context.tell, remove));

  /** @param {Member} member */
  function choosable(member) {
    const box = make("input", { type: "checkbox" });
    boxes.set(member, box);
    return make("label", { class: "person-name" }, box, make("span", {}, member.name));
  }

  /** @param {Member} member */
  function sessionsButton(member) {
    const button = makeButton("Sign-ins", { class: "button small" }, () => once(button, context.tell, () => openMemberSessions(context, member)));
    button.append(make("span", { class: "unseen" }, ` of ${member.name}`));
    return make("div", { class: "person-acts" }, button);
  }

  async function remove() {
    const chosen = [...boxes].filter(([, box]) => box.checked).map(([member]) => member);
    if (!chosen.length) return context.say("Choose who leaves first, in the list.", "problem");
    if (chosen.some(({ appointed }) => appointed)) return showKitSteps(context, chosen);
    if (!(await context.ask(question(chosen, context.inbox.name)))) return;
    const { api, keys, inbox, say } = context;
    const ids = chosen.map(({ id }) => id);
    const {
      roster,
      keys: signed,
      epochs,
    } = await keys.call("remove", { slug: inbox.slug, members: ids, kit: team.kit });
    await api.post(`${addressOf(inbox.slug)}/removals`, { members: ids, roster, keys: signed, epochs });
    await keys.refresh();
    say(`Removed: ${namesOf(chosen)}. From now on letters are sealed to new keys.`);
    await redraw();
  }

  return make(
    "section",
    { class: "part", "aria-labelledby": "there" },
    make("h2", { id: "there" }, "At the desk"),
    make("ul", { class: "people" }, ...lines),
    ...(boxes.size ? [make("p", {}, button)] : []),
  );
}

/** @param {Member} member */
function me({ name }) {
  return make("p", { class: "person-name without-box" }, name, make("span", { class: "quiet" }, "you"));
}

/** @param {Member} member */
function facts({ role, appointed, joined, last_seen, passkeys }) {
  return personFacts(
    nameOfRole(role),
    ...(role === "lead" && !appointed ? [["waits for the recovery kit"]] : []),
    ["since ", timeElement(joined, dayOf)],
    last_seen ? ["last seen ", timeElement(last_seen)] : ["not seen yet"],
    [passkeys === 1 ? "1 passkey" : `${passkeys} passkeys`],
  );
}

/**
 * @param {Member[]} chosen
 * @param {string} inbox
 * @returns {import("./dialogs.js").Question}
 */
function question(chosen, inbox) {
  return {
    heading: `Remove ${namesOf(chosen)} from ${inbox}?`,
    text: [
      "From now on they cannot read anything new here: what comes next is sealed to keys that they do not get.",
      "What they have seen, they have seen. Nobody can take that back.",
      "To come back, they need a new invitation.",
    ],
    yes: "Remove",
    no: "Keep",
    danger: true,
  };
}
