import { b64, changed, conversation, drawn, epoch, inbox, member, otherConversation, otherInbox, outsider } from "./cast.mjs";
import { patient, replaced, source } from "./cast.mjs";
import { ascii, header, letter, letterHash, pad } from "./crafted.mjs";

const INBOX = 1;
const RETURN = 2;
const HOLDER = 3;
const COMMIT_AT = 88;
const STANZA_BYTES = 1185;
const FIRST_STANZA_AT = 121;

const toInbox = { kind: INBOX, publicKey: epoch.publicKey };
const toPatient = { kind: RETURN, publicKey: patient.publicKey };
const toMember = { kind: HOLDER, publicKey: member.publicKey };
const here = { inbox, conversation };

export const message = (text = "Könnten Sie mir bitte helfen? 🙂", changes = {}) =>
  ascii(
    JSON.stringify({
      text,
      topic: "billing",
      urgency: "soon",
      language: "en",
      return_pk: b64(patient.publicKey),
      patient_pk: b64(patient.sign.publicKey),
      claim: { name: "Ana Sample", contact: "ana@example.org" },
      until: 20_500,
      ...changes,
    }),
  );

const reply = message("Yes, gladly.");

/** A first letter as it should be; each case changes something of it. */
function first(name, given = {}) {
  const { random, given: randomness } = source(`letter/${name}`);
  const { fields = {}, readers = [toInbox, toPatient], signSeed = patient.sign.seed, payload = message(), broken } = given;
  const packed = header({ letter: drawn(`letter/${name}/id`, 16), ...fields });
  const whole = letter({ packed, payload, readers, signSeed, random, broken });
  return { whole, packed, payload, readers, signSeed, randomness: randomness() };
}

function openedBy(name, outcome, whole, { kind = INBOX, seed = epoch.seed, signPublic = null, place = here } = {}) {
  return {
    name,
    outcome,
    letter: b64(whole),
    kind,
    seed: b64(seed),
    sign_public: signPublic && b64(signPublic),
    place: place && { inbox: b64(place.inbox), conversation: b64(place.conversation) },
  };
}

function good(name, made, how = {}) {
  const readers = made.readers.map(({ kind, publicKey }) => ({ kind, public: b64(publicKey) }));
  return {
    ...openedBy(name, "ok", made.whole, how),
    sealed_from: { header: b64(made.packed), readers, sign_seed: b64(made.signSeed), random: b64(made.randomness) },
    payload: b64(made.payload),
    hash: b64(letterHash(made.whole, made.readers.length)),
  };
}

const later = { fields: { seq: 2, prev: drawn("letter before", 32) }, payload: reply };
const byStaff = {
  fields: { direction: 2, prev: drawn("letter before", 32) },
  payload: reply,
  signSeed: epoch.sign.seed,
};
const words = ascii(JSON.stringify({ text: "Called the pharmacy." }));
const note = { ...byStaff, fields: { ...byStaff.fields, direction: 3 }, payload: words, readers: [toInbox] };
const grant = {
  ...byStaff,
  fields: { direction: 4, conversation: new Uint8Array(16) },
  payload: ascii(JSON.stringify({ n: 1, xwing_seed: b64(epoch.seed), sign_seed: b64(epoch.sign.seed) })),
  readers: [toMember],
};
const saved = {
  ...note,
  fields: { direction: 5, conversation: new Uint8Array(16), seq: 2 },
  payload: ascii(JSON.stringify({ title: "Refill", text: "Your refill is on its way.", then: { state: "closed" } })),
};
const score = {
  ...note,
  fields: { ...note.fields, direction: 6 },
  payload: ascii(JSON.stringify({ score: 4, text: "Kind and clear." })),
};
const staffSigned = { signPublic: epoch.sign.publicKey };
const longest = 32768 - 64 - 1;

