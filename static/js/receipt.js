// The receipt: the reference, the return code, and what happens next.
import { copyText } from "./copy.js";
import { find, make, makeButton } from "./dom.js";
import { dayIn, momentIn } from "./moments.js";
import { wayBack } from "./way.js";

/** @typedef {import("./sender.js").Accepted & {code: string}} Receipt */

/**
 * @param {Receipt} receipt
 * @param {string} qr address of the script that draws QR codes
 * @param {import("./words.js").Words} words
 */
export function showReceipt(receipt, qr, words) {
  const panel = find("receipt");
  words.follow(() => {
    panel.replaceChildren(...parts(receipt, qr, words));
  });
  panel.hidden = false;
  find("receipt-heading").focus();
}

/**
 * @param {Receipt} receipt
 * @param {string} qr
 * @param {import("./words.js").Words} words
 */
function parts(receipt, qr, words) {
  const until = dayIn(words.language, receipt.readable_until);
  return [
    make("h1", { id: "receipt-heading", tabindex: "-1" }, words.say("receipt_heading")),
    make("p", { class: "lead" }, words.say("receipt_lead")),
    codeCard(receipt, words),
    wayBack(receipt.code, qr, words),
    make("h2", {}, words.say("receipt_next")),
    make(
      "ul",
      { class: "receipt-next" },
      make("li", {}, whenAnswered(receipt, words)),
      make("li", {}, words.say("receipt_contact")),
      make("li", {}, words.say("receipt_readable", { date: until })),
    ),
    another(words),
  ];
}

/**
 * @param {Receipt} receipt
 * @param {import("./words.js").Words} words
 */
function whenAnswered({ answer_by: by, answer_within_hours: hours }, words) {
  return by ? words.say("receipt_answer_by", { date: momentIn(words.language, by) }) : words.say("receipt_answer", { hours });
}

/**
 * @param {Receipt} receipt
 * @param {import("./words.js").Words} words
 */
function codeCard({ reference, code }, words) {
  const secret = make("output", { class: "receipt-code", "data-return-code": "", translate: "no" }, code);
  const told = make("p", { class: "hint", role: "status" });
  const kept = `${words.say("receipt_reference")}: ${reference}\n${words.say("receipt_code")}: ${code}`;
  return make(
    "div",
    { class: "card receipt-card" },
    make("h2", {}, words.say("receipt_code")),
    secret,
    make("p", {}, words.say("receipt_code_hint")),
    make(
      "p",
      { class: "receipt-tools" },
      makeButton(words.say("receipt_copy"), { class: "button main" }, async () => {
        told.textContent = words.say((await copyText(kept, secret)) ? "receipt_copied" : "receipt_copy_failed");
      }),
      makeButton(words.say("receipt_print"), {}, () => window.print()),
    ),
    told,
    make("h2", {}, words.say("receipt_reference")),
    make("p", { class: "receipt-reference", "data-reference": "", translate: "no" }, reference),
    make("p", { class: "hint" }, words.say("receipt_reference_hint")),
  );
}

/** Starting anew takes the return code off the screen, so it asks once. @param {import("./words.js").Words} words */
function another(words) {
  const ask = makeButton(words.say("receipt_another"), { class: "button plain" }, () => {
    const sure = makeButton(words.say("receipt_another_yes"), {}, () => location.reload());
    ask.replaceWith(make("span", { role: "status" }, `${words.say("receipt_saved")} `), sure);
    sure.focus();
  });
  return make("p", { class: "receipt-another" }, ask);
}
