// Brings the health detector into the page: its data is fetched when the patient first comes to the message.
import { createDetector } from "./health.js";

const PATIENCE_MS = 60_000; // 60 KB come in half of that at 16 kbit/s

/**
 * @param {string} address of the data
 * @param {import("./health.js").Section | null} ownTerms the inbox's, beside those of all languages
 * @returns {Promise<ReturnType<typeof createDetector>>}
 */
export async function loadDetector(address, ownTerms) {
  const response = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error("the detector's data could not be had");
  const data = await response.json();
  if (ownTerms) {
    data.words.own = ownTerms.words;
    data.tables.own = ownTerms.tables;
  }
  return createDetector(data);
}
