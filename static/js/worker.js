// The sealing worker: the page's door to the cryptography. Answers carry codes, never an exception's own words.
import { SealError } from "./crypto/errors.js";
import { ready } from "./crypto/labels.js";
import { createPatient } from "./crypto/patient.js";

const MILLISECONDS = 1000;

/**
 * What the page is told, for each outcome of docs/envelope.md; `malformed` stands for the rest.
 * @type {Partial<Record<import("./crypto/errors.js").Code, string>>}
 */
const TOLD = {
  pin_mismatch: "pin_mismatch",
  bad_signature: "pin_mismatch", // signed by nobody whom the pin leads to
  wrong_place: "pin_mismatch", // of another inbox than the link names
  expired: "expired",
  rolled_back: "rolled_back",
  no_epoch: "no_epoch",
  too_long: "too_long",
};

const patient = createPatient(() => Math.floor(Date.now() / MILLISECONDS));

/** @typedef {{id: number, op: string, pins: string[], inbox: string, keys: unknown, seenSeq: number,
 *   letter: import("./crypto/patient.js").Letter}} Request */

/** @type {Record<string, (request: Request) => {facts: object, transfer?: Transferable[]}>} */
const OPERATIONS = {
  follow: ({ pins, inbox, keys, seenSeq }) => ({ facts: patient.follow(pins, inbox, keys, seenSeq) }),
  seal({ letter }) {
    const { envelope, code } = patient.seal(letter);
    return { facts: { envelope: envelope.buffer, code }, transfer: [envelope.buffer] };
  },
  forget() {
    patient.forget();
    return { facts: {} };
  },
};

self.addEventListener("message", async ({ data: request }) => {
  const { answer, transfer } = await perform(request);
  self.postMessage({ id: request.id, ...answer }, { transfer });
});

/**
 * @param {Request} request
 * @returns {Promise<{answer: object, transfer: Transferable[]}>}
 */
async function perform(request) {
  try {
    await ready;
    const operation = Object.hasOwn(OPERATIONS, request.op) ? OPERATIONS[request.op] : undefined;
    if (!operation) return refusal("malformed");
    const { facts, transfer = [] } = operation(request);
    return { answer: { ok: true, ...facts }, transfer };
  } catch (failure) {
    return refusal((failure instanceof SealError && TOLD[failure.code]) || "malformed");
  }
}

/** @param {string} error */
function refusal(error) {
  return { answer: { ok: false, error }, transfer: [] };
}
