import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, foldWithPlaces } from "../../static/js/desk/folding.js";
import { createSearchIndex, wholeReference } from "../../static/js/desk/searchindex.js";

function indexed() {
  const index = createSearchIndex();
  index.add("AAAA111111", ["Me cobraron dos veces.\nMi médico es García.", "Gracias"]);
  index.add("BBBB222222", ["I was charged twice for ONE visit."]);
  return index;
}

const marked = ({ match }) => match.line.slice(match.start, match.end);

test("accents, case and the width of spaces are no matter", () => {
  assert.equal(fold("Ça  va,\n ÉTÉ?"), "ca va, ete?");
});

test("what is folded says where it stood, in whole characters", () => {
  const { folded, at } = foldWithPlaces("é👩‍⚕️\nß");
  assert.equal(folded, "e👩‍⚕ ß");
  assert.equal(at.at(-1), "é👩‍⚕️\nß".length);
});

test("a word is found in the letter that has it, with its line", () => {
  const [found] = indexed().find("garcia", []);
  assert.equal(found.reference, "AAAA111111");
  assert.equal(marked(found), "García");
  assert.equal(found.match.line, "Mi médico es García.");
});

test("words that a line's end parts are found", () => {
  const [found] = indexed().find("veces. mi", []);
  assert.equal(marked(found), "veces.\nMi");
});

test("what was opened last comes first", () => {
  const index = indexed();
  index.add("CCCC333333", ["twice"]);
  assert.deepEqual(index.find("twice", []).map(({ reference }) => reference), ["CCCC333333", "BBBB222222"]);
});

test("one letter alone finds nothing, nor does space", () => {
  assert.deepEqual(indexed().find("a", []), []);
  assert.deepEqual(indexed().find("   ", []), []);
});

test("a reference is found by its beginning, opened or not, however it is typed", () => {
  const found = indexed().find("d0-d1", ["D0D1EEEEEE", "DDDDEEEEEE"]);
  assert.deepEqual(found, [{ reference: "D0D1EEEEEE", match: null }]);
  assert.equal(indexed().find("dod l", ["D0D1EEEEEE"]).length, 1);
});

test("a long line is cut around what was found, with no character in half", () => {
  const index = createSearchIndex();
  index.add("AAAA111111", [`${"👩‍⚕️ word ".repeat(40)}needle ${"more ".repeat(60)}`]);
  const [found] = index.find("needle", []);
  assert.equal(marked(found), "needle");
  assert.ok(found.match.line.startsWith("…"));
  assert.ok(found.match.line.length < 200);
  assert.ok(found.match.line.isWellFormed?.() ?? true);
});

test("an index that is cleared finds nothing", () => {
  const index = indexed();
  index.clear();
  assert.deepEqual(index.find("twice", []), []);
});

for (const [typed, reference] of [
  ["aaaa111111", "AAAA111111"],
  [" AAAA-1111-11 ", "AAAA111111"],
  ["OIL0123456", "0110123456"],
  ["AAAA11111", null],
  ["AAAA11111U", null],
]) {
  test(`"${typed}" is ${reference ? "a whole reference" : "none"}`, () => assert.equal(wholeReference(typed), reference));
}
