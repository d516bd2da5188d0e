// A line about somebody, or something of theirs, in the desk's lists of people.
import { make } from "../dom.js";

/**
 * @param {string | null} tag what comes first and stands out
 * @param {...(Node | string)[]} facts each its own part of the line
 */
export function personFacts(tag, ...facts) {
  return make(
    "p",
    { class: "person-facts" },
    ...(tag === null ? [] : [make("span", { class: "tag" }, tag)]),
    ...facts.map((fact) => make("span", {}, ...fact)),
  );
}
