// Reviewers' scores of a conversation: each opened by itself, so that one that does not open stands in no other's way.
import { fromBase64url, toBase64url } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { INBOX, SCORE } from "../../crypto/header.js";
import { ID_BYTES, equal, randomBytes } from "../../crypto/labels.js";
import { takeApart } from "../../crypto/layout.js";
import { sealLetter } from "../../crypto/letter.js";
import { openLayout } from "../../crypto/opening.js";
import { epochOf, newest, signerOf } from "../../crypto/path.js";
import { packScore, parseScore } from "../../crypto/score.js";
import { begins } from "../../crypto/thread.js";
import { writingKeys } from "./inbox.js";

/** @typedef {import("./conversation.js").Kept} Kept */
/** @typedef {import("./conversation.js").Reading} Reading */
/** @typedef {import("./conversation.js").Thread} Thread */
/** @typedef {import("../../crypto/score.js").Score} Score */
/** @typedef {{id: string, seq: number, received: number, letter: string}} Given as the desk's door gives it */
/** @typedef {{id: string, received: number} & (Score & {trouble: null} | {trouble: string})} Opened trouble: why it is not believed */

/**
 * @param {Reading} reading
 * @param {Kept[]} opened the conversation's letters
 * @param {Given[]} given
 * @returns {Opened[]} in the same order
 */
export function openScores(reading, opened, given) {
  return given.map(({ id, seq, received, letter }, index) => {
    try {
      if (given.findIndex((other) => other.id === id) !== index) throw new SealError("broken_chain");
      return { id, received, ...openOne(reading, opened, { id, seq, letter }), trouble: null };
    } catch (failure) {
      return { id, received, trouble: failure instanceof SealError ? failure.code : "malformed" };
    }
  });
}

/**
 * Follows all that was read, and is followed by nothing.
 * @param {Thread} thread
 * @param {Score} score
 * @param {number} now
 */
export function sealScore({ inbox, place, opened, nextScore }, score, now) {
  const { epoch, halves } = writingKeys(inbox, now);
  const header = { ...place, direction: SCORE, letter: randomBytes(ID_BYTES), seq: nextScore, prev: newest(opened) };
  return sealLetter(header, packScore(score), [{ kind: INBOX, publicKey: epoch.xwingPublic }], halves.signSeed);
}

/**
 * @param {Reading} reading
 * @param {Kept[]} opened
 * @param {Omit<Given, "received">} given
 */
function openOne({ reads, place, path }, opened, { id, seq, letter }) {
  const sealed = fromBase64url(letter);
  const layout = takeApart(sealed);
  const { header, stanzas } = layout;
  const isHere = equal(header.inbox, place.inbox) && equal(header.conversation, place.conversation);
  const isThis = header.direction === SCORE && header.seq === seq && toBase64url(header.letter) === id;
  if (!isHere || !isThis) throw new SealError("wrong_place");
  const reader = reads.find(({ keyId }) => stanzas.some((each) => each.kind === INBOX && equal(each.keyId, keyId)));
  if (!reader) throw new SealError("unknown_key");
  const signPublic = signerOf(epochOf(path, stanzas), before(header.prev, opened));
  const { payload } = openLayout(layout, INBOX, reader.halves.xwingSeed, { signPublic, place, publicKey: reader.epoch.xwingPublic });
  return parseScore(payload);
}

/**
 * The letters that its writer has seen; none where those have expired.
 * @param {Uint8Array} prev
 * @param {Kept[]} opened
 */
function before(prev, opened) {
  const last = opened.findIndex(({ hash }) => equal(hash, prev));
  if (last < 0 && begins(opened)) throw new SealError("broken_chain");
  return opened.slice(0, last + 1);
}
