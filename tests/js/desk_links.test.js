// A link in a new tab, and the tab that shows it. The channel is a real one; each "tab" is a part with its own signs.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { createLinks } from "../../static/js/desk/links.js";

const REFERENCE = "7Q4M9ZTK2D";

/** @type {{close: () => void}[]} */
const open = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** @param {{able?: boolean, at?: number}} [how] */
function tab({ able = true, at = 0 } = {}) {
  const clock = { now: at };
  const where = new EventTarget();
  /** @type {string[]} */
  const shown = [];
  const links = createLinks({ canShow: () => able, show: (reference) => shown.push(reference), where, now: () => clock.now });
  open.push(links);
  return { ...links, shown, uses: (/** @type {number} */ now) => { clock.now = now; where.dispatchEvent(new Event("keydown")); } };
}

/** @param {any} message what some script says */
function says(message) {
  const channel = new BroadcastChannel("sotto-desk-links");
  open.push(channel);
  channel.postMessage(message);
  return channel;
}

test("a tab that is unlocked shows it, and the new one is told", async () => {
  const unlocked = tab();
  assert.equal(await tab({ able: false }).offer(REFERENCE), true);
  assert.deepEqual(unlocked.shown, [REFERENCE]);
});

test("where no tab is unlocked, nothing is shown elsewhere", async () => {
  const locked = tab({ able: false });
  assert.equal(await tab({ able: false }).offer(REFERENCE), false);
  assert.deepEqual(locked.shown, []);
});

test("of several, the one that was used last shows it, and it alone", async () => {
  const [first, second, third] = [tab({ at: 30 }), tab({ at: 10 }), tab({ at: 20 })];
  second.uses(40);
  await tab().offer(REFERENCE);
  assert.deepEqual([first.shown, second.shown, third.shown], [[], [REFERENCE], []]);
});

test("a tab that cannot any more, when it comes to it, leaves the new one to itself", async () => {
  let asked = 0;
  const links = createLinks({ canShow: () => asked++ === 0, show: () => assert.fail("shown"), where: new EventTarget() });
  open.push(links);
  assert.equal(await tab({ able: false }).offer(REFERENCE), false);
  assert.equal(asked, 2);
});

test("nothing but a reference is shown, whoever asks", async () => {
  const unlocked = tab();
  const channel = new BroadcastChannel("sotto-desk-links");
  open.push(channel);
  const here = await new Promise((resolve) => {
    channel.addEventListener("message", ({ data }) => data?.kind === "here" && resolve(data));
    channel.postMessage({ kind: "ask", from: "stranger" });
  });
  for (const reference of ["", "../members", "7Q4M9ZTK2D?x", "7q4m9ztk2d", "7Q4M9ZTK2", null, 5, { a: 1 }]) {
    says({ kind: "show", from: "stranger", to: here.from, reference });
  }
  for (const odd of [null, 5, "show", [], { kind: "show" }, { kind: "ask" }]) says(odd);
  await tab().offer(REFERENCE); // comes after all of those
  assert.deepEqual(unlocked.shown, [REFERENCE]);
});

test("what goes between tabs is the reference and who they are, and no more", async () => {
  /** @type {any[]} */
  const heard = [];
  const channel = new BroadcastChannel("sotto-desk-links");
  open.push(channel);
  channel.addEventListener("message", ({ data }) => heard.push(data));
  tab();
  await tab().offer(REFERENCE);
  while (heard.length < 4) await new Promise((resolve) => setImmediate(resolve)); // the last one may still be on its way
  assert.deepEqual(heard.map((each) => Object.keys(each).sort()), [
    ["from", "kind"],
    ["from", "kind", "to", "used"],
    ["from", "kind", "reference", "to"],
    ["from", "kind", "to"],
  ]);
});
