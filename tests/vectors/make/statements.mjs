import { sign, hash } from "../../../static/js/crypto/labels.js";
import { b64, changed, drawn, epoch, inbox, lead, member, otherInbox, outsider, pinOf, root, slug, spareRoot } from "./cast.mjs";
import { ascii } from "./crafted.mjs";

const DAY = 86400;
const NOW = 1_800_000_000;
const NONE = b64(new Uint8Array(32));
const idOf = (publicKey) => b64(hash("lead", publicKey).slice(0, 8));

const leadEntry = (changes = {}) => ({
  id: idOf(lead.publicKey),
  pk: b64(lead.publicKey),
  not_before: NOW - 100 * DAY,
  not_after: NOW + 300 * DAY,
  ...changes,
});

const authorityValue = (changes = {}) => ({
  v: 1,
  kind: "authority",
  inbox: b64(inbox),
  slug,
  version: 3,
  prev: NONE,
  leads: [leadEntry()],
  not_after: NOW + 300 * DAY,
  kit: b64(drawn("kit", 32)),
  ...changes,
});

const epochValue = (n, changes = {}) => ({
  n,
  xwing_pk: b64(epoch.publicKey),
  sign_pk: b64(epoch.sign.publicKey),
  seal_from: NOW + (n - 7) * 30 * DAY,
  seal_until: NOW + (n - 6) * 30 * DAY,
  revoked: false,
  ...changes,
});

const keysValue = (changes = {}) => ({
  v: 1,
  kind: "keys",
  inbox: b64(inbox),
  authority_version: 3,
  lead: idOf(lead.publicKey),
  seq: 8,
  prev: NONE,
  issued: NOW - DAY,
  not_after: NOW + 20 * DAY,
  epochs: [epochValue(6), epochValue(7), epochValue(8)],
  ...changes,
});

/** `bytes` may be given as text, to break JSON itself. */
function signed(seed, kind, value) {
  const bytes = typeof value === "string" ? ascii(value) : ascii(JSON.stringify(value));
  return { bytes: b64(bytes), signature: b64(sign(seed, kind, bytes)) };
}

const authority = (changes) => signed(root.seed, "authority", authorityValue(changes));
const keys = (changes) => signed(lead.seed, "keys", keysValue(changes));

function followed(name, outcome, changes = {}) {
  const whole = {
    pins: [pinOf(root.publicKey)],
    slug,
    root: b64(root.publicKey),
    authority: authority(),
    keys: keys(),
    now: NOW,
    seen_seq: 0,
    ...changes,
  };
  return { name, outcome, ...whole };
}

function good() {
  const expected = { inbox: b64(inbox), seq: 8, epoch: 7, good_until: NOW + 20 * DAY };
  const ok = (name, changes = {}, other = {}) => ({ ...followed(name, "ok", changes), expected: { ...expected, ...other } });
  return [
    ok("signed keys that lead to the pin"),
    ok("two pins, of which the second leads", { pins: [pinOf(spareRoot.publicKey), pinOf(root.publicKey)] }),
    ok("the spare root", {
      root: b64(spareRoot.publicKey),
      pins: [pinOf(root.publicKey), pinOf(spareRoot.publicKey)],
      authority: signed(spareRoot.seed, "authority", authorityValue()),
    }),
    ok("keys seen before", { seen_seq: 8 }),
    ok("in the last second of the keys", { now: NOW + 20 * DAY, keys: keys({ epochs: [epochValue(7)] }) }),
    ok("an epoch that ends before the keys do", { keys: keys({ not_after: NOW + 90 * DAY }) }, { good_until: NOW + 30 * DAY }),
    ok("an authority that ends first", { authority: authority({ not_after: NOW + DAY }) }, { good_until: NOW + DAY }),
    ok("issued by a clock that is a little ahead", { keys: keys({ issued: NOW + DAY }) }),
    ok("a revoked epoch beside one made anew", {
      keys: keys({ epochs: [epochValue(7, { revoked: true }), epochValue(7, { n: 9 })] }),
    }, { epoch: 9 }),
    ok("members that a reader does not know", { keys: keys({ remark: "x" }) }),
    ok("a whole number written with a fraction", {
      keys: signed(lead.seed, "keys", JSON.stringify(keysValue()).replace('"seq":8', '"seq":8.0')),
    }),
  ];
}

