// Where a conversation goes on: with another team, or in another conversation of the same patient.
import { make, makeButton } from "../dom.js";
import { Refused } from "./api.js";
import { REPLY } from "./drafts.js";
import { saveCopy } from "./exporting.js";
import { makeAnswers } from "./fields.js";
import { makePick } from "./pick.js";

const STAFF = 2;
const REFERENCE_LENGTH = 10;

/** @typedef {{reference: string, version: number}} Target as it was seen */
/** @typedef {{id: string, slug: string, name: string}} Team */
/** @typedef {ReturnType<typeof createPassingOn>} PassingOn */

/**
 * @param {object} parts
 * @param {import("./shell.js").Context} parts.context
 * @param {import("./opener.js").Opener} parts.opener
 * @param {import("./drafts.js").Drafts} parts.drafts
 * @param {() => Target | undefined} parts.target what is read here
 * @param {() => void} parts.leave back to the list, since this is done
 * @param {() => void} parts.again shows it as it is now
 */
export function createPassingOn({ context, opener, drafts, target, leave, again }) {
  const { api, keys, dialogs, say, tell } = context;
  const pick = makePick("More", () => [
    { label: "Hand to another team …", act: () => attempt(handOver) },
    { label: "Merge with another conversation …", act: () => attempt(merge) },
    { label: "The patient lost an older code …", act: () => attempt(replaceCode) },
    { label: "Save a copy …", act: () => attempt((of) => saveCopy(context, opener, of.reference)) },
  ]);

  /** @param {(of: Target) => Promise<void>} act */
  async function attempt(act) {
    const of = target();
    if (!of) return;
    try {
      await act(of);
    } catch (failure) {
      if (failure instanceof Refused && failure.code === "version") again();
      else tell(failure);
    }
  }

  /** @param {Target} of */
  async function handOver(of) {
    const { inboxes } = await api.get(`${address(of.reference)}/targets`);
    if (!inboxes.length) return say("There is no other team to hand it to.", "problem");
    const slug = await choose(inboxes);
    const to = inboxes.find((/** @type {Team} */ each) => each.slug === slug);
    if (!to) return;
    const { record, signature, letters } = await keys.call("handover", { reference: of.reference, to });
    await api.post(`${address(of.reference)}/handover`, { version: of.version, to: slug, record, signature, letters });
    say(`${of.reference} is with ${to.name} now.`);
    leave();
  }

  /** @param {Team[]} teams @returns {Promise<string>} the chosen slug; empty where none was chosen */
  async function choose(teams) {
    const choices = teams.map(({ slug, name }) => makeButton(name, { class: "button" }, () => shown.dialog.close(slug)));
    const shown = dialogs.show(
      "Hand to another team",
      make("p", {}, "They can read the whole conversation, notes included, and answer. Your team no longer sees it. The patient keeps the same code."),
      make("div", { class: "toolbar" }, ...choices),
      makeAnswers(makeButton("Cancel", {}, () => shown.dialog.close(""))),
    );
    return shown.closed;
  }

  /** @param {Target} of */
  async function merge(of) {
    const other = await askReference(
      "Merge with another conversation",
      "For a patient who wrote twice. This conversation is closed, and its letters are shown above those of the one that goes on.",
      "Reference of the conversation that goes on",
      "Merge",
    );
    if (!other) return;
    await api.post(`${address(of.reference)}/merge`, { version: of.version, other });
    say(`${of.reference} goes on in ${other}.`);
    leave();
  }

  /** From the new conversation: the older one's answers come into the reply, to be looked at and sent. @param {Target} of */
  async function replaceCode(of) {
    const lost = await askReference(
      "The patient lost an older code",
      "Be sure first that it is the same person: call them, or ask what only they know. The older code then opens nothing any more, and what you answered is put into the reply below, for you to look at and send.",
      "Reference of the older conversation",
      "End the old code",
    );
    if (!lost) return;
    const older = await opener.read(lost);
    await api.post(`${address(lost)}/replacement`, { version: older.sealed.version, other: of.reference });
    const answers = older.letters.filter(({ direction }) => direction === STAFF).map(({ text }) => text);
    if (answers.length) drafts.set(of.reference, REPLY, ["What we answered before:", ...answers].join("\n\n"));
    say(`The code of ${lost} is ended.`);
    again();
  }

  /**
   * @param {string} heading
   * @param {string} text
   * @param {string} label
   * @param {string} yes
   * @returns {Promise<string>} the reference; empty where none was given
   */
  async function askReference(heading, text, label, yes) {
    const field = make("input", { id: "other-reference", type: "text", maxlength: String(REFERENCE_LENGTH), autocomplete: "off", spellcheck: "false" });
    const sure = await dialogs.ask({ heading, text: [text, make("p", {}, make("label", { for: "other-reference" }, label), " ", field)], yes });
    return sure ? field.value.trim().toUpperCase() : "";
  }

  return pick.element;
}

/** @param {string} reference */
function address(reference) {
  return `/desk/c/${encodeURIComponent(reference)}`;
}
