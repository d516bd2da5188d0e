// How a newcomer joins: sees what the invitation is for, makes a passkey, and keys that only it unlocks.
import { make, makeButton } from "../dom.js";
import { Refused, begin } from "./api.js";
import { once } from "./busy.js";
import { NoPasskey, hasPasskeys, makePasskey } from "./passkey.js";
import { ROLES } from "./roles.js";
import { sentenceFor } from "./sentences.js";
import { lockOfPasskey } from "./wrapping.js";

const FRESH_MS = 4 * 60 * 1000; // the server takes an answer within five minutes of its question

const AT_THE_DESK = "Are you at this desk already? Then paste this link there instead, under Your account.";

/** @typedef {import("./invitationlink.js").Link} Link */
/** @typedef {{name: string, role: import("./me.js").Role, inbox: {id: string, name: string}, challenge: string, rp: {id: string, name: string}, user: {id: string, name: string}, prf: string}} Options */

const NO_LINK =
  "This page is opened with the link of your invitation. Open that link again, whole. " +
  "If you no longer have it, ask a lead of your team for a new one.";
const PASSKEYS =
  "A passkey takes the place of a password. This device keeps it, and asks for your finger, your face or its PIN.";
const GONE = "This invitation was used already, or is older than a day. Ask a lead of your team for a new one.";
const HAS_JOINED = "If it was you who used it, go to the desk and sign in.";
const NOT_MADE = "No passkey was made. Try again when you are ready.";
const TOO_LATE =
  "That took longer than the server waits. Make the passkey once more; words that you wrote down stay the same.";

/**
 * @param {object} parts
 * @param {import("./wordscard.js").Draw} parts.show
 * @param {import("../caller.js").Caller} parts.keys
 * @param {ReturnType<typeof import("./wrapping.js").createWordsMaker>} parts.words
 */
export function createJoining({ show, keys, words }) {
  /**
   * @param {Link | undefined} link
   * @param {string} [problem] of the try before
   */
  async function start(link, problem = "") {
    if (!link) return show("Open your invitation's link", make("p", {}, NO_LINK));
    if (!hasPasskeys())
      return show("This browser has no passkeys", make("p", {}, sentenceFor(new NoPasskey("unsupported"))));
    show("Your invitation", make("p", { role: "status" }, "Looking at it…"));
    try {
      welcome(link, await ask(link), problem);
    } catch (failure) {
      refuse(failure, () => void start(link));
    }
  }

  /**
   * @param {Link} link
   * @param {Options} options
   * @param {string} problem
   */
  function welcome(link, options, problem) {
    let askedAt = Date.now();
    const line = make("p", { class: "gate-state", role: "status" });
    const trouble = make("p", { class: "error", role: "alert" }, problem);
    const button = makeButton("Make your passkey", { class: "button main wide" }, () => once(button, tell, attempt));
    show(
      `Welcome, ${options.name}`,
      make(
        "p",
        {},
        make("strong", {}, options.inbox.name),
        ` invites you to its desk. You will be able to ${ROLES[options.role].invited}.`,
      ),
      make("p", {}, PASSKEYS),
      make("p", { class: "quiet" }, AT_THE_DESK),
      button,
      line,
      trouble,
    );

    async function attempt() {
      trouble.textContent = "";
      line.textContent = "Waiting for your passkey…";
      const fresh = Date.now() - askedAt < FRESH_MS ? options : await ask(link);
      askedAt = 0; // a question is answered once
      await join(link, fresh, (now) => (line.textContent = now));
      showDone(options);
    }

    /** @param {unknown} failure */
    function tell(failure) {
      line.textContent = "";
      // Too late, or used by somebody else meanwhile: the server says which when it is asked anew.
      if (failure instanceof Refused && failure.code === "gone") return void start(link, TOO_LATE);
      trouble.textContent =
        failure instanceof NoPasskey && failure.code === "cancelled" ? NOT_MADE : sentenceFor(failure);
    }
  }

  /**
   * @param {Link} link
   * @param {Options} options
   * @param {(line: string) => void} progress
   */
  async function join(link, options, progress) {
    const made = await makePasskey(options);
    progress("Making your keys…");
    const lock = made.secret ? lockOfPasskey(made.id, made.secret) : await words.make(show);
    const facts = {
      invite: { id: link.id, secret: link.secret },
      pin: link.pin,
      member: options.user.id,
      inbox: options.inbox.id,
    };
    const { xwing_pk, sign_pk, mac, wrap } = await keys.call("enrol", { ...facts, ...lock }, [lock.key]);
    const keysOfMember = { member: options.user.id, xwing_pk, sign_pk, mac, wrap };
    await begin("/desk/enrol/verify", { invite: link.id, ...keysOfMember, credential: made.credential });
    keys.end();
    words.forget();
  }

  /** @param {Options} options */
  function showDone({ inbox }) {
    show("Done", make("p", {}, `A lead of ${inbox.name} now lets you in. You can close this page.`), toTheDesk());
  }

  /**
   * @param {unknown} failure
   * @param {() => void} again
   */
  function refuse(failure, again) {
    if (failure instanceof Refused && failure.code === "gone") {
      return show("This link no longer works", make("p", {}, `${GONE} ${HAS_JOINED}`), toTheDesk());
    }
    const retry = makeButton("Try again", { class: "button main wide" }, again);
    show("This did not work", make("p", {}, sentenceFor(failure)), retry);
  }

  return { begin: start };
}

/** @param {Link} link @returns {Promise<Options>} */
function ask({ id }) {
  return begin("/desk/enrol/options", { invite: id });
}

function toTheDesk() {
  return make("a", { class: "button main wide", href: "/desk/" }, "Go to the desk");
}
