// What the server wrote into a page of the desk: where its workers are, and nothing of anybody.
import { find } from "../dom.js";

/** @typedef {{worker: string, wordsWorker: string}} Page */

/** @returns {Page} */
export function readPage() {
  const { worker = "", wordsWorker = "" } = find("desk").dataset;
  return { worker, wordsWorker };
}
