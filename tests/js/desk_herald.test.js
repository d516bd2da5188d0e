// What is said of new letters while the tab is behind others. The clock is the test's own.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createArrivals } from "../../static/js/desk/arrivals.js";
import { createHerald } from "../../static/js/desk/herald.js";

const MINUTE = 60_000;

const slip = (/** @type {string} */ reference, /** @type {number} */ last, facts = {}) => ({ reference, last, unread: true, inbox: "riverside", ...facts });

test("the first look counts nothing: all of that was there before", () => {
  assert.deepEqual([...createArrivals().take([slip("A", 10)])], []);
});

test("new conversations and further letters count, by inbox", () => {
  const arrivals = createArrivals();
  arrivals.take([slip("B", 10), slip("A", 5)]);
  const found = arrivals.take([slip("C", 12, { inbox: "marsh" }), slip("A", 11), slip("D", 10), slip("B", 10)]);
  assert.deepEqual([...found], [["marsh", 1], ["riverside", 2]]);
});

test("what came back from being snoozed, and what the team wrote, is no new letter", () => {
  const arrivals = createArrivals();
  arrivals.take([slip("B", 10)]);
  assert.deepEqual([...arrivals.take([slip("B", 12, { unread: false }), slip("A", 5)])], []);
});

/** @type {EventTarget & {hidden: boolean}} */
let where;
/** @type {any[]} what the door answers next */
let answers;
/** @type {any[]} */
let asked;
/** @type {string[]} */
let said;
/** @type {string[]} tags of those that were taken away */
let closed;
let allowed = true;
/** @type {ReturnType<typeof createHerald>} */
let herald;

beforeEach(() => {
  mock.timers.enable({ apis: ["setInterval"] });
  where = Object.assign(new EventTarget(), { hidden: false });
  [answers, asked, said, closed, allowed] = [[], [], [], [], true];
  herald = createHerald({
    fetch: async (query) => {
      asked.push(query);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? { changed: 1 };
    },
    isAllowed: () => allowed,
    nameOf: (slug) => `the ${slug} inbox`,
    notify(text, tag) {
      said.push(`${tag}: ${text}`);
      return { close: () => closed.push(tag) };
    },
    mark: (count) => said.push(`(${count})`),
    where: /** @type {any} */ (where),
  });
  herald.start();
});

afterEach(() => {
  herald.stop();
  mock.timers.reset();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @param {boolean} hidden */
async function turns(hidden) {
  where.hidden = hidden;
  where.dispatchEvent(new Event("visibilitychange"));
  await settled();
}

async function minutePasses() {
  mock.timers.tick(MINUTE);
  await settled();
}

test("while the tab is looked at, nobody is asked and nothing is said", async () => {
  await minutePasses();
  assert.deepEqual([asked, said], [[], []]);
});

test("behind others it asks each minute, and never says that somebody is there", async () => {
  answers = [{ changed: 7, conversations: [slip("A", 5)] }];
  await turns(true);
  await minutePasses();
  assert.deepEqual(asked, [{ state: "open", sort: "new", since: 0 }, { state: "open", sort: "new", since: 7 }]);
});

test("it says how many and where, adds up, and takes it away when the tab is looked at again", async () => {
  answers = [
    { changed: 1, conversations: [slip("A", 5)] },
    { changed: 2, conversations: [slip("B", 6), slip("A", 5)] },
    { changed: 2 },
    { changed: 3, conversations: [slip("C", 7), slip("A", 7), slip("B", 6)] },
  ];
  await turns(true);
  for (let minute = 0; minute < 3; minute += 1) await minutePasses();
  assert.deepEqual(said, [
    "letters riverside: 1 new letter in the riverside inbox",
    "(1)",
    "letters riverside: 3 new letters in the riverside inbox",
    "(3)",
  ]);
  await turns(false);
  assert.deepEqual(closed, ["letters riverside"]);
  await minutePasses();
  assert.equal(asked.length, 4);
});

test("where it is not wanted or not allowed, nobody is asked", async () => {
  allowed = false;
  await turns(true);
  await minutePasses();
  assert.deepEqual(asked, []);
});

test("the end of the session ends it", async () => {
  answers = [Object.assign(new Error("no"), { code: "signed_out" })];
  await turns(true);
  await minutePasses();
  await turns(false);
  await turns(true);
  assert.equal(asked.length, 1);
});

test("a lost connection is tried again, and a lock ends it", async () => {
  answers = [new Error("lost"), { changed: 1, conversations: [slip("A", 5)] }, { changed: 2, conversations: [slip("B", 6)] }];
  await turns(true);
  await minutePasses();
  await minutePasses();
  assert.deepEqual(said.length, 2);
  herald.stop();
  await minutePasses();
  assert.equal(asked.length, 3);
});
