// A pasted list of newcomers: a line each, a name and a role.
import { roleFrom } from "./roles.js";

export const MOST_LINES = 60;
const LONGEST_NAME = 80;
const SEPARATOR = /[,;\t]/;

/** @typedef {{name: string, role: import("./me.js").Role}} Newcomer */

/**
 * Who is without a role is an agent.
 * @param {string} text
 * @returns {{newcomers: Newcomer[], problems: string[]}} a sentence for each line that cannot be read
 */
export function readNames(text) {
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const written = lines.filter(({ line }) => line);
  /** @type {Newcomer[]} */
  const newcomers = [];
  const problems = written.length > MOST_LINES ? [`These are ${written.length} lines. ${MOST_LINES} fit at once.`] : [];
  for (const { line, number } of written) {
    const found = readLine(line);
    if (typeof found === "string") problems.push(`Line ${number}: ${found}`);
    else newcomers.push(found);
  }
  return { newcomers, problems };
}

/**
 * @param {string} line
 * @returns {Newcomer | string}
 */
function readLine(line) {
  const [name = "", typed = "agent", ...more] = line.split(SEPARATOR).map((part) => part.trim());
  const role = roleFrom(typed || "agent");
  if (more.some(Boolean)) return "there is more than a name and a role.";
  if (!name) return "there is no name.";
  if ([...name].length > LONGEST_NAME) return `the name is longer than ${LONGEST_NAME} characters.`;
  return role ? { name, role } : `“${typed}” is no role. Roles are agent, reviewer, lead and auditor.`;
}
