// A member's own account: their inboxes, passkeys, words and sessions.
import { make } from "../dom.js";
import { digestPart } from "./digestpart.js";
import { joinPart } from "./joinpart.js";
import { notifyPart } from "./notifypart.js";
import { passkeysPart } from "./passkeys.js";
import { personFacts } from "./people.js";
import { ROLES, nameOfRole } from "./roles.js";
import { sessionsPart } from "./sessions.js";

/** @typedef {import("./shell.js").Context} Context */

/** @type {import("./shell.js").View} */
export const account = {
  async open(main, _params, context) {
    context.title("Your account");
    const passkeys = make("div");
    const drawPasskeys = () => passkeys.replaceChildren(...passkeysPart(context, drawPasskeys));
    drawPasskeys();
    const sessions = sessionsPart(context);
    const digest = digestPart(context);
    const inboxes = make("div");
    /** The form's button is gone with the old form. */
    const joined = () => {
      inboxes.replaceChildren(inboxesPart(context, joined));
      inboxes.querySelector("h2")?.focus();
    };
    inboxes.append(inboxesPart(context, joined));
    main.append(
      make("h1", { tabindex: "-1" }, "Your account"),
      make("p", { class: "lead" }, context.me.member.name),
      inboxes,
      passkeys,
      notifyPart(),
      digest.element,
      sessions.element,
    );
    await Promise.all([sessions.load(), digest.load()]);
  },
};

/**
 * @param {Context} context
 * @param {() => void} joined
 */
function inboxesPart(context, joined) {
  const lines = context.me.inboxes.map(({ name, role, state }) =>
    make(
      "li",
      { class: "person" },
      make("p", { class: "person-name" }, name),
      personFacts(nameOfRole(role), [state === "waiting" ? "You wait for a lead to let you in." : ROLES[role].may]),
    ),
  );
  return make(
    "section",
    { class: "part", "aria-labelledby": "inboxes" },
    make("h2", { id: "inboxes", tabindex: "-1" }, "Your inboxes"),
    lines.length ? make("ul", { class: "people" }, ...lines) : make("p", {}, "None any more."),
    joinPart(context, joined),
  );
}
