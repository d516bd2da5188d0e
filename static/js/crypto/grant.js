// A GRANT: an epoch's private halves, sealed to a member or the kit (docs/envelope.md).
import { fromBase64url, fromJson, toBase64url, toJson, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { GRANT, HOLDER, noLetter } from "./header.js";
import { ID_BYTES, KEY_BYTES, equal, randomBytes, signPublic } from "./labels.js";
import { sealLetter } from "./letter.js";
import { openLetter } from "./opening.js";
import { publicOf } from "./xwing.js";

/** @typedef {{n: number, xwingSeed: Uint8Array, signSeed: Uint8Array}} Halves seeds of 32 bytes */

const noConversation = () => new Uint8Array(ID_BYTES);

/** @param {number} n */
export function newHalves(n) {
  return { n, xwingSeed: randomBytes(KEY_BYTES), signSeed: randomBytes(KEY_BYTES) };
}

/**
 * @param {Uint8Array} inbox
 * @param {Halves} halves
 * @param {Uint8Array} holderPublic the member's or the kit's X-Wing key
 * @param {Uint8Array} leadSeed
 */
export function sealGrant(inbox, { n, xwingSeed, signSeed }, holderPublic, leadSeed) {
  const conversation = noConversation();
  const header = { direction: GRANT, inbox, conversation, letter: randomBytes(ID_BYTES), seq: n, prev: noLetter() };
  const payload = toJson({ n, xwing_seed: toBase64url(xwingSeed), sign_seed: toBase64url(signSeed) });
  return sealLetter(header, payload, [{ kind: HOLDER, publicKey: holderPublic }], leadSeed);
}

/**
 * The halves, checked against what KEYS says in public; undefined for an epoch that KEYS no longer lists.
 * @param {Uint8Array} grant
 * @param {Uint8Array} holderSeed
 * @param {{authority: import("./statements.js").Authority, keys: import("./statements.js").Keys}} traced
 * @returns {Halves | undefined}
 * @throws {SealError}
 */
export function openGrant(grant, holderSeed, { authority, keys }) {
  const place = { inbox: keys.inbox, conversation: noConversation() };
  const opened = signedByOneOf(authority.leads, (signPublic) => openLetter(grant, HOLDER, holderSeed, { signPublic, place }));
  const halves = parseHalves(opened.payload);
  const epoch = keys.epochs.find(({ n }) => n === opened.header.seq);
  if (!epoch) return undefined;
  const same = halves.n === epoch.n && equal(publicOf(halves.xwingSeed), epoch.xwingPublic);
  if (!same || !equal(signPublic(halves.signSeed), epoch.signPublic)) throw new SealError("wrong_place");
  return halves;
}

/**
 * @template T
 * @param {import("./statements.js").Lead[]} leads
 * @param {(publicKey: Uint8Array) => T} open
 */
function signedByOneOf(leads, open) {
  for (const { publicKey } of leads) {
    try {
      return open(publicKey);
    } catch (failure) {
      if (!(failure instanceof SealError) || failure.code !== "bad_signature") throw failure;
    }
  }
  throw new SealError("bad_signature");
}

/**
 * @param {Uint8Array} payload
 * @returns {Halves}
 */
function parseHalves(payload) {
  const value = fromJson(payload);
  return {
    n: wholeNumber(value.n),
    xwingSeed: fromBase64url(value.xwing_seed, KEY_BYTES),
    signSeed: fromBase64url(value.sign_seed, KEY_BYTES),
  };
}
