// What the server wrote into the page for the scripts.
import { find } from "./dom.js";

/** @typedef {{code: string, label: Record<string, string>, vendor_label: string}} Topic */
/** @typedef {{name: string, label: Record<string, string>, value: string, values: Record<string, string>}} SharedFact */
/** @typedef {{vendor: string, facts: SharedFact[], retention_days: number, backup_days: number}} Shared */
/** @typedef {{phone?: string, text?: string | Record<string, string>}} Help */

/**
 * @typedef {object} Page
 * @property {string} team the inbox's name, as patients know it
 * @property {string} language the language that the page came in
 * @property {string[]} languages those that the inbox reads and the page speaks
 * @property {string[]} sites origins that may embed the page
 * @property {Topic[]} topics
 * @property {Help} help another way to get help
 * @property {Shared} shared what is shared
 * @property {Record<string, Record<string, string>>} words all that the page says, by language
 * @property {string} worker address of the worker's script
 * @property {string} qr address of the script that draws QR codes
 * @property {string} health address of the health detector's data
 * @property {import("./health.js").Section | null} ownTerms what the detector looks for in this inbox alone
 * @property {Record<string, import("./contacts.js").Contact[]>} crisis whom to call, by language
 */

/**
 * @returns {Page}
 * @throws {Error} when the page lacks one of them
 */
export function readPage() {
  const { dataset } = find("page");
  const words = parse(dataset.words);
  return {
    team: given(dataset.team),
    language: given(dataset.language),
    languages: parse(dataset.languages).filter((/** @type {string} */ language) => language in words),
    sites: parse(dataset.sites),
    topics: parse(dataset.topics),
    help: parse(dataset.help),
    shared: parse(dataset.shared),
    words,
    worker: given(dataset.worker),
    qr: given(dataset.qr),
    health: given(dataset.health),
    ownTerms: parse(dataset.ownTerms),
    crisis: parse(dataset.crisis),
  };
}

/** @param {string | undefined} value */
function given(value) {
  if (value === undefined) throw new Error("the page is incomplete");
  return value;
}

/** @param {string | undefined} value */
function parse(value) {
  return JSON.parse(given(value));
}
