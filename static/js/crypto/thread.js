// Whether a conversation's letters are all there, each once and in order, as far as they themselves prove.
import { members, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { NOTE, PATIENT, STAFF, followsNone, isFirst } from "./header.js";
import { equal } from "./labels.js";
import { agree } from "./payload.js";

/** Where a letter stands that has expired: before all that are given. */
const GONE = -1;

/** @typedef {Pick<import("./opening.js").OpenedLetter, "header" | "hash" | "message">} Threaded */

/**
 * Whether the conversation's beginning is there, and has not expired.
 * @param {Pick<Threaded, "header">[]} letters
 */
export function begins([first]) {
  return !first || isFirst(first.header);
}

/**
 * Counts per direction run without a gap, from 1 unless the beginning is gone. `prev` names a letter given before, of
 * patient or staff, that is no older than what the same writer has already seen. All messages state the same facts. A
 * letter that the server holds back at the end cannot be missed.
 * @param {Threaded[]} letters opened, in the server's order
 * @throws {SealError} wrong_place, broken_chain or bad_signature
 */
export function checkThread(letters) {
  const oldest = begins(letters) ? 0 : GONE;
  /** @type {Map<number, number>} */
  const counts = new Map();
  /** @type {Map<number, number>} */
  const seen = new Map();
  letters.forEach(({ header }, position) => {
    checkPlace(letters[0]?.header, header);
    const { direction, seq, prev } = header;
    const before = counts.get(direction) ?? (oldest === GONE ? seq - 1 : 0);
    const opens = position === 0 && isFirst(header);
    if (seq !== before + 1 || followsNone(header) !== opens) throw new SealError("broken_chain");
    counts.set(direction, seq);
    const follows = positionOf(prev, letters);
    const isInTurn = (seen.get(direction) ?? oldest) <= follows && follows < position;
    if (!opens && !isInTurn) throw new SealError("broken_chain");
    seen.set(direction, direction === NOTE ? follows : position);
  });
  checkFacts(letters);
}

/**
 * @param {Threaded[]} letters
 * @param {number} today in days since 1970-01-01 UTC
 * @throws {SealError} held_back where the first letter is missing before the last day that the others say of it
 */
export function checkBeginning(letters, today) {
  const isDue = !begins(letters) && letters.some(({ message }) => message && today <= message.until);
  if (isDue) throw new SealError("held_back");
}

/**
 * How many of that direction there have been, the expired ones included.
 * @param {Pick<Threaded, "header">[]} letters
 * @param {number} direction
 * @param {number} [said] by the server: what counts where none is left
 */
export function countOf(letters, direction, said = 0) {
  const last = letters.filter(({ header }) => header.direction === direction).at(-1);
  if (last) return last.header.seq;
  return begins(letters) ? 0 : said;
}

/**
 * How many have expired.
 * @param {Pick<Threaded, "header">[]} letters
 * @param {Record<number, number>} said by the server, of each direction that the reader is given
 */
export function goneOf(letters, said) {
  const missing = Object.keys(said).map((direction) => {
    const of = letters.filter(({ header }) => header.direction === Number(direction));
    return countOf(letters, Number(direction), said[Number(direction)] ?? 0) - of.length;
  });
  return missing.reduce((sum, count) => sum + count, 0);
}

/**
 * The conversation's facts: any message of it, for all agree. None where none is left.
 * @param {Pick<Threaded, "message">[]} letters
 */
export function factsOf(letters) {
  return letters.find(({ message }) => message !== null)?.message ?? null;
}

/**
 * How many letters there have been of each direction, as the server says.
 * @param {unknown} given
 * @returns {Record<number, number>}
 */
export function parseCounts(given) {
  const { patient, team, notes = 0 } = members(given);
  return { [PATIENT]: wholeNumber(patient), [STAFF]: wholeNumber(team), [NOTE]: wholeNumber(notes) };
}

/**
 * GONE where it is not there. Notes are not counted: the patient cannot know them.
 * @param {Uint8Array} hash
 * @param {Threaded[]} letters
 */
function positionOf(hash, letters) {
  return letters.findIndex((letter) => letter.header.direction !== NOTE && equal(letter.hash, hash));
}

/**
 * @param {import("./header.js").Header | undefined} first
 * @param {import("./header.js").Header} header
 */
function checkPlace(first, header) {
  const here = first && equal(first.inbox, header.inbox) && equal(first.conversation, header.conversation);
  if (!here || header.direction > NOTE) throw new SealError("wrong_place");
}

/** @param {Threaded[]} letters */
function checkFacts(letters) {
  const [first, ...others] = letters.flatMap(({ message }) => message ?? []);
  if (first && !others.every((each) => agree(first, each))) throw new SealError("bad_signature");
}
