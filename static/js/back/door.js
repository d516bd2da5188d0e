// The page's requests to its own door. A code itself is in none of them.
import { ask } from "../post.js";

/** @typedef {import("../post.js").Answer} Answer */
/** @typedef {{locator: string, token: string}} Code what is derived from one */

const JSON_TYPE = { "Content-Type": "application/json" };

export const door = {
  /** @param {Code} code */
  open: (code) => post("/back/open", code),
  /** @param {Code} code */
  solve: (code) => post("/back/state", code),
  /** @param {Code} code */
  quiet: (code) => post("/back/quiet", code),
  /**
   * @param {Code} code
   * @param {"yes" | "partly" | "no"} rating
   */
  rate: (code, rating) => post("/back/rating", { ...code, rating }),
  /**
   * @param {Code} code
   * @param {{at: number, signature: string}} wish
   */
  delete: (code, wish) => post("/back/delete", { ...code, ...wish }),
  /**
   * @param {ArrayBuffer} envelope
   * @param {string} token the form's
   */
  answer: (envelope, token) =>
    ask("/back/envelopes", {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-Form-Token": token },
      body: envelope,
    }),
};

/**
 * @param {string} address
 * @param {object} facts
 * @returns {Promise<Answer>} rejects when the connection is lost
 */
function post(address, facts) {
  return ask(address, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(facts) });
}
