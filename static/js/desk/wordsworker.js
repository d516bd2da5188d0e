// For passkeys that keep no secret: six words, and the slow hash that turns them into a key. In a worker of its own,
// because libsodium with Argon2id is large, and most never need it.
import { wordlist } from "@scure/bip39/wordlists/english.js";
import sodium from "libsodium-wrappers-sumo";

import { fromBase64url, toBase64url } from "../crypto/encoding.js";
import { KEY_BYTES } from "../crypto/labels.js";
import { SALT_BYTES, saltOf } from "../crypto/member.js";
import { serve } from "../serve.js";

const WORDS = 6; // of 2048: 66 bits
const OPERATIONS = 3;
const MEMORY_BYTES = 256 * 1024 * 1024;

serve({
  async make() {
    await sodium.ready;
    const words = Array.from({ length: WORDS }, () => wordlist[sodium.randombytes_uniform(wordlist.length)]).join(" ");
    const salt = sodium.randombytes_buf(SALT_BYTES);
    const key = stretched(words, salt);
    return { facts: { words, salt: toBase64url(salt), key: key.buffer }, transfer: [key.buffer] };
  },
  async stretch({ words, wrap }) {
    await sodium.ready;
    const key = stretched(words, saltOf(fromBase64url(wrap)));
    return { facts: { key: key.buffer }, transfer: [key.buffer] };
  },
});

/**
 * @param {string} typed in any case, with any space between the words
 * @param {Uint8Array} salt
 */
function stretched(typed, salt) {
  const words = typed.trim().toLowerCase().split(/[\s,.-]+/).join(" ");
  const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
  return sodium.crypto_pwhash(KEY_BYTES, words, salt, OPERATIONS, MEMORY_BYTES, algorithm);
}
