import { invitationMac, invitationSecret } from "../../../static/js/crypto/invitation.js";
import { concat, derive, encrypt, hash } from "../../../static/js/crypto/labels.js";
import { b64, changed, drawn, inbox, member, otherInbox, outsider, replaced, root } from "./cast.mjs";
import { ascii } from "./crafted.mjs";

const secret = drawn("member secret", 32);
const prf = drawn("prf", 32);
const words = drawn("argon2id of the words", 32);
const salt = drawn("wrap salt", 16);
const nonce = drawn("wrap nonce", 24);
const memberId = drawn("member id", 16);
const credential = hash("credential", drawn("credential", 20));
const none = new Uint8Array(32);
const rootHash = hash("root", root.publicKey);

/** WRAP by docs/envelope.md alone; `broken` may give another mark or version. */
function wrap({ kind = 1, key = prf, to = credential, mark = "SW", version = 1 } = {}) {
  const bound = concat(Uint8Array.of(kind), salt, memberId, to);
  const plain = concat(ascii(mark), Uint8Array.of(version), secret, rootHash);
  const wrapping = kind === 1 ? derive(key, "wrap-prf", salt, memberId, to) : derive(key, "wrap-words", memberId);
  return concat(Uint8Array.of(kind), salt, nonce, encrypt(wrapping, nonce, bound, plain));
}

export function wraps() {
  const of = (name, outcome, sealed, changes = {}) => ({
    name,
    outcome,
    wrap: b64(sealed),
    key: b64(prf),
    member: b64(memberId),
    credential: b64(credential),
    ...changes,
  });
  const byWords = { key: b64(words), credential: b64(none) };
  const good = { secret: b64(secret), root: b64(rootHash), salt: b64(salt), nonce: b64(nonce) };
  return [
    { ...of("by a passkey", "ok", wrap()), ...good, kind: 1 },
    { ...of("by words", "ok", wrap({ kind: 2, key: words, to: none }), byWords), ...good, kind: 2 },
    of("another passkey's secret", "cannot_open", wrap(), { key: b64(words) }),
    of("another passkey's id", "cannot_open", wrap(), { credential: b64(hash("credential", drawn("other", 20))) }),
    of("another member", "cannot_open", wrap(), { member: b64(drawn("other member", 16)) }),
    of("words' secret used as a passkey's", "cannot_open", wrap({ kind: 2, key: words, to: none }), { ...byWords, key: b64(prf) }),
    of("a kind changed on the way", "cannot_open", replaced(wrap(), 0, [2])),
    of("a salt changed on the way", "cannot_open", changed(wrap(), 5)),
    of("a byte changed", "cannot_open", changed(wrap(), -1)),
    of("another kind", "malformed", replaced(wrap(), 0, [3])),
    of("cut short", "malformed", wrap().slice(0, -1)),
    of("one byte too long", "malformed", concat(wrap(), Uint8Array.of(0))),
    of("another mark", "malformed", wrap({ mark: "SX" })),
    of("a version to come", "wrong_version", wrap({ version: 2 })),
  ];
}

export function invitations() {
  const id = drawn("invitation", 16);
  const said = { id, inbox, role: "agent", name: "Inés Ortega" };
  const newcomer = { member: memberId, inbox, xwingPublic: member.publicKey, signPublic: member.sign.publicKey };
  const linkSecret = invitationSecret(secret, said);
  const of = (name, changes = {}, keys = {}) => ({
    name,
    outcome: "ok",
    member_secret: b64(secret),
    invitation: b64(id),
    inbox: b64(changes.inbox ?? inbox),
    role: changes.role ?? said.role,
    text: changes.name ?? said.name,
    secret: b64(invitationSecret(secret, { ...said, ...changes })),
    member: b64(memberId),
    xwing_pk: b64(keys.xwingPublic ?? member.publicKey),
    sign_pk: b64(keys.signPublic ?? member.sign.publicKey),
    mac: b64(invitationMac(invitationSecret(secret, { ...said, ...changes }), { ...newcomer, ...changes.place, ...keys })),
  });
  const all = [
    of("an agent"),
    of("a reviewer", { role: "reviewer" }),
    of("a lead", { role: "lead" }),
    of("an auditor", { role: "auditor" }),
    of("another name", { name: "Ines Ortega" }),
    of("another inbox", { inbox: otherInbox, place: { inbox: otherInbox } }),
    of("another X-Wing key", {}, { xwingPublic: outsider.publicKey }),
    of("another signing key", {}, { signPublic: outsider.sign.publicKey }),
  ];
  if (new Set(all.map(({ mac }) => mac)).size !== all.length || all[0].secret !== b64(linkSecret)) throw new Error("alike");
  return all;
}
