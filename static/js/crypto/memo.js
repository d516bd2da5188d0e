// The MEMO: what another device needs besides the return code, kept by the server but sealed under the code.
import { SealError } from "./errors.js";
import { NONCE_BYTES, TAG_BYTES, concat, decrypt, encrypt, randomBytes } from "./labels.js";

const MARK = [0x53, 0x4d]; // "SM"
const VERSION = 1;
const ROOT_AT = 3;
const INBOX_AT = 35;
const KEYS_SEQ_AT = 51;
const FIRST_LETTER_AT = 59;
const PLAIN_BYTES = 91;
export const MEMO_BYTES = NONCE_BYTES + PLAIN_BYTES + TAG_BYTES;

/**
 * root: the 32 bytes of the pin that was followed; keysSeq: of the KEYS that were; firstLetter: its hash.
 * @typedef {{root: Uint8Array, inbox: Uint8Array, keysSeq: number, firstLetter: Uint8Array}} Memo
 */

/**
 * @param {Uint8Array} memoKey
 * @param {Uint8Array} conversation which the memo is bound to
 * @param {Memo} memo
 * @param {import("./labels.js").Random} [random]
 */
export function sealMemo(memoKey, conversation, memo, random = randomBytes) {
  const plain = new Uint8Array(PLAIN_BYTES);
  plain.set([...MARK, VERSION]);
  plain.set(memo.root, ROOT_AT);
  plain.set(memo.inbox, INBOX_AT);
  new DataView(plain.buffer).setBigUint64(KEYS_SEQ_AT, BigInt(memo.keysSeq));
  plain.set(memo.firstLetter, FIRST_LETTER_AT);
  const nonce = random(NONCE_BYTES);
  return concat(nonce, encrypt(memoKey, nonce, conversation, plain));
}

/**
 * @param {Uint8Array} memoKey
 * @param {Uint8Array} conversation
 * @param {Uint8Array} sealed
 * @returns {Memo}
 * @throws {SealError} malformed, cannot_open or wrong_version
 */
export function openMemo(memoKey, conversation, sealed) {
  if (sealed.length !== MEMO_BYTES) throw new SealError("malformed");
  const plain = decrypt(memoKey, sealed.slice(0, NONCE_BYTES), conversation, sealed.slice(NONCE_BYTES));
  if (plain[0] !== MARK[0] || plain[1] !== MARK[1]) throw new SealError("malformed");
  if (plain[2] !== VERSION) throw new SealError("wrong_version");
  const keysSeq = new DataView(plain.buffer, plain.byteOffset).getBigUint64(KEYS_SEQ_AT);
  if (keysSeq > Number.MAX_SAFE_INTEGER) throw new SealError("malformed");
  return {
    root: plain.slice(ROOT_AT, INBOX_AT),
    inbox: plain.slice(INBOX_AT, KEYS_SEQ_AT),
    keysSeq: Number(keysSeq),
    firstLetter: plain.slice(FIRST_LETTER_AT),
  };
}
