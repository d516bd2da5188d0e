import assert from "node:assert/strict";
import { test } from "node:test";

import { USUAL, askFor, askToReview, isNarrowed, queryOf, readFilters } from "../../static/js/desk/filters.js";

const CHOSEN = { state: "waiting", topic: "billing", assignee: "none", language: "es", unopened: true, review: "reviewed", sort: "new" };

test("an address without a query is as usual: the open ones, those that are due first", () => {
  assert.deepEqual(readFilters(""), USUAL);
  assert.equal(queryOf(USUAL), "");
});

test("what is chosen stands in the address, and comes back from it", () => {
  const query = queryOf(CHOSEN);
  assert.equal(query, "?state=waiting&topic=billing&with=none&language=es&unopened=1&review=reviewed&sort=new");
  assert.deepEqual(readFilters(query), CHOSEN);
});

test("a state or an order that is not known is as usual", () => {
  assert.deepEqual(readFilters("?state=burnt&sort=loud&unopened=yes&review=bad"), USUAL);
});

test("a topic that is not known stays: the inbox may have had it", () => {
  assert.equal(readFilters("?topic=gone").topic, "gone");
});

test("the server is asked in its own words", () => {
  assert.deepEqual(askFor(CHOSEN), {
    state: "waiting",
    topic: "billing",
    assignee: "none",
    language: "es",
    opened: "unopened48",
    review: "reviewed",
    sort: "new",
  });
});

test("all states are no state to the server", () => {
  assert.equal(askFor({ ...USUAL, state: "all" }).state, "");
});

test("state and order alone do not narrow a list", () => {
  assert.equal(isNarrowed({ ...USUAL, state: "closed", sort: "old" }), false);
  assert.equal(isNarrowed({ ...USUAL, unopened: true }), true);
});

test("a reviewer asks for what is to be reviewed, or was, and for no state; the newest first", () => {
  const asked = { topic: "", assignee: "", language: "", review: "to-review", sort: "new" };
  assert.deepEqual(askToReview(USUAL), asked);
  assert.deepEqual(askToReview({ ...USUAL, review: "reviewed", sort: "old" }), { ...asked, review: "reviewed", sort: "old" });
});
