// A lead's page of an inbox's members: who is there, who waits, and who was invited.
import { make, makeButton } from "../dom.js";
import { openInviting } from "./inviting.js";
import { openInvitingMany } from "./invitingmany.js";
import { leavingPart } from "./leaving.js";
import { newcomersPart } from "./newcomers.js";
import { personFacts } from "./people.js";
import { nameOfRole } from "./roles.js";
import { differences, signedListPart } from "./signedlist.js";
import { addressOf, nameOf } from "./team.js";
import { timeElement } from "./times.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./team.js").Team} Team */

/** @type {import("./shell.js").View} */
export const members = {
  async open(main, _params, context) {
    context.title("Members");
    if (context.keys.trouble(context.inbox.slug)) return void main.append(stopped());
    const parts = make("div", {}, make("p", { class: "quiet part" }, "Looking…"));
    main.append(
      head(context, () => void draw().catch(context.tell)),
      parts,
    );
    await draw();

    async function draw() {
      let { team, wrong } = await look();
      if (wrong.length) {
        await context.keys.refresh(); // another lead may have let somebody in or out meanwhile
        ({ team, wrong } = await look());
      }
      if (context.signal.aborted) return;
      const redraw = () => draw();
      parts.replaceChildren(
        ...signedListPart(wrong),
        ...newcomersPart(context, team, redraw),
        leavingPart(context, team, redraw),
        ...invitationsPart(team),
      );
    }

    async function look() {
      const { slug } = context.inbox;
      /** @type {Team} */
      const team = await context.api.get(`${addressOf(slug)}/members`);
      const { members: signed } = await context.keys.call("listed", { slug });
      return { team, wrong: differences(team, signed) };
    }
  },
};

/** What is wrong stands above, in the shell's own words. */
function stopped() {
  return make(
    "section",
    { class: "stack" },
    make("h1", { tabindex: "-1" }, "Members"),
    make("p", {}, "Nobody can be let in or out before this is put right."),
  );
}

/**
 * @param {Context} context
 * @param {() => void} changed
 */
function head(context, changed) {
  return make(
    "div",
    { class: "view-head" },
    make(
      "div",
      {},
      make("h1", { tabindex: "-1" }, "Members"),
      make("p", { class: "lead" }, `Who can open what patients write to ${context.inbox.name}.`),
    ),
    make(
      "div",
      { class: "toolbar" },
      makeButton("Invite", { class: "button main" }, () => openInviting(context, changed)),
      makeButton("Invite by list", {}, () => openInvitingMany(context, changed)),
    ),
  );
}

/** @param {Team} team */
function invitationsPart(team) {
  const open = team.invitations.filter(({ used }) => !used);
  if (!open.length) return [];
  const lines = open.map(({ name, role, made_by, expires }) =>
    make(
      "li",
      { class: "person" },
      make("p", { class: "person-name" }, name),
      personFacts(
        nameOfRole(role),
        [made_by === null ? "invited at a terminal" : `invited by ${nameOf(team, made_by)}`],
        ["the link expires ", timeElement(expires)],
      ),
    ),
  );
  return [
    make(
      "section",
      { class: "part", "aria-labelledby": "invited" },
      make("h2", { id: "invited" }, "Invited, not here yet"),
      make("ul", { class: "people" }, ...lines),
    ),
  ];
}
