// Requests to the desk's own door: JSON and letters out, JSON back, and what it refuses as errors.

const PATIENCE_MS = 30_000; // then a request counts as lost
const JSON_TYPE = "application/json";
const LETTER_TYPE = "application/octet-stream";

/** The door said no, or could not be reached (`unreachable`, status 0). */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {any} [body] the parsed answer; it may hold `message`, a sentence for the member
   * @param {number} [retryAfter] in seconds
   */
  constructor(status, code, body = {}, retryAfter = undefined) {
    super(body.message ?? code);
    this.status = status;
    this.code = code;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** @typedef {ReturnType<typeof createApi>} Api */
/** @typedef {Record<string, string | number | null | undefined>} Query */

/**
 * Before there is a session.
 * @param {string} path
 * @param {object} [facts]
 * @returns {Promise<any>} rejects with Refused
 */
export function begin(path, facts = {}) {
  return ask(path, posted(JSON.stringify(facts), { "Content-Type": JSON_TYPE }));
}

/**
 * Where being signed out is an answer like others.
 * @param {string} path
 * @returns {Promise<any>} rejects with Refused
 */
export function look(path) {
  return ask(path, {});
}

/**
 * @param {object} parts
 * @param {() => string} parts.token of the session
 * @param {() => Promise<unknown>} parts.renew fetches a new token: another tab has signed in anew
 * @param {() => Promise<unknown>} parts.touch asks for the passkey
 * @param {() => void} parts.signedOut
 */
export function createApi({ token, renew, touch, signedOut }) {
  /**
   * @param {string} path
   * @param {RequestInit} request
   * @param {Set<string>} done what has been put in order already, so that nothing is repeated for ever
   * @returns {Promise<any>}
   */
  async function attempt(path, request, done = new Set()) {
    try {
      return await ask(path, request.method ? withToken(request) : request);
    } catch (failure) {
      const code = failure instanceof Refused ? failure.code : "";
      if (code === "signed_out") signedOut();
      const remedy = { touch, csrf: renew }[code];
      if (!remedy || done.has(code)) throw failure;
      await remedy();
      return attempt(path, request, done.add(code));
    }
  }

  /** @param {RequestInit} request */
  function withToken(request) {
    return { ...request, headers: { ...request.headers, "X-CSRF-Token": token() } };
  }

  return {
    /**
     * @param {string} path
     * @param {Query} [query] what is empty is left out
     */
    get: (path, query = {}) => attempt(path + queried(query), {}),
    /**
     * @param {string} path
     * @param {object} [facts]
     */
    post: (path, facts = {}) => attempt(path, posted(JSON.stringify(facts), { "Content-Type": JSON_TYPE })),
    /**
     * @param {string} path
     * @param {BodyInit} letter
     * @param {Record<string, string>} [headers]
     */
    send: (path, letter, headers = {}) => attempt(path, posted(letter, { ...headers, "Content-Type": LETTER_TYPE })),
  };
}

/**
 * @param {BodyInit} body
 * @param {Record<string, string>} headers
 * @returns {RequestInit}
 */
function posted(body, headers) {
  return { method: "POST", body, headers };
}

/** @param {Query} query */
function queried(query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/**
 * The mode stays `cors`: with `same-origin`, a page without referrer sends `Origin: null`, which the door refuses.
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<any>}
 */
async function ask(path, request) {
  const { response, body } = await fetched(path, request);
  if (response.ok) return body;
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  throw new Refused(response.status, body.error ?? "broken", body, Number.isNaN(seconds) ? undefined : seconds);
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<{response: Response, body: any}>}
 */
async function fetched(path, request) {
  try {
    const response = await fetch(path, {
      ...request,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { response, body: parsed(await response.text()) };
  } catch {
    throw new Refused(0, "unreachable");
  }
}

/** A body that is no JSON, such as that of a sign-in page in between, counts as none. @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
