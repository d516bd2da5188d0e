// Reports: days, words, axes, and what each chart says.
import assert from "node:assert/strict";
import { test } from "node:test";

import { largestOf, modelsOf, placeText, valueText } from "../../static/js/desk/reports/models.js";
import { fits, queryOf, readPeriod } from "../../static/js/desk/reports/period.js";
import { ticks } from "../../static/js/desk/reports/scale.js";
import { daysOf, spanNames, spanOf } from "../../static/js/desk/reports/spans.js";

const FRIDAY = Date.parse("2026-11-20T12:00:00Z");
const BOUNDS = [15, 30, 60];

/** @param {number[]} spans @param {number | null} median */
const spread = (spans, median) => ({ count: spans.reduce((sum, each) => sum + each, 0), median, mean: median, nine_of_ten: median && 2 * median, spans });

/** @param {Partial<import("../../static/js/desk/reports/models.js").Row>} [facts] */
function row(facts = {}) {
  const usual = { key: "2026-W47", label: "2026-W47", from: "2026-11-16", to: "2026-11-20" };
  const rated = { yes: 3, partly: 1, no: 0 };
  const sums = { opened: 12, answered: spread([1, 2, 3, 4], 75), timely: 8, late: 2, solved: spread([0, 0, 0, 0], null), backlog: 5, rated };
  return { ...usual, ...sums, ...facts };
}

/** @param {Partial<import("../../static/js/desk/reports/models.js").Figures>} [facts] */
function figures(facts = {}) {
  const whole = row({ key: "2026-W46", label: "2026-W46", from: "2026-11-09", to: "2026-11-15", opened: 3 });
  return { by: /** @type {const} */ ("week"), from: "2026-11-09", to: "2026-11-20", answer_within_hours: 24, office_hours: false, bounds: BOUNDS, rows: [whole, row()], total: row(), ...facts };
}

/** @param {string} id @param {any} [of] */
function model(id, of = figures()) {
  const found = modelsOf(of).find((each) => each.id === id);
  assert.ok(found);
  return found;
}

test("weeks end today and begin on the Monday of the first", () => {
  assert.deepEqual(readPeriod("", FRIDAY), { by: "week", weeks: 12, from: "2026-08-31", to: "2026-11-20" });
  assert.equal(readPeriod("?weeks=4", FRIDAY).from, "2026-10-26");
  assert.equal(readPeriod("?weeks=4", Date.parse("2026-11-22T23:59:59Z")).from, "2026-10-26");
  assert.equal(readPeriod("?weeks=4", Date.parse("2026-11-23T00:00:00Z")).from, "2026-11-02");
});

test("days of one's own are taken where a report can be of them", () => {
  const own = { by: "topic", weeks: null, from: "2026-01-01", to: "2026-03-31" };
  assert.deepEqual(readPeriod("?by=topic&from=2026-01-01&to=2026-03-31", FRIDAY), own);
  for (const wrong of ["?from=2026-03-31&to=2026-01-01", "?from=2020-01-01&to=2026-01-01", "?from=x&to=2026-01-01", "?from=2026-01-01", "?from=2026-13-01&to=2026-13-02"]) {
    assert.equal(readPeriod(wrong, FRIDAY).weeks, 12, wrong);
  }
  assert.equal(fits("2026-01-01", "2026-01-01"), true);
  assert.equal(fits("2026-01-01", "2028-01-01"), true);
  assert.equal(fits("2026-01-01", "2028-01-02"), false);
});

test("an address is read back as it was written, and says no more than it has to", () => {
  for (const search of ["", "?by=agent", "?weeks=52", "?by=topic&weeks=4", "?by=topic&from=2026-01-01&to=2026-03-31"]) {
    assert.equal(queryOf(readPeriod(search, FRIDAY)), search);
  }
  assert.equal(queryOf(readPeriod("?by=patient&weeks=7", FRIDAY)), "");
});

