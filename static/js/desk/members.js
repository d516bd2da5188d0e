// A lead's page of an inbox's members: who is there, who waits, and who was invited.
import { make, makeButton } from "../dom.js";
import { invitedPart } from "./invited.js";
import { openInviting } from "./inviting.js";
import { openInvitingMany } from "./invitingmany.js";
import { leavingPart } from "./leaving.js";
import { newcomersPart } from "./newcomers.js";
import { differences, signedListPart } from "./signedlist.js";
import { addressOf } from "./team.js";

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
      const redraw = async () => {
        await draw();
        main.querySelector("h1")?.focus(); // what had it may be gone
      };
      parts.replaceChildren(
        ...signedListPart(wrong),
        ...newcomersPart(context, team, redraw),
        leavingPart(context, team, redraw),
        ...invitedPart(context, team, redraw),
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
