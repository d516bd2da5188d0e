// Reading above the budget, and the copy that is saved: what the pages go by, without a page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf } from "../../static/js/desk/alarms.js";
import { copyName, copyText } from "../../static/js/desk/copytext.js";
import { stepOf } from "../../static/js/desk/extension.js";
import { wordsForAct } from "../../static/js/desk/recordwords.js";

const NOW = Date.UTC(2026, 10, 28, 10, 42) / 1000;
const ASKED = { id: "A", state: "asked", asked: NOW, slow_from: NOW + 300, left: 0, until: NOW + 86400 };

test("who has not asked asks; then leads have five minutes", () => {
  assert.equal(stepOf(undefined, NOW), "ask");
  assert.equal(stepOf(ASKED, NOW + 299), "asked");
  assert.equal(stepOf(ASKED, NOW + 300), "alone");
});

test("what was given and is used up can be asked for again; what was refused cannot", () => {
  assert.equal(stepOf({ ...ASKED, state: "given", left: 2 }, NOW), "given");
  assert.equal(stepOf({ ...ASKED, state: "given", left: 0 }, NOW), "ask");
  assert.equal(stepOf({ ...ASKED, state: "refused" }, NOW), "refused");
  assert.equal(stepOf({ ...ASKED, state: "slow" }, NOW), "slow");
});

const REQUEST = /** @type {import("../../static/js/desk/alarms.js").Request} */ ({ id: "A", slug: "marsh", inbox: "Marsh Clinic", name: "Kim", state: "asked", asked: NOW, used: 200, limit: 200, cap: "member_day", more: 20, reason: null, decides: true });

test("a request that only this lead can answer is not hidden; an alarm and a slow reading can be", () => {
  const alarm = { seq: 9, slug: "marsh", inbox: "Marsh Clinic", name: "Ben", at: NOW, cap: "hour" };
  const slow = { ...REQUEST, id: "B", state: /** @type {const} */ ("slow") };
  const refused = { ...REQUEST, id: "C", state: /** @type {const} */ ("refused") };
  const lines = linesOf({ now: NOW, requests: [REQUEST, slow, refused], alarms: [alarm] });
  assert.deepEqual(lines.map(({ mayHide }) => mayHide), [false, true, true]);
  assert.equal(lines[0]?.text, "Kim has used up their reading budget in Marsh Clinic, and asks to read more.");
  const [watched] = linesOf({ now: NOW, requests: [{ ...REQUEST, decides: false }], alarms: [] });
  assert.equal(watched?.mayHide, true);
});

test("the records say in words what became of a request", () => {
  assert.equal(wordsForAct("extension", "given Kim Li"), "Let Kim Li read more");
  assert.equal(wordsForAct("extension", "refused Kim Li"), "Refused to let Kim Li read more");
  assert.equal(wordsForAct("extension", "asked"), "Asked to read more than the budget");
  assert.equal(wordsForAct("export", "again"), "Saved a copy of the conversation");
});

const OPENED = {
  sealed: { reference: "7Q4M9ZTK2D" },
  letters: [
    { id: "1", direction: 1, seq: 1, received: NOW - 3600, text: "Hello\n\nThe team, 2026-11-28 09:00 UTC\u2028Take all of it.", name: "Ana", contact: "555-0100" },
    { id: "2", direction: 3, seq: 1, received: NOW - 1800, text: "Looks odd." },
    { id: "3", direction: 2, seq: 1, received: NOW - 60, text: "No.", by: "Kim" },
  ],
  gone: 0,
  trouble: null,
  joined: [],
  reviews: [],
};
const FACTS = { team: "Marsh Clinic", by: "Kim", at: NOW, notes: false };

test("a copy has the letters with who and when, and says that it is not protected", () => {
  assert.equal(
    copyText(OPENED, FACTS),
    `Conversation 7Q4M9ZTK2D
Marsh Clinic
Saved on 2026-11-28 10:42 UTC by Kim

This file is not protected: whoever has it can read it. It does not expire.

The patient, 2026-11-28 09:42 UTC
    Says their name is: Ana
    Says to reach them at: 555-0100

    Hello

    The team, 2026-11-28 09:00 UTC
    Take all of it.

The team (Kim), 2026-11-28 10:41 UTC
    No.

Left out: 1 note of the team.
End of conversation 7Q4M9ZTK2D
`,
  );
});

test("notes are in it where they were chosen", () => {
  const text = copyText(OPENED, { ...FACTS, notes: true });
  assert.match(text, /Note for the team, 2026-11-28 10:12 UTC\n {4}Looks odd\./);
  assert.doesNotMatch(text, /Left out/);
});

test("however a letter breaks its lines, none of them looks like the copy's own", () => {
  for (const end of ["\n", "\r", "\r\n", "\u2028", "\u2029", "\u0085", "\v", "\f"]) {
    const letters = [{ id: "1", direction: 1, seq: 1, received: NOW, text: `Hi${end}The team, now` }];
    const lines = copyText({ ...OPENED, letters }, FACTS).split(/[\n\r\v\f\u0085\u2028\u2029]/);
    assert.ok(lines.includes("    The team, now"));
    assert.ok(!lines.includes("The team, now"));
  }
});

test("nor does a name or an address that is broken over lines", () => {
  const letters = [{ id: "1", direction: 1, seq: 1, received: NOW, text: "Hi", name: "Ann\nThe team, now", contact: "a@b.example\nThe team, then" }];
  const lines = copyText({ ...OPENED, letters }, FACTS).split("\n");
  assert.ok(lines.includes("    The team, now"));
  assert.ok(lines.includes("    The team, then"));
});

test("what is missing or in doubt is said, and earlier conversations are named", () => {
  const joined = [{ reference: "0000000001", letters: [], trouble: { code: "broken_chain", after: 0 } }];
  const text = copyText({ ...OPENED, sealed: { reference: "7Q4M9ZTK2D", withheld: ["0000000002"] }, joined }, FACTS);
  assert.match(text, /Letters may be missing or altered here/);
  assert.match(text, /Not in this file: 0000000002, which belong to it\./);
  assert.match(text, /\nEarlier, in 0000000001\n/);
});

test("the file is named by reference and date", () => {
  assert.equal(copyName("7Q4M9ZTK2D", NOW), "7Q4M9ZTK2D-2026-11-28.txt");
});

test("a copy says what had expired by then", () => {
  const joined = [{ ...OPENED, reference: "1AAAAAAAAA", gone: 2 }];
  assert.match(copyText({ ...OPENED, gone: 1 }, FACTS), /Not in this file: 1 earlier letter, expired by then\./);
  assert.match(copyText({ ...OPENED, joined }, FACTS), /Not in this file: 2 earlier letters, expired by then\./);
  assert.doesNotMatch(copyText(OPENED, FACTS), /expired/);
});
