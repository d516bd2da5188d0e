import assert from "node:assert/strict";
import { test } from "node:test";

import { carryOver, itemsOf, piecesOf, replaceAll } from "../../static/js/marks.js";

const TEXT = "My SSN is 219-09-9999 and I take metformin. Metformin!";
const SSN = { start: 10, end: 21, kind: "ssn" };
const FIRST = { start: 33, end: 42, kind: "medicine" };
const SECOND = { start: 44, end: 53, kind: "medicine" };

test("the same words in the same sense are asked about once", () => {
  const items = itemsOf(TEXT, [SSN, FIRST, SECOND], new Set());
  assert.deepEqual(
    items.map(({ excerpt, findings }) => [excerpt, findings.length]),
    [
      ["219-09-9999", 1],
      ["metformin", 2],
    ],
  );
});

test("what could be misused is asked about before what is personal", () => {
  const text = "metformin 219-09-9999";
  const items = itemsOf(text, [{ start: 0, end: 9, kind: "medicine" }, { start: 10, end: 21, kind: "ssn" }], new Set());
  assert.deepEqual(items.map(({ kind }) => kind), ["ssn", "medicine"]);
});

test("what is kept is not asked about again, wherever it moves", () => {
  const [ssn] = itemsOf(TEXT, [SSN], new Set());
  assert.deepEqual(itemsOf(`Oh. ${TEXT}`, [{ ...SSN, start: 14, end: 25 }], new Set([ssn.key])), []);
});

test("a kept word in another sense is asked about", () => {
  const [ssn] = itemsOf(TEXT, [SSN], new Set());
  assert.equal(itemsOf(TEXT, [{ ...SSN, kind: "mrn" }], new Set([ssn.key])).length, 1);
});

test("removing takes every place of the words and leaves the rest", () => {
  assert.equal(
    replaceAll(TEXT, [FIRST, SECOND], "[removed]"),
    "My SSN is 219-09-9999 and I take [removed]. [removed]!",
  );
});

for (const [what, after, expected] of [
  ["before it moves a mark", `Hello. ${TEXT}`, [17]],
  ["behind it leaves a mark", `${TEXT} Thanks.`, [10]],
  ["inside it drops the mark", TEXT.replace("219-09", "219-00"), []],
  ["that deletes it drops the mark", TEXT.replace("219-09-9999", ""), []],
  ["right before it keeps the mark", TEXT.replace("219", "x219"), [11]],
]) {
  test(`an edit ${what}`, () => {
    assert.deepEqual(carryOver([SSN], TEXT, String(after)).map(({ start }) => start), expected);
  });
}

test("marks over repeated letters stay on one of the repeats", () => {
  const before = "aaaa 123";
  const [carried] = carryOver([{ start: 5, end: 8, kind: "ssn" }], before, "aaaaa 123");
  assert.equal("aaaaa 123".slice(carried.start, carried.end), "123");
});

test("pieces put together again are the text", () => {
  const pieces = piecesOf(TEXT, [SECOND, SSN, FIRST]);
  assert.equal(pieces.map(({ text }) => text).join(""), TEXT);
  assert.deepEqual(pieces.filter(({ kind }) => kind).map(({ text }) => text), ["219-09-9999", "metformin", "Metformin"]);
});

test("of overlapping findings the first is marked, and no letter is doubled", () => {
  const pieces = piecesOf("diabetes type 2", [
    { start: 0, end: 15, kind: "condition" },
    { start: 9, end: 15, kind: "measurement" },
  ]);
  assert.deepEqual(pieces, [{ text: "diabetes type 2", kind: "condition" }]);
});
