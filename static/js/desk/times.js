// Moments as people read them. All are given in Unix seconds.
import { make } from "../dom.js";

const MILLISECONDS = 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOCALE = "en";

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium" });
const clocks = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" });
const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });

/** Such as "5 minutes ago" or "in 2 hours". @param {number} seconds @param {number} [now] */
export function ago(seconds, now = Date.now() / MILLISECONDS) {
  const passed = seconds - now;
  const size = Math.abs(passed);
  if (size < MINUTE) return "just now";
  if (size < HOUR) return relative.format(Math.trunc(passed / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.trunc(passed / HOUR), "hour");
  return relative.format(Math.trunc(passed / DAY), "day");
}

/** @param {number} seconds */
export function dayOf(seconds) {
  return days.format(seconds * MILLISECONDS);
}

/** @param {number} seconds */
export function momentOf(seconds) {
  return moments.format(seconds * MILLISECONDS);
}

/** The time of the day. @param {number} seconds */
export function clockOf(seconds) {
  return clocks.format(seconds * MILLISECONDS);
}

/**
 * How long ago, with the exact moment to be found behind it.
 * @param {number} seconds
 * @param {(seconds: number) => string} [say]
 */
export function timeElement(seconds, say = ago) {
  const exact = new Date(seconds * MILLISECONDS).toISOString();
  return make("time", { datetime: exact, title: momentOf(seconds) }, say(seconds));
}