function goodCases() {
  const whole = first("the patient's first letter");
  const nowhere = { place: null };
  const sized = (length) => {
    const base = message("").length;
    return message("x".repeat(length - base));
  };
  return [
    good("a first letter, opened by the inbox", whole),
    good("a first letter, opened by the patient's return key", whole, { kind: RETURN, seed: patient.seed }),
    good("a first letter whose signing key is already known", whole, { signPublic: patient.sign.publicKey }),
    good("a first letter, found nowhere in particular", whole, nowhere),
    good("a later letter of the patient", first("later", later), { signPublic: patient.sign.publicKey }),
    good("a later letter of a patient whose key is not known yet", first("later, alone", later)),
    good("a reply of the staff", first("reply", byStaff), { ...staffSigned, kind: RETURN, seed: patient.seed }),
    good("a note among the staff", first("note", note), staffSigned),
    good("a grant of an epoch to a member", first("grant", grant), {
      ...staffSigned,
      kind: HOLDER,
      seed: member.seed,
      place: { inbox, conversation: new Uint8Array(16) },
    }),
    good("a saved reply", first("saved", saved), { ...staffSigned, place: { inbox, conversation: new Uint8Array(16) } }),
    good("a reviewer's score", first("score", score), staffSigned),
    good("a payload that just fits 4 KiB", first("fits", { payload: sized(4096 - 65) })),
    good("a payload one byte too long for 4 KiB", first("does not fit", { payload: sized(4096 - 64) })),
    good("the longest payload", first("longest", { payload: sized(longest) })),
    good("a letter handed over to two more inboxes", first("handed over", {
      readers: [toInbox, toPatient, { kind: INBOX, publicKey: outsider.publicKey }, { kind: INBOX, publicKey: member.publicKey }],
    })),
  ];
}

function brokenOutside() {
  const { whole } = first("outside");
  const bad = (name, outcome, bytes, how) => openedBy(name, outcome, bytes, how);
  const cut = (length) => whole.slice(0, length);
  const stanzaEnd = FIRST_STANZA_AT + STANZA_BYTES;
  return [
    bad("nothing at all", "malformed", new Uint8Array(0)),
    bad("cut short within the header", "malformed", cut(87)),
    bad("cut short after the commitment", "malformed", cut(120)),
    bad("cut short within a stanza", "malformed", cut(FIRST_STANZA_AT + 100)),
    bad("cut short by one byte", "malformed", cut(-1)),
    bad("longer by one byte", "malformed", new Uint8Array([...whole, 0])),
    bad("another mark", "malformed", replaced(whole, 0, ascii("SX"))),
    bad("a version to come", "wrong_version", replaced(whole, 2, [2])),
    bad("version zero", "wrong_version", replaced(whole, 2, [0])),
    bad("an unknown direction", "malformed", replaced(whole, 3, [7])),
    bad("a count of zero", "malformed", first("seq zero", { fields: { seq: 0 } }).whole),
    bad("no stanza", "malformed", replaced(whole, 120, [0])),
    bad("five stanzas", "malformed", first("five", { readers: [toInbox, toPatient, ...["a", "b", "c"].map(another)] }).whole),
    bad("one stanza fewer than are there", "malformed", replaced(whole, 120, [1])),
    bad("a stanza of an unknown kind", "malformed", replaced(whole, stanzaEnd, [9])),
    bad("the same stanza twice", "malformed", first("twice", { readers: [toInbox, toInbox, toPatient] }).whole),
    bad("a first letter that its patient cannot read", "malformed", first("inbox alone", { readers: [toInbox] }).whole),
    bad("a note that the patient could read", "malformed", first("open note", { ...note, readers: [toInbox, toPatient] }).whole),
    bad("a saved reply that the patient could read", "malformed", first("open saved", { ...saved, readers: [toInbox, toPatient] }).whole),
    bad("a score that the patient could read", "malformed", first("open score", { ...score, readers: [toInbox, toPatient] }).whole),
    bad("a grant to an inbox", "malformed", first("open grant", { ...grant, readers: [toInbox] }).whole),
    bad("a body of a size that is not written", "malformed", first("3 KiB", { broken: { padded: (c) => pad(c, 3072) } }).whole),
  ];
}

function another(name) {
  return { kind: INBOX, publicKey: drawnReader(name) };
}

function drawnReader(name) {
  // Any bytes whose ML-KEM half is reduced: structure is checked before a key is used.
  return replaced(epoch.publicKey, 1184, drawn(name, 32));
}

