// Brings the health detector into the page: its data is fetched when the patient first comes to the message.
import { createDetector, toUtf16 } from "./health.js";

/**
 * @param {string} address of the data
 * @returns {Promise<(text: string) => import("./aid.js").Scan>}
 */
export async function loadDetector(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error("the detector's data could not be had");
  const detector = createDetector(await response.json());
  return (text) => {
    const scan = detector.scan(text);
    return { ...scan, findings: toUtf16(text, scan.findings) };
  };
}
