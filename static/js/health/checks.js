// Checks that tell an identifier from a number that looks like one. Each takes the matched folded text and gives the
// length of the identifier at its start, 0 if there is none. Sources stand at each check's twin in widget/health/checks.py.

import { readWords } from "./fingerprints.js";
import { password, secret, whole } from "./passwords.js";

/** @typedef {import("./fingerprints.js").Table} Table */
/** @typedef {import("./fingerprints.js").Words} Words */
/** @typedef {{tollFree: string[], digitLooks: Record<string, string>, sampleSsns: string[],
 *   cards: [string, string, number[]][]}} PlainFacts */
/** @typedef {PlainFacts & {months: string[], ibanLengths: Record<string, string>, desks: Table, talk: Table}} FactsData
 *   as the data file has them: names of a month, and countries of a length, with spaces between */
/** @typedef {PlainFacts & {months: Map<string, number>, ibanLengths: Map<string, number>, desks: Words, talk: Words}} Facts */
/** @typedef {(text: string, facts: Facts) => number} Check */

const FIRST_YEAR = 1901;
const LAST_YEAR = 2030;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEIGHTS = [3, 7, 1];
const SEPARATORS = "-._/ ";
// A telephone number's usual groups, at times behind a short word ("Jo 415-867-5309").
const TELEPHONE = /^(?:[a-z]{2,4} )?(?:1[-. ])?[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}$/;
// Digits that may be a day ("5_0017_22" is none), and a pair that may be a blood pressure.
const DAY = /^(?:[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}|[^a-z]*[a-z][^\n]*)$/;
const PRESSURE = /^[0-9]{2,3}\/[0-9]{2,3}$/;
// A plan's number, and what all cards of insurers in the United States begin with.
const PLAN = /^(?:[hrs][0-9]{4}-[0-9]{3}|80840)$/;
// A month, some years, and a date with more behind it.
const DATED =
  /^(?:(?:19|20)[0-9]{2}[-/](?:[0-9]{1,2}|(?:19|20)[0-9]{2})|[0-9]{1,2}\/(?:19|20)[0-9]{2}|[0-9]{1,2}\/[0-9]{1,2}\/[0-9]{2,4} [^\n]*)$/;
// "318.40", "311.40/mo": a price, of dollars and cents.
const PRICE = /^[0-9]{1,4}[.][0-9]{2}(?:[^-./0-9][^0-9]*)?$/;
// More than letters that look like digits.
const WORD = /[a-z]*[a-hjkmnp-z][a-z]*/g;

