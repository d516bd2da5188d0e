import { b64, patient } from "./cast.mjs";
import { ascii } from "./crafted.mjs";

const value = (changes = {}) => ({
  text: "Line one\nline two \u2028 \u007f \"quoted\" 🙂",
  topic: "a".repeat(32),
  urgency: "normal",
  language: "es-MX",
  return_pk: b64(patient.publicKey),
  patient_pk: b64(patient.sign.publicKey),
  claim: { name: "", contact: "" },
  until: 20_500,
  ...changes,
});

export function payloads() {
  const of = (name, outcome, text) => ({ name, outcome, payload: b64(typeof text === "string" ? ascii(text) : text) });
  const json = (changes) => JSON.stringify(value(changes));
  const bad = (name, changes) => of(name, "malformed", json(changes));
  const { claim, ...facts } = value();
  return [
    { ...of("a message", "ok", json()), expected: { ...facts, ...claim } },
    { ...of("with a member that is not known", "ok", json({ remark: 1 })), expected: { ...facts, ...claim }, written: false },
    of("half a surrogate pair", "malformed", json().replace("Line one", "\\ud83d")),
    of("not UTF-8", "malformed", Uint8Array.of(0x22, 0xff, 0x22)),
    of("a list", "malformed", "[]"),
    of("a text", "malformed", '"text"'),
    of("nothing", "malformed", ""),
    of("null", "malformed", "null"),
    bad("no text", { text: undefined }),
    bad("a text that is a number", { text: 7 }),
    bad("a topic with a space", { topic: "a b" }),
    bad("a topic one symbol too long", { topic: "a".repeat(33) }),
    bad("an urgency in capitals", { urgency: "Soon" }),
    bad("a language spelled out", { language: "english" }),
    bad("no claim", { claim: null }),
    bad("a claim without a name", { claim: { contact: "" } }),
    bad("a return key cut short", { return_pk: b64(patient.publicKey.slice(1)) }),
    bad("no signing key", { patient_pk: "" }),
    bad("no last day", { until: undefined }),
    bad("half a day", { until: 20_500.5 }),
  ];
}
