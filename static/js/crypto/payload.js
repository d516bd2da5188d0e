// What a conversation's first letter says, within the seal.
import { fromBase64url, fromJson, members, textOf, toBase64url, toJson } from "./encoding.js";
import { SealError } from "./errors.js";
import { KEY_BYTES } from "./labels.js";
import { PUBLIC_BYTES } from "./xwing.js";

export const TOPIC = /^[a-z][a-z0-9-]{0,31}$/;
export const URGENCY = /^[a-z]{1,16}$/;
export const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;

/**
 * @typedef {{text: string, topic: string, urgency: string, language: string, returnPublic: Uint8Array,
 *   patientPublic: Uint8Array, name: string, contact: string}} FirstLetter
 */

/** @param {FirstLetter} letter */
export function packFirstLetter(letter) {
  return toJson({
    text: letter.text,
    topic: letter.topic,
    urgency: letter.urgency,
    language: letter.language,
    return_pk: toBase64url(letter.returnPublic),
    patient_pk: toBase64url(letter.patientPublic),
    claim: { name: letter.name, contact: letter.contact },
  });
}

/**
 * Members that are not known are passed over.
 * @param {Uint8Array} payload
 * @returns {FirstLetter}
 * @throws {SealError} malformed
 */
export function parseFirstLetter(payload) {
  const value = fromJson(payload);
  const claim = members(value.claim);
  return {
    text: textOf(value.text),
    topic: matching(TOPIC, value.topic),
    urgency: matching(URGENCY, value.urgency),
    language: matching(LANGUAGE, value.language),
    returnPublic: fromBase64url(value.return_pk, PUBLIC_BYTES),
    patientPublic: fromBase64url(value.patient_pk, KEY_BYTES),
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
