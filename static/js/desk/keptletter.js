// A letter whose answer was lost is sent again as it is, so that it cannot come in twice.

/** @typedef {ReturnType<typeof createKeptLetter>} KeptLetter */

export function createKeptLetter() {
  /** @type {{name: string, letter: ArrayBuffer} | undefined} */
  let kept;

  return {
    /**
     * The one that was sealed before, if it says the same in the same place.
     * @param {unknown} what it says, and where
     * @param {() => Promise<{letter: ArrayBuffer}>} seal
     * @returns {Promise<ArrayBuffer>}
     */
    async of(what, seal) {
      const name = JSON.stringify(what);
      if (kept?.name === name) return kept.letter;
      const { letter } = await seal();
      kept = { name, letter };
      return letter;
    },
    /** It came in, or has to be sealed anew. @param {ArrayBuffer} [letter] none: whichever is kept */
    drop(letter = kept?.letter) {
      if (kept?.letter === letter) kept = undefined;
    },
  };
}