function notLedTo() {
  const bad = followed;
  const other = signed(outsider.sign.seed, "keys", keysValue());
  const { bytes, signature } = keys();
  return [
    bad("a root that no pin names", "pin_mismatch", { pins: [pinOf(spareRoot.publicKey)] }),
    bad("no pin at all", "pin_mismatch", { pins: [] }),
    bad("a pin cut short", "malformed", { pins: [pinOf(root.publicKey).slice(0, -1)] }),
    bad("an outsider's root with an authority of its own", "pin_mismatch", {
      root: b64(outsider.sign.publicKey),
      authority: signed(outsider.sign.seed, "authority", authorityValue()),
    }),
    bad("an authority that an outsider signed", "bad_signature", {
      authority: signed(outsider.sign.seed, "authority", authorityValue()),
    }),
    bad("an unsigned authority", "bad_signature", { authority: { ...authority(), signature: b64(new Uint8Array(64)) } }),
    bad("an authority signed as keys", "bad_signature", { authority: signed(root.seed, "keys", authorityValue()) }),
    bad("keys of a lead that is not listed", "bad_signature", {
      keys: signed(outsider.sign.seed, "keys", keysValue({ lead: idOf(outsider.sign.publicKey) })),
    }),
    bad("keys that an outsider signed in a lead's name", "bad_signature", { keys: other }),
    bad("unsigned keys", "bad_signature", { keys: { bytes, signature: b64(new Uint8Array(64)) } }),
    bad("keys whose signature is altered", "bad_signature", { keys: { bytes, signature: b64(changed(sign(lead.seed, "keys", ascii(JSON.stringify(keysValue()))), 9)) } }),
    bad("keys that the root signed itself", "bad_signature", { keys: signed(root.seed, "keys", keysValue()) }),
    bad("keys with one character altered after signing", "bad_signature", {
      keys: { bytes: b64(ascii(JSON.stringify(keysValue({ seq: 9 })))), signature },
    }),
  ];
}

/** All is good and of one root, but not what the link names. */
function misplaced() {
  const bad = (name, changes) => followed(name, "wrong_place", changes);
  const other = { inbox: b64(otherInbox) };
  return [
    bad("keys of another inbox", { authority: authority({ ...other, slug: "lakeside" }), keys: keys(other) }),
    bad("keys of another inbox, also past their time", {
      authority: authority({ ...other, slug: "lakeside" }),
      keys: keys({ ...other, not_after: NOW - 1 }),
    }),
    bad("keys of another inbox than the authority", { keys: keys(other) }),
    bad("an authority of another inbox than the keys", { authority: authority(other) }),
    bad("an inbox that has been called otherwise since", { authority: authority({ slug: "riverside-care" }) }),
    bad("a link in capitals", { slug: "RIVERSIDE" }),
    bad("a link that names no inbox", { slug: "" }),
  ];
}

function outOfTime() {
  const bad = followed;
  const expiredLead = { authority: authority({ leads: [leadEntry({ not_after: NOW - 1 })] }) };
  return [
    bad("keys one second past their time", "expired", { now: NOW + 20 * DAY + 1 }),
    bad("an authority past its time", "expired", { authority: authority({ not_after: NOW - 1 }) }),
    bad("a lead past its time", "expired", expiredLead),
    bad("issued before the lead's time", "expired", { authority: authority({ leads: [leadEntry({ not_before: NOW })] }) }),
    bad("issued far in the future", "expired", { keys: keys({ issued: NOW + DAY + 1 }) }),
    bad("older than keys seen before", "rolled_back", { seen_seq: 9 }),
    bad("keys under an older authority", "rolled_back", { keys: keys({ authority_version: 2 }) }),
    bad("keys under an authority to come", "rolled_back", { keys: keys({ authority_version: 4 }) }),
    bad("no epoch at all", "no_epoch", { keys: keys({ epochs: [] }) }),
    bad("an epoch that has not begun", "no_epoch", { keys: keys({ epochs: [epochValue(8)] }) }),
    bad("an epoch that has just ended", "no_epoch", { keys: keys({ epochs: [epochValue(6)] }) }),
    bad("an epoch that was revoked", "no_epoch", { keys: keys({ epochs: [epochValue(7, { revoked: true })] }) }),
  ];
}

