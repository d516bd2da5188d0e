// What went wrong, and what to do, in a person's words.
import { WorkerError } from "../caller.js";
import { Refused } from "./api.js";
import { NoPasskey } from "./passkey.js";

const SILENT = new Set(["signed_out", "locked", "cancelled"]); // the desk shows these in its own way
const REPORT = "Nothing was opened or sent. Tell whoever runs this desk.";

/** @type {Record<string, string>} the worker's codes */
const OF_WORKER = {
  bad_signature: `This inbox's keys were not signed by anybody whom your invitation leads to. ${REPORT}`,
  pin_mismatch: `This inbox's keys do not belong to the team that invited you. ${REPORT}`,
  wrong_place: `What the desk's server sent belongs somewhere else. ${REPORT}`,
  rolled_back: `The desk's server sent keys, or a list of members, that are older than those you have seen before. ${REPORT}`,
  malformed: `What the desk's server sent cannot be read. ${REPORT}`,
  wrong_version: "This page is older than what the desk's server sent. Reload the page.",
  cannot_open: `What the desk's server sent does not fit your passkey, or was altered. ${REPORT}`,
  expired:
    "This inbox's keys have expired: nothing can be opened or sent until whoever keeps the recovery kit renews them.",
  no_epoch: "You have no key for what is written now. Were you let in a moment ago, reload the page; else ask a lead.",
  unknown_key: "This was sealed to a key that you were not given. Ask a lead whether you were let in for that time.",
  broken_chain: "Letters are missing or out of order here. Do not answer before somebody has looked into it.",
  bad_handover: `Another team is said to have handed this conversation over, and its keys do not confirm it. ${REPORT}`,
  suspect: "This conversation does not fit together. Do not answer it or pass it on before somebody has looked into it.",
  bad_commitment: `A letter here was tampered with. ${REPORT}`,
  bad_padding: `A letter here was tampered with. ${REPORT}`,
  too_long: "This text is too long to be sealed. Shorten it.",
  bad_invitation: "This key was not made with your invitation. Do not let them in; invite again.",
  not_yours: "Only the lead who made the invitation can confirm this one. Ask them, or invite again.",
  needs_kit: "This needs the recovery kit.",
  unknown_member: "Somebody here is not in the team's signed list. Reload the page.",
  unavailable: "A part of this page could not be loaded. Check your connection and reload the page.",
};

/** @type {Record<string, string>} the door's codes, where it says nothing better itself */
const OF_DOOR = {
  unreachable: "The desk cannot be reached. Check your connection and try again.",
  broken: "Something went wrong at the desk's server. Try again in a moment.",
};

/** @type {Record<string, string>} */
const OF_PASSKEY = {
  unsupported: "This browser has no passkeys. Use a current Chrome, Edge, Firefox or Safari.",
  known: "This device has a passkey for this desk already. Use another device, or a security key.",
  broken: "The passkey could not be used. Try again, or use another passkey.",
};

/**
 * @param {unknown} failure
 * @returns {string} nothing where the desk shows it in another way already
 */
export function sentenceFor(failure) {
  if (failure instanceof Refused) return SILENT.has(failure.code) ? "" : ofDoor(failure);
  if (failure instanceof WorkerError) return SILENT.has(failure.code) ? "" : sentenceForTrouble(failure.code);
  if (failure instanceof NoPasskey) return OF_PASSKEY[failure.code] ?? "";
  return "Something went wrong in this page. Reload it and try again.";
}

/** @param {string} code of the keys' worker */
export function sentenceForTrouble(code) {
  return OF_WORKER[code] ?? OF_WORKER.malformed ?? "";
}

/** @param {Refused} refused */
function ofDoor({ code, body }) {
  return OF_DOOR[code] ?? body.message ?? OF_DOOR.broken;
}
