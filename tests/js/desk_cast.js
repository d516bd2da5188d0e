// An inbox with a kit, a lead and newcomers, as a desk's server would present it; made with the formats alone.
import { fromBase64url, toBase64url, toJson } from "../../static/js/crypto/encoding.js";
import { newHalves, sealGrant } from "../../static/js/crypto/grant.js";
import { INBOX, NOTE, PATIENT, RETURN, STAFF, noLetter } from "../../static/js/crypto/header.js";
import { concat, hash, randomBytes, ready, sign, signPublic } from "../../static/js/crypto/labels.js";
import { letterHash } from "../../static/js/crypto/layout.js";
import { sealLetter } from "../../static/js/crypto/letter.js";
import { PASSKEY, credentialHash, memberKeys, sealWrap } from "../../static/js/crypto/member.js";
import { packMessage } from "../../static/js/crypto/payload.js";
import { deriveKeys, newCode } from "../../static/js/crypto/returncode.js";
import { packMember } from "../../static/js/crypto/roster.js";
import { packEpoch } from "../../static/js/crypto/statements.js";
import { keyHash, publicOf } from "../../static/js/crypto/xwing.js";

await ready;

export const NOW = 1_800_000_000;
const MONTH = 30 * 86400;
/** The last day of every letter. */
export const UNTIL = Math.floor(NOW / 86400) + 30;
const NOTHING = toBase64url(new Uint8Array(32));
const b64 = toBase64url;

/** @param {Uint8Array} seed @param {string} kind @param {object} value */
function signed(seed, kind, value) {
  const bytes = toJson({ v: 1, kind, ...value });
  return { bytes: b64(bytes), signature: b64(sign(seed, kind, bytes)) };
}

const leadId = (/** @type {Uint8Array} */ pk) => b64(hash("lead", pk).slice(0, 8));

/** A member with a wrap for a passkey whose PRF gave `prf`. @param {Uint8Array} root its hash */
export function memberOf(root) {
  const [secret, prf, id, credential] = [randomBytes(32), randomBytes(32), randomBytes(16), randomBytes(20)];
  const holder = { member: id, credential: credentialHash(credential) };
  const wrap = sealWrap(PASSKEY, prf, randomBytes(16), holder, { secret, root });
  const unlocking = { wrap: b64(wrap), member: b64(id), credential: b64(credential) };
  return { id, secret, prf, keys: memberKeys(secret), unlock: () => ({ ...unlocking, key: prf.slice().buffer }) };
}

/**
 * An inbox whose first lead the kit has appointed; three epochs, of which the second runs.
 * @param {string} [slug]
 * @param {Uint8Array} [rootSeed]
 */
export function inboxWithLead(slug = "riverside", rootSeed = randomBytes(32)) {
  const root = { seed: rootSeed };
  const rootPublic = signPublic(root.seed);
  const rootHash = hash("root", rootPublic);
  const kit = { seed: randomBytes(32) };
  const kitPublic = publicOf(kit.seed);
  const id = randomBytes(16);
  const lead = memberOf(rootHash);
  const first = { seed: randomBytes(32) };
  const terms = [NOW - 2 * MONTH, NOW - MONTH / 2, NOW + MONTH / 2, NOW + (3 * MONTH) / 2];
  const halves = [1, 2, 3].map(newHalves);
  const epochs = halves.map(({ n, xwingSeed, signSeed }) => ({
    n,
    xwingPublic: publicOf(xwingSeed),
    signPublic: signPublic(signSeed),
    sealFrom: terms[n - 1] ?? 0,
    sealUntil: terms[n] ?? 0,
    revoked: false,
  }));
  const listed = [signPublic(first.seed), lead.keys.signPublic].map((pk) => ({
    id: leadId(pk),
    pk: b64(pk),
    not_before: 0,
    not_after: NOW + 12 * MONTH,
  }));
  const authority = signed(root.seed, "authority", {
    inbox: b64(id),
    slug,
    version: 2,
    prev: NOTHING,
    leads: listed,
    not_after: NOW + 12 * MONTH,
    kit: b64(keyHash(kitPublic)),
  });
  const issue = { inbox: b64(id), authority_version: 2, lead: leadId(signPublic(first.seed)), prev: NOTHING, issued: NOW - 10 };
  const keys = signed(first.seed, "keys", { ...issue, seq: 2, not_after: NOW + 12 * MONTH, epochs: epochs.map(packEpoch) });
  const leadEntry = packMember({ id: lead.id, role: "lead", xwingPublic: lead.keys.xwingPublic, signPublic: lead.keys.signPublic });
  const roster = signed(first.seed, "roster", { ...issue, seq: 1, members: [leadEntry] });
  const grantTo = (/** @type {Uint8Array} */ to, /** @type {typeof halves} */ of) =>
    of.map((each) => ({ n: each.n, letter: b64(sealGrant(id, each, to, first.seed)) }));
  return {
    id,
    slug,
    root,
    rootHash,
    pin: b64(rootHash),
    kit: { ...kit, publicKey: kitPublic },
    lead,
    first,
    halves,
    epochs,
    grantTo,
    ahead: () => grantTo(lead.keys.xwingPublic, halves.slice(2)),
    /** As ME has it, for one who was granted these. @param {any[]} grants @param {object} [changes] */
    entry: (grants, changes = {}) => ({
      id: b64(id),
      slug,
      root: b64(rootPublic),
      authority,
      keys,
      roster,
      grants,
      ...changes,
    }),
    leads: () => grantTo(lead.keys.xwingPublic, halves.slice(0, 2)),
    /** @param {string} kind @param {object} value @param {Uint8Array} [by] */
    says: (kind, value, by = first.seed) => signed(by, kind, { ...issue, lead: leadId(signPublic(by)), ...value }),
  };
}

