import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { createDetector, toUtf16 } from "../../static/js/health.js";

const DATA = JSON.parse(readFileSync("static/health/data.json", "utf8"));
const VECTORS = JSON.parse(readFileSync("tests/vectors/health.json", "utf8"));
const LARGEST_CODE = 8 * 1024;

const detector = createDetector(DATA);

for (const { name, text, findings, crisis } of VECTORS) {
  test(`vector: ${name}`, () => {
    const found = detector.scan(text);
    const points = Array.from(text);
    const said = found.findings.map(({ start, end, kind }) => `${points.slice(start, end).join("")}:${kind}`);
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

test("the same sentence twice is found twice", () => {
  const { findings } = detector.scan("I have asthma. I have asthma.");
  assert.deepEqual(findings.map(({ start }) => start), [7, 22]);
});

test("offsets become those of the page's strings", () => {
  const text = "😀 asthma \ud83d lupus";
  const units = toUtf16(text, detector.scan(text).findings);
  assert.deepEqual(units.map(({ start, end }) => text.slice(start, end)), ["asthma", "lupus"]);
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
