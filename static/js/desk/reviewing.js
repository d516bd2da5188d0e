// Takes a review to the server, sealed to the conversation as it was opened last.
import { Refused } from "./api.js";

/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {{score: number, text: string}} Said */
/** @typedef {ReturnType<typeof createReviewing>} Reviewing */

/**
 * @param {Pick<import("./shell.js").Context, "api" | "keys">} parts
 * @param {import("./opener.js").Opener} opener
 */
export function createReviewing({ api, keys }, opener) {
  /** @type {{name: string, letter: ArrayBuffer} | undefined} */
  let kept; // a letter whose answer was lost is sent again as it is, so that it cannot come in twice

  /**
   * @param {string} reference
   * @param {Said} said
   */
  async function seal(reference, said) {
    const name = JSON.stringify([reference, said.score, said.text]);
    if (kept?.name === name) return kept.letter;
    const { letter } = await keys.call("sealScore", { reference, ...said });
    kept = { name, letter };
    return letter;
  }

  /**
   * @param {string} reference
   * @param {Said} said
   */
  async function post(reference, said) {
    await api.send(`/desk/c/${encodeURIComponent(reference)}/scores`, await seal(reference, said));
    kept = undefined;
  }

  return {
    /**
     * @param {Opened} opened
     * @param {Said} said
     */
    async send({ sealed }, said) {
      const { reference } = sealed;
      try {
        await post(reference, said);
      } catch (failure) {
        const code = failure instanceof Refused ? failure.code : "";
        if (code !== "stale" && code !== "version") throw failure;
        kept = undefined;
        if (code === "stale") await opener.again(sealed);
        else await opener.read(reference); // somebody else's came first
        await post(reference, said);
      }
    },
  };
}
