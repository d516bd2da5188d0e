// How one letter gets to the door, told as stories. The door, the worker and the clock are the test's own; the
// browser tests run the same with real ones.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SealerError } from "../../static/js/sealer.js";
import { createSender } from "../../static/js/sender.js";

const LETTER = { text: "charged twice", name: "", contact: "", topic: "billing", urgency: "normal", language: "en" };
const ACCEPTED = { reference: "7Q4M9ZTK2D", received_on: "2026-11-23", readable_until: "2027-02-21", answer_within_hours: 24, answer_by: null };

/**
 * A sender among parts that note what is asked of them. `answers` are the door's, in order; "lost" is a lost connection.
 * @param {(number | "lost" | [number, object] | [number, object, number])[]} answers
 * @param {{pins?: string[], follow?: (string | undefined)[], seal?: (string | undefined)[]}} [faults] errors, in order
 */
function cast(answers, { pins = ["PIN"], follow = [], seal = [] } = {}) {
  const notes = { posted: [], tokens: [], states: [], waits: [], sealed: 0, taken: [] };
  const raise = (op, code) => {
    if (code) throw new SealerError(op, code);
  };
  const keys = {
    pins,
    ensure: async () => raise("follow", follow.shift()),
    take: async (fresh) => {
      notes.taken.push(fresh);
      raise("follow", follow.shift());
    },
    renew: async () => notes.taken.push("fetched"),
  };
  const sealer = {
    seal: async () => {
      raise("seal", seal.shift());
      notes.sealed += 1;
      return { envelope: new TextEncoder().encode(`envelope ${notes.sealed}`).buffer, code: "7K2M-9QTX" };
    },
  };
  const door = {
    token: async () => "fetched token",
    post: async (envelope, token) => {
      notes.posted.push(new TextDecoder().decode(envelope));
      notes.tokens.push(token);
      const answer = answers.shift();
      if (answer === "lost") throw new TypeError("the connection is lost");
      const [status, body, retryAfter] = Array.isArray(answer) ? answer : [answer, { error: "some", ...ACCEPTED }];
      return { status, body, retryAfter };
    },
  };
  const sender = createSender({
    door,
    keys,
    sealer,
    token: "first token",
    wait: async (seconds) => notes.waits.push(seconds),
    show: (state) => notes.states.push(state),
  });
  return { ...notes, notes, send: () => sender.send(LETTER) };
}

test("an accepted letter gives the door's receipt and the return code", async () => {
  const { send } = cast([201]);
  const receipt = await send();
  assert.equal(receipt.reference, ACCEPTED.reference);
  assert.equal(receipt.code, "7K2M-9QTX");
});

test("a lost connection sends the same envelope again, and says that it waits", async () => {
  const { send, posted, states, notes } = cast(["lost", "lost", 200]);
  await send();
  assert.deepEqual(posted, ["envelope 1", "envelope 1", "envelope 1"]);
  assert.equal(notes.sealed, 1);
  assert.deepEqual(states, ["preparing", "sending", "offline", "sending", "offline", "sending"]);
});

test("waits grow with each lost connection, up to a minute", async () => {
  const { send, waits } = cast([...Array(12).fill("lost"), 201]);
  await send();
  assert.ok(waits[0] <= 2 && waits[0] >= 1);
  assert.ok(waits.every((seconds) => seconds <= 60));
  assert.ok(waits[11] >= 30);
});

test("a busy door is given the time that it asks for, then gets the same envelope", async () => {
  const { send, posted, waits, states } = cast([[429, { error: "limited" }, 17], [503, { error: "overloaded" }, 5], 201]);
  await send();
  assert.deepEqual(waits, [17, 5]);
  assert.deepEqual(new Set(posted), new Set(["envelope 1"]));
  assert.ok(states.includes("busy"));
});

test("a door that asks for hours is asked again after a quarter of an hour", async () => {
  const { send, waits } = cast([[503, { error: "overloaded" }, 86_400], 201]);
  await send();
  assert.deepEqual(waits, [900]);
});

test("a stale answer seals anew, with the fresh token and keys that came with it", async () => {
  const { send, posted, tokens, taken } = cast([[412, { error: "stale", token: "second token", keys: { seq: 2 } }], 201]);
  await send();
  assert.deepEqual(posted, ["envelope 1", "envelope 2"]);
  assert.deepEqual(tokens, ["first token", "second token"]);
  assert.deepEqual(taken, [{ seq: 2 }]);
});

test("a stale answer that carries nothing makes the page ask for both", async () => {
  const { send, tokens, taken } = cast([[412, { error: "stale" }], 201]);
  await send();
  assert.deepEqual(tokens, ["first token", "fetched token"]);
  assert.deepEqual(taken, ["fetched"]);
});

test("a token that the door does not know is renewed like a stale one", async () => {
  const { send, tokens } = cast([[403, { error: "token" }], 201]);
  await send();
  assert.deepEqual(tokens, ["first token", "fetched token"]);
});

test("stale again and again ends in a refusal, not in a loop", async () => {
  const stale = /** @type {[number, object]} */ ([412, { error: "stale" }]);
  const { send, posted } = cast(Array(9).fill(stale));
  await assert.rejects(send(), { reason: "later" });
  assert.equal(posted.length, 4);
});

test("fresh keys that do not lead to the pin are refused, although they came with a stale answer", async () => {
  const { send, posted } = cast([[412, { error: "stale", token: "t", keys: {} }]], { follow: [undefined, "pin_mismatch"] });
  await assert.rejects(send(), { reason: "pin_mismatch" });
  assert.equal(posted.length, 1);
});

for (const [code, reason] of [
  ["pin_mismatch", "pin_mismatch"],
  ["malformed", "pin_mismatch"],
  ["expired", "expired"],
  ["no_epoch", "expired"],
  ["rolled_back", "rolled_back"],
]) {
  test(`keys that are ${code} stop the letter before anything is sealed or sent`, async () => {
    const { send, posted, notes } = cast([201], { follow: [code] });
    await assert.rejects(send(), { reason });
    assert.equal(notes.sealed, 0);
    assert.deepEqual(posted, []);
  });
}

test("a link without a pin stops the letter", async () => {
  const { send, posted } = cast([201], { pins: [] });
  await assert.rejects(send(), { reason: "no_pin" });
  assert.deepEqual(posted, []);
});

test("a worker that cannot be had is waited for", async () => {
  const { send, states } = cast([201], { seal: ["unavailable"] });
  await send();
  assert.ok(states.includes("unprepared"));
});

test("a letter that is too long is refused with what to do", async () => {
  await assert.rejects(cast([], { seal: ["too_long"] }).send(), { reason: "too_long" });
});

for (const [status, error, reason] of /** @type {[number, string, string][]} */ ([
  [400, "malformed", "broken"],
  [403, "origin", "origin"],
  [404, "not_found", "broken"],
  [409, "conflict", "conflict"],
  [413, "too_large", "too_long"],
  [422, "slip", "broken"],
])) {
  test(`the door's ${status} ${error} is a refusal, and is not tried again`, async () => {
    const { send, posted } = cast([[status, { error }]]);
    await assert.rejects(send(), { reason });
    assert.equal(posted.length, 1);
  });
}

test("a hotel's sign-in page in place of the door counts as a lost connection", async () => {
  const { send, posted } = cast([[200, {}], [403, {}], 201]);
  await send();
  assert.deepEqual(posted, ["envelope 1", "envelope 1", "envelope 1"]);
});
