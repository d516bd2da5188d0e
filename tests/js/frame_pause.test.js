import assert from "node:assert/strict";
import { test } from "node:test";

import { createPause } from "../../static/js/pause.js";

test("a wait says how long it takes, and ends when it is hurried", async () => {
  const told = [];
  const pause = createPause((seconds) => told.push(seconds));
  const wait = pause.take(3600);
  pause.hurry();
  await wait;
  assert.deepEqual(told, [3600]);
});

test("hurrying when nothing waits does nothing to the next wait", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval", "Date"] });
  const told = [];
  const pause = createPause((seconds) => told.push(seconds));
  pause.hurry();
  const wait = pause.take(2);
  context.mock.timers.tick(1000);
  assert.deepEqual(told, [2, 1]);
  context.mock.timers.tick(1000);
  await wait;
});
