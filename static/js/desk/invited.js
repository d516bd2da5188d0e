// Invitations that nobody has used yet, and taking one back: its link may have gone to the wrong person.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { personFacts } from "./people.js";
import { nameOfRole } from "./roles.js";
import { addressOf, nameOf } from "./team.js";
import { timeElement } from "./times.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./team.js").Team} Team */
/** @typedef {Team["invitations"][number]} Invitation */

/**
 * @param {Context} context
 * @param {Team} team
 * @param {() => Promise<void>} redraw
 * @returns {HTMLElement[]} nothing where no invitation is open
 */
export function invitedPart(context, team, redraw) {
  const open = team.invitations.filter(({ used }) => !used);
  if (!open.length) return [];
  const lines = open.map((invitation) =>
    make(
      "li",
      { class: "person" },
      make("p", { class: "person-name" }, invitation.name),
      facts(team, invitation),
      make("div", { class: "person-acts" }, withdrawButton(invitation)),
    ),
  );

  /** @param {Invitation} invitation */
  function withdrawButton({ id, name }) {
    const button = makeButton("Withdraw", { class: "button small" }, () => once(button, context.tell, withdraw));
    button.append(make("span", { class: "unseen" }, ` the invitation of ${name}`));
    return button;

    async function withdraw() {
      const { api, ask, inbox, say } = context;
      if (!(await ask(question(name)))) return;
      await api.post(`${addressOf(inbox.slug)}/invitations/withdrawn`, { id });
      say(`The link for ${name} opens nothing any more.`);
      await redraw();
    }
  }

  return [
    make(
      "section",
      { class: "part", "aria-labelledby": "invited" },
      make("h2", { id: "invited" }, "Invited, not here yet"),
      make("ul", { class: "people" }, ...lines),
    ),
  ];
}

/**
 * @param {Team} team
 * @param {Invitation} invitation
 */
function facts(team, { role, made_by, expires }) {
  return personFacts(
    nameOfRole(role),
    [made_by === null ? "invited at a terminal" : `invited by ${nameOf(team, made_by)}`],
    ["the link expires ", timeElement(expires)],
  );
}

/**
 * @param {string} name
 * @returns {import("./dialogs.js").Question}
 */
function question(name) {
  return {
    heading: `Withdraw the invitation of ${name}?`,
    text: ["Their link stops working. You can invite them again at any time."],
    yes: "Withdraw",
    no: "Keep",
  };
}
