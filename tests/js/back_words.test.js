// The way back's two languages say the same things, and all that its page asks for is there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, ROOT), "utf8");
const wordsIn = (/** @type {string} */ name) => {
  const source = read(`templates/patient/words/${name}.jinja`);
  return JSON.parse(source.slice(source.indexOf("{%") + "{% set words =".length, source.lastIndexOf("%}")));
};
const [ENGLISH, SPANISH] = [wordsIn("back-en"), wordsIn("back-es")];
const ALL = { ...wordsIn("en"), ...ENGLISH };
const blanks = (/** @type {string} */ sentence) => new Set(sentence.match(/\{[a-z]+\}/g) ?? []);

test("both languages have the same sentences and leave the same blanks", () => {
  assert.deepEqual(Object.keys(SPANISH).sort(), Object.keys(ENGLISH).sort());
  for (const key of Object.keys(ENGLISH)) assert.deepEqual(blanks(SPANISH[key]), blanks(ENGLISH[key]), key);
});

test("every sentence that scripts and the template name is there", () => {
  const scripts = readdirSync(new URL("static/js/back/", ROOT)).map((name) => read(`static/js/back/${name}`));
  const asked = [
    ...scripts.flatMap((script) => [...script.matchAll(/"((?:answer|delete|erased|news|save|solved|state|thread|trouble)_[a-z_]+)"/g)]),
    ...[...read("templates/patient/back.html").matchAll(/data-say(?:-label)?="([a-z_]+)"/g)],
  ].map((match) => match[1] ?? "");
  assert.ok(asked.length > 50);
  assert.deepEqual(asked.filter((key) => !(key in ALL)), []);
});

test("every trouble, and every reason why nothing opens, has its sentence", () => {
  const troubles = ["wrong_place", "bad_signature", "broken_chain", "held_back", "cannot_open"];
  const reasons = ["unknown", "unreachable", "limited", "unsafe"];
  const keys = [...troubles.map((each) => `trouble_${each}`), ...reasons.flatMap((each) => [`code_${each}`, `news_${each}`])];
  assert.deepEqual(keys.filter((key) => !(key in ENGLISH)), []);
});

test("no sentence names a number to call: whom to call is a setting of the inbox", () => {
  for (const words of [ENGLISH, SPANISH]) assert.doesNotMatch(JSON.stringify(words), /\b(911|988|112)\b/);
});
