// The browser's side, driven by test_browser.py: a line of JSON in, a line of JSON out. Bytes are base64url.
import { createInterface } from "node:readline";

import { fromBase64url, toBase64url } from "../../static/js/crypto/encoding.js";
import { ready } from "../../static/js/crypto/labels.js";
import { openMemo } from "../../static/js/crypto/memo.js";
import { openLetter } from "../../static/js/crypto/opening.js";
import { createPatient } from "../../static/js/crypto/patient.js";
import { deriveKeys } from "../../static/js/crypto/returncode.js";

await ready;

const OPERATIONS = {
  /** As the worker does it: follow the door's answer, then seal. */
  submit({ pins, slug, answer, now, letter }) {
    const patient = createPatient(() => now);
    const followed = patient.follow(pins, slug, answer, 0);
    const { envelope, code } = patient.seal(letter);
    return { ...followed, envelope: toBase64url(envelope), code };
  },
  open({ letter, kind, seed, signPublic }) {
    const expected = { signPublic: signPublic && fromBase64url(signPublic), place: null };
    const { payload, hash } = openLetter(fromBase64url(letter), kind, fromBase64url(seed), expected);
    return { payload: toBase64url(payload), hash: toBase64url(hash) };
  },
  derive({ code }) {
    const { locator, xwingSeed, signPublic } = deriveKeys(code);
    return { locator: toBase64url(locator), xwingSeed: toBase64url(xwingSeed), signPublic: toBase64url(signPublic) };
  },
  memo({ code, conversation, memo }) {
    const { root, keysSeq } = openMemo(deriveKeys(code).memoKey, fromBase64url(conversation), fromBase64url(memo));
    return { root: toBase64url(root), keysSeq };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { op, ...given } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(OPERATIONS[op](given))}\n`);
}
