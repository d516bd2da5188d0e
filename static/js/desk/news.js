// What a row that has changed means to who has the conversation open.
import { NOTE } from "./drafts.js";

/** @typedef {import("./pages.js").Slip} Slip */
/** @typedef {{state: string, assignee: string | null, version: number}} Known */

/**
 * @param {Slip} slip as the list has it now
 * @param {Known} known as the conversation was seen
 * @param {import("./opener.js").Letter[]} letters those that were read
 * @returns {{sentence: string, isLetter: boolean} | null} null where there is nothing new; no sentence where facts
 *   alone were changed, which show by themselves
 */
export function newsOf(slip, known, letters) {
  if (slip.version <= known.version) return null;
  if (slip.last > lastOf(letters)) {
    return { sentence: slip.unread ? "The patient has written again." : "Somebody on your team has answered.", isLetter: true };
  }
  const isSame = slip.state === known.state && slip.assignee === known.assignee;
  return { sentence: isSame ? "Something was added here." : "", isLetter: false };
}

/** When the newest one came in; notes count for nobody but the team. @param {import("./opener.js").Letter[]} letters */
function lastOf(letters) {
  return Math.max(...letters.filter(({ direction }) => direction !== NOTE).map(({ received }) => received));
}