function wrongPlaceOrKey() {
  const made = first("place and key");
  return [
    openedBy("of another conversation", "wrong_place", made.whole, { place: { inbox, conversation: otherConversation } }),
    openedBy("of another inbox", "wrong_place", made.whole, { place: { inbox: otherInbox, conversation } }),
    openedBy("moved to another conversation", "cannot_open", replaced(made.whole, 20, otherConversation), {
      place: { inbox, conversation: otherConversation },
    }),
    openedBy("moved to another inbox", "cannot_open", replaced(made.whole, 4, otherInbox), {
      place: { inbox: otherInbox, conversation },
    }),
    openedBy("with another letter's id", "cannot_open", replaced(made.whole, 36, drawn("another id", 16))),
    openedBy("with another count", "cannot_open", replaced(made.whole, 55, [2]), { signPublic: patient.sign.publicKey }),
    openedBy("opened with an outsider's key", "unknown_key", made.whole, { seed: outsider.seed }),
    openedBy("opened with the right key for another kind", "unknown_key", made.whole, { kind: RETURN }),
    openedBy("a stanza that names another's key", "cannot_open", misnamed(made.whole), { seed: outsider.seed }),
  ];
}

/** The outsider's key id on the inbox's stanza. */
function misnamed(whole) {
  const given = first("misnamed", { readers: [{ kind: INBOX, publicKey: outsider.publicKey }, toPatient] }).whole;
  return replaced(whole, FIRST_STANZA_AT + 1, given.slice(FIRST_STANZA_AT + 1, FIRST_STANZA_AT + 17));
}

function alteredBytes() {
  const { whole } = first("altered");
  const at = (name, place) => openedBy(`altered: ${name}`, "cannot_open", changed(whole, place));
  return [
    at("the commitment", COMMIT_AT),
    at("the ML-KEM ciphertext", FIRST_STANZA_AT + 17),
    at("the X25519 ciphertext", FIRST_STANZA_AT + 17 + 1088),
    at("the wrapped key", FIRST_STANZA_AT + 17 + 1120),
    at("the nonce", FIRST_STANZA_AT + 2 * STANZA_BYTES),
    at("the first byte of the body", FIRST_STANZA_AT + 2 * STANZA_BYTES + 24),
    at("the last byte of the body", -1),
    openedBy("a zero X25519 share in the stanza", "cannot_open", replaced(whole, FIRST_STANZA_AT + 17 + 1088, new Uint8Array(32))),
  ];
}

function brokenInside() {
  const bad = (name, outcome, given, how) => openedBy(name, outcome, first(name, given).whole, how);
  const broken = (rules) => ({ broken: rules });
  const noMark = (content) => {
    const padded = pad(content);
    padded[content.length] = 0;
    return padded;
  };
  const nothing = () => pad(new Uint8Array(63));
  const other = { signSeed: outsider.sign.seed };
  const staff = { ...byStaff, signSeed: outsider.sign.seed };
  const invalidUtf8 = Uint8Array.of(0x7b, 0xff, 0x7d);
  return [
    bad("a commitment to another content key", "bad_commitment", broken({ commit: drawn("commitment", 32) })),
    bad("padding of zeros alone", "bad_padding", broken({ padded: () => new Uint8Array(1024) })),
    bad("padding that ends in another byte", "bad_padding", broken({ padded: (c) => replaced(noMark(c), -1 + pad(c).length, [1]) })),
    bad("content too short for a signature", "bad_padding", broken({ padded: nothing })),
    bad("signed by another than the first letter names", "bad_signature", other),
    bad("a first letter that names another than the known key", "bad_signature", {}, { signPublic: outsider.sign.publicKey }),
    bad("a first letter with another name and signature than the known key", "bad_signature", other, {
      signPublic: outsider.sign.publicKey,
    }),
    bad("a later letter signed by another than it names", "bad_signature", { ...later, ...other }),
    bad("a later letter that names another than the known key", "bad_signature", later, { signPublic: outsider.sign.publicKey }),
    bad("a reply signed by an outsider", "bad_signature", staff, staffSigned),
    bad("a reply whose writer's key is not known", "bad_signature", byStaff),
    bad("a signature of zeros", "bad_signature", broken({ signature: new Uint8Array(64) })),
    bad("a signature made for another purpose", "bad_signature", broken({ signLabel: "delete" })),
    bad("a first letter that is not JSON", "malformed", { payload: ascii("help") }),
    bad("a first letter that is not UTF-8", "malformed", { payload: invalidUtf8 }),
    bad("a later letter without the conversation's facts", "malformed", { ...later, payload: words }),
    bad("a reply without the conversation's facts", "malformed", { ...byStaff, payload: words }, staffSigned),
  ];
}

export function letters() {
  return [...goodCases(), ...brokenOutside(), ...wrongPlaceOrKey(), ...alteredBytes(), ...brokenInside()];
}
