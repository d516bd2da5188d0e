// Which conversations are listed, and in which order: as it stands in the address, and as the server is asked.

/** @typedef {{state: string, topic: string, assignee: string, language: string, unopened: boolean, review: string, sort: string}} Filters */

export const STATES = /** @type {const} */ (["open", "waiting", "snoozed", "closed", "all"]);
export const SORTS = /** @type {const} */ (["due", "new", "old"]);

/** @type {Readonly<Filters>} */
export const USUAL = { state: "open", topic: "", assignee: "", language: "", unopened: false, review: "", sort: "due" };

export const TO_REVIEW = "to-review";
export const REVIEWED = "reviewed";
const UNOPENED = "unopened48"; // the server's word: an answer that waits for its reader for 48 hours
const ALL = "all";

/**
 * What the address does not know is as usual.
 * @param {string} search the address's query
 * @returns {Filters}
 */
export function readFilters(search) {
  const given = new URLSearchParams(search);
  const of = (/** @type {string} */ name) => given.get(name) ?? "";
  return {
    state: chosen(STATES, of("state"), USUAL.state),
    topic: of("topic"),
    assignee: of("with"),
    language: of("language"),
    unopened: of("unopened") === "1",
    review: chosen([REVIEWED], of("review"), USUAL.review),
    sort: chosen(SORTS, of("sort"), USUAL.sort),
  };
}

/**
 * The address's query: what is as usual is left out.
 * @param {Filters} filters
 */
export function queryOf(filters) {
  const facts = {
    state: filters.state === USUAL.state ? "" : filters.state,
    topic: filters.topic,
    with: filters.assignee,
    language: filters.language,
    unopened: filters.unopened ? "1" : "",
    review: filters.review,
    sort: filters.sort === USUAL.sort ? "" : filters.sort,
  };
  const text = new URLSearchParams(Object.entries(facts).filter(([, value]) => value)).toString();
  return text && `?${text}`;
}

/**
 * What the server is asked; empty values mean that it is no matter.
 * @param {Filters} filters
 * @returns {Record<string, string>}
 */
export function askFor({ state, topic, assignee, language, unopened, review, sort }) {
  return {
    state: state === ALL ? "" : state,
    topic,
    assignee,
    language,
    opened: unopened ? UNOPENED : "",
    review,
    sort,
  };
}

/**
 * What the server is asked for a reviewer, whose list has two parts and no states. Nothing of it is due: as usual the
 * newest come first.
 * @param {Filters} filters
 * @returns {Record<string, string>}
 */
export function askToReview({ topic, assignee, language, review, sort }) {
  return { topic, assignee, language, review: review || TO_REVIEW, sort: sort === USUAL.sort ? "new" : sort };
}

/** Whether anything but state and order narrows the list. @param {Filters} filters */
export function isNarrowed({ topic, assignee, language, unopened, review }) {
  return Boolean(topic || assignee || language || unopened || review);
}

/**
 * @template {string} T
 * @param {readonly T[]} known
 * @param {string} value
 * @param {string} usual
 */
function chosen(known, value, usual) {
  return known.find((each) => each === value) ?? usual;
}
