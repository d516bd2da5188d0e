// Links to whom to call in a crisis: the inbox's own list, in the language in use. They do nothing by themselves.
import { make } from "./dom.js";

// A frame that goes to a number itself is forbidden to by the site's policy, and Chromium shows an error in its place,
// letter and all gone. Sent through the whole window, the site's page would hear of the tap (`beforeunload`), and could
// hold it up with a question, as this page's own would.
export const WITHOUT_LEAVING = { target: "_blank", rel: "noopener noreferrer" };

/** @typedef {{address: string, name: string, purpose: string}} Contact */

/**
 * @param {Record<string, Contact[]>} contacts by language
 * @param {import("./words.js").Words} words
 * @param {Record<string, string>} attributes of each link
 */
export function contactLinks(contacts, words, attributes) {
  return (contacts[words.language] ?? []).map(({ address, name, purpose }) =>
    make(
      "a",
      { href: address, ...WITHOUT_LEAVING, ...attributes },
      make("strong", {}, name),
      ...(purpose ? [make("span", {}, purpose)] : []),
    ),
  );
}
