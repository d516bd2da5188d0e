// What each chart of a report shows, as numbers and words: the drawing and the table both go by it.
import { daysOf, spanNames, spanOf } from "./spans.js";

const WEEK_DAYS = 7;
const DAY_MS = 86_400_000;

/** @typedef {{count: number, median: number | null, mean: number | null, nine_of_ten: number | null, spans: number[]}} Spread times in minutes */
/**
 * @typedef {{opened: number, answered: Spread, timely: number, late: number, solved: Spread, backlog: number,
 *   rated: {yes: number, partly: number, no: number}}} Sums
 */
/** @typedef {Sums & {key: string, label: string, from?: string, to?: string}} Row */
/** @typedef {{by: import("./period.js").Part, from: string, to: string, answer_within_hours: number, office_hours: boolean, bounds: number[], rows: Row[], total: Sums}} Figures */

/** @typedef {"plain" | "striped" | "alarming"} Look */
/** @typedef {{name: string, look: Look, values: (number | null)[]}} Series */
/** @typedef {{short: string, name: string}} Place what stands at the axis, and what it is in full */
/**
 * `lines`: one thing goes on from place to place; else each place has its bars.
 * `stacked`: the series are parts of one whole.
 * `newest`: the last place is the newest, and is what is looked at first.
 * @typedef {object} Model
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {string} what the head of the table's first column
 * @property {"count" | "minutes"} unit
 * @property {"columns" | "rows"} drawn
 * @property {boolean} [lines]
 * @property {boolean} [stacked]
 * @property {boolean} [newest]
 * @property {Place[]} places
 * @property {Series[]} series
 */

const WHAT = /** @type {const} */ ({ week: "Week", topic: "Topic", agent: "With" });
const EACH = /** @type {const} */ ({ week: "in each week", topic: "for each topic", agent: "for each agent" });

/**
 * @param {Figures} figures
 * @returns {Model[]}
 */
export function modelsOf(figures) {
  const { by, rows, answer_within_hours: hours, office_hours: ofOffice } = figures;
  const isOfWeeks = by === "week";
  /** @type {Pick<Model, "what" | "drawn" | "newest" | "places">} */
  const common = { what: WHAT[by], drawn: isOfWeeks ? "columns" : "rows", newest: isOfWeeks, places: rows.map(placeOf) };
  const count = { ...common, unit: /** @type {const} */ ("count") };
  const minutes = { ...common, unit: /** @type {const} */ ("minutes"), lines: isOfWeeks };
  /** @param {string} name @param {Look} look @param {(row: Row) => number | null} value @returns {Series} */
  const series = (name, look, value) => ({ name, look, values: rows.map(value) });
  return [
    {
      ...count,
      id: "volume",
      title: "Volume",
      description: `Conversations that patients began, and those that were solved, ${EACH[by]}. One that is opened and solved again counts as solved again.`,
      series: [series("Began", "plain", (row) => row.opened), series("Solved", "striped", (row) => row.solved.count)],
    },
    {
      ...count,
      id: "backlog",
      title: "Backlog",
      description: isOfWeeks ? "Conversations that were not solved when the week ended." : `Conversations that were not solved at the end, ${EACH[by]}.`,
      lines: isOfWeeks,
      series: [series("Not solved", "plain", (row) => row.backlog)],
    },
    {
      ...minutes,
      id: "answer",
      title: "Time to first answer",
      description: "From a patient's first letter to the team's first answer: half of all took no longer than the median.",
      series: spreadSeries(series, "answered"),
    },
    {
      ...minutes,
      id: "solve",
      title: "Time to solve",
      description: "From a patient's first letter until the conversation was closed.",
      series: spreadSeries(series, "solved"),
    },
    {
      ...count,
      id: "late",
      title: "Lateness",
      description: `First answers that came when patients had been told to expect them, and those that did not. What patients are told now: within ${hours} ${ofOffice ? "office " : ""}${hours === 1 ? "hour" : "hours"}.`,
      stacked: true,
      series: [series("In time", "plain", (row) => row.timely), series("Late", "alarming", (row) => row.late)],
    },
    {
      ...count,
      id: "rating",
      title: "Whether it helped",
      description: `What patients said who were asked when their conversation was solved, ${EACH[by]}. Most are not heard from.`,
      stacked: true,
      series: [
        series("Yes", "plain", (row) => row.rated.yes),
        series("A little", "striped", (row) => row.rated.partly),
        series("No", "alarming", (row) => row.rated.no),
      ],
    },
    spansOf(figures),
  ];
}

/**
 * @param {(name: string, look: Look, value: (row: Row) => number | null) => Series} series
 * @param {"answered" | "solved"} kind
 */
function spreadSeries(series, kind) {
  return [series("Median", "plain", (row) => row[kind].median), series("Nine of ten", "striped", (row) => row[kind].nine_of_ten)];
}

/** @param {Figures} figures @returns {Model} */
function spansOf({ bounds, total }) {
  return {
    id: "spans",
    title: "How long it took",
    description: "All first answers and solved conversations of these days, by the time that they took.",
    what: "Time",
    unit: "count",
    drawn: "columns",
    places: spanNames(bounds),
    series: [
      { name: "First answers", look: "plain", values: total.answered.spans },
      { name: "Solved", look: "striped", values: total.solved.spans },
    ],
  };
}

/** @param {Row} row @returns {Place} */
function placeOf({ key, label, from, to }) {
  if (from === undefined || to === undefined) return { short: label, name: label };
  const whole = (Date.parse(to) - Date.parse(from)) / DAY_MS === WEEK_DAYS - 1;
  return { short: key.slice(key.indexOf("W")), name: `${label}, ${daysOf(from, to)}${whole ? "" : ", not the whole week"}` };
}

/**
 * A value in words; a time that there is none of is a dash.
 * @param {Model} model
 * @param {number | null | undefined} value
 */
export function valueText({ unit }, value) {
  if (value === null || value === undefined) return "–";
  return unit === "minutes" ? spanOf(value) : String(value);
}

/**
 * What is to be seen at one place, in words: "2026-W47, 16 Nov to 22 Nov: Began 12, Solved 9".
 * @param {Model} model
 * @param {number} index
 */
export function placeText(model, index) {
  const values = model.series.map(({ name, values: all }) => `${name} ${valueText(model, all[index])}`);
  return `${model.places[index]?.name}: ${values.join(", ")}`;
}

/** @param {Model} model */
export function largestOf({ series, stacked, places }) {
  const at = (/** @type {number} */ index) => series.map(({ values }) => values[index] ?? 0);
  const sizes = places.map((_, index) => (stacked ? at(index).reduce((sum, value) => sum + value, 0) : Math.max(...at(index))));
  return Math.max(0, ...sizes);
}
