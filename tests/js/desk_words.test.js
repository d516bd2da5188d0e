import assert from "node:assert/strict";
import { test } from "node:test";

import { createDrafts, NOTE, REPLY } from "../../static/js/desk/drafts.js";
import { wordsForAct, wordsForActor } from "../../static/js/desk/recordwords.js";
import { bytesLeft } from "../../static/js/desk/room.js";
import { sentencesFor } from "../../static/js/desk/trouble.js";

const MOST = 32_703;
const AROUND = JSON.stringify({ text: "" }).length;

test("there is no word of the room while there is plenty", () => {
  assert.equal(bytesLeft("x".repeat(20_000)), null);
});

test("near the end the room is told in bytes of what is sealed", () => {
  assert.equal(bytesLeft("x".repeat(MOST - AROUND - 10)), 10);
  assert.equal(bytesLeft("é".repeat((MOST - AROUND - 12) / 2)), 12);
  assert.equal(bytesLeft("\n".repeat(16_000)), MOST - AROUND - 32_000);
});

test("what is too long is below zero", () => {
  assert.equal(bytesLeft("x".repeat(MOST)), -AROUND);
});

test("a reply and a note of one conversation are two drafts", () => {
  const drafts = createDrafts();
  drafts.set("AAAA111111", REPLY, "Dear");
  drafts.set("AAAA111111", NOTE, "Call them");
  assert.equal(drafts.get("AAAA111111", REPLY), "Dear");
  assert.equal(drafts.get("AAAA111111", NOTE), "Call them");
});

test("an emptied draft is none", () => {
  const drafts = createDrafts();
  drafts.set("AAAA111111", REPLY, "Dear");
  drafts.set("AAAA111111", REPLY, "");
  assert.equal(drafts.hold(), false);
});

for (const [kind, outcome, said] of [
  ["read", "read", "Read the conversation"],
  ["state", "closed released", "Changed the conversation: closed released"],
  ["reply", "waiting", "Answered the patient"],
  ["grant", "members 1", "Let in a member"],
  ["remove", "members 3", "Removed 3 members"],
  ["notice", "timeout", "Could not send a notice: timeout"],
  ["unheard-of", "done", "unheard-of: done"],
]) {
  test(`the record says "${said}"`, () => assert.equal(wordsForAct(kind, outcome), said));
}

for (const [actor, said] of [
  ["Ana", "Ana"],
  ["kit", "The recovery kit"],
  ["patient", "The patient"],
  ["account 3", "Sotto itself"],
  ["member:00ff", "Somebody who has left"],
]) {
  test(`who did it: ${said}`, () => assert.equal(wordsForActor(actor), said));
}

test("trouble says how far the letters can be believed", () => {
  assert.match(sentencesFor({ code: "broken_chain", after: 0 })[1], /^Nothing/);
  assert.match(sentencesFor({ code: "broken_chain", after: 1 })[1], /the first letter is/);
  assert.match(sentencesFor({ code: "bad_signature", after: 4 })[1], /first 4 letters/);
});

test("trouble of an unknown kind is still told", () => {
  assert.match(sentencesFor({ code: "never heard of", after: 2 })[0], /not a letter/);
});
