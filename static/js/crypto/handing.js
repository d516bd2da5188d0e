// Handing a letter to a further inbox: one more stanza, made by whoever can open the letter (docs/envelope.md).
import { INBOX } from "./header.js";
import { randomBytes, wipe } from "./labels.js";
import { takeApart } from "./layout.js";
import { wrap } from "./letter.js";
import { unwrap } from "./opening.js";
import { publicOf } from "./xwing.js";

/**
 * The stanza, 1185 bytes; the letter itself stays as it is.
 * @param {Uint8Array} letter
 * @param {Uint8Array} seed of an inbox that can open it
 * @param {Uint8Array} publicKey of the inbox that takes over
 * @param {import("./labels.js").Random} [random] asked for 64 bytes
 * @throws {import("./errors.js").SealError}
 */
export function stanzaFor(letter, seed, publicKey, random = randomBytes) {
  const layout = takeApart(letter);
  const contentKey = unwrap(layout, INBOX, seed, publicOf(seed));
  const stanza = wrap(layout.bound, { kind: INBOX, publicKey }, contentKey, random);
  wipe(contentKey);
  return stanza;
}
