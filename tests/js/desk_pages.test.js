import assert from "node:assert/strict";
import { test } from "node:test";

import { createPages } from "../../static/js/desk/pages.js";

/** A page of conversations, named by single letters; those in capitals have news. */
function fetched(letters, next) {
  const conversations = [...letters].map((letter) => ({ reference: letter.toLowerCase(), unread: letter !== letter.toLowerCase() }));
  return { conversations, next };
}

/** Three pages of three: abc, def, ghi. */
function threePages() {
  const pages = createPages();
  pages.start(fetched("abc", "c"));
  pages.append("c", fetched("def", "f"));
  pages.append("f", fetched("ghi", null));
  return pages;
}

const shown = (pages) => pages.order().join("");

test("pages follow one another, to the last", () => {
  const pages = threePages();
  assert.equal(shown(pages), "abcdefghi");
  assert.equal(pages.next(), null);
});

test("what is asked for from a place that has moved meanwhile is not taken", () => {
  const pages = createPages();
  pages.start(fetched("abc", "c"));
  pages.append("b", fetched("xyz", null));
  assert.equal(shown(pages), "abc");
  assert.equal(pages.next(), "c");
});

test("a page that is the same again changes nothing but what is known", () => {
  const pages = threePages();
  pages.renew(null, fetched("aBc", "c"));
  assert.equal(shown(pages), "abcdefghi");
  assert.equal(pages.slips.get("b").unread, true);
  assert.deepEqual(pages.doubted("abcdefghi"), []);
});

test("a new one on top pushes the last of its page into the next, which is in doubt then", () => {
  const pages = threePages();
  pages.renew(null, fetched("nab", "b"));
  assert.deepEqual(pages.doubted("abcdefghi"), ["b"]);
  pages.renew("b", fetched("cde", "e"));
  assert.equal(shown(pages), "nabcdefghi".replace("f", ""));
  assert.equal(pages.renew("e", fetched("fgh", "h")), true);
  pages.append("h", fetched("i", null));
  assert.equal(shown(pages), "nabcdefghi");
});

test("one that is gone lets the next page's first ones move up", () => {
  const pages = threePages();
  pages.renew(null, fetched("acd", "d"));
  assert.equal(shown(pages), "acdefghi");
  assert.equal(pages.slips.has("b"), false);
});

test("one that has moved up from far below stands in one place alone", () => {
  const pages = threePages();
  pages.renew(null, fetched("hab", "b"));
  pages.renew("b", fetched("cde", "e"));
  assert.equal(shown(pages), "habcdegi");
});

test("what is pushed out behind the end of the list is asked for", () => {
  const pages = createPages();
  pages.start(fetched("abc", "c"));
  assert.equal(pages.renew(null, fetched("nab", "b")), true);
  pages.append("b", fetched("cde", "e"));
  assert.equal(shown(pages), "nabcde");
});

test("a page that is the last now ends the list", () => {
  const pages = threePages();
  assert.equal(pages.renew(null, fetched("ab", null)), false);
  assert.equal(shown(pages), "ab");
  assert.equal(pages.next(), null);
});

test("a page that was emptied by another goes, and the list goes on from the other", () => {
  const pages = createPages();
  pages.start(fetched("abc", "c"));
  pages.append("c", fetched("d", null));
  pages.renew(null, fetched("abd", "d"));
  assert.equal(shown(pages), "abd");
  assert.equal(pages.next(), "d");
});

test("pages in doubt are fetched anew where they are in sight", () => {
  const pages = threePages();
  pages.doubt();
  pages.renew(null, fetched("abc", "c"));
  assert.deepEqual(pages.doubted(["b", "c", "e"]), ["c"]);
  pages.renew("c", fetched("def", "f"));
  assert.deepEqual(pages.doubted(["b", "c", "e"]), []);
  assert.deepEqual(pages.doubted(["i"]), ["f"]);
});

test("a page whose place is not known any more is not taken", () => {
  const pages = threePages();
  assert.equal(pages.renew("nowhere", fetched("xyz", null)), false);
  assert.equal(shown(pages), "abcdefghi");
});

test("whatever changes on the server, a walk through all pages shows what it has", () => {
  const random = seeded(7);
  for (let run = 0; run < 500; run += 1) {
    const server = [..."abcdefghijkl"];
    const pages = createPages();
    const page = (after) => {
      const rest = after === null ? server : server.filter((each) => server.rank(each) > after);
      return { conversations: rest.slice(0, 3).map((reference) => ({ reference })), next: rest.length > 3 ? server.rank(rest[2]) : null };
    };
    const ranks = new Map(server.map((each, at) => [each, at * 10]));
    server.rank = (each) => ranks.get(each);
    pages.start(page(null));
    while (pages.next() !== null) pages.append(pages.next(), page(pages.next()));
    for (let change = 0; change < 3; change += 1) mutate(server, ranks, random);
    pages.doubt();
    pages.renew(null, page(null));
    for (let [after] = pages.doubted(pages.order()); after !== undefined; [after] = pages.doubted(pages.order())) {
      pages.renew(after, page(after));
    }
    while (pages.next() !== null) pages.append(pages.next(), page(pages.next()));
    assert.deepEqual(pages.order(), [...server], `run ${run}`);
  }
});

/** One goes, comes, or moves; ranks stay those of an order in which cursors are places. */
function mutate(server, ranks, random) {
  const at = Math.floor(random() * server.length);
  const kind = random();
  const [one] = kind < 0.7 ? server.splice(at, 1) : [`n${ranks.size}`];
  if (kind < 0.3) return;
  let rank = Math.floor(random() * 130);
  while ([...ranks.values()].includes(rank)) rank += 1;
  ranks.set(one, rank);
  server.push(one);
  server.sort((left, right) => ranks.get(left) - ranks.get(right));
}

/** A generator of numbers from 0 to 1 that are the same each time. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