/** How many there are of each direction, as the server says. @param {{direction: number}[]} letters */
export function countsOf(letters) {
  const of = (/** @type {number} */ wanted) => letters.filter(({ direction }) => direction === wanted).length;
  return { patient: of(PATIENT), team: of(STAFF), notes: of(NOTE) };
}

/**
 * A patient's conversation with the inbox's running epoch, as the desk's door gives it.
 * @param {ReturnType<typeof inboxWithLead>} inbox
 * @param {string} text
 * @param {{xwingPublic: Uint8Array}} [epoch]
 */
export function conversationWith(inbox, text, epoch = inbox.epochs[1]) {
  const code = newCode();
  const keys = deriveKeys(code);
  const id = randomBytes(16);
  /** @type {{id: string, direction: number, seq: number, received: number, until: number, letter: string}[]} */
  const letters = [];
  const place = { inbox: inbox.id, conversation: id };
  /** @type {Uint8Array} */
  let last = noLetter();

  /** @param {Uint8Array} payload @param {Uint8Array} prev */
  function write(payload, prev) {
    const seq = letters.filter(({ direction }) => direction === PATIENT).length + 1;
    const header = { ...place, direction: PATIENT, letter: randomBytes(16), seq, prev };
    const readers = [
      { kind: INBOX, publicKey: /** @type {any} */ (epoch).xwingPublic },
      { kind: RETURN, publicKey: keys.xwingPublic },
    ];
    takes(sealLetter(header, payload, readers, keys.signSeed), PATIENT);
  }

  /** @param {Uint8Array} letter @param {number} direction */
  function takes(letter, direction) {
    letters.push({ id: "", direction, seq: 0, received: NOW + letters.length, until: UNTIL, letter: b64(letter) });
    if (direction !== NOTE) last = letterHash(letter);
  }

  const facts = {
    name: "Ana",
    contact: "555-0100",
    topic: "billing",
    urgency: "normal",
    language: "en",
    returnPublic: keys.xwingPublic,
    patientPublic: keys.signPublic,
    until: UNTIL,
  };
  const adds = (/** @type {string} */ words) => write(packMessage({ ...facts, text: words }), last);
  adds(text);
  /** Adds stanzas as the server does. @param {{stanza: string}[]} added in the letters' order */
  function handed(added) {
    added.forEach(({ stanza }, index) => {
      const given = /** @type {{letter: string}} */ (letters[index]);
      const letter = fromBase64url(given.letter);
      const end = 121 + (letter[120] ?? 0) * 1185;
      const whole = concat(letter.slice(0, end), fromBase64url(stanza), letter.slice(end));
      whole[120] = (letter[120] ?? 0) + 1;
      given.letter = b64(whole);
    });
  }

  return {
    code,
    handed,
    keys,
    place,
    letters,
    takes,
    facts,
    adds,
    given: (changes = {}) => ({ id: b64(id), inbox: b64(inbox.id), reference: "7Q4M9ZTK2D", letters, counts: countsOf(letters), ...changes }),
  };
}
