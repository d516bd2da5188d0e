// The sealing worker: the page's door to the cryptography.
import { createPatient } from "./crypto/patient.js";
import { serve } from "./serve.js";

const MILLISECONDS = 1000;

/**
 * What the page is told, for each outcome of docs/envelope.md; `malformed` stands for the rest.
 * @type {Record<string, string>}
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

/** @typedef {{pins: string[], inbox: string, keys: unknown, seenSeq: number}} Link */

serve(
  {
    follow: (/** @type {Link} */ { pins, inbox, keys, seenSeq }) => ({
      facts: patient.follow(pins, inbox, keys, seenSeq),
    }),
    seal({ letter }) {
      const { envelope, code } = patient.seal(letter);
      return { facts: { envelope: envelope.buffer, code }, transfer: [envelope.buffer] };
    },
    forget() {
      patient.forget();
      return { facts: {} };
    },
  },
  (code) => TOLD[code],
);
