// When the desk locks itself. The clock is the test's own.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createIdle } from "../../static/js/desk/idle.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** @type {EventTarget} */
let where;
/** @type {(number | null | "lock")[]} seconds that were left; null where a warning was taken back */
let did;
/** @type {ReturnType<typeof createIdle>} */
let idle;

beforeEach(() => {
  mock.timers.enable({ apis: ["setInterval", "Date"] });
  where = new EventTarget();
  did = [];
  idle = createIdle({
    where,
    warn: (left) => did.push(left),
    lock() {
      idle.stop();
      did.push("lock");
    },
  });
  idle.start(600);
});

afterEach(() => {
  idle.stop();
  mock.timers.reset();
});

const sees = (/** @type {string} */ sign) => where.dispatchEvent(new Event(sign));

test("it warns each second of the last minute, and then locks", () => {
  mock.timers.tick(9 * MINUTE - SECOND);
  assert.deepEqual(did, []);
  mock.timers.tick(SECOND);
  assert.deepEqual(did, [60]);
  mock.timers.tick(59 * SECOND);
  assert.equal(did.at(-1), 1);
  mock.timers.tick(SECOND);
  assert.deepEqual(did.slice(-2), [null, "lock"]);
});

for (const sign of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  test(`${sign} begins the time anew`, () => {
    mock.timers.tick(8 * MINUTE);
    sees(sign);
    mock.timers.tick(8 * MINUTE);
    assert.deepEqual(did, []);
  });
}

test("under the warning a key takes it back, and a nudge of the pointer does not", () => {
  mock.timers.tick(9 * MINUTE + SECOND);
  sees("pointermove");
  assert.equal(did.at(-1), 59);
  sees("keydown");
  assert.equal(did.at(-1), null);
  mock.timers.tick(9 * MINUTE - SECOND);
  assert.equal(did.at(-1), null);
});

test("after a sleep the first sign locks, before any timer has looked", () => {
  mock.timers.setTime(60 * MINUTE);
  sees("pointermove");
  assert.deepEqual(did, ["lock"]);
});

test("after it was stopped no sign and no time does anything", () => {
  idle.stop();
  mock.timers.tick(60 * MINUTE);
  sees("keydown");
  assert.deepEqual(did, []);
});

test("whether somebody was here is said once for each sign", () => {
  assert.equal(idle.wasHere(), true); // they have just come in
  assert.equal(idle.wasHere(), false);
  sees("keydown");
  assert.equal(idle.wasHere(), true);
  assert.equal(idle.wasHere(), false);
});
