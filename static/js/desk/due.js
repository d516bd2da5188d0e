// How old, how soon, how late; and when a snoozed conversation may come back. Seconds are Unix seconds.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const YEAR = 365 * DAY;
const SOON = HOUR; // what is due within it is pointed out
const MORNING = 9; // o'clock
const MONDAY = 1;
const mornings = new Intl.DateTimeFormat("en", { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });

/** @typedef {{text: string, tone: "late" | "soon" | "calm"}} Due */

/**
 * How long, in the largest unit that fits: "now", "5 min", "2 h", "3 d".
 * @param {number} seconds
 */
export function span(seconds) {
  if (seconds < MINUTE) return "now";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  if (seconds < 2 * WEEK) return `${Math.floor(seconds / DAY)} d`;
  if (seconds < YEAR) return `${Math.floor(seconds / WEEK)} wk`;
  return `${Math.floor(seconds / YEAR)} y`;
}

/**
 * The tone is for the colour; the words say it too.
 * @param {number} due
 * @param {number} now
 * @returns {Due}
 */
export function dueIn(due, now) {
  const left = due - now;
  if (left >= MINUTE) return { text: `due in ${span(left)}`, tone: left <= SOON ? "soon" : "calm" };
  if (left > -MINUTE) return { text: "due now", tone: "soon" };
  return { text: `${span(-left)} late`, tone: "late" };
}

/** Such as "Mon, Nov 30, 9:00 AM". @param {number} at */
export function morningOf(at) {
  return mornings.format(at * 1000);
}

/**
 * Mornings of the reader's own days.
 * @param {Date} now
 * @returns {{label: string, at: number}[]}
 */
export function snoozeChoices(now) {
  const untilMonday = (MONDAY - now.getDay() + 7) % 7 || 7;
  return [
    { label: "Tomorrow", at: morningAfter(now, 1) },
    { label: "In 3 days", at: morningAfter(now, 3) },
    { label: "Next week", at: morningAfter(now, untilMonday) },
  ];
}

/**
 * Of the reader's own day.
 * @param {Date} now
 * @param {number} days
 */
export function morningAfter(now, days) {
  return Math.floor(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING).getTime() / 1000);
}
