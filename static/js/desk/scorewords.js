// What each score means, the lowest first.

export const SCORES = /** @type {const} */ (["Poor", "Fair", "Good", "Very good", "Excellent"]);

/** Such as "4 of 5, very good". @param {number} score */
export function wordsForScore(score) {
  return `${score} of ${SCORES.length}, ${(SCORES[score - 1] ?? "").toLowerCase()}`;
}
