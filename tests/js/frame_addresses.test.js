import assert from "node:assert/strict";
import { test } from "node:test";

import { isAddress } from "../../static/js/addresses.js";

const LABEL = "a".repeat(63);

for (const address of [
  "ana@example.org",
  "o'brien+sotto@mail.example.co.uk",
  "a@b.c",
  `${"a".repeat(64)}@example.org`,
  `a@${LABEL}.${LABEL}.${LABEL}.${"b".repeat(60)}`,
]) {
  test(`${address} is an address`, () => assert.ok(isAddress(address)));
}

for (const address of [
  "",
  "ana",
  "ana@example",
  "ana @example.org",
  " ana@example.org",
  "ana@example.org\n",
  "ana@example.org, eve@example.org",
  "ana@exam_ple.org",
  "ana@-example.org",
  "ana@example..org",
  "añ@example.org",
  "=?utf-8?q?eve=40example.org?=@example.org",
  `${"a".repeat(65)}@example.org`,
  `a@${LABEL}.${LABEL}.${LABEL}.${"b".repeat(61)}`,
]) {
  test(`${JSON.stringify(address)} is none`, () => assert.ok(!isAddress(address)));
}
