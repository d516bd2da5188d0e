// Days and times in the language in use.

/**
 * @param {string} language
 * @param {string} day YYYY-MM-DD, in UTC
 */
export function dayIn(language, day) {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
}

/**
 * @param {string} language
 * @param {number} seconds Unix
 */
export function momentIn(language, seconds) {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(seconds * 1000));
}
