// The worker's own file, on a stand-in for a worker's global scope; browser tests run it in a real one.
import assert from "node:assert/strict";
import { test } from "node:test";

import { NOW, keysAnswer, pin, slug, typed, unboxed } from "./crypto_cast.js";

class WeakScope extends EventTarget {
  /** @type {Map<number, (answer: any) => void>} */
  waiting = new Map();

  /**
   * @param {{id: number}} answer
   * @param {{transfer: Transferable[]}} options
   */
  postMessage(answer, { transfer }) {
    this.waiting.get(answer.id)?.(structuredClone(answer, { transfer }));
  }

  /** @param {object} request */
  ask(request) {
    const id = this.waiting.size + 1;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.dispatchEvent(new MessageEvent("message", { data: { id, ...request } }));
    });
  }
}

const scope = new WeakScope();
Object.assign(globalThis, { self: scope });
await import("../../static/js/worker.js");

const inTime = () => {
  const now = Math.floor(Date.now() / 1000);
  return { now, off: now - NOW };
};

test("it refuses to seal before it has followed keys", async () => {
  assert.deepEqual(await scope.ask({ op: "seal", letter: typed }), { id: 1, ok: false, error: "no_epoch" });
});

test("keys of another time are expired, whatever time the server says it is", async () => {
  assert.ok(Math.abs(inTime().off) > 86_400, "the cast's time must not be today's");
  const { ok, error } = await scope.ask({ op: "follow", pins: [pin], inbox: slug, keys: keysAnswer(), seenSeq: 0 });
  assert.deepEqual({ ok, error }, { ok: false, error: "expired" });
});

test("follow, seal and forget, as the page asks for them", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW * 1000 });
  const followed = await scope.ask({ op: "follow", pins: [pin], inbox: slug, keys: keysAnswer(), seenSeq: 4 });
  assert.deepEqual({ ...followed, id: 0 }, { id: 0, ok: true, seq: 4, notAfter: NOW + 900 });
  const [first, second] = [await scope.ask({ op: "seal", letter: typed }), await scope.ask({ op: "seal", letter: typed })];
  assert.ok(first.envelope instanceof ArrayBuffer);
  assert.equal(second.code, first.code);
  const [one, other] = [first, second].map(({ envelope }) => unboxed(new Uint8Array(envelope)).submission);
  assert.equal(other, one);
  assert.deepEqual(Object.keys(await scope.ask({ op: "forget" })).sort(), ["id", "ok"]);
  assert.equal((await scope.ask({ op: "seal", letter: typed })).error, "no_epoch");
});

test("each refusal is a code of the page's own", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW * 1000 });
  const follow = async (/** @type {object} */ changes) =>
    (await scope.ask({ op: "follow", pins: [pin], inbox: slug, keys: keysAnswer(), seenSeq: 0, ...changes })).error;
  const answer = keysAnswer();
  const unsigned = { ...answer, keys: { ...answer.keys, signature: answer.authority.signature } };
  assert.equal(await follow({ pins: [pin.replace(/^./, pin[0] === "A" ? "B" : "A")] }), "pin_mismatch");
  assert.equal(await follow({ keys: unsigned }), "pin_mismatch");
  assert.equal(await follow({ inbox: "lakeside" }), "pin_mismatch");
  assert.equal(await follow({ inbox: undefined }), "pin_mismatch");
  assert.equal(await follow({ seenSeq: 5 }), "rolled_back");
  assert.equal(await follow({ keys: keysAnswer({ sealUntil: NOW }) }), "no_epoch");
  assert.equal(await follow({ keys: keysAnswer({ notAfter: NOW - 1 }) }), "expired");
  assert.equal(await follow({ keys: {} }), "malformed");
  assert.equal(await follow({ pins: undefined }), "malformed");
  await scope.ask({ op: "follow", pins: [pin], inbox: slug, keys: answer, seenSeq: 0 });
  const tooLong = await scope.ask({ op: "seal", letter: { ...typed, text: "CANARY".repeat(9000) } });
  assert.equal(tooLong.error, "too_long");
});

test("no answer says more of a failure than its code", async () => {
  for (const request of [{ op: "seal", letter: null }, { op: "open" }, { op: "toString" }, {}, { op: "follow" }]) {
    const { id, ...answer } = await scope.ask(request);
    assert.deepEqual(answer, { ok: false, error: answer.error });
    assert.match(answer.error, /^[a-z_]+$/);
  }
});
