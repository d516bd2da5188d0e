// Checks that tell an identifier from a number that looks like one. Each takes the matched folded text and gives the
// length of the identifier at its start, 0 if there is none. Sources stand at each check's twin in widget/health/checks.py.

/** @typedef {{tollFree: string[], digitLooks: Record<string, string>, sampleSsns: string[],
 *   cards: [string, string, number[]][], notPasswords: string[], months: Record<string, number>,
 *   ibanLengths: Record<string, number>}} Facts */
/** @typedef {(text: string, facts: Facts) => number} Check */

const FIRST_YEAR = 1900;
const LAST_YEAR = 2030;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEIGHTS = [3, 7, 1];

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
    const digits = digitsOf(text, facts);
    const fits = facts.cards.some(([first, last, lengths]) => {
      const prefix = digits.slice(0, first.length);
      return lengths.includes(digits.length) && first <= prefix && prefix <= last;
    });
    return fits && new Set(digits).size > 1 && isLuhn(digits) ? text.length : 0;
  },

  numbered(text, facts) {
    const digits = digitsOf(text, facts);
    return new Set(digits).size > 1 && isLuhn(digits) ? text.length : 0;
  },

  iban(text, facts) {
    const wanted = facts.ibanLengths[text.slice(0, 2)];
    let taken = "";
    for (let at = 0; at < text.length; at++) {
      if (text[at] !== " ") taken += text[at];
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
    const all = digitsOf(text.replace(/[ex].*/, ""), facts);
    const digits = all.length === 11 && all.startsWith("1") ? all.slice(1) : all;
    if (digits.length !== 10 || digits < "2" || digits.slice(3) < "2") return 0;
    return facts.tollFree.includes(digits.slice(0, 3)) || new Set(digits).size === 1 ? 0 : text.length;
  },

  abroad(text, facts) {
    const digits = digitsOf(text, facts);
    const free = facts.tollFree.includes(digits.replace(/^1+/, "").slice(0, 3));
    return digits.length >= 8 && digits.length <= 15 && !free ? text.length : 0;
  },

  date(text, facts) {
    const { numbers, month } = datePartsOf(text, facts);
    const [a = 0, b = 0, c = 0] = numbers;
    if (month && numbers.length === 2) return isDay(a, month, b) || isDay(b, month, a) ? text.length : 0;
    if (numbers.length !== 3) return 0;
    return isDay(b, a, c) || isDay(a, b, c) || isDay(c, b, a) ? text.length : 0;
  },

  pressure(text, facts) {
    const [upper = 0, lower = 0] = datePartsOf(text, facts).numbers;
    const apart = upper - lower;
    const living = upper >= 70 && upper <= 260 && lower >= 40 && lower <= 150;
    return living && apart >= 15 && apart <= 130 ? text.length : 0;
  },

  member: (text) => (text.replace(/[^0-9]/g, "").length >= 4 ? text.length : 0),

  password(text, facts) {
    const value = text.replace(/[.,;:!?)'"]+$/, "");
    const plain = /^[a-z']*$/.test(value);
    return value.length < 4 || (plain && facts.notPasswords.includes(value)) ? 0 : value.length;
  },
};

/** @type {(text: string, facts: Facts) => string} the digits, with letters that stand in for one read as digits */
function digitsOf(text, facts) {
  return Array.from(text, (char) => facts.digitLooks[char] ?? char).join("").replace(/[^0-9]/g, "");
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
    else month ||= Object.hasOwn(facts.months, part) ? (facts.months[part] ?? 0) : 0;
  }
  return { numbers, month };
}

/** @type {(day: number, month: number, year: number) => boolean} */
function isDay(day, month, year) {
  const full = year >= 100 ? year : year > 30 ? 1900 + year : 2000 + year;
  const days = DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days && full >= FIRST_YEAR && full <= LAST_YEAR;
}
