// What the server wrote into a page of the desk: where its parts are, and nothing of anybody.
import { find } from "../dom.js";

/**
 * Addresses of the built files.
 * @typedef {{worker: string, wordsWorker: string, health: string}} Page
 */

/** @returns {Page} */
export function readPage() {
  const { worker = "", wordsWorker = "", health = "" } = find("desk").dataset;
  return { worker, wordsWorker, health };
}
