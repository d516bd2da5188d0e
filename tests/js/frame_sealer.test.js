import assert from "node:assert/strict";
import { test } from "node:test";

import { createSealer } from "../../static/js/sealer.js";

/** Answers each request by `answer`, in the order it likes; ends when told. */
class WorkerThat extends EventTarget {
  constructor(answer) {
    super();
    this.answer = answer;
    this.ended = false;
  }

  postMessage(request) {
    const reply = this.answer(request);
    if (reply === "breaks") queueMicrotask(() => this.dispatchEvent(new Event("error")));
    else queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data: { id: request.id, ...reply } })));
  }

  terminate() {
    this.ended = true;
  }
}

test("no worker is started before the first call, and one serves all calls", async () => {
  let started = 0;
  const sealer = createSealer(() => {
    started += 1;
    return new WorkerThat(() => ({ ok: true, seq: 1, notAfter: 2 }));
  });
  assert.equal(started, 0);
  await sealer.follow(["PIN"], "riverside", {}, 0);
  await sealer.follow(["PIN"], "riverside", {}, 0);
  assert.equal(started, 1);
});

test("a refusal carries what was asked and the worker's code", async () => {
  const sealer = createSealer(() => new WorkerThat(() => ({ ok: false, error: "pin_mismatch" })));
  await assert.rejects(sealer.follow(["PIN"], "riverside", {}, 0), { op: "follow", code: "pin_mismatch" });
});

test("a worker that cannot be loaded is unavailable, and the next call starts another", async () => {
  const workers = [new WorkerThat(() => "breaks"), new WorkerThat(() => ({ ok: true, seq: 1, notAfter: 2 }))];
  const sealer = createSealer(() => workers.shift());
  await assert.rejects(sealer.follow(["PIN"], "riverside", {}, 0), { code: "unavailable" });
  assert.equal((await sealer.follow(["PIN"], "riverside", {}, 0)).seq, 1);
});

test("forgetting tells the worker, and ends it", async () => {
  const asked = [];
  const worker = new WorkerThat(({ op }) => asked.push(op) && { ok: true });
  const sealer = createSealer(() => worker);
  await sealer.seal({ text: "x" });
  await sealer.forget();
  assert.deepEqual(asked, ["seal", "forget"]);
  assert.ok(worker.ended);
});

test("forgetting starts no worker where there was none", async () => {
  await createSealer(() => assert.fail("a worker was started")).forget();
});

test("a worker that breaks while it forgets is ended without complaint", async () => {
  const worker = new WorkerThat(({ op }) => (op === "forget" ? "breaks" : { ok: true }));
  const sealer = createSealer(() => worker);
  await sealer.seal({ text: "x" });
  await sealer.forget();
  assert.ok(worker.ended);
});
