// What can go wrong with a sealed thing. The code is all that an error carries, so that none can carry a secret.

/**
 * The outcomes of docs/envelope.md.
 * @typedef {"malformed" | "wrong_version" | "too_long" | "unknown_key" | "cannot_open" | "bad_commitment"
 *   | "bad_padding" | "bad_signature" | "wrong_place" | "broken_chain" | "held_back" | "expired" | "rolled_back" | "pin_mismatch"
 *   | "no_epoch" | "typing_slip"} Code
 */

/**
 * What else a member's keyring refuses: it is locked; a newcomer's keys were not made with the invitation; another
 * lead's invitation; what only the kit can do; somebody whom the roster does not name; to answer in a conversation that
 * does not fit together (the way back's as well).
 * @typedef {"locked" | "bad_invitation" | "not_yours" | "needs_kit" | "unknown_member" | "suspect"} DeskCode
 */

export class SealError extends Error {
  /** @param {Code | DeskCode} code */
  constructor(code) {
    super(code);
    this.name = "SealError";
    this.code = code;
  }
}
