// npm run --silent scan: reads JSON Lines {"text": …} and writes what the detector finds, line by line.
// `flask scan` does the same in Python.

import { readFileSync } from "node:fs";

import { createDetector, toCodePoints } from "./health.js";

const DATA = new URL("../health/data.json", import.meta.url);
const LINE_FEED = 0x0a;
const NO_TEXT = { error: 'the line is no JSON object with a "text"' };

/** Reads a line's bytes as a text; undefined if there is none. */
function textOf(/** @type {Uint8Array} */ line) {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line));
    return typeof value?.text === "string" ? value.text : undefined;
  } catch {
    return undefined;
  }
}

/** Complete lines as they come in; the last may lack its line feed. */
async function* lines(/** @type {AsyncIterable<Buffer>} */ stream) {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      yield rest.subarray(0, end);
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length) yield rest;
}

function answerTo(/** @type {string} */ text) {
  const scan = detector.scan(text);
  return { ...scan, findings: toCodePoints(text, scan.findings) };
}

const detector = createDetector(JSON.parse(readFileSync(DATA, "utf8")));
for await (const line of lines(process.stdin)) {
  const text = textOf(line);
  process.stdout.write(`${JSON.stringify(text === undefined ? NO_TEXT : answerTo(text))}\n`);
}
