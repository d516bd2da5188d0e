// Takes one letter to the door: seals it, posts it, and keeps at it until the door has it or refuses it.
// A lost connection sends the same envelope again; a stale answer seals the same submission anew.
import { SealerError } from "./sealer.js";

const MOST_RENEWALS = 3;
const FIRST_WAIT_S = 2;
const LONGEST_WAIT_S = 60;
const LONGEST_ASKED_S = 900; // of a door that asks for more patience than a patient has

/** Not sent, and trying again by itself would not help. The reason is the last part of a `refuse_` sentence's key. */
export class Refused extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * @typedef {"preparing" | "sending" | "renewing" | "offline" | "unprepared" | "busy"} State
 * `unprepared` is offline with nothing sealed yet
 */
/** @typedef {{reference: string, received_on: string, readable_until: string, answer_within_hours: number, answer_by: number | null}} Accepted */

/** @type {Record<string, Record<string, string>>} the worker's errors, by what it was asked -> reason */
const OF_WORKER = {
  follow: {
    pin_mismatch: "pin_mismatch",
    malformed: "pin_mismatch",
    expired: "expired",
    no_epoch: "expired",
    rolled_back: "rolled_back",
  },
  seal: { too_long: "too_long" },
};

/** @type {Record<number, string>} the door's answers -> reason */
const OF_DOOR = { 403: "origin", 409: "conflict", 413: "too_long" };

/**
 * @param {object} parts
 * @param {Pick<import("./post.js").Door, "post" | "token">} parts.door
 * @param {Pick<import("./keys.js").Keys, "pins" | "ensure" | "take" | "renew">} parts.keys
 * @param {Pick<import("./sealer.js").Sealer, "seal">} parts.sealer
 * @param {string} parts.token the form's
 * @param {(seconds: number) => Promise<void>} parts.wait may end early, when a try is worth it
 * @param {(state: State) => void} parts.show
 */
export function createSender({ door, keys, sealer, token, wait, show }) {
  /**
   * @param {import("./form.js").Letter} letter
   * @returns {Promise<Accepted & {code: string}>}
   * @throws {Refused}
   */
  async function send(letter) {
    if (!keys.pins.length) throw new Refused("no_pin");
    show("preparing");
    await persist("unprepared", () => keys.ensure());
    for (let renewals = 0; renewals <= MOST_RENEWALS; renewals += 1) {
      const { envelope, code } = await persist("unprepared", () => sealer.seal(letter));
      const answer = await deliver(envelope);
      if (isAccepted(answer)) return { ...answer.body, code };
      if (!isStale(answer)) throw new Refused(OF_DOOR[answer.status] ?? "broken");
      show("renewing");
      await persist("offline", () => renew(answer));
    }
    throw new Refused("later");
  }

  /**
   * Posts the envelope until the door gives an answer of its own.
   * @param {ArrayBuffer} envelope
   */
  async function deliver(envelope) {
    for (let tries = 1; ; tries += 1) {
      show("sending");
      const answer = await door.post(envelope, token).catch(() => undefined);
      if (answer && isFinal(answer)) return answer;
      show(answer && isBusy(answer) ? "busy" : "offline");
      await wait(Math.min(answer?.retryAfter ?? backoff(tries), LONGEST_ASKED_S));
    }
  }

  /**
   * Repeats what needs the network until it works; what the worker refuses is refused.
   * @template T
   * @param {State} state while waiting
   * @param {() => Promise<T>} act
   */
  async function persist(state, act) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await act();
      } catch (failure) {
        if (failure instanceof SealerError && failure.code !== "unavailable") throw refusalOf(failure);
      }
      show(state);
      await wait(backoff(tries));
    }
  }

  /** @param {import("./post.js").Answer} answer a stale one; it carries what is fresh, where the door had it */
  async function renew({ body }) {
    token = body.token ?? (await door.token());
    await (body.keys ? keys.take(body.keys) : keys.renew());
  }

  return { send };
}

/** @param {SealerError} failure */
export function refusalOf(failure) {
  return new Refused(OF_WORKER[failure.op]?.[failure.code] ?? "broken");
}

/** @param {import("./post.js").Answer} answer */
function isBusy({ status }) {
  return status === 429 || status >= 500;
}

/** Whether the door itself has answered: what stands between (a hotel's sign-in page) knows no reference and no error. */
function isFinal(/** @type {import("./post.js").Answer} */ answer) {
  return !isBusy(answer) && Boolean(isAccepted(answer) ? answer.body.reference : answer.body.error);
}

/** @param {import("./post.js").Answer} answer */
function isAccepted({ status }) {
  return status === 200 || status === 201;
}

/** A token that the door does not know is as good as one that is too old. @param {import("./post.js").Answer} answer */
function isStale({ status, body }) {
  return status === 412 || (status === 403 && body.error === "token");
}

/** Doubles with each try, and spreads patients out who lost the same connection. @param {number} tries */
function backoff(tries) {
  const longest = Math.min(FIRST_WAIT_S * 2 ** (tries - 1), LONGEST_WAIT_S);
  return Math.ceil(longest / 2 + (Math.random() * longest) / 2);
}
