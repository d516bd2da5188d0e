// Which days a report is of, and in which parts: as it stands in the address. Days are UTC days since 1970.

const DAY_MS = 86_400_000;
const WEEK = 7;
const MONDAY = 3; // 1970 began on a Thursday
const MOST_DAYS = 731; // figures are not kept for longer

export const PARTS = /** @type {const} */ (["week", "topic", "agent"]);
export const WEEKS = /** @type {const} */ ([4, 12, 26, 52]);
const USUAL = { by: PARTS[0], weeks: WEEKS[1] };

/** @typedef {typeof PARTS[number]} Part */
/**
 * `weeks`: so many until today, this one among them; null for days of one's own.
 * @typedef {{by: Part, weeks: number | null, from: string, to: string}} Period
 */

/**
 * What the address does not know is as usual.
 * @param {string} search the address's query
 * @param {number} now in milliseconds
 * @returns {Period}
 */
export function readPeriod(search, now) {
  const given = new URLSearchParams(search);
  const by = PARTS.find((part) => part === given.get("by")) ?? USUAL.by;
  const [from, to] = [given.get("from") ?? "", given.get("to") ?? ""];
  if (fits(from, to)) return { by, weeks: null, from, to };
  const weeks = WEEKS.find((count) => String(count) === given.get("weeks")) ?? USUAL.weeks;
  return { by, weeks, ...untilToday(weeks, now) };
}

/** The address's query: what is as usual is left out. @param {Period} period */
export function queryOf({ by, weeks, from, to }) {
  const facts = {
    by: by === USUAL.by ? "" : by,
    weeks: weeks === null || weeks === USUAL.weeks ? "" : String(weeks),
    from: weeks === null ? from : "",
    to: weeks === null ? to : "",
  };
  const text = new URLSearchParams(Object.entries(facts).filter(([, value]) => value)).toString();
  return text && `?${text}`;
}

/** Whether a report can be of these days. @param {string} from @param {string} to */
export function fits(from, to) {
  const length = dayOf(to) - dayOf(from);
  return length >= 0 && length < MOST_DAYS;
}

/**
 * From the Monday of the first week on.
 * @param {number} weeks
 * @param {number} now in milliseconds
 */
function untilToday(weeks, now) {
  const today = Math.floor(now / DAY_MS);
  const monday = today - ((today + MONDAY) % WEEK);
  return { from: iso(monday - (weeks - 1) * WEEK), to: iso(today) };
}

/** NaN for what is no day. @param {string} text such as 2026-11-20 */
function dayOf(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) / DAY_MS : NaN;
}

/** @param {number} day */
function iso(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
