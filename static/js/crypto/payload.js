// What a letter of patient or team says, within the seal.
import { fromBase64url, fromJson, members, textOf, toBase64url, toJson, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { KEY_BYTES, equal } from "./labels.js";
import { PUBLIC_BYTES } from "./xwing.js";

export const TOPIC = /^[a-z][a-z0-9-]{0,31}$/;
export const URGENCY = /^[a-z]{1,16}$/;
export const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;
const PLAIN_FACTS = /** @type {const} */ (["topic", "urgency", "language", "until", "name", "contact"]);

/**
 * The writer's words, and the conversation's facts, which every message of it repeats. `until`: the last day (since
 * 1970) on which the first letter can be read.
 * @typedef {{text: string, topic: string, urgency: string, language: string, returnPublic: Uint8Array,
 *   patientPublic: Uint8Array, until: number, name: string, contact: string}} Message
 */

/** @param {Message} message */
export function packMessage(message) {
  return toJson({
    text: message.text,
    topic: message.topic,
    urgency: message.urgency,
    language: message.language,
    return_pk: toBase64url(message.returnPublic),
    patient_pk: toBase64url(message.patientPublic),
    claim: { name: message.name, contact: message.contact },
    until: message.until,
  });
}

/**
 * Whether both state the same facts.
 * @param {Message} one
 * @param {Message} other
 */
export function agree(one, other) {
  const keysAgree = equal(one.returnPublic, other.returnPublic) && equal(one.patientPublic, other.patientPublic);
  return keysAgree && PLAIN_FACTS.every((name) => one[name] === other[name]);
}

/**
 * Members that are not known are passed over.
 * @param {Uint8Array} payload
 * @returns {Message}
 * @throws {SealError} malformed
 */
export function parseMessage(payload) {
  const value = fromJson(payload);
  const claim = members(value.claim);
  return {
    text: textOf(value.text),
    topic: matching(TOPIC, value.topic),
    urgency: matching(URGENCY, value.urgency),
    language: matching(LANGUAGE, value.language),
    returnPublic: fromBase64url(value.return_pk, PUBLIC_BYTES),
    patientPublic: fromBase64url(value.patient_pk, KEY_BYTES),
    until: wholeNumber(value.until),
    name: textOf(claim.name),
    contact: textOf(claim.contact),
  };
}

/**
 * @param {RegExp} pattern
 * @param {unknown} value
 */
export function matching(pattern, value) {
  if (typeof value !== "string" || !pattern.test(value)) throw new SealError("malformed");
  return value;
}
