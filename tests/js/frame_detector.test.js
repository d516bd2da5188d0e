import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { loadDetector } from "../../static/js/detector.js";

test("data that never comes is given up, so that it can be asked for again", async (t) => {
  const server = createServer((_request, response) => response.writeHead(200).write("{")).listen(0, "127.0.0.1");
  t.after(() => (server.closeAllConnections(), server.close()));
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const timeout = AbortSignal.timeout;
  /** @type {number[]} */
  const patience = [];
  t.mock.method(AbortSignal, "timeout", (/** @type {number} */ milliseconds) => {
    patience.push(milliseconds);
    return timeout.call(AbortSignal, 20);
  });
  await assert.rejects(loadDetector(`http://127.0.0.1:${port}/`, null), { name: "TimeoutError" });
  assert.deepEqual(patience, [60_000]);
});
