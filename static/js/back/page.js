// What the server wrote into the page for the scripts.
import { find } from "../dom.js";

/** @typedef {{language: string, languages: string[], words: Record<string, Record<string, string>>, token: string, worker: string, health: string}} Page */

/**
 * @returns {Page}
 * @throws {Error} when the page lacks one of them
 */
export function readPage() {
  const { language, languages, words, token, worker, health } = find("page").dataset;
  if (!language || !languages || !words || !token || !worker || !health) throw new Error("the page is incomplete");
  return { language, languages: JSON.parse(languages), words: JSON.parse(words), token, worker, health };
}
