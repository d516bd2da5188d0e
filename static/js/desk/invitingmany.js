// Inviting a whole team at once: a pasted list in, a table of links out.
import { copyText } from "../copy.js";
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { makeAnswers, makeField } from "./fields.js";
import { invite } from "./inviting.js";
import { MOST_LINES, readNames } from "./namelist.js";
import { nameOfRole } from "./roles.js";
import { sentenceFor } from "./sentences.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {{name: string, role: string, link: string}} Invited */

/**
 * @param {Context} context
 * @param {() => void} changed
 */
export function openInvitingMany(context, changed) {
  const list = make("textarea", {
    id: "names",
    rows: "8",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "names-hint names-error",
  });
  const error = make("div", { class: "error", id: "names-error", role: "alert" });
  const line = make("p", { role: "status" });
  const button = make("button", { class: "button main" }, "Make the links");
  const form = make(
    "form",
    { class: "stack" },
    makeField(
      "Names and roles",
      list,
      error,
      `One line each, at most ${MOST_LINES}: a name, a comma, a role. Without one: agent.`,
    ),
    line,
    makeAnswers(button, makeButton("Cancel", {}, () => shown.dialog.close())),
  );
  const shown = context.dialogs.show(`Invite a list of people to ${context.inbox.name}`, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button, context.tell, makeLinks);
  });
  list.focus();

  async function makeLinks() {
    const { newcomers, problems } = readNames(list.value);
    if (!newcomers.length && !problems.length) problems.push("Write or paste the list first.");
    error.replaceChildren(...problems.map((problem) => make("p", {}, problem)));
    if (problems.length) return list.focus();
    /** @type {Invited[]} */
    const invited = [];
    let failed;
    for (const { name, role } of newcomers) {
      line.textContent = `Making link ${invited.length + 1} of ${newcomers.length}…`;
      try {
        invited.push({ name, role, link: await invite(context, role, name) });
      } catch (failure) {
        failed = failure;
        break;
      }
    }
    line.textContent = "";
    if (!invited.length) throw failed;
    changed();
    showLinks(invited, newcomers.length, failed);
  }

  /**
   * @param {Invited[]} invited
   * @param {number} wanted
   * @param {unknown} failed why there are fewer
   */
  function showLinks(invited, wanted, failed) {
    const text = invited.map(({ name, role, link }) => [name, nameOfRole(role), link].join("\t")).join("\n");
    const table = tableOf(invited);
    const copied = make("p", { role: "status" });
    const copy = makeButton("Copy all", { class: "button main" }, async () => {
      copied.textContent = (await copyText(text, table)) ? "Copied." : "Select the table and copy it.";
    });
    const missing = `Only ${invited.length} of ${wanted} links were made. ${sentenceFor(failed)}`;
    shown.turnTo(
      "The links",
      ...(invited.length < wanted ? [make("p", { class: "notice alarm" }, missing)] : []),
      make(
        "p",
        {},
        "Give each person their own link and no other. Each works once, for 24 hours, and is not shown again.",
      ),
      make("div", { class: "links", tabindex: "0", role: "group", "aria-label": "Links" }, table),
      makeAnswers(copy, makeButton("Done", {}, () => shown.dialog.close()), copied),
    );
  }
}

/** @param {Invited[]} invited */
function tableOf(invited) {
  const head = make("tr", {}, ...["Name", "Role", "Link"].map((name) => make("th", { scope: "col" }, name)));
  const rows = invited.map(({ name, role, link }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, name),
      make("td", {}, nameOfRole(role)),
      make("td", { translate: "no" }, link),
    ),
  );
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
}
