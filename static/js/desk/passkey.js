// Passkeys: asking for one, and making one. What the server gets is picked member by member; the secret that a passkey
// gives (PRF) is handed over apart, and never part of it: `credential.toJSON()` would contain it.
import { fromBase64url, toBase64url } from "./bytes.js";

const ALGORITHMS = [-7, -8, -257]; // ES256, EdDSA, RS256: https://www.iana.org/assignments/cose
const PATIENCE_MS = 120_000;

/** No passkey answered. `code`: `unsupported`, `cancelled`, `known` (this device has one already) or `broken`. */
export class NoPasskey extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** @type {Record<string, string>} a DOMException's name -> code */
const CODES = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "known",
  NotSupportedError: "unsupported",
};

/**
 * `secret`: what the passkey's PRF gave, or null where it has none.
 * @typedef {{id: string, credential: object, secret: ArrayBuffer | null}} Answer
 */

export function hasPasskeys() {
  return typeof PublicKeyCredential === "function" && "credentials" in navigator;
}

/**
 * Asks for a passkey.
 * @param {{challenge: string, rpId: string, prf?: string, allow?: string[]}} options without `prf`, no secret is asked for
 * @returns {Promise<Answer>} rejects with NoPasskey
 */
export async function usePasskey({ challenge, rpId, prf, allow = [] }) {
  const publicKey = {
    challenge: fromBase64url(challenge),
    rpId,
    timeout: PATIENCE_MS,
    userVerification: /** @type {const} */ ("required"),
    allowCredentials: allow.map((id) => ({ type: /** @type {const} */ ("public-key"), id: fromBase64url(id) })),
    extensions: prf === undefined ? {} : evaluating(prf),
  };
  const found = await ceremony(() => navigator.credentials.get({ publicKey }));
  const { response } = found;
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new NoPasskey("broken");
  return answer(found, {
    authenticatorData: toBase64url(response.authenticatorData),
    clientDataJSON: toBase64url(response.clientDataJSON),
    signature: toBase64url(response.signature),
    userHandle: response.userHandle && toBase64url(response.userHandle),
  });
}

/**
 * Makes a passkey that the device keeps. Some give their secret only when they are used, so one is used at once.
 * @param {{challenge: string, rp: {id: string, name: string}, user: {id: string, name: string}, exclude?: string[], prf: string}} options
 * @returns {Promise<Answer>} rejects with NoPasskey
 */
export async function makePasskey({ challenge, rp, user, exclude = [], prf }) {
  const publicKey = {
    challenge: fromBase64url(challenge),
    rp,
    user: { id: fromBase64url(user.id), name: user.name, displayName: user.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: /** @type {const} */ ("public-key"), alg })),
    timeout: PATIENCE_MS,
    attestation: /** @type {const} */ ("none"),
    authenticatorSelection: {
      residentKey: /** @type {const} */ ("required"),
      requireResidentKey: true,
      userVerification: /** @type {const} */ ("required"),
    },
    excludeCredentials: exclude.map((id) => ({ type: /** @type {const} */ ("public-key"), id: fromBase64url(id) })),
    extensions: evaluating(prf),
  };
  const made = await ceremony(() => navigator.credentials.create({ publicKey }));
  const { response } = made;
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new NoPasskey("broken");
  const fresh = answer(made, {
    attestationObject: toBase64url(response.attestationObject),
    clientDataJSON: toBase64url(response.clientDataJSON),
    transports: response.getTransports?.() ?? [],
  });
  return { ...fresh, secret: fresh.secret ?? (await secretOf(made, rp.id, prf)) };
}

/**
 * @param {PublicKeyCredential} made
 * @param {string} rpId
 * @param {string} prf
 */
async function secretOf(made, rpId, prf) {
  if (made.getClientExtensionResults().prf?.enabled === false) return null;
  // Nobody checks this answer: it is asked for its secret alone.
  const challenge = toBase64url(crypto.getRandomValues(new Uint8Array(32)).buffer);
  const used = await usePasskey({ challenge, rpId, prf, allow: [toBase64url(made.rawId)] });
  return used.secret;
}

/** @param {string} prf the input, which is the same for all */
function evaluating(prf) {
  return { prf: { eval: { first: fromBase64url(prf) } } };
}

/**
 * @param {PublicKeyCredential} found
 * @param {object} response
 * @returns {Answer}
 */
function answer(found, response) {
  const id = toBase64url(found.rawId);
  return { id, credential: { id, type: found.type, response }, secret: secretIn(found) };
}

/** @param {PublicKeyCredential} found */
function secretIn(found) {
  const first = found.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  return first instanceof ArrayBuffer
    ? first
    : new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice().buffer;
}

/**
 * @param {() => Promise<Credential | null>} act
 * @returns {Promise<PublicKeyCredential>}
 */
async function ceremony(act) {
  if (!hasPasskeys()) throw new NoPasskey("unsupported");
  let found;
  try {
    found = await act();
  } catch (failure) {
    throw new NoPasskey((failure instanceof DOMException && CODES[failure.name]) || "broken");
  }
  if (!(found instanceof PublicKeyCredential)) throw new NoPasskey("broken");
  return found;
}
