// Inviting one newcomer: a link that is shown once. Its secret is made here, and never sent to the server.
import { copyText } from "../copy.js";
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { makeAnswers, makeField } from "./fields.js";
import { ROLES } from "./roles.js";
import { addressOf } from "./team.js";

/** @typedef {import("./shell.js").Context} Context */

const LONGEST_NAME = 80;
const LEADS_NEED_THE_KIT =
  "A lead also needs the recovery kit: after you let them in, whoever keeps it runs flask desk appoint. " +
  "Until then they work as an agent.";

/**
 * Makes an invitation, and tells the server of it.
 * @param {Context} context
 * @param {string} role
 * @param {string} name
 * @returns {Promise<string>} the link
 */
export async function invite({ api, keys, inbox }, role, name) {
  const { link } = await keys.call("invite", { slug: inbox.slug, role, name });
  await api.post(`${addressOf(inbox.slug)}/invitations`, { id: link.id, role, name });
  return `${location.origin}/desk/enrol#${link.id}.${link.secret}.${link.pin}`;
}

/**
 * @param {Context} context
 * @param {() => void} changed
 */
export function openInviting(context, changed) {
  const name = make("input", {
    id: "new-name",
    type: "text",
    autocomplete: "off",
    maxlength: String(LONGEST_NAME),
    "aria-describedby": "new-name-error",
  });
  const error = make("p", { class: "error", id: "new-name-error", role: "alert" });
  const button = make("button", { class: "button main" }, "Make the link");
  const form = make(
    "form",
    { class: "stack" },
    makeField("Name", name, error),
    make("fieldset", { class: "choices" }, make("legend", {}, "Role"), ...Object.keys(ROLES).map(roleChoice)),
    makeAnswers(button, makeButton("Cancel", {}, () => shown.dialog.close())),
  );
  const shown = context.dialogs.show(`Invite somebody to ${context.inbox.name}`, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button, context.tell, makeLink);
  });
  name.focus();

  async function makeLink() {
    const called = name.value.trim();
    error.textContent = called ? "" : "Write the newcomer's name first.";
    if (!called) return name.focus();
    const role = form.querySelector("input:checked")?.getAttribute("value") ?? "agent";
    const link = await invite(context, role, called);
    changed();
    showLink(called, role, link);
  }

  /**
   * @param {string} called
   * @param {string} role
   * @param {string} link
   */
  function showLink(called, role, link) {
    const shownLink = make("p", { class: "link-once", id: "link-once", translate: "no" }, link);
    const copied = make("p", { role: "status" });
    const copy = makeButton("Copy the link", { class: "button main" }, async () => {
      copied.textContent = (await copyText(link, shownLink)) ? "Copied." : "Select the link and copy it.";
    });
    shown.turnTo(
      `The link for ${called}`,
      make("p", {}, `Give it to ${called} alone, in person or by a message that reaches nobody else.`),
      make("p", {}, "It works once, for 24 hours, and is not shown again."),
      shownLink,
      make("p", {}, `When ${called} has followed it, they wait here until you let them in.`),
      ...(role === "lead" ? [make("p", { class: "notice" }, LEADS_NEED_THE_KIT)] : []),
      makeAnswers(copy, makeButton("Done", {}, () => shown.dialog.close()), copied),
    );
  }
}

/**
 * @param {string} role
 * @param {number} index
 */
function roleChoice(role, index) {
  const { name, may } = ROLES[/** @type {keyof typeof ROLES} */ (role)];
  const [id, hint] = [`role-${role}`, `role-${role}-may`];
  const input = make("input", { type: "radio", id, name: "role", value: role, "aria-describedby": hint });
  input.checked = index === 0;
  return make(
    "div",
    { class: "choice" },
    input,
    make("label", { for: id }, name),
    make("p", { class: "quiet", id: hint }, may),
  );
}
