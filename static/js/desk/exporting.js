// A copy of the conversation that is open, for one's own files: asked twice, with the passkey, and on record.
import { saveAs } from "../back/saving.js";
import { make } from "../dom.js";
import { copyName, copyText } from "./copytext.js";

const WARNINGS = [
  "The letters are saved on this device as a plain text file. There they are no longer protected: whoever gets the file can read it.",
  "It does not expire, and if the patient deletes the conversation, your copy stays. Keep it where it belongs, and delete it when you are done.",
  "Your passkey confirms it, and the records show it.",
];

/**
 * @param {import("./shell.js").Context} context
 * @param {import("./opener.js").Opener} opener
 * @param {string} reference
 * @returns {Promise<void>} rejects with a Refused or WorkerError
 */
export async function saveCopy(context, opener, reference) {
  const { ask, inbox, me, say } = context;
  const box = make("input", { type: "checkbox", id: "with-notes" });
  const withNotes = make("label", { class: "check", for: "with-notes" }, box, make("span", {}, "With the team’s notes"));
  if (!(await ask({ heading: `Save a copy of ${reference}`, text: [...WARNINGS, withNotes], yes: "Save a copy" }))) return;
  const opened = await opener.export(reference);
  const at = Math.floor(Date.now() / 1000);
  saveAs(copyName(reference, at), copyText(opened, { team: inbox.name, by: me.member.name, at, notes: box.checked }));
  say(`A copy of ${reference} was saved.`);
}
