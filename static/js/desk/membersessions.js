// Where a member is signed in, for a lead who signs them out: a laptop may have been stolen.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { makeAnswers } from "./fields.js";
import { sessionItem } from "./sessions.js";
import { addressOf } from "./team.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./sessions.js").Session} Session */

/**
 * @param {Context} context
 * @param {import("./team.js").Member} member
 */
export async function openMemberSessions({ api, dialogs, inbox, say, tell }, { id, name }) {
  const address = `${addressOf(inbox.slug)}/members/${encodeURIComponent(id)}/sessions`;
  const heading = `Where ${name} is signed in`;
  const shown = dialogs.show(heading, ...content(await fetched()));

  /** @returns {Promise<Session[]>} */
  async function fetched() {
    return (await api.get(address)).sessions;
  }

  /** @param {Session[]} sessions */
  function content(sessions) {
    const close = makeButton("Close", {}, () => shown.dialog.close());
    if (!sessions.length) return [make("p", {}, `${name} is not signed in anywhere.`), makeAnswers(close)];
    return [
      make("p", {}, "Whoever is signed out sees no letter there any more. With their passkey they can sign in again: remove them if they must not."),
      make("ul", { class: "people" }, ...sessions.map((each) => sessionItem(each, endButton("End", each.id, ` ${each.label}`)))),
      makeAnswers(endButton("Sign out everywhere", null, "", "button"), close),
    ];
  }

  /**
   * @param {string} text
   * @param {string | null} session null: all of them
   * @param {string} [where] for those who hear the button alone
   * @param {string} [style]
   */
  function endButton(text, session, where = "", style = "button small") {
    const button = makeButton(text, { class: style }, () =>
      once(button, tell, async () => {
        await api.post(`${address}/end`, { session });
        shown.turnTo(heading, ...content(await fetched()));
        say(`${name} was signed out.`);
      }),
    );
    if (where) button.append(make("span", { class: "unseen" }, where));
    return button;
  }
}
