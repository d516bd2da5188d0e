import sodium from "libsodium-wrappers";

import { concat, derive, hash } from "../../../static/js/crypto/labels.js";
import { b64, changed, conversation, drawn, epoch, inbox, otherConversation, otherInbox, patient, source } from "./cast.mjs";
import { ascii, header, letter, sealedBox, u16 } from "./crafted.mjs";
import { message } from "./letters.mjs";

const post = sodium.crypto_box_seed_keypair(drawn("post key", 32));
const otherPost = sodium.crypto_box_seed_keypair(drawn("other post key", 32));
const digestKey = drawn("digest key", 32);
const submission = drawn("submission", 16);
const notify = sodium.crypto_box_seed_keypair(drawn("notification key", 32));
const otherNotify = sodium.crypto_box_seed_keypair(drawn("other notification key", 32));
const address = "ana.nunez@example.org";

const facts = {
  inbox,
  conversation,
  topic: "billing",
  urgency: "soon",
  language: "pt-BR",
  locator: drawn("locator", 16),
  token_hash: drawn("token hash", 32),
  patient_sign_public: patient.sign.publicKey,
  memo: drawn("memo", 131),
};

function field(text, size, length = text.length) {
  const bytes = new Uint8Array(size + 1);
  bytes[0] = length;
  bytes.set(ascii(text), 1);
  return bytes;
}

/** SLIP, 512 bytes; `broken` may give whole fields. */
function slip(broken = {}) {
  const memo = new Uint8Array(342);
  memo.set(facts.memo);
  const ids = concat(broken.inbox ?? facts.inbox, broken.conversation ?? facts.conversation, facts.locator);
  const topic = broken.topic ?? field(facts.topic, 32);
  const urgency = broken.urgency ?? field(facts.urgency, 16);
  const language = broken.language ?? field(facts.language, 5);
  const end = broken.memo ?? concat(u16(facts.memo.length), memo);
  return concat(ids, facts.token_hash, facts.patient_sign_public, topic, urgency, language, end);
}

function sealedLetter(fields = {}, readers = [{ kind: 1, publicKey: epoch.publicKey }, { kind: 2, publicKey: patient.publicKey }]) {
  const packed = header({ letter: drawn("enveloped letter", 16), ...fields });
  const { random } = source("enveloped letter");
  return letter({ packed, payload: message(), readers, signSeed: patient.sign.seed, random });
}

/** ADDRESS, 256 bytes; `length` may be another than the text's. */
function addressOf(text, length = text.length) {
  const packed = new Uint8Array(256);
  packed.set(u16(length));
  packed.set(ascii(text), 2);
  return packed;
}

function boxOf(packed, { to = notify.publicKey, named = to } = {}) {
  return concat(hash("notify-pk", named).slice(0, 8), sealedBox(packed, to, source("compartment").random));
}

const compartment = (mode = 1, box = boxOf(addressOf(address))) => concat(Uint8Array.of(mode), box);

function contents({ mark = "SP", version = 1, slip: packed = slip(), compartment: told = compartment(), letter: inner = sealedLetter() } = {}) {
  const digest = derive(digestKey, "submission", Uint8Array.of(1), addressOf(address), message());
  return concat(ascii(mark), Uint8Array.of(version), submission, digest, packed, told, inner);
}

function envelope(inner, { mark = "SE", version = 1, to = post.publicKey, named = to } = {}) {
  const keyId = hash("post-pk", named).slice(0, 8);
  return concat(ascii(mark), Uint8Array.of(version), keyId, sealedBox(inner, to, source("envelope").random));
}

function opened(name, outcome, bytes, privateKey = post.privateKey) {
  return { name, outcome, envelope: b64(bytes), private: b64(privateKey) };
}

function good() {
  const whole = contents();
  return {
    ...opened("an envelope", "ok", envelope(whole)),
    public: b64(post.publicKey),
    post_key_id: b64(hash("post-pk", post.publicKey).slice(0, 8)),
    contents: b64(whole),
    digest_key: b64(digestKey),
    payload: b64(message()),
    submission: b64(submission),
    digest: b64(whole.slice(19, 51)),
    slip: Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, typeof v === "string" ? v : b64(v)])),
    letter: b64(sealedLetter()),
    compartment: b64(compartment()),
    notify_public: b64(notify.publicKey),
    notify_private: b64(notify.privateKey),
    notify_key_id: b64(hash("notify-pk", notify.publicKey).slice(0, 8)),
    address,
  };
}

