// The way back in a receipt: a link that lacks the code's last symbols, to follow, copy or scan.
import { linkedPart } from "./codes.js";
import { WITHOUT_LEAVING } from "./contacts.js";
import { copyText } from "./copy.js";
import { make, makeButton } from "./dom.js";

/**
 * @param {string} code
 * @param {string} qr address of the script that draws QR codes
 * @param {import("./words.js").Words} words
 */
export function wayBack(code, qr, words) {
  const address = `${location.origin}/back#${linkedPart(code)}`;
  const link = make("a", { href: address, ...WITHOUT_LEAVING, class: "way-link", translate: "no" }, address);
  const told = make("p", { class: "hint", role: "status" });
  const picture = make("div", { class: "way-picture" });
  const show = makeButton(words.say("way_qr"), { class: "button small" }, async () => {
    try {
      const { drawQr } = await import(qr);
      picture.replaceChildren(drawQr(address, words.say("way_qr_label")));
      show.hidden = true;
    } catch {
      told.textContent = words.say("way_qr_failed");
    }
  });
  return make(
    "div",
    { class: "way" },
    make("h2", {}, words.say("way_heading")),
    make("p", {}, words.say("way_text")),
    link,
    make(
      "p",
      { class: "receipt-tools" },
      makeButton(words.say("way_copy"), { class: "button small" }, async () => {
        told.textContent = words.say((await copyText(address, link)) ? "receipt_copied" : "way_copy_failed");
      }),
      show,
    ),
    told,
    picture,
  );
}
