// Small parts of the desk's shell: addresses, names, links and sentences.
import assert from "node:assert/strict";
import { test } from "node:test";

import { WorkerError } from "../../static/js/caller.js";
import { Refused } from "../../static/js/desk/api.js";
import { fromBase64url, toBase64url } from "../../static/js/desk/bytes.js";
import { parseLink } from "../../static/js/desk/invitationlink.js";
import { readNames } from "../../static/js/desk/namelist.js";
import { NoPasskey } from "../../static/js/desk/passkey.js";
import { createRoutes, isFor } from "../../static/js/desk/routes.js";
import { sentenceFor } from "../../static/js/desk/sentences.js";
import { ago } from "../../static/js/desk/times.js";

function desk() {
  const routes = createRoutes();
  const view = (/** @type {string} */ name) => ({ open() {}, name });
  routes.add("/desk/", view("list"), { label: "Conversations", roles: ["agent", "lead"] });
  routes.add("/desk/c/:reference", view("conversation"), { roles: ["agent", "lead"] });
  routes.add("/desk/members", view("members"), { label: "Members", roles: ["lead"] });
  routes.add("/desk/account", view("account"), { waiting: true });
  return routes;
}

test("an address leads to its view, with what stands in it", () => {
  const routes = desk();
  assert.equal(routes.find("/desk/")?.name, "list");
  assert.equal(routes.find("/desk")?.name, "list");
  assert.deepEqual(routes.find("/desk/c/7Q4M9ZTK2D")?.params, { reference: "7Q4M9ZTK2D" });
  assert.deepEqual(routes.find("/desk/c/%GG")?.params, { reference: "%GG" });
  for (const path of ["/", "/desk/nothing", "/desk/c", "/desk/c/X/read"]) assert.equal(routes.find(path), undefined);
});

test("the navigation shows a role its own places", () => {
  const labels = (/** @type {any} */ role) =>
    desk()
      .places(role)
      .map(({ label }) => label);
  assert.deepEqual(labels("lead"), ["Conversations", "Members"]);
  assert.deepEqual(labels("agent"), ["Conversations"]);
  assert.deepEqual(labels("auditor"), []);
});

test("who waits gets what is for those who wait, and no more", () => {
  assert.ok(isFor({ waiting: true }, undefined));
  assert.ok(!isFor({}, undefined));
  assert.ok(!isFor({ roles: ["agent"] }, undefined));
  assert.ok(isFor({}, "auditor"));
});

test("a pasted list is read line by line", () => {
  const { newcomers, problems } = readNames("Ana Ortiz, agent\n\n  Kim\tLEAD \r\nBen;\nRui Costa");
  assert.deepEqual(problems, []);
  assert.deepEqual(newcomers, [
    { name: "Ana Ortiz", role: "agent" },
    { name: "Kim", role: "lead" },
    { name: "Ben", role: "agent" },
    { name: "Rui Costa", role: "agent" },
  ]);
});

test("each line that cannot be read is named", () => {
  const { problems } = readNames(`Ana, boss\n, agent\nKim, agent, Berlin\n${"x".repeat(81)}`);
  assert.deepEqual(
    problems.map((problem) => problem.split(":")[0]),
    ["Line 1", "Line 2", "Line 3", "Line 4"],
  );
  assert.match(problems[0] ?? "", /“boss” is no role/);
});

test("a list that is too long is refused whole", () => {
  const { problems } = readNames("Ana\n".repeat(61));
  assert.deepEqual(problems, ["These are 61 lines. 60 fit at once."]);
});

test("a link is its three parts, each whole", () => {
  const [id, secret, pin] = ["I".repeat(22), "s".repeat(43), "_".repeat(43)];
  assert.deepEqual(parseLink(`#${id}.${secret}.${pin}`), { id, secret, pin });
  for (const hash of ["", "#", `#${id}`, `#${id}.${secret}`, `#${id}.${secret}.${pin}=`, `#${id}.${secret}.${pin}.x`]) {
    assert.equal(parseLink(hash), undefined);
  }
});

test("bytes are written as the door reads them", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.deepEqual(fromBase64url(toBase64url(all.buffer)), all);
  assert.equal(toBase64url(new Uint8Array([251, 255]).buffer), "-_8");
});

const WORKERS = [
  "bad_signature",
  "pin_mismatch",
  "wrong_place",
  "rolled_back",
  "malformed",
  "wrong_version",
  "cannot_open",
  "expired",
  "no_epoch",
  "unknown_key",
  "broken_chain",
  "bad_commitment",
  "bad_padding",
  "too_long",
  "bad_invitation",
  "not_yours",
  "needs_kit",
  "unknown_member",
  "unavailable",
];

test("each of the worker's outcomes has a sentence of its own, without its code", () => {
  const other = sentenceFor(new WorkerError("open", "no such code"));
  for (const code of WORKERS) {
    const sentence = sentenceFor(new WorkerError("open", code));
    assert.ok(code === "malformed" || sentence !== other, code);
    assert.doesNotMatch(sentence, /_|signature|epoch|MAC|Argon|Ed25519|X-Wing/i);
  }
});

test("a stranger's key is told in so many words", () => {
  const sentence = sentenceFor(new WorkerError("grant", "bad_invitation"));
  assert.equal(sentence, "This key was not made with your invitation. Do not let them in; invite again.");
});

test("what the desk shows in another way already is not told again", () => {
  for (const failure of [
    new Refused(401, "signed_out"),
    new Refused(0, "cancelled"),
    new WorkerError("open", "locked"),
  ]) {
    assert.equal(sentenceFor(failure), "");
  }
  assert.equal(sentenceFor(new NoPasskey("cancelled")), "");
});

test("the door's own sentence is told where it has one", () => {
  assert.equal(
    sentenceFor(new Refused(422, "invalid", { message: "Somebody is named twice." })),
    "Somebody is named twice.",
  );
  assert.match(sentenceFor(new Refused(502, "broken")), /Try again in a moment/);
  assert.match(sentenceFor(new Refused(0, "unreachable")), /cannot be reached/);
  assert.match(sentenceFor(new TypeError("x is undefined")), /Reload it/);
});

test("times are told as people tell them", () => {
  const now = 1_800_000_000;
  assert.deepEqual(
    [now - 20, now - 300, now - 7200, now - 86400, now - 3 * 86400, now + 23.5 * 3600].map((moment) =>
      ago(moment, now),
    ),
    ["just now", "5 minutes ago", "2 hours ago", "yesterday", "3 days ago", "in 23 hours"],
  );
});
