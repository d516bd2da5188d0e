// Where the lines of a chart's axis stand.

const MOST_STEPS = 4;
const MINUTES = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 10080, 20160, 43200];

/**
 * The places of the lines, from 0 to where the axis ends.
 * @param {number} largest of the values
 * @param {"count" | "minutes"} unit
 * @returns {number[]}
 */
export function ticks(largest, unit) {
  const step = unit === "minutes" ? stepOfMinutes(largest) : stepOfCounts(largest);
  const steps = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: steps + 1 }, (_, place) => place * step);
}

/** @param {number} largest */
function stepOfMinutes(largest) {
  const [month = 1] = MINUTES.slice(-1);
  return MINUTES.find((step) => step * MOST_STEPS >= largest) ?? month * Math.ceil(largest / month / MOST_STEPS);
}

/** 1, 2 or 5 times a power of ten: nothing is counted in halves. @param {number} largest */
function stepOfCounts(largest) {
  let power = 1;
  for (;;) {
    for (const times of [1, 2, 5]) if (times * power * MOST_STEPS >= largest) return times * power;
    power *= 10;
  }
}
