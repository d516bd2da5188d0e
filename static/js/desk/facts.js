// What is known of a conversation without opening it, in words.

/** @typedef {import("./me.js").MyInbox} MyInbox */

/** @type {Record<string, string>} */
export const STATE_NAMES = {
  open: "Open",
  waiting: "Waiting for patient",
  snoozed: "Snoozed",
  closed: "Closed",
  all: "All",
};

/** @type {Record<string, string>} */
export const URGENCY_NAMES = { normal: "Not urgent", soon: "Soon", urgent: "Urgent" };

const NOBODY = "nobody";
const languages = new Intl.DisplayNames("en", { type: "language" });

/** @typedef {ReturnType<typeof createFacts>} Facts */

/**
 * @param {MyInbox} inbox
 * @param {string} me the member's id
 */
export function createFacts(inbox, me) {
  const topics = new Map(inbox.topics.map(({ code, label }) => [code, labelOf(label)]));
  /** @type {{id: string, name: string}[]} */
  let members = [];

  return {
    topics: [...topics].map(([value, label]) => ({ value, label })),
    languages: inbox.languages.map((value) => ({ value, label: languageName(value) })),
    /** A topic that the inbox no longer has is called by its code. @param {string} code */
    topic: (code) => topics.get(code) ?? code,
    /** @param {{id: string, name: string}[]} known who can have a conversation */
    meet(known) {
      members = known;
    },
    others: () => members.filter(({ id }) => id !== me),
    /** @param {string | null} assignee */
    isMine: (assignee) => assignee === me,
    /** @param {string | null} id */
    name(id) {
      if (id === null) return NOBODY;
      return id === me ? "you" : (members.find((each) => each.id === id)?.name ?? "somebody who left");
    },
  };
}

/** @param {string} code */
export function languageName(code) {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code; // none that the browser takes for a language
  }
}

/** @param {string | Record<string, string>} label */
function labelOf(label) {
  return typeof label === "string" ? label : (label.en ?? Object.values(label)[0] ?? "");
}
