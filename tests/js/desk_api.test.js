// What the desk's page does about refusals by itself, and what it leaves to the views. The door is the test's own.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { Refused, begin, createApi, look } from "../../static/js/desk/api.js";

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

/**
 * An API whose door gives these answers in order: a status and a body, or "lost".
 * @param {...("lost" | [number, unknown, Record<string, string>?])} answers
 */
function cast(...answers) {
  /** @type {{path: string, request: any}[]} */
  const asked = [];
  /** @type {string[]} */
  const acts = [];
  globalThis.fetch = async (path, request) => {
    asked.push({ path: String(path), request });
    const answer = answers.shift() ?? "lost";
    if (answer === "lost") throw new TypeError("no connection");
    const [status, body, headers] = answer;
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
  };
  const api = createApi({
    token: () => `token ${acts.filter((act) => act === "renew").length}`,
    renew: async () => acts.push("renew"),
    touch: async () => acts.push("touch"),
    signedOut: () => acts.push("signed out"),
  });
  return { api, asked, acts };
}

const tokens = (/** @type {any[]} */ asked) => asked.map(({ request }) => request.headers?.["X-CSRF-Token"]);

test("what is read is parsed, and what is posted brings the token", async () => {
  const { api, asked } = cast([200, { a: 1 }], [200, { b: 2 }]);
  assert.deepEqual(await api.get("/desk/list", { state: "open", topic: "", after: null, since: 0 }), { a: 1 });
  assert.deepEqual(await api.post("/desk/c/X/state", { version: 3 }), { b: 2 });
  assert.equal(asked[0]?.path, "/desk/list?state=open&since=0");
  assert.equal(asked[1]?.request.body, '{"version":3}');
  assert.deepEqual(tokens(asked), [undefined, "token 0"]);
});

test("a letter is sent as bytes with the headers that it needs", async () => {
  const { api, asked } = cast([201, { version: 4 }]);
  await api.send("/desk/c/X/letters", new Uint8Array([1, 2]).buffer, { "X-Version": "3" });
  const { headers } = asked[0]?.request;
  assert.deepEqual(headers, {
    "X-Version": "3",
    "Content-Type": "application/octet-stream",
    "X-CSRF-Token": "token 0",
  });
});

test("a touch that is asked for is given, and the request repeated", async () => {
  const { api, asked, acts } = cast([403, { error: "touch" }], [200, { done: true }]);
  assert.deepEqual(await api.post("/desk/inboxes/a/grants", {}), { done: true });
  assert.deepEqual([acts, asked.length], [["touch"], 2]);
});

test("a touch that is asked for again right after it was given is a refusal", async () => {
  const { api, acts } = cast([403, { error: "touch" }], [403, { error: "touch" }]);
  await assert.rejects(api.post("/desk/inboxes/a/grants", {}), { code: "touch" });
  assert.deepEqual(acts, ["touch"]);
});

test("a touch that is not given ends the request", async () => {
  const { asked } = cast([403, { error: "touch" }]);
  const cancelled = () => Promise.reject(new Refused(0, "cancelled"));
  const api = createApi({ token: () => "", renew: async () => {}, touch: cancelled, signedOut: () => {} });
  await assert.rejects(api.post("/desk/inboxes/a/grants", {}), { code: "cancelled" });
  assert.equal(asked.length, 1);
});

test("a token of another session is fetched anew", async () => {
  const { api, asked, acts } = cast([403, { error: "csrf" }], [403, { error: "touch" }], [200, {}]);
  await api.post("/desk/inboxes/a/grants", {});
  assert.deepEqual(acts, ["renew", "touch"]);
  assert.deepEqual(tokens(asked), ["token 0", "token 1", "token 1"]);
});

test("whoever is signed out is told so once, and the request is refused", async () => {
  const { api, acts } = cast([401, { error: "signed_out" }]);
  await assert.rejects(api.get("/desk/me"), { status: 401, code: "signed_out" });
  assert.deepEqual(acts, ["signed out"]);
});

test("a refusal carries the door's code, sentence and facts", async () => {
  const { api } = cast([429, { error: "budget", message: "Enough for now.", used: 60 }, { "Retry-After": "90" }]);
  await assert.rejects(api.post("/desk/c/X/read"), (/** @type {any} */ refused) => {
    assert.deepEqual(
      [refused.code, refused.message, refused.body.used, refused.retryAfter],
      ["budget", "Enough for now.", 60, 90],
    );
    return true;
  });
});

test("a lost connection is told from a refusal", async () => {
  const { api } = cast("lost");
  await assert.rejects(api.get("/desk/me"), { status: 0, code: "unreachable" });
});

test("an answer that is not the desk's own is no answer", async () => {
  const { api } = cast([502, "<h1>Bad gateway</h1>"]);
  await assert.rejects(api.get("/desk/me"), { status: 502, code: "broken" });
});

test("before there is a session nothing is repeated and nobody is signed out", async () => {
  const { acts, asked } = cast([401, { error: "signed_out" }], [401, { error: "signed_out" }]);
  await assert.rejects(look("/desk/me"), { code: "signed_out" });
  await assert.rejects(begin("/desk/passkey/login/verify", {}), { code: "signed_out" });
  assert.deepEqual(acts, []);
  assert.deepEqual(tokens(asked), [undefined, undefined]);
});
