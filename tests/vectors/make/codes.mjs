import { derive, hash, signPublic } from "../../../static/js/crypto/labels.js";
import { publicOf } from "../../../static/js/crypto/xwing.js";
import { b64, drawn } from "./cast.mjs";
import { ascii } from "./crafted.mjs";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const code = Array.from(drawn("code", 20), (byte) => ALPHABET[byte % 32]).join("");

/** By big whole numbers, unlike the code under test: the 100 bits as a number, modulo 1021. */
function checksum(symbols) {
  let number = 0n;
  for (const symbol of symbols) number = (number << 5n) | BigInt(ALPHABET.indexOf(symbol));
  const rest = Number(number % 1021n);
  return ALPHABET[rest >> 5] + ALPHABET[rest & 31];
}

const shown = (symbols) => (symbols + checksum(symbols)).replace(/(.{4})(?!$)/g, "$1-");

function derived(symbols) {
  const secret = hash("return", ascii(symbols));
  const [xwing, sign, token] = ["xwing", "sign", "read"].map((name) => derive(secret, name));
  return {
    symbols,
    shown: shown(symbols),
    locator: b64(derive(secret, "locator").slice(0, 16)),
    token: b64(token),
    token_hash: b64(hash("read", token)),
    memo_key: b64(derive(secret, "memo")),
    xwing_seed: b64(xwing),
    xwing_public: b64(publicOf(xwing)),
    sign_seed: b64(sign),
    sign_public: b64(signPublic(sign)),
  };
}

const slipped = (text, at, symbol) => text.slice(0, at) + symbol + text.slice(at + 1);
const next = (symbol) => ALPHABET[(ALPHABET.indexOf(symbol) + 1) % 32];

function swapped(text) {
  const at = [...text].findIndex((symbol, index) => index > 2 && symbol !== text[index + 1]);
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}

export function codes() {
  const good = (name, typed, symbols = code) => ({ name, outcome: "ok", typed, expected: derived(symbols) });
  const bad = (name, outcome, typed) => ({ name, outcome, typed });
  const whole = code + checksum(code);
  const zeros = "0".repeat(20);
  const ones = `1${"0".repeat(19)}`;
  return [
    good("as it is shown", shown(code)),
    good("without dashes", whole),
    good("in small letters with spaces", ` ${shown(code).toLowerCase().replaceAll("-", " ")}\n`),
    good("with the dashes that a word processor makes", shown(code).replaceAll("-", "\u2013")),
    good("the least code", shown(zeros), zeros),
    good("O for 0", shown(zeros).replaceAll("0", "O"), zeros),
    good("I and l for 1", shown(ones).replaceAll("1", "I").replace("I", "l"), ones),
    good("the greatest code", shown("Z".repeat(20)), "Z".repeat(20)),
    bad("a typing slip in the first symbol", "typing_slip", slipped(whole, 0, next(whole[0]))),
    bad("a typing slip in the last symbol of the code", "typing_slip", slipped(whole, 19, next(whole[19]))),
    bad("a typing slip in the checksum", "typing_slip", slipped(whole, 21, next(whole[21]))),
    bad("two symbols swapped", "typing_slip", swapped(whole)),
    bad("a checksum beyond its modulus", "typing_slip", `${code}ZZ`),
    bad("one symbol too few", "malformed", whole.slice(1)),
    bad("one symbol too many", "malformed", `${whole}0`),
    bad("the letter U, which no code has", "malformed", slipped(whole, 3, "U")),
    bad("a symbol that is none", "malformed", slipped(whole, 3, "*")),
    bad("a letter whose capital is an ASCII one", "malformed", slipped(whole, 3, "\u017f")),
    bad("a digit of another script", "malformed", slipped(whole, 3, "\u0663")),
    bad("nothing at all", "malformed", ""),
  ];
}
