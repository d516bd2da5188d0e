// The return code that a patient keeps, and everything that is derived from it (docs/envelope.md).
import { SealError } from "./errors.js";
import { ID_BYTES, derive, hash, randomBytes, signPublic } from "./labels.js";
import { publicOf } from "./xwing.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS = 20;
const CHECK_SYMBOLS = 2;
/** The largest prime below 32 * 32: it shows every single slip and every two symbols swapped. */
const CHECK_MODULUS = 1021;
const GROUPS = /.{1,4}/g;
const SPACING = /[ \t\r\n\u00a0\u2010-\u2014\u2212-]/g;

/**
 * What a return code opens: locator 16 bytes, everything else 32 but the X-Wing key's 1216.
 * @typedef {{locator: Uint8Array, token: Uint8Array, tokenHash: Uint8Array, memoKey: Uint8Array, xwingSeed: Uint8Array,
 *   xwingPublic: Uint8Array, signSeed: Uint8Array, signPublic: Uint8Array}} ReturnKeys
 */

/**
 * A fresh code of 100 random bits, as it is shown: five groups of four symbols and the two checking ones.
 * @param {import("./labels.js").Random} [random]
 */
export function newCode(random = randomBytes) {
  // 32 divides 256, so every symbol is equally likely.
  return shown(Array.from(random(SYMBOLS), (byte) => ALPHABET[byte % ALPHABET.length]).join(""));
}

/**
 * The 20 symbols of a code as a person types it: any case, dashes and spaces anywhere, O for 0, I and L for 1.
 * @param {string} typed
 * @throws {SealError} malformed for a wrong length or symbol, typing_slip for a wrong checksum
 */
export function parseCode(typed) {
  const spaced = typed.replace(SPACING, "");
  // Before the case is changed: there are other letters whose capital is an ASCII one.
  if (!/^[0-9A-Za-z]*$/.test(spaced)) throw new SealError("malformed");
  const symbols = spaced.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  if (symbols.length !== SYMBOLS + CHECK_SYMBOLS || symbols.includes("U")) throw new SealError("malformed");
  const code = symbols.slice(0, SYMBOLS);
  if (symbols.slice(SYMBOLS) !== checksum(code)) throw new SealError("typing_slip");
  return code;
}

/**
 * The keys of a code as shown or typed.
 * @param {string} code
 * @returns {ReturnKeys}
 * @throws {SealError} malformed or typing_slip
 */
export function deriveKeys(code) {
  const secret = hash("return", new TextEncoder().encode(parseCode(code)));
  const [token, xwingSeed, signSeed] = [derive(secret, "read"), derive(secret, "xwing"), derive(secret, "sign")];
  return {
    locator: derive(secret, "locator").slice(0, ID_BYTES),
    token,
    tokenHash: hash("read", token),
    memoKey: derive(secret, "memo"),
    xwingSeed,
    xwingPublic: publicOf(xwingSeed),
    signSeed,
    signPublic: signPublic(signSeed),
  };
}

/** @param {string} symbols */
function shown(symbols) {
  return (symbols + checksum(symbols)).match(GROUPS)?.join("-") ?? "";
}

/** @param {string} symbols */
function checksum(symbols) {
  let number = 0;
  for (const symbol of symbols) number = (number * ALPHABET.length + ALPHABET.indexOf(symbol)) % CHECK_MODULUS;
  const [high, low] = [Math.floor(number / ALPHABET.length), number % ALPHABET.length];
  return `${ALPHABET[high]}${ALPHABET[low]}`;
}
