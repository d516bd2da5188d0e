import assert from "node:assert/strict";
import { test } from "node:test";

import { createKeys, pinsOf, rememberSeen, slugOf } from "../../static/js/keys.js";

/** @param {{seq?: number, notAfter?: number, seen?: number, now?: () => number}} [facts] */
function cast({ seq = 3, notAfter = 1000, seen = 0, now = () => 0 } = {}) {
  const notes = { fetched: 0, asked: [], seen };
  const keys = createKeys({
    pins: ["PIN"],
    inbox: "riverside",
    fetchKeys: async () => {
      notes.fetched += 1;
      return { answer: notes.fetched };
    },
    sealer: {
      follow: async (pins, inbox, answer, seenSeq) => {
        notes.asked.push([pins, inbox, answer, seenSeq]);
        return { seq, notAfter };
      },
    },
    seen: { get: () => notes.seen, set: (value) => (notes.seen = value) },
    now,
  });
  return { keys, notes };
}

test("keys are followed from the link's pins and inbox, with the highest count seen before", async () => {
  const { keys, notes } = cast({ seen: 2 });
  await keys.ensure();
  assert.deepEqual(notes.asked, [[["PIN"], "riverside", { answer: 1 }, 2]]);
});

test("good keys are not fetched again", async () => {
  const { keys, notes } = cast();
  await keys.ensure();
  await keys.ensure();
  assert.equal(notes.fetched, 1);
});

test("keys past their time are fetched again", async () => {
  let now = 0;
  const { keys, notes } = cast({ notAfter: 1000, now: () => now });
  await keys.ensure();
  now = 1000;
  await keys.ensure();
  assert.equal(notes.fetched, 2);
});

test("a higher count is remembered", async () => {
  const { keys, notes } = cast({ seq: 7, seen: 3 });
  await keys.ensure();
  assert.equal(notes.seen, 7);
});

test("pins are read from the fragment, one or two", () => {
  assert.deepEqual(pinsOf("#AAAA.BBBB"), ["AAAA", "BBBB"]);
  assert.deepEqual(pinsOf("#AAAA"), ["AAAA"]);
  assert.deepEqual(pinsOf(""), []);
});

test("the inbox is read from the path", () => {
  assert.equal(slugOf("/f/riverside"), "riverside");
  assert.equal(slugOf("/f/riverside/"), "riverside");
  assert.equal(slugOf("/"), "");
});

test("without storage the page remembers on its own", () => {
  const seen = rememberSeen("riverside", ["PIN"]);
  seen.set(5);
  assert.equal(seen.get(), 5);
});
