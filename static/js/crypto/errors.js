// What can go wrong with a sealed thing. The code is all that an error carries, so that none can carry a secret.

/**
 * The outcomes of docs/envelope.md.
 * @typedef {"malformed" | "wrong_version" | "too_long" | "unknown_key" | "cannot_open" | "bad_commitment"
 *   | "bad_padding" | "bad_signature" | "wrong_place" | "broken_chain" | "expired" | "rolled_back" | "pin_mismatch"
 *   | "no_epoch" | "typing_slip"} Code
 */

export class SealError extends Error {
  /** @param {Code} code */
  constructor(code) {
    super(code);
    this.name = "SealError";
    this.code = code;
  }
}
