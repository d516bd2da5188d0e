// The page's two languages say the same things, and all that the page asks for is there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { createWords } from "../../static/js/words.js";

const ROOT = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const wordsIn = (language) => {
  const source = read(`templates/patient/words/${language}.jinja`);
  return JSON.parse(source.slice(source.indexOf("{%") + "{% set words =".length, source.lastIndexOf("%}")));
};
const ENGLISH = wordsIn("en");
const SPANISH = wordsIn("es");
const blanks = (sentence) => (sentence.match(/\{[a-z]+\}/g) ?? []).sort();

test("both languages have the same sentences", () => {
  assert.deepEqual(Object.keys(SPANISH), Object.keys(ENGLISH));
});

test("both languages leave the same blanks", () => {
  for (const key of Object.keys(ENGLISH)) {
    assert.deepEqual(new Set(blanks(SPANISH[key])), new Set(blanks(ENGLISH[key])), key);
  }
});

test("every sentence that scripts and templates name is there", () => {
  const scripts = readdirSync(new URL("static/js/", ROOT)).filter((name) => name.endsWith(".js"));
  const asked = [
    ...scripts.flatMap((name) => [...read(`static/js/${name}`).matchAll(/\bwords\.say\("([a-z_]+)"/g)]),
    ...["form.html", "help.html"].flatMap((name) => [
      ...read(`templates/patient/${name}`).matchAll(/data-say(?:-label)?="([a-z_]+)"/g),
    ]),
  ].map((match) => match[1]);
  assert.ok(asked.length > 50);
  assert.deepEqual(asked.filter((key) => !(key in ENGLISH)), []);
});

test("no sentence names a number to call: whom to call is a setting of the inbox", () => {
  for (const sentence of [...Object.values(ENGLISH), ...Object.values(SPANISH)]) assert.doesNotMatch(sentence, /[0-9]/);
});

test("every kind of finding has a name", () => {
  const kinds =
    "condition symptom medicine procedure measurement mental_health sexual_reproductive " +
    "ssn mrn insurance_id date_of_birth card bank phone email address password";
  for (const kind of kinds.split(" ")) assert.ok(ENGLISH[`kind_${kind}`], kind);
});

test("the language changes in place, and those who follow hear of it", () => {
  const words = createWords({ en: ENGLISH, es: SPANISH }, "en", { team: "Riverside" });
  const heard = [];
  words.follow(() => heard.push(words.say("title")));
  assert.equal(words.use("es"), true);
  assert.equal(words.use("tlh"), false);
  assert.deepEqual(heard, ["Message Riverside", "Mensaje para Riverside"]);
});
