// Whether a conversation's letters are all there, each once and in order, as far as their headers prove.
import { SealError } from "./errors.js";
import { NOTE, isFirst } from "./header.js";
import { equal } from "./labels.js";

/**
 * Counts per direction run from 1 without a gap. `prev` names a letter given before, of patient or staff, that is no
 * older than what the same writer has already seen. A letter that the server holds back at the end cannot be missed.
 * @param {Pick<import("./opening.js").OpenedLetter, "header" | "hash">[]} letters opened, in the server's order
 * @throws {SealError} wrong_place or broken_chain
 */
export function checkThread(letters) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  /** @type {Map<number, number>} */
  const seen = new Map();
  letters.forEach(({ header }, position) => {
    checkPlace(letters[0]?.header, header);
    const { direction } = header;
    counts.set(direction, (counts.get(direction) ?? 0) + 1);
    if (header.seq !== counts.get(direction) || (position === 0) !== isFirst(header)) throw new SealError("broken_chain");
    const follows = positionOf(header.prev, letters.slice(0, position));
    if (position > 0 && follows < (seen.get(direction) ?? 0)) throw new SealError("broken_chain");
    seen.set(direction, direction === NOTE ? follows : position);
  });
}

/**
 * -1 where it is not there. Notes are not counted: the patient cannot know them.
 * @param {Uint8Array} hash
 * @param {Pick<import("./opening.js").OpenedLetter, "header" | "hash">[]} letters
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