test("times are said in two units at the most", () => {
  const said = [0, 59, 60, 75, 1439, 1440, 1500, 3 * 1440, 14399, 14400, 43200].map(spanOf);
  assert.deepEqual(said, ["0 min", "59 min", "1 h", "1 h 15 min", "23 h 59 min", "1 d", "1 d 1 h", "3 d", "10 d", "10 d", "30 d"]);
  const names = spanNames(BOUNDS).map(({ short, name }) => [short, name]);
  assert.deepEqual(names, [["15 min", "up to 15 min"], ["30 min", "up to 30 min"], ["1 h", "up to 1 h"], ["more", "over 1 h"]]);
});

test("days are said by their dates in UTC", () => {
  assert.equal(daysOf("2026-11-16", "2026-11-22"), "16 Nov to 22 Nov");
  assert.equal(daysOf("2026-11-16", "2026-11-16"), "16 Nov");
});

test("an axis ends at the largest value or just above it, at whole numbers and whole times", () => {
  assert.deepEqual(ticks(0, "count"), [0, 1]);
  assert.deepEqual(ticks(3, "count"), [0, 1, 2, 3]);
  assert.deepEqual(ticks(17, "count"), [0, 5, 10, 15, 20]);
  assert.deepEqual(ticks(401, "count"), [0, 200, 400, 600]);
  assert.deepEqual(ticks(200, "minutes"), [0, 60, 120, 180, 240]);
  assert.deepEqual(ticks(3000, "minutes"), [0, 1440, 2880, 4320]);
  for (let largest = 1; largest < 400_000; largest = Math.ceil(largest * 1.3)) {
    for (const unit of /** @type {const} */ (["count", "minutes"])) {
      const lines = ticks(largest, unit);
      assert.ok(lines.length <= 5 && (lines.at(-1) ?? 0) >= largest, `${largest} ${unit}: ${lines}`);
    }
  }
});

test("each chart says at each place what the figures say", () => {
  assert.equal(placeText(model("volume"), 0), "2026-W46, 9 Nov to 15 Nov: Began 3, Solved 0");
  assert.equal(placeText(model("backlog"), 1), "2026-W47, 16 Nov to 20 Nov, not the whole week: Not solved 5");
  assert.equal(placeText(model("answer"), 0), "2026-W46, 9 Nov to 15 Nov: Median 1 h 15 min, Nine of ten 2 h 30 min");
  assert.equal(placeText(model("solve"), 0), "2026-W46, 9 Nov to 15 Nov: Median –, Nine of ten –");
  assert.equal(placeText(model("late"), 0), "2026-W46, 9 Nov to 15 Nov: In time 8, Late 2");
  assert.equal(placeText(model("spans"), 3), "over 1 h: First answers 4, Solved 0");
  assert.match(model("late").description, /told now: within 24 hours\./);
});

test("weeks stand side by side and go on as lines; topics and agents stand below each other as bars", () => {
  const topics = figures({ by: "topic", rows: [{ ...row(), key: "billing", label: "Billing", from: undefined, to: undefined }] });
  assert.deepEqual([model("answer").drawn, model("answer").lines], ["columns", true]);
  assert.deepEqual([model("answer", topics).drawn, model("answer", topics).lines], ["rows", false]);
  assert.equal(placeText(model("volume", topics), 0), "Billing: Began 12, Solved 0");
});

test("parts of one whole are as large as they are together", () => {
  assert.equal(largestOf(model("late")), 10);
  assert.equal(largestOf(model("volume")), 12);
  assert.equal(largestOf(model("solve")), 0);
  assert.equal(largestOf(model("volume", figures({ rows: [] }))), 0);
});

test("a time that there is none of is a dash and not zero", () => {
  assert.equal(valueText(model("answer"), null), "–");
  assert.equal(valueText(model("answer"), 0), "0 min");
  assert.equal(valueText(model("volume"), 0), "0");
});
