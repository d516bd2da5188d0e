// What a saved reply becomes in an answer, what sending it also does, and how it is found.
import assert from "node:assert/strict";
import { test } from "node:test";

import { changeFor, wordsFor } from "../../static/js/desk/saved/effects.js";
import { fill } from "../../static/js/desk/saved/fill.js";
import { isTaken, matching } from "../../static/js/desk/saved/match.js";

const ANA = { name: "Ana García", reference: "7Q4M9ZTK2D", team: "Riverside" };
const NOBODY = { ...ANA, name: "" };

test("places are filled with the patient's name, the reference and the team", () => {
  const text = "Hi {name},\nthis is {reference}. {name}, thank you.\n{team}";
  assert.equal(fill(text, ANA), "Hi Ana García,\nthis is 7Q4M9ZTK2D. Ana García, thank you.\nRiverside");
});

test("who gave no name is greeted without one, and nothing is left of its place", () => {
  assert.equal(fill("Hi {name},\n\nsoon.", NOBODY), "Hi,\n\nsoon.");
  assert.equal(fill("{name}, thank you.\n{name}\nBye {name}.", NOBODY), "thank you.\n\nBye.");
  assert.equal(fill("Hi {name}!", { ...ANA, name: "  \n " }), "Hi!");
});

test("what a patient calls themselves is not looked through for places, and stays on one line", () => {
  assert.equal(fill("Hi {name}, {team}", { ...ANA, name: "{team} $& \n {name}" }), "Hi {team} $& {name}, Riverside");
});

test("other braces stay as they are", () => {
  assert.equal(fill("{date} {} {Name} {{name}}", ANA), "{date} {} {Name} {Ana García}");
});

test("what sending also does is said in one sentence", () => {
  assert.equal(wordsFor({}), "");
  assert.equal(wordsFor({ state: "waiting" }), "");
  assert.equal(wordsFor({ state: "closed" }), "closes the conversation");
  assert.equal(wordsFor({ state: "closed", assign: "nobody" }), "closes the conversation and gives it back to the team");
  assert.equal(wordsFor({ assign: "me" }), "gives the conversation to you");
  assert.equal(wordsFor({ snoozeDays: 1 }), "puts the conversation aside for a day");
  assert.equal(wordsFor({ snoozeDays: 30, assign: "me" }), "puts the conversation aside for 30 days and gives it to you");
});

const usual = { closed: false, isMine: false, morningIn: (/** @type {number} */ days) => days * 100 };

test("a state alone goes with the letter, and asks for nothing more", () => {
  assert.equal(changeFor({}, usual), null);
  assert.equal(changeFor({ state: "closed" }, usual), null);
});

test("assignee and snooze are asked for in one go", () => {
  assert.deepEqual(changeFor({ snoozeDays: 3, assign: "nobody" }, usual), { assignee: null, state: "snoozed", snoozed_until: 300 });
  assert.deepEqual(changeFor({ assign: "me" }, usual), { assignee: "me" });
});

test("what an answer gives to one anyway is not asked for again", () => {
  assert.equal(changeFor({ assign: "me" }, { ...usual, isMine: true }), null);
  assert.deepEqual(changeFor({ assign: "nobody" }, { ...usual, isMine: true }), { assignee: null });
});

test("who closes with the button means it: nothing is put aside", () => {
  assert.equal(changeFor({ snoozeDays: 3 }, { ...usual, closed: true }), null);
});

const named = (/** @type {string} */ title, text = "") =>
  /** @type {any} */ ({ id: title, title, text, effects: {}, revision: 1, changed: 0, isOld: false, trouble: null });
const titles = (/** @type {any[]} */ found) => found.map(({ title }) => title);
const SHELF = [named("Refill late", "It is on its way."), named("Öffnungszeiten", "Refill at nine"), named("Thanks")];

test("a saved reply is found by words of its name first, then of its text", () => {
  assert.deepEqual(titles(matching(SHELF, "refill")), ["Refill late", "Öffnungszeiten"]);
  assert.deepEqual(titles(matching(SHELF, "WAY late")), ["Refill late"]);
  assert.deepEqual(titles(matching(SHELF, "offnung")), ["Öffnungszeiten"]);
  assert.deepEqual(titles(matching(SHELF, "nothing")), []);
  assert.deepEqual(titles(matching(SHELF, "  ")), titles(SHELF));
});

test("a name is taken however it is written, but by itself", () => {
  assert.equal(isTaken(SHELF, " thanks ", undefined), true);
  assert.equal(isTaken(SHELF, "offnungszeiten", undefined), true);
  assert.equal(isTaken(SHELF, "Thanks", "Thanks"), false);
  assert.equal(isTaken(SHELF, "Thank", undefined), false);
});
