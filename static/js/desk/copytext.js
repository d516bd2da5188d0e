// A conversation as a plain text file. Nothing in such a file can run or be fetched, whoever wrote the letters; each
// of their lines is set in, so that no letter can pass for another one's head.
import { NOTE, REPLY } from "./drafts.js";

const LINES = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const SET_IN = "    ";

/** @typedef {import("./opener.js").Letter} Letter */
/** @typedef {{team: string, by: string, at: number, notes: boolean}} Facts at: Unix seconds */

/**
 * @param {import("./opener.js").Opened} opened
 * @param {Facts} facts
 */
export function copyText({ sealed, letters, gone, trouble, joined }, { team, by, at, notes }) {
  const all = [...joined, { reference: sealed.reference, letters, gone, trouble }];
  const expired = all.reduce((sum, each) => sum + each.gone, 0);
  const left = notes ? 0 : all.flatMap((each) => each.letters).filter(isNote).length;
  return [
    `Conversation ${sealed.reference}`,
    team,
    `Saved on ${momentIn(at)} by ${by}`,
    "",
    "This file is not protected: whoever has it can read it. It does not expire.",
    ...(all.some((each) => each.trouble) ? ["Letters may be missing or altered here: the desk said so when it was saved."] : []),
    ...(expired ? [`Not in this file: ${expired} earlier ${expired === 1 ? "letter" : "letters"}, expired by then.`] : []),
    ...(sealed.withheld?.length ? [`Not in this file: ${sealed.withheld.join(", ")}, which belong to it.`] : []),
    ...all.flatMap((each) => [
      ...(each.reference === sealed.reference ? [] : ["", `Earlier, in ${each.reference}`]),
      ...each.letters.filter((letter) => notes || !isNote(letter)).flatMap(letterLines),
    ]),
    "",
    ...(left ? [`Left out: ${left} ${left === 1 ? "note" : "notes"} of the team.`] : []),
    `End of conversation ${sealed.reference}`,
    "",
  ].join("\n");
}

/**
 * @param {string} reference
 * @param {number} at Unix seconds
 */
export function copyName(reference, at) {
  return `${reference}-${new Date(at * 1000).toISOString().slice(0, 10)}.txt`;
}

/** @param {Letter} letter */
function letterLines({ direction, by, received, text, name, contact }) {
  const said = [...(name ? [`Says their name is: ${name}`] : []), ...(contact ? [`Says to reach them at: ${contact}`] : [])];
  const lines = [...said, ...(said.length ? [""] : []), text].flatMap((part) => part.split(LINES));
  return ["", `${who(direction, by)}, ${momentIn(received)}`, ...lines.map((line) => (line ? SET_IN + line : line))];
}

/**
 * @param {number} direction
 * @param {string | undefined} by
 */
function who(direction, by) {
  if (direction === NOTE) return by ? `Note for the team, by ${by}` : "Note for the team";
  if (direction === REPLY) return by ? `The team (${by})` : "The team";
  return "The patient";
}

/** The same in every place and language. @param {number} at */
function momentIn(at) {
  return `${new Date(at * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** @param {Letter} letter */
function isNote({ direction }) {
  return direction === NOTE;
}