/** @type {Record<string, Check>} */
export const CHECKS = {
  always: (text) => text.length,

  ssn(text, facts) {
    const digits = digitsOf(text, facts);
    const fits =
      digits.length === 9 &&
      !digits.startsWith("000") &&
      !digits.startsWith("666") &&
      !digits.startsWith("9") &&
      digits.slice(3, 5) !== "00" &&
      digits.slice(5) !== "0000";
    return fits && !facts.sampleSsns.includes(digits) ? text.length : 0;
  },

  itin(text, facts) {
    const digits = digitsOf(text, facts);
    const group = digits.slice(3, 5);
    const fits = digits.length === 9 && digits.startsWith("9") && Number(group) >= 50 && group !== "89" && group !== "93";
    return fits ? text.length : 0;
  },

  card(text, facts) {
    for (let end = 1; end <= text.length; end++) {
      const isEnd = end === text.length || SEPARATORS.includes(text.charAt(end));
      if (isEnd && isCard(digitsOf(text.slice(0, end), facts), facts)) return end;
    }
    return 0;
  },

  numbered(text, facts) {
    const digits = digitsOf(text, facts);
    return new Set(digits).size > 1 && isLuhn(digits) ? text.length : 0;
  },

  iban(text, facts) {
    const wanted = facts.ibanLengths.get(text.slice(0, 2));
    let taken = "";
    for (let at = 0; at < text.length; at++) {
      if (!SEPARATORS.includes(text.charAt(at))) taken += text.charAt(at);
      if (taken.length !== wanted) continue;
      const number = Array.from(taken.slice(4) + taken.slice(0, 4), (char) => parseInt(char, 36)).join("");
      return remainder(number, 97) === 1 ? at + 1 : 0;
    }
    return 0;
  },

  routing(text, facts) {
    const digits = digitsOf(text, facts);
    const total = sum(Array.from(digits, (digit, at) => Number(digit) * (WEIGHTS[at % 3] ?? 0)));
    const prefix = Number(digits.slice(0, 2));
    const inUse = prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80;
    return digits.length === 9 && total > 0 && total % 10 === 0 && inUse ? text.length : 0;
  },

  clabe(text, facts) {
    const digits = digitsOf(text, facts);
    const total = sum(Array.from(digits.slice(0, 17), (digit, at) => (Number(digit) * (WEIGHTS[at % 3] ?? 0)) % 10));
    return digits.length === 18 && (10 - (total % 10)) % 10 === Number(digits[17]) ? text.length : 0;
  },

  phone(text, facts) {
    const all = digitsOf(text.split("x", 1)[0] ?? "", facts);
    const digits = all.length === 11 && all.startsWith("1") ? all.slice(1) : all;
    if (digits.length !== 10 || digits < "2" || digits.slice(3) < "2") return 0;
    return facts.tollFree.includes(digits.slice(0, 3)) || new Set(digits).size === 1 ? 0 : text.length;
  },

  abroad(text, facts) {
    const digits = digitsOf(text, facts);
    const free = facts.tollFree.includes(digits.replace(/^1+/, "").slice(0, 3));
    const fits = digits.length >= 8 && digits.length <= 15 && !free;
    return fits && !isDate(text, facts) ? text.length : 0;
  },

  date(text, facts) {
    const read = /[a-z]/.test(text.replace(/[oil]/g, "")) ? text : digitLooksIn(text, facts);
    // "0723 1990", "1990 0723"
    const digits = read.replace(/([0-9]{4}) ([0-9]{4})/, "$1$2");
    const inFront = digits.replace(/^(..)(..)(?=(?:..)+$)/, "$1 $2 ");
    const behind = digits.replace(/^(....)(..)(..)$/, "$1 $2 $3");
    const readings = /^(?:[0-9]{6}|[0-9]{8})$/.test(digits) ? [inFront, behind] : [digits];
    return readings.some((reading) => isDate(reading, facts)) ? text.length : 0;
  },

  written: (text, { months }) => (text.split(/[^a-z]/).some((part) => months.has(part)) ? text.length : 0),

  pressure(text, facts) {
    const [upper = 0, lower = 0] = datePartsOf(text, facts).numbers;
    const apart = upper - lower;
    const living = upper >= 70 && upper <= 260 && lower >= 40 && lower <= 150;
    return living && apart >= 15 && apart <= 130 ? text.length : 0;
  },

  member(text, facts) {
    const year = /^[0-9]{4}(?![^ ])/.test(text) ? Number(text.slice(0, 4)) : 0;
    const isPressure = PRESSURE.test(text) && CHECKS.pressure?.(text, facts);
    const known = [TELEPHONE, DATED, PLAN, PRICE].some((shape) => shape.test(text));
    const isPaid = isCard(digitsOf(text, facts), facts);
    const other = isYear(year) || (DAY.test(text) && isDate(text, facts)) || isPressure || known || isPaid;
    return other || text.replace(/[^0-9]/g, "").length < 4 ? 0 : text.length;
  },

  personal(text, { desks }) {
    const [name = ""] = text.split(/[@ ([]/, 1);
    return name.split(/[-._+]/).every((part) => desks.has(part)) ? 0 : text.length;
  },

  password,
  whole,
  secret,
};

/** @type {(facts: FactsData) => Facts} */
export function readFacts(facts) {
  const ibanLengths = new Map();
  for (const [size, lands] of Object.entries(facts.ibanLengths)) {
    for (const land of lands.split(" ")) ibanLengths.set(land, Number(size));
  }
  const months = new Map();
  for (const [at, names] of facts.months.entries()) for (const name of names.split(" ")) months.set(name, at + 1);
  return {
    ...facts,
    ibanLengths,
    months,
    desks: readWords(facts.desks),
    talk: readWords(facts.talk),
  };
}

/** @type {(text: string, facts: Facts) => string} the text with letters that stand in for a digit read as digits */
function digitLooksIn(text, facts) {
  return Array.from(text, (char) => facts.digitLooks[char] ?? char).join("");
}

/** @type {(text: string, facts: Facts) => string} the digits, and what stands in for them */
function digitsOf(text, facts) {
  return digitLooksIn(text.replace(WORD, ""), facts).replace(/[^0-9]/g, "");
}

/** @type {(digits: string, facts: Facts) => boolean} */
function isCard(digits, facts) {
  const fits = facts.cards.some(([first, last, lengths]) => {
    const prefix = digits.slice(0, first.length);
    return lengths.includes(digits.length) && first <= prefix && prefix <= last;
  });
  return fits && new Set(digits).size > 1 && isLuhn(digits);
}

/** @type {(digits: string) => boolean} */
function isLuhn(digits) {
  const doubled = Array.from(digits, Number).reverse().map((digit, at) => digit * (at % 2 ? 2 : 1));
  return sum(doubled.map((value) => (value > 9 ? value - 9 : value))) % 10 === 0;
}

/** @type {(number: string, modulus: number) => number} digit by digit: the number is longer than a double holds */
function remainder(number, modulus) {
  let rest = 0;
  for (const digit of number) rest = (rest * 10 + Number(digit)) % modulus;
  return rest;
}

/** @type {(numbers: number[]) => number} */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @type {(text: string, facts: Facts) => {numbers: number[], month: number}} */
function datePartsOf(text, facts) {
  const numbers = [];
  let month = 0;
  for (const [part] of text.matchAll(/[a-z]+|[0-9]+/g)) {
    if (part <= "9~") numbers.push(Number(part));
    else month ||= facts.months.get(part) ?? 0;
  }
  return { numbers, month };
}

/** @type {(text: string, facts: Facts) => boolean} */
function isDate(text, facts) {
  const { numbers, month } = datePartsOf(text, facts);
  const [a = 0, b = 0, c = 0] = numbers;
  if (month && numbers.length === 2) return isDay(a, month, b) || isDay(b, month, a);
  return numbers.length === 3 && (isDay(b, a, c) || isDay(a, b, c) || isDay(c, b, a));
}

/** @type {(day: number, month: number, year: number) => boolean} */
function isDay(day, month, year) {
  const full = year >= 100 ? year : year > 30 ? 1900 + year : 2000 + year;
  const days = DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days && isYear(full);
}

/** @type {(year: number) => boolean} */
function isYear(year) {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
