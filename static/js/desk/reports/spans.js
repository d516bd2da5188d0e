// Minutes and days, in the words of reports.

const HOUR = 60;
const DAY = 24 * HOUR;

const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/**
 * In the two largest units that matter: "12 min", "3 h 20 min", "2 d 4 h", "25 d".
 * @param {number} minutes
 */
export function spanOf(minutes) {
  if (minutes < HOUR) return `${minutes} min`;
  if (minutes < DAY) return joined(Math.floor(minutes / HOUR), "h", minutes % HOUR, "min");
  const hours = Math.round(minutes / HOUR);
  if (hours < 10 * 24) return joined(Math.floor(hours / 24), "d", hours % 24, "h");
  return `${Math.round(hours / 24)} d`;
}

/**
 * The spans that times are counted in: their ends, and what that means.
 * @param {number[]} bounds in minutes, each the longest of its span; beyond the last there is one more
 */
export function spanNames(bounds) {
  const longest = spanOf(bounds.at(-1) ?? 0);
  return [
    ...bounds.map((minutes) => ({ short: spanOf(minutes), name: `up to ${spanOf(minutes)}` })),
    { short: "more", name: `over ${longest}` },
  ];
}

/** Such as "16 Nov to 22 Nov". @param {string} from @param {string} to each such as 2026-11-20 */
export function daysOf(from, to) {
  const [first, last] = [from, to].map((day) => days.format(new Date(day)));
  return from === to ? `${first}` : `${first} to ${last}`;
}

/**
 * @param {number} large
 * @param {string} of
 * @param {number} small
 * @param {string} unit
 */
function joined(large, of, small, unit) {
  return small ? `${large} ${of} ${small} ${unit}` : `${large} ${of}`;
}
