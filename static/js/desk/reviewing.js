// Takes a review to the server, sealed to the conversation as it was opened last.
import { Refused } from "./api.js";
import { createKeptLetter } from "./keptletter.js";

/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {{score: number, text: string}} Said */
/** @typedef {ReturnType<typeof createReviewing>} Reviewing */

/**
 * @param {Pick<import("./shell.js").Context, "api" | "keys">} parts
 * @param {import("./opener.js").Opener} opener
 */
export function createReviewing({ api, keys }, opener) {
  const kept = createKeptLetter();

  /**
   * @param {string} reference
   * @param {Said} said
   */
  async function post(reference, said) {
    const letter = await kept.of([reference, said.score, said.text], () => keys.call("sealScore", { reference, ...said }));
    await api.send(`/desk/c/${encodeURIComponent(reference)}/scores`, letter);
    kept.drop();
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
        kept.drop();
        if (code === "stale") await opener.again(sealed);
        else await opener.read(reference); // somebody else's came first
        await post(reference, said);
      }
    },
  };
}
