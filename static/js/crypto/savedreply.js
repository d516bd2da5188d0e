// A SAVED REPLY: a letter of the team to itself (docs/envelope.md, "Saved replies").
import { fromJson, members, textOf, toJson, wellFormed, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { INBOX, SAVED, noLetter } from "./header.js";
import { ID_BYTES, equal } from "./labels.js";
import { takeApart } from "./layout.js";
import { sealLetter } from "./letter.js";
import { openLetter } from "./opening.js";

const STATES = ["open", "waiting", "closed"];
const HOLDERS = ["me", "nobody"];
const MOST_DAYS = 365;
const noConversation = () => new Uint8Array(ID_BYTES);

/**
 * What sending it also does; a conversation that is snoozed has no other state.
 * @typedef {{state?: string, assign?: string, snoozeDays?: number}} Effects
 */
/** @typedef {{title: string, text: string, effects: Effects}} SavedReply */

/**
 * @param {Uint8Array} inbox
 * @param {{id: Uint8Array, revision: number}} which
 * @param {SavedReply} reply
 * @param {{xwingPublic: Uint8Array, signSeed: Uint8Array}} keys the running epoch's
 */
export function sealSavedReply(inbox, { id, revision }, reply, { xwingPublic, signSeed }) {
  const place = { inbox, conversation: noConversation() };
  const header = { ...place, direction: SAVED, letter: id, seq: revision, prev: noLetter() };
  return sealLetter(header, packSavedReply(reply), [{ kind: INBOX, publicKey: xwingPublic }], signSeed);
}

/**
 * @param {Uint8Array} letter
 * @param {Uint8Array} inbox
 * @param {{id: Uint8Array, revision: number}} which as the server names it
 * @param {{xwingSeed: Uint8Array, signPublic: Uint8Array}} keys of the epoch that its stanza names
 * @throws {SealError}
 */
export function openSavedReply(letter, inbox, { id, revision }, { xwingSeed, signPublic }) {
  const { header } = takeApart(letter);
  const isIt = header.direction === SAVED && equal(header.letter, id) && header.seq === revision;
  if (!isIt) throw new SealError("wrong_place");
  const { payload, hash } = openLetter(letter, INBOX, xwingSeed, { signPublic, place: { inbox, conversation: noConversation() } });
  return { hash, reply: parseSavedReply(payload) };
}

/** @param {SavedReply} reply */
export function packSavedReply({ title, text, effects }) {
  const { state, assign, snoozeDays } = effects;
  const given = { state, assign, snooze_days: snoozeDays }; // what is undefined, JSON leaves out
  return toJson({ title: wellFormed(title), text: wellFormed(text), then: given });
}

/**
 * @param {Uint8Array} payload
 * @returns {SavedReply}
 * @throws {SealError} malformed
 */
export function parseSavedReply(payload) {
  const { title, text, then } = fromJson(payload);
  return { title: textOf(title), text: textOf(text), effects: parseEffects(members(then)) };
}

/**
 * @param {import("./encoding.js").Members} then
 * @returns {Effects}
 */
function parseEffects({ state, assign, snooze_days: days }) {
  if (state !== undefined && days !== undefined) throw new SealError("malformed");
  return {
    ...(state === undefined ? {} : { state: oneOf(STATES, state) }),
    ...(assign === undefined ? {} : { assign: oneOf(HOLDERS, assign) }),
    ...(days === undefined ? {} : { snoozeDays: dayCount(days) }),
  };
}

/**
 * @param {string[]} known
 * @param {unknown} value
 */
function oneOf(known, value) {
  const text = textOf(value);
  if (!known.includes(text)) throw new SealError("malformed");
  return text;
}

/** @param {unknown} value */
function dayCount(value) {
  const days = wholeNumber(value);
  if (days < 1 || days > MOST_DAYS) throw new SealError("malformed");
  return days;
}
