// A member's keys while the desk is unlocked. They live in the worker's memory alone, and `lock` wipes them.
import { fromBase64url, toBase64url } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { invitationMac } from "../../crypto/invitation.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, randomBytes, wipe } from "../../crypto/labels.js";
import { SALT_BYTES, credentialHash, memberKeys, noCredential, openWrap, sealWrap } from "../../crypto/member.js";
import { handOver, openConversation, sealAnswer } from "./conversation.js";
import { openInbox } from "./inbox.js";
import { checkNewcomer, grant, invite, remove } from "./leading.js";

/** @typedef {import("./inbox.js").Inbox} Inbox */
/** @typedef {Record<string, import("./inbox.js").Seen>} SeenBySlug */
/** @typedef {{kind: number, key: ArrayBuffer, salt?: string, credential: string | null}} Lock what a wrap is made for */
/** @typedef {{slug: string, epochs: number, trouble: string | null}} Followed */

/** @param {() => number} clock in Unix seconds */
export function createKeyring(clock) {
  /** @type {(import("./leading.js").Lead & {root: Uint8Array}) | undefined} */
  let me;
  /** @type {Map<string, Inbox>} by slug */
  let inboxes = new Map();
  /** @type {Map<string, import("./conversation.js").Thread>} by reference */
  const threads = new Map();

  function unlocked() {
    if (!me) throw new SealError("locked");
    return me;
  }

  /**
   * Another inbox under the member's own root, without any private halves.
   * @param {any} given its statements, like an entry of ME's inboxes
   */
  function otherInbox(given) {
    const { root, keys } = unlocked();
    const known = [...inboxes.values()].find(({ id }) => toBase64url(id) === given.id);
    const seen = { keys: 0, roster: 0 };
    return known ?? openInbox({ ...given, roster: null, grants: [] }, { root, xwingSeed: keys.xwingSeed, now: clock(), seen });
  }

  /** @param {string} slug */
  function inboxOf(slug) {
    const inbox = inboxes.get(slug);
    if (!inbox) throw new SealError("wrong_place");
    return inbox;
  }

  /**
   * @param {any[]} given ME's inboxes
   * @param {SeenBySlug} seen
   */
  function follow(given, seen) {
    const { root, keys } = unlocked();
    /** @type {Map<string, Inbox>} */
    const opened = new Map();
    /** @type {SeenBySlug} */
    const seenNow = { ...seen };
    /** @type {Followed[]} */
    const followed = [];
    for (const each of given) {
      const slug = String(each.slug);
      const before = seen[slug] ?? { keys: 0, roster: 0 };
      try {
        const inbox = openInbox(each, { root, xwingSeed: keys.xwingSeed, now: clock(), seen: before });
        opened.set(slug, inbox);
        seenNow[slug] = { keys: inbox.traced.keys.seq, roster: Math.max(inbox.roster?.seq ?? 0, before.roster) };
        followed.push({ slug, epochs: inbox.held.size, trouble: null });
      } catch (failure) {
        followed.push({ slug, epochs: 0, trouble: failure instanceof SealError ? failure.code : "malformed" });
      }
    }
    inboxes = opened;
    return { inboxes: followed, seen: seenNow };
  }

  return {
    /**
     * A newcomer's keys, and what proves to the inviting lead that they are theirs.
     * @param {Lock & {invite: {id: string, secret: string}, pin: string, member: string, inbox: string}} given
     */
    enrol(given) {
      const [secret, member] = [randomBytes(KEY_BYTES), fromBase64url(given.member, ID_BYTES)];
      const root = fromBase64url(given.pin, HASH_BYTES);
      const keys = memberKeys(secret);
      const newcomer = { member, inbox: fromBase64url(given.inbox, ID_BYTES), ...keys };
      const mac = invitationMac(fromBase64url(given.invite.secret, KEY_BYTES), newcomer);
      const wrap = wrapped(given, member, { secret, root });
      for (const each of [secret, keys.xwingSeed, keys.signSeed]) wipe(each);
      return {
        xwing_pk: toBase64url(keys.xwingPublic),
        sign_pk: toBase64url(keys.signPublic),
        mac: toBase64url(mac),
        wrap: toBase64url(wrap),
      };
    },

    /** @param {{key: ArrayBuffer, wrap: string, member: string, credential: string | null, inboxes: any[], seen: SeenBySlug}} given */
    unlock({ key, wrap, member, credential, inboxes: given, seen }) {
      const holder = holderOf(fromBase64url(member, ID_BYTES), credential);
      const opening = new Uint8Array(key);
      const { secret, root } = openWrap(fromBase64url(wrap), opening, holder);
      wipe(opening);
      this.lock();
      me = { id: member, secret, root, keys: memberKeys(secret) };
      return follow(given, seen);
    },

    /** @param {{inboxes: any[], seen: SeenBySlug}} given */
    refresh: ({ inboxes: given, seen }) => follow(given, seen),

    /** For a further passkey, or for words. @param {Lock} lock */
    wrap(lock) {
      const { id, secret, root } = unlocked();
      return { wrap: toBase64url(wrapped(lock, fromBase64url(id, ID_BYTES), { secret, root })) };
    },

    /** @param {{slug: string, role: string, name: string}} given */
    invite: ({ slug, role, name }) => invite(unlocked(), inboxOf(slug), role, name),

    /** Refuses a newcomer who must not be let in. @param {{slug: string, member: any}} given */
    check: ({ slug, member }) => void checkNewcomer(unlocked(), inboxOf(slug), member),

    /** @param {{slug: string, members: any[], ahead: unknown[]}} given */
    grant: ({ slug, members, ahead }) => grant(unlocked(), inboxOf(slug), members, ahead, clock()),

    /** @param {{slug: string, members: string[], kit: unknown}} given */
    remove: ({ slug, members, kit }) => remove(unlocked(), inboxOf(slug), members, kit, clock()),

    /** @param {{conversation: any}} given */
    open({ conversation }) {
      unlocked();
      const through = (conversation.path ?? []).map(otherInbox);
      const { shown, thread } = openConversation([...new Set([...inboxes.values(), ...through])], conversation);
      if (thread) threads.set(conversation.reference, thread);
      else threads.delete(conversation.reference);
      return shown;
    },

    /** @param {{reference: string, direction: number, text: string}} given to the conversation as it was opened last */
    seal({ reference, direction, text }) {
      unlocked();
      const thread = threads.get(reference);
      if (!thread) throw new SealError("wrong_place");
      return sealAnswer(thread, direction, text, clock());
    },

    /**
     * Hands the conversation, as it was opened last, to another inbox under the same root.
     * @param {{reference: string, to: any}} given `to`: that inbox's statements, like an entry of ME's inboxes
     */
    handover({ reference, to }) {
      const thread = threads.get(reference);
      if (!thread) throw new SealError("wrong_place");
      return handOver(thread, otherInbox(to), clock());
    },

    lock() {
      if (me) for (const secret of [me.secret, me.keys.xwingSeed, me.keys.signSeed]) wipe(secret);
      for (const { held } of inboxes.values()) {
        for (const { xwingSeed, signSeed } of held.values()) [xwingSeed, signSeed].forEach(wipe);
      }
      me = undefined;
      inboxes = new Map();
      threads.clear();
    },
  };
}

/**
 * @param {Uint8Array} member
 * @param {string | null} credential the passkey's id; none for words
 */
function holderOf(member, credential) {
  return { member, credential: credential === null ? noCredential() : credentialHash(fromBase64url(credential)) };
}

/**
 * @param {Lock} lock
 * @param {Uint8Array} member
 * @param {{secret: Uint8Array, root: Uint8Array}} content
 */
function wrapped({ kind, key, salt, credential }, member, content) {
  const drawn = salt === undefined ? randomBytes(SALT_BYTES) : fromBase64url(salt, SALT_BYTES);
  const wrapping = new Uint8Array(key);
  const sealed = sealWrap(kind, wrapping, drawn, holderOf(member, credential), content);
  wipe(wrapping);
  return sealed;
}
