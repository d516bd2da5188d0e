import assert from "node:assert/strict";
import { test } from "node:test";

import { newsOf } from "../../static/js/desk/news.js";

const KNOWN = { state: "open", assignee: null, version: 3 };
const LETTERS = [
  { direction: 1, received: 100 },
  { direction: 2, received: 200 },
  { direction: 3, received: 250 },
];
const slip = (facts) => ({ state: "open", assignee: null, version: 4, last: 200, unread: false, ...facts });

test("a row of the same version is no news", () => {
  assert.equal(newsOf(slip({ version: 3, last: 900 }), KNOWN, LETTERS), null);
});

test("a letter of the patient's is told", () => {
  const news = newsOf(slip({ last: 300, unread: true }), KNOWN, LETTERS);
  assert.deepEqual(news, { sentence: "The patient has written again.", isLetter: true });
});

test("a colleague's answer is told, also one that came in before a note was read", () => {
  const news = newsOf(slip({ last: 220 }), KNOWN, LETTERS);
  assert.deepEqual(news, { sentence: "Somebody on your team has answered.", isLetter: true });
});

test("what was changed of the facts shows by itself", () => {
  assert.deepEqual(newsOf(slip({ assignee: "sam" }), KNOWN, LETTERS), { sentence: "", isLetter: false });
  assert.deepEqual(newsOf(slip({ state: "closed" }), KNOWN, LETTERS), { sentence: "", isLetter: false });
});

test("a version that nothing explains is a note", () => {
  assert.deepEqual(newsOf(slip({}), KNOWN, LETTERS), { sentence: "Something was added here.", isLetter: false });
});
