// What a patient is told who has deleted a conversation: what is gone, what is not, and when it will be.
import { find, make, makeButton } from "../dom.js";
import { dayIn } from "../moments.js";
import { saveAs } from "./saving.js";

/**
 * @typedef {{vendor: string, ticket: string | null, sure: boolean,
 *   facts: {label: Record<string, string>, value: string}[]}} Told
 */
/** @typedef {{reference: string, letters: number, erased_on: string, backups_until: string, told: Told[]}} Erasure */

/**
 * @param {Erasure} erasure
 * @param {import("../words.js").Words} words
 */
export function showErased(erasure, words) {
  const panel = find("erased");
  words.follow(() => panel.replaceChildren(...parts(erasure, words)));
  panel.hidden = false;
  find("erased-heading").focus();
}

/**
 * @param {Erasure} erasure
 * @param {import("../words.js").Words} words
 */
function parts(erasure, words) {
  const { reference } = erasure;
  const name = words.say("erased_save_name", { reference });
  const panel = make("div", { class: "card receipt-card" }, ...sections(erasure, words));
  return [
    make("h1", { id: "erased-heading", tabindex: "-1" }, words.say("erased_heading")),
    make("p", { class: "lead" }, words.say("erased_lead")),
    panel,
    make(
      "p",
      { class: "receipt-tools" },
      makeButton(words.say("erased_save"), { class: "button main" }, () => saveAs(name, textOf(panel))),
      makeButton(words.say("receipt_print"), {}, () => window.print()),
    ),
  ];
}

/**
 * @param {Erasure} erasure
 * @param {import("../words.js").Words} words
 */
function sections({ reference, letters, erased_on, backups_until, told }, words) {
  const day = (/** @type {string} */ date) => dayIn(words.language, date);
  return [
    make("h2", {}, words.say("erased_now")),
    make("p", {}, words.say("erased_now_text", { letters, reference, date: day(erased_on) })),
    make("h2", {}, words.say("erased_backups")),
    make("p", {}, words.say("erased_backups_text", { date: day(backups_until) })),
    make("h2", {}, words.say("erased_vendor")),
    ...(told.length ? told.flatMap((each) => vendorPart(each, words)) : [make("p", {}, words.say("erased_vendor_none"))]),
  ];
}

/**
 * @param {Told} told
 * @param {import("../words.js").Words} words
 */
function vendorPart({ vendor, ticket, sure, facts }, words) {
  const named = vendor || words.say("erased_vendor_other");
  const lines = facts.map(({ label, value }) => {
    const spoken = label[words.language] ?? label.en ?? "";
    return make("li", {}, `${spoken}: `, make("b", { translate: "no" }, value));
  });
  return [
    make("p", {}, words.say(sure ? "erased_vendor_text" : "erased_vendor_unsure", { vendor: named })),
    ...(ticket ? [make("p", {}, words.say("erased_ticket", { ticket }))] : []),
    make("ul", { class: "shared-list" }, ...lines),
  ];
}

/** @param {HTMLElement} panel */
function textOf(panel) {
  return `${[...panel.querySelectorAll("h2, p, li")].map((part) => part.textContent).join("\n")}\n`;
}
