import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { createDetector, toCodePoints } from "../../static/js/health.js";

const DATA = JSON.parse(readFileSync("static/health/data.json", "utf8"));
const VECTORS = JSON.parse(readFileSync("tests/vectors/health.json", "utf8"));
const LARGEST_CODE = 8 * 1024;

const detector = createDetector(DATA);

for (const { name, text, findings, crisis } of VECTORS) {
  test(`vector: ${name}`, () => {
    const found = detector.scan(text);
    const said = found.findings.map(({ start, end, kind }) => `${text.slice(start, end)}:${kind}`);
    assert.deepEqual(said, findings);
    assert.equal(found.crisis, crisis);
  });
}

test("typing gives at every key what a fresh scan gives", () => {
  const letter = "Hi. I have asthma 😀 and a rash. Call me at 415 555 2671. I'm sick of waiting!\nMRN:\n00482913. ";
  const typed = createDetector(DATA);
  for (let end = 1; end <= letter.length; end++) {
    const text = letter.slice(0, end);
    assert.deepEqual(typed.scan(text), createDetector(DATA).scan(text));
  }
});

test("whatever is changed in a text, the answer is a fresh scan's", () => {
  const words = ["I have asthma.", "Call 415 555 2671", "why? ", "\n", "MRN:", " 00482913", "sick of", "!!", ". ", "Dr. ", "😀", "x".repeat(700), "Ok. ", "I am sad. "];
  const typed = createDetector(DATA);
  const fresh = createDetector(DATA);
  let seed = 7;
  const random = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
  let text = "";
  for (let change = 0; change < 400; change++) {
    const at = random(text.length + 1);
    const removed = random(3) ? 0 : random(40);
    text = text.slice(0, at) + (random(4) ? words[random(words.length)] : "") + text.slice(at + removed);
    fresh.scan("");
    assert.deepEqual(typed.scan(text), fresh.scan(text), JSON.stringify(text));
  }
});

test("what is changed between sentences that are the same is found once, where it stands", () => {
  const typed = createDetector(DATA);
  for (const text of ["Ok. Ok. Ok. I have asthma.", "Ok. Okay. Ok. I have asthma.", "Ok. Ok. I have asthma. I have asthma."]) {
    assert.deepEqual(typed.scan(text), createDetector(DATA).scan(text));
  }
});

test("a label that is changed changes what stands behind it in the next sentences", () => {
  const typed = createDetector(DATA);
  for (const label of ["SSN", "order", "SSN"]) {
    const text = `You asked for my ${label}. Fine. 321549876. I have asthma.`;
    assert.deepEqual(typed.scan(text), createDetector(DATA).scan(text));
    assert.equal(typed.scan(text).identifier, label === "SSN");
  }
});

test("a long text is looked at piece by piece, and what a look that was given up found is not lost", () => {
  const sentences = Array.from({ length: 2000 }, (_, index) => `Line ${index} of a long letter that says little. `);
  const text = `${sentences.join("")}I have lupus.`;
  const detector = createDetector(DATA);
  const given = detector.look(text);
  for (let step = 0; step < 1500; step++) assert.equal(given.next().done, false);
  const { findings } = detector.scan(text);
  assert.deepEqual(findings.map(({ start, end }) => text.slice(start, end)), ["lupus"]);
});

test("the same sentence twice is found twice", () => {
  const { findings } = detector.scan("I have asthma. I have asthma.");
  assert.deepEqual(findings.map(({ start }) => start), [7, 22]);
});

test("offsets are those of the page's strings, and become those of code points", () => {
  const text = "😀 asthma \ud83d lupus";
  const { findings } = detector.scan(text);
  const points = Array.from(text);
  assert.deepEqual(findings.map(({ start, end }) => text.slice(start, end)), ["asthma", "lupus"]);
  assert.deepEqual(
    toCodePoints(text, findings).map(({ start, end }) => points.slice(start, end).join("")),
    ["asthma", "lupus"],
  );
});

test("the code that the browser loads fits", async () => {
  const { outputFiles } = await build({
    entryPoints: ["static/js/health.js"],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
  });
  assert.ok(gzipSync(outputFiles[0].contents).length <= LARGEST_CODE);
});
