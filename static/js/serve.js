// A worker's own door: one answer to each call, by operation. Answers carry codes, never an exception's own words.
import { SealError } from "./crypto/errors.js";
import { ready } from "./crypto/labels.js";

/** @typedef {{facts: object, transfer?: Transferable[]}} Done `facts` join the answer; `transfer` moves with it */
/** @typedef {Record<string, (request: any) => Done | Promise<Done>>} Operations */

/**
 * @param {Operations} operations
 * @param {(code: string) => string | undefined} told what the page is told for an outcome; `malformed` where nothing
 */
export function serve(operations, told = (code) => code) {
  self.addEventListener("message", async ({ data: request }) => {
    const { answer, transfer } = await perform(request);
    self.postMessage({ id: request.id, ...answer }, { transfer });
  });

  /**
   * @param {{op: string}} request
   * @returns {Promise<{answer: object, transfer: Transferable[]}>}
   */
  async function perform(request) {
    try {
      await ready;
      const operation = Object.hasOwn(operations, request.op) ? operations[request.op] : undefined;
      if (!operation) return refusal("malformed");
      const { facts, transfer = [] } = await operation(request);
      return { answer: { ok: true, ...facts }, transfer };
    } catch (failure) {
      return refusal((failure instanceof SealError && told(failure.code)) || "malformed");
    }
  }
}

/** @param {string} error */
function refusal(error) {
  return { answer: { ok: false, error }, transfer: [] };
}
