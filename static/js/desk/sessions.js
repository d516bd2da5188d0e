// Where a member is signed in: on their account's page, and for their lead.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { personFacts } from "./people.js";
import { timeElement } from "./times.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {{id: string, began: number, last: number, label: string, current: boolean}} Session */

/** @param {Context} context */
export function sessionsPart(context) {
  const list = make("ul", { class: "people" });
  const element = make(
    "section",
    { class: "part", "aria-labelledby": "sessions" },
    make("h2", { id: "sessions" }, "Where you are signed in"),
    make("p", { class: "quiet" }, "Each tab unlocks the keys for itself, and none stay behind on a device."),
    list,
  );

  async function load() {
    const { sessions } = await context.api.get("/desk/sessions");
    list.replaceChildren(...sessions.map((/** @type {Session} */ each) => line(each)));
  }

  /** @param {Session} session */
  function line(session) {
    const { id, label, current } = session;
    const button = makeButton(current ? "Sign out" : "End", { class: "button small" }, () =>
      current ? context.signOut() : once(button, context.tell, () => end(id, label)),
    );
    button.append(make("span", { class: "unseen" }, current ? " here" : ` ${label}`));
    return sessionItem(session, button);
  }

  /** @param {string} id @param {string} label */
  async function end(id, label) {
    await context.api.post(`/desk/sessions/${encodeURIComponent(id)}/end`);
    context.say(`${label} was signed out.`);
    await load();
  }

  return { element, load };
}

/**
 * @param {Session} session
 * @param {HTMLElement} button what ends it
 */
export function sessionItem({ label, current, began, last }, button) {
  return make(
    "li",
    { class: "person" },
    make("p", { class: "person-name" }, label, ...(current ? [make("span", { class: "tag" }, "here")] : [])),
    personFacts(null, ["since ", timeElement(began)], ["last active ", timeElement(last)]),
    make("div", { class: "person-acts" }, button),
  );
}
