// Brings the health detector into the page: its data is fetched when the patient first comes to the message.
import { createDetector } from "./health.js";

/**
 * @param {string} address of the data
 * @param {import("./health.js").Section | null} ownTerms the inbox's, beside those of all languages
 * @returns {Promise<ReturnType<typeof createDetector>>}
 */
export async function loadDetector(address, ownTerms) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error("the detector's data could not be had");
  const data = await response.json();
  if (ownTerms) {
    data.words.own = ownTerms.words;
    data.tables.own = ownTerms.tables;
  }
  return createDetector(data);
}