function notStatements() {
  const bad = (name, changes) => followed(name, "malformed", { keys: keys(changes) });
  const text = (name, value) => followed(name, "malformed", { keys: signed(lead.seed, "keys", value) });
  const without = (member) => JSON.stringify(keysValue({ [member]: undefined }));
  const whole = JSON.stringify(keysValue());
  return [
    followed("keys of a version to come", "wrong_version", { keys: keys({ v: 2 }) }),
    followed("an authority of a version to come", "wrong_version", { authority: authority({ v: 2 }) }),
    followed("an authority in the place of keys", "malformed", { keys: signed(lead.seed, "keys", authorityValue()) }),
    bad("keys that call themselves a roster", { kind: "roster" }),
    text("NaN in a member that a reader does not know", whole.replace("{", '{"remark":NaN,')),
    text("keys that are not JSON", whole.slice(1)),
    text("keys that are a list", `[${whole}]`),
    text("keys with a byte order mark", `\ufeff${whole}`),
    text("keys that count to NaN", whole.replace('"seq":8', '"seq":NaN')),
    text("keys that count beyond what JavaScript holds", whole.replace('"seq":8', '"seq":9007199254740992')),
    text("keys without epochs", without("epochs")),
    text("keys without a count", without("seq")),
    bad("a count in text", { seq: "8" }),
    bad("a count with a fraction", { seq: 8.5 }),
    bad("a count below zero", { seq: -1 }),
    bad("a count that is a boolean", { seq: true }),
    bad("epochs that are not objects", { epochs: [1] }),
    bad("an X-Wing key cut short", { epochs: [epochValue(7, { xwing_pk: b64(epoch.publicKey.slice(1)) })] }),
    bad("a signing key that is not base64url", { epochs: [epochValue(7, { sign_pk: `${"+".repeat(43)}` })] }),
    bad("unused bits that are set", { inbox: `${b64(inbox).slice(0, -1)}_` }),
    bad("base64url with padding", { inbox: `${b64(inbox)}==` }),
    bad("revoked in text", { epochs: [epochValue(7, { revoked: "no" })] }),
    followed("an authority without a slug", "malformed", { authority: authority({ slug: undefined }) }),
    followed("a slug that no link could hold", "malformed", { slug: "River/side", authority: authority({ slug: "River/side" }) }),
    followed("a slug that goes on after a line's end", "malformed", { authority: authority({ slug: "riverside\n" }) }),
    followed("a slug that is too long", "malformed", { authority: authority({ slug: "a".repeat(33) }) }),
    followed("a lead whose id is another key's", "malformed", {
      authority: authority({ leads: [leadEntry({ id: idOf(outsider.sign.publicKey) })] }),
    }),
  ];
}

export function statements() {
  return [...good(), ...notLedTo(), ...misplaced(), ...outOfTime(), ...notStatements()];
}

const rosterValue = (changes = {}) => ({
  v: 1,
  kind: "roster",
  inbox: b64(inbox),
  authority_version: 3,
  lead: idOf(lead.publicKey),
  seq: 2,
  prev: NONE,
  issued: NOW,
  members: [{ id: b64(drawn("member id", 16)), role: "agent", xwing_pk: b64(member.publicKey), sign_pk: b64(member.sign.publicKey) }],
  ...changes,
});

export function rosters() {
  const roster = (changes) => signed(lead.seed, "roster", rosterValue(changes));
  const of = (name, outcome, statement, changes = {}) => ({
    name,
    outcome,
    authority: authority(changes.authority),
    roster: statement,
    now: NOW,
    seen_seq: 0,
    ...changes.seen,
  });
  const [someone] = rosterValue().members;
  const another = { ...someone, id: b64(drawn("another member's id", 16)) };
  return [
    ...["agent", "reviewer", "lead", "auditor"].map((role) => {
      const member = { ...someone, role };
      return { ...of(`a roster with one ${role}`, "ok", roster({ members: [member] })), lead_seed: b64(lead.seed), member };
    }),
    of("an outsider's roster in the lead's name", "bad_signature", signed(outsider.sign.seed, "roster", rosterValue())),
    of("a roster of a lead that is not listed", "bad_signature", signed(outsider.sign.seed, "roster", rosterValue({ lead: idOf(outsider.sign.publicKey) }))),
    of("a roster signed as keys", "bad_signature", signed(lead.seed, "keys", rosterValue())),
    of("a roster of another inbox", "wrong_place", roster({ inbox: b64(otherInbox) })),
    of("a lead past its time", "expired", roster(), { authority: { leads: [leadEntry({ not_after: NOW - 1 })] } }),
    of("issued before the lead's time", "expired", roster(), { authority: { leads: [leadEntry({ not_before: NOW + 1 })] } }),
    of("issued far in the future", "expired", roster({ issued: NOW + DAY + 1 })),
    of("an older authority's roster", "rolled_back", roster({ authority_version: 2 })),
    of("older than one seen before", "rolled_back", roster(), { seen: { seen_seq: 3 } }),
    of("a roster of a version to come", "wrong_version", roster({ v: 2 })),
    of("an unknown role", "malformed", roster({ members: [{ ...someone, role: "owner" }] })),
    of("a member without a key", "malformed", roster({ members: [{ ...someone, xwing_pk: undefined }] })),
    of("a member without a signing key", "malformed", roster({ members: [{ ...someone, sign_pk: undefined }] })),
    of("a member who stands in it twice", "malformed", roster({ members: [someone, another, { ...someone, role: "lead" }] })),
  ];
}