function outside() {
  const whole = envelope(contents());
  return [
    opened("nothing at all", "malformed", new Uint8Array(0)),
    opened("cut short within the key id", "malformed", whole.slice(0, 10)),
    opened("cut short before the box", "cannot_open", whole.slice(0, 11)),
    opened("cut short by one byte", "cannot_open", whole.slice(0, -1)),
    opened("longer by one byte", "cannot_open", concat(whole, Uint8Array.of(0))),
    opened("longer than any envelope", "malformed", concat(whole, new Uint8Array(65537 - whole.length))),
    opened("another mark", "malformed", envelope(contents(), { mark: "SX" })),
    opened("a version to come", "wrong_version", envelope(contents(), { version: 2 })),
    opened("altered within the box", "cannot_open", changed(whole, 100)),
    opened("altered in the one-time key", "cannot_open", changed(whole, 11)),
    opened("opened with another post key", "cannot_open", whole, otherPost.privateKey),
    opened("sealed to another key than it names", "cannot_open", envelope(contents(), { to: otherPost.publicKey, named: post.publicKey })),
  ];
}

function inside() {
  const bad = (name, outcome, changes) => opened(name, outcome, envelope(contents(changes)));
  const withSlip = (name, broken) => bad(name, "malformed", { slip: slip(broken) });
  const riding = field("billing", 32);
  riding[32] = 65;
  const long = new Uint8Array(344);
  long.set(u16(343));
  const hidden = new Uint8Array(344);
  hidden[343] = 1;
  return [
    bad("another mark within", "malformed", { mark: "SX" }),
    bad("a version to come within", "wrong_version", { version: 2 }),
    bad("no letter", "malformed", { letter: new Uint8Array(0) }),
    opened("contents shorter than a slip", "malformed", envelope(contents().slice(0, 300))),
    opened("contents that end within the compartment", "malformed", envelope(contents().slice(0, 875))),
    bad("a compartment of a mode to come", "malformed", { compartment: compartment(2) }),
    bad("a first letter that leaves the address what it was", "malformed", { compartment: compartment(0) }),
    bad("a letter that is none", "malformed", { letter: drawn("no letter", 3583) }),
    bad("a letter of a version to come", "wrong_version", { letter: sealedLetter({ version: 2 }) }),
    withSlip("a topic of capitals", { topic: field("Billing", 32) }),
    withSlip("a topic of two lines", { topic: field("billing\n", 32) }),
    withSlip("an empty topic", { topic: field("", 32) }),
    withSlip("a topic longer than its field", { topic: field("billing", 32, 33) }),
    withSlip("bytes behind a topic", { topic: riding }),
    withSlip("a topic beyond ASCII", { topic: field("billé", 32, 6) }),
    withSlip("an urgency with a digit", { urgency: field("soon2", 16) }),
    withSlip("an urgency shorter than it says", { urgency: field("soon", 16, 5) }),
    withSlip("a language in capitals", { language: field("EN", 5) }),
    withSlip("a language with a long region", { language: field("en-US", 5, 6) }),
    withSlip("a memo longer than its field", { memo: long }),
    withSlip("bytes behind a memo", { memo: hidden }),
    bad("a slip of another conversation than its letter", "wrong_place", { slip: slip({ conversation: otherConversation }) }),
    bad("a slip of another inbox than its letter", "wrong_place", { slip: slip({ inbox: otherInbox }) }),
    bad("a letter of the staff", "wrong_place", { letter: sealedLetter({ direction: 2 }) }),
  ];
}

/** A compartment's box, as it is stored, which the worker opens. */
export function compartments() {
  const given = (name, outcome, sealed, more = {}) => ({ name, outcome, sealed: b64(sealed), private: b64(notify.privateKey), ...more });
  const longest = `${"a".repeat(64)}@${"b".repeat(189)}`;
  const box = boxOf(addressOf(address));
  const riding = addressOf(address);
  riding[255] = 1;
  return [
    given("an address", "ok", box, { address, public: b64(notify.publicKey), key_id: b64(box.slice(0, 8)) }),
    given("none", "ok", boxOf(addressOf("")), { address: "" }),
    given("an address of the greatest length", "ok", boxOf(addressOf(longest)), { address: longest }),
    given("a length beyond the field", "malformed", boxOf(addressOf(longest, 255))),
    given("a byte behind the address", "malformed", boxOf(riding)),
    given("a byte beyond ASCII", "malformed", boxOf(addressOf("añ@example.org", 15))),
    given("a shorter box", "malformed", boxOf(addressOf(address).slice(1))),
    given("a longer box", "malformed", boxOf(concat(addressOf(address), Uint8Array.of(0)))),
    given("altered", "cannot_open", changed(box, 100)),
    given("sealed to another key than it names", "cannot_open", boxOf(addressOf(address), { to: otherNotify.publicKey, named: notify.publicKey })),
    given("cut short before the box", "cannot_open", box.slice(0, 8)),
  ];
}

export function envelopes() {
  return [good(), ...outside(), ...inside()];
}
