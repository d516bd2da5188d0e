import assert from "node:assert/strict";
import { test } from "node:test";

import { dueIn, morningOf, snoozeChoices, span } from "../../static/js/desk/due.js";

const [MINUTE, HOUR, DAY] = [60, 3600, 86400];
const NOW = 1_800_000_000;

for (const [seconds, said] of [
  [0, "now"],
  [59, "now"],
  [MINUTE, "1 min"],
  [HOUR - 1, "59 min"],
  [2 * HOUR, "2 h"],
  [DAY - 1, "23 h"],
  [13 * DAY, "13 d"],
  [14 * DAY, "2 wk"],
  [400 * DAY, "1 y"],
]) {
  test(`${seconds} seconds are "${said}"`, () => assert.equal(span(Number(seconds)), said));
}

for (const [left, text, tone] of [
  [2 * HOUR, "due in 2 h", "calm"],
  [HOUR, "due in 1 h", "soon"],
  [40 * MINUTE, "due in 40 min", "soon"],
  [30, "due now", "soon"],
  [-30, "due now", "soon"],
  [-3 * HOUR, "3 h late", "late"],
]) {
  test(`with ${left} seconds left it is "${text}", which is ${tone}`, () => {
    assert.deepEqual(dueIn(NOW + Number(left), NOW), { text, tone });
  });
}

test("a snooze ends at nine in the morning of the reader's own days", () => {
  const wednesday = new Date(2026, 10, 25, 15, 30);
  const choices = snoozeChoices(wednesday).map(({ label, at }) => [label, new Date(at * 1000)]);
  assert.deepEqual(choices, [
    ["Tomorrow", new Date(2026, 10, 26, 9)],
    ["In 3 days", new Date(2026, 10, 28, 9)],
    ["Next week", new Date(2026, 10, 30, 9)],
  ]);
});

test("on a Monday, next week is a week away", () => {
  const [, , { at }] = snoozeChoices(new Date(2026, 10, 30, 8));
  assert.deepEqual(new Date(at * 1000), new Date(2026, 11, 7, 9));
});

test("a morning is said with its day", () => {
  assert.equal(morningOf(new Date(2026, 10, 30, 9).getTime() / 1000).replace(/\s/gu, " "), "Mon, Nov 30, 9:00 AM");
});
