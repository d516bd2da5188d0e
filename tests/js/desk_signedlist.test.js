// Whether the members whom a server lists are those whom the leads have signed.
import assert from "node:assert/strict";
import { test } from "node:test";

import { differences } from "../../static/js/desk/signedlist.js";

const LENA = { id: "lena", name: "Lena", role: "lead", state: "active" };
const SAM = { id: "sam", name: "Sam", role: "agent", state: "active" };
const NIA = { id: "nia", name: "Nia", role: "agent", state: "waiting" };
const SIGNED = [LENA, SAM].map(({ id, role }) => ({ id, role }));

/** @param {object[]} members */
const team = (members) => /** @type {any} */ ({ members, invitations: [], kit: "" });

test("the same people in the same roles differ in nothing, and who waits is in neither", () => {
  assert.deepEqual(differences(team([SAM, LENA, NIA]), SIGNED), []);
});

test("a stranger, another role and somebody left out are each told", () => {
  const mallory = { ...SAM, id: "mallory", name: "Mallory" };
  assert.deepEqual(differences(team([LENA, SAM, mallory]), SIGNED), [
    "Mallory is not in the signed list. No lead gave them a key.",
  ]);
  assert.deepEqual(differences(team([LENA, { ...SAM, role: "auditor" }]), SIGNED), [
    "Sam: the server says auditor, the signed list says agent.",
  ]);
  assert.deepEqual(differences(team([LENA]), SIGNED), [
    "Somebody is left out below who can read here: agent in the signed list.",
  ]);
});

test("a member who is shown as waiting although the list names them is left out as well", () => {
  assert.equal(differences(team([LENA, { ...SAM, state: "waiting" }]), SIGNED).length, 1);
});
