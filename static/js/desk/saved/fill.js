// What stands in a saved reply for what differs: {name}, {reference} and {team}.

/** @typedef {{name: string, reference: string, team: string}} Filling */

export const PLACES = /** @type {const} */ ([
  { place: "{name}", label: "Patient’s name" },
  { place: "{reference}", label: "Reference" },
  { place: "{team}", label: "Your team’s name" },
]);

const PLACE = /\{(name|reference|team)\}/g;
// Who gave no name is greeted without one: "Hi {name}," is "Hi,", and a line "{name}, thank you" begins with "thank you".
const NAME_AT_START = /^\{name\},?[ \t]*/gm;
const NAME = /[ \t]*\{name\}/g;
const SPACES = /\s+/g;

/**
 * What is filled in is not looked through again: a patient may be called "{team}".
 * @param {string} text
 * @param {Filling} filling
 */
export function fill(text, { name, reference, team }) {
  const called = name.trim().replace(SPACES, " ");
  const asked = called ? text : text.replace(NAME_AT_START, "").replace(NAME, "");
  const given = /** @type {Record<string, string>} */ ({ name: called, reference, team });
  return asked.replace(PLACE, (_, place) => given[place] ?? "");
}
