// A conversation's letters, oldest first: texts as texts, whoever wrote them.
import { make } from "../dom.js";
import { piecesOf } from "../marks.js";
import { NOTE, REPLY } from "./drafts.js";
import { ago, momentOf } from "./times.js";

/** @typedef {import("./opener.js").Letter} Letter */
/** @typedef {{element: HTMLElement, letter: Letter, text: HTMLElement, age: HTMLElement}} Shown */

const KINDS = /** @type {Record<number, string>} */ ({ [REPLY]: "team", [NOTE]: "note" });
let lastId = 0;

/**
 * @param {Letter} letter
 * @returns {Shown}
 */
export function makeLetter(letter) {
  const kind = KINDS[letter.direction] ?? "patient";
  const id = `letter-${(lastId += 1)}`;
  const text = make("div", { class: "letter-text", dir: "auto", translate: "no" }, letter.text);
  const age = make("span", { class: "letter-ago" }, ago(letter.received));
  const element = make(
    "article",
    { class: `letter ${kind}`, tabindex: "0", "aria-labelledby": id },
    make("header", { class: "letter-head" }, make("h2", { id }, ...who(letter)), time(letter.received, age)),
    ...claims(letter),
    text,
  );
  return { element, letter, text, age };
}

/** Time goes by. @param {Shown} shown */
export function growOlder({ letter, age }) {
  const text = ago(letter.received);
  if (age.textContent !== text) age.textContent = text;
}

/** Who wrote it, and who reads it. @param {Letter} letter */
function who({ direction, by }) {
  const name = by ? [make("bdi", { translate: "no" }, by)] : [];
  if (direction === REPLY) return by ? name : ["Your team"];
  if (direction === NOTE) return [...name, ...(by ? [": note"] : ["Note"]), make("span", { class: "letter-reach" }, ", only your team sees it")];
  return ["Patient"];
}

/**
 * The whole moment shows where the letter has the pointer or the focus.
 * @param {number} received
 * @param {HTMLElement} age
 */
function time(received, age) {
  return make(
    "time",
    { class: "letter-time", datetime: new Date(received * 1000).toISOString() },
    make("span", { class: "letter-moment" }, momentOf(received)),
    age,
  );
}

/** What a patient gave of themselves was checked by nobody. @param {Letter} letter */
function claims({ name = "", contact = "" }) {
  const said = [
    ...(name ? [make("dt", {}, "Says their name is:"), make("dd", { dir: "auto", translate: "no" }, name)] : []),
    ...(contact ? [make("dt", {}, "Says to reach them at:"), make("dd", { dir: "auto", translate: "no" }, contact)] : []),
  ];
  return said.length ? [make("dl", { class: "claims" }, ...said)] : [];
}

/**
 * @param {Shown} shown
 * @param {import("../marks.js").Finding[]} findings none: the text as it is
 */
export function markLetter({ letter, text }, findings) {
  const nodes = piecesOf(letter.text, findings).map(({ text: piece, kind }) =>
    kind ? make("mark", { "data-kind": kind }, piece) : document.createTextNode(piece),
  );
  text.replaceChildren(...nodes);
}
