// A member's keys while the desk is unlocked. They live in the worker's memory alone, and `lock` wipes them.
import { fromBase64url, toBase64url } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { invitationMac } from "../../crypto/invitation.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, equal, randomBytes, wipe } from "../../crypto/labels.js";
import { SALT_BYTES, credentialHash, memberKeys, noCredential, openWrap, sealWrap } from "../../crypto/member.js";
import { createMemory } from "../../crypto/memory.js";
import { handOver, openConversation, sealAnswer } from "./conversation.js";
import { openInbox } from "./inbox.js";
import { checkNewcomer, grant, invite, remove } from "./leading.js";
import { createSavedReplies, sealSaved } from "./saved.js";
import { sealScore } from "./scores.js";

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
  /** @type {Map<string, import("./conversation.js").Thread | null>} by reference; null where one does not fit together */
  const threads = new Map();
  /** @type {Map<string, string>} the ids of conversations that were opened, by reference */
  const named = new Map();
  const memory = createMemory();
  const savedReplies = createSavedReplies();

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

  /** @param {string} reference of a conversation that was opened */
  function threadOf(reference) {
    const thread = threads.get(reference);
    if (thread === undefined) throw new SealError("wrong_place");
    if (thread === null) throw new SealError("suspect");
    return thread;
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

    /**
     * What proves to an inviting lead that these keys are this member's, for a further inbox under the same root.
     * @param {{invite: {id: string, secret: string}, pin: string, inbox: string}} given
     */
    join({ invite: { secret }, pin, inbox }) {
      const { id, root, keys } = unlocked();
      if (!equal(fromBase64url(pin, HASH_BYTES), root)) throw new SealError("pin_mismatch");
      const newcomer = { member: fromBase64url(id, ID_BYTES), inbox: fromBase64url(inbox, ID_BYTES), ...keys };
      return { mac: toBase64url(invitationMac(fromBase64url(secret, KEY_BYTES), newcomer)) };
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

    /**
     * Whom the leads' signed list names, whatever the server lists.
     * @param {{slug: string}} given
     */
    listed: ({ slug }) => (inboxOf(slug).roster?.members ?? []).map(({ id, role }) => ({ id: toBase64url(id), role })),

    /** Refuses a newcomer who must not be let in. @param {{slug: string, member: any}} given */
    check: ({ slug, member }) => void checkNewcomer(unlocked(), inboxOf(slug), member),

    /** @param {{slug: string, members: any[], ahead: unknown[]}} given */
    grant: ({ slug, members, ahead }) => grant(unlocked(), inboxOf(slug), members, ahead, clock()),

    /** @param {{slug: string, members: string[], kit: unknown}} given */
    remove: ({ slug, members, kit }) => remove(unlocked(), inboxOf(slug), members, kit, clock()),

    /** @param {{conversation: any}} given */
    open({ conversation }) {
      unlocked();
      // One conversation under another's name would be answered as if it were that one.
      const id = named.get(conversation.reference) ?? conversation.id;
      if (id !== conversation.id) throw new SealError("wrong_place");
      const through = (conversation.path ?? []).map(otherInbox);
      const { shown, thread } = openConversation([...new Set([...inboxes.values(), ...through])], conversation, memory, clock());
      named.set(conversation.reference, id);
      threads.set(conversation.reference, thread);
      return shown;
    },

    /** @param {{reference: string, direction: number, text: string}} given to the conversation as it was opened last */
    seal({ reference, direction, text }) {
      unlocked();
      return sealAnswer(threadOf(reference), direction, text, clock());
    },

    /** @param {{reference: string} & import("../../crypto/score.js").Score} given of the conversation as it was opened last */
    sealScore({ reference, score, text }) {
      unlocked();
      return sealScore(threadOf(reference), { score, text }, clock());
    },

    /**
     * Hands the conversation, as it was opened last, to another inbox under the same root.
     * @param {{reference: string, to: any}} given `to`: that inbox's statements, like an entry of ME's inboxes
     */
    handover({ reference, to }) {
      return handOver(threadOf(reference), otherInbox(to), clock());
    },

    /** @param {{slug: string, replies: import("./saved.js").Given[]}} given */
    openSaved({ slug, replies }) {
      unlocked();
      return savedReplies.open(inboxOf(slug), replies, clock());
    },

    /**
     * `reply`: the id of one that is there already. A call's own `id` pairs it with its answer.
     * @param {{slug: string, reply?: string, revision: number} & import("../../crypto/savedreply.js").SavedReply} given
     */
    sealSaved({ slug, reply, revision, title, text, effects }) {
      unlocked();
      return sealSaved(inboxOf(slug), { id: reply, revision, title, text, effects }, clock());
    },

    lock() {
      if (me) for (const secret of [me.secret, me.keys.xwingSeed, me.keys.signSeed]) wipe(secret);
      for (const { held } of inboxes.values()) {
        for (const { xwingSeed, signSeed } of held.values()) [xwingSeed, signSeed].forEach(wipe);
      }
      me = undefined;
      inboxes = new Map();
      threads.clear();
      named.clear();
      memory.forget();
      savedReplies.forget();
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
