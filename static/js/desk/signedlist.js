// Whether the members whom the server lists are those whom the leads' signed list names. Only these get keys.
import { make } from "../dom.js";
import { nameOfRole } from "./roles.js";

/** @typedef {import("./team.js").Team} Team */
/** @typedef {{id: string, role: string}} Listed */

/**
 * What the two differ in, in sentences.
 * @param {Team} team
 * @param {Listed[]} signed
 */
export function differences({ members }, signed) {
  const there = members.filter(({ state }) => state === "active");
  const missing = signed.filter(({ id }) => !there.some((member) => member.id === id));
  return [
    ...there.flatMap((member) => differenceOf(member, signed)),
    ...missing.map(({ role }) => `Somebody is left out below who can read here: ${nameOfRole(role).toLowerCase()} in the signed list.`),
  ];
}

/** @param {string[]} sentences */
export function signedListPart(sentences) {
  if (!sentences.length) return [];
  return [
    make(
      "section",
      { class: "part" },
      make(
        "div",
        { class: "notice alarm", role: "alert" },
        make("h2", {}, "This is not the list that your leads signed"),
        ...sentences.map((sentence) => make("p", {}, sentence)),
        make("p", {}, "Let nobody in or out before somebody has looked into it. Tell whoever runs this desk."),
      ),
    ),
  ];
}

/**
 * @param {import("./team.js").Member} member
 * @param {Listed[]} signed
 */
function differenceOf({ id, name, role }, signed) {
  const listed = signed.find((each) => each.id === id);
  if (!listed) return [`${name} is not in the signed list. No lead gave them a key.`];
  if (listed.role === role) return [];
  return [`${name}: the server says ${nameOfRole(role).toLowerCase()}, the signed list says ${nameOfRole(listed.role).toLowerCase()}.`];
}
