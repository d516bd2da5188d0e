// The form's requests to its own door. There are three, and only the envelope carries anything of the patient's.

const PATIENCE_MS = 30_000; // then a request counts as lost

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {number | undefined} retryAfter in seconds
 * @property {any} body the parsed JSON; an empty object where there is none
 */

/** @typedef {ReturnType<typeof createDoor>} Door */

/** @param {string} inbox */
export function createDoor(inbox) {
  const address = `/f/${encodeURIComponent(inbox)}`;

  /** @param {string} path */
  async function get(path) {
    const answer = await ask(`${address}/${path}`, {});
    if (answer.status !== 200) throw new Error(`${path} could not be had`);
    return answer.body;
  }

  return {
    /** @returns {Promise<unknown>} */
    keys: () => get("keys"),
    /** @returns {Promise<string>} */
    token: async () => (await get("token")).token,
    /**
     * @param {ArrayBuffer} envelope
     * @param {string} token
     * @returns {Promise<Answer>} rejects when the connection is lost
     */
    post: (envelope, token) =>
      ask(`${address}/envelopes`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream", "X-Form-Token": token },
        body: envelope,
      }),
  };
}

/**
 * The mode stays `cors`: with `same-origin`, a page without referrer sends `Origin: null`, which the door refuses.
 * @param {string} address
 * @param {RequestInit} request
 * @returns {Promise<Answer>}
 */
export async function ask(address, request) {
  const response = await fetch(address, {
    ...request,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return { status: response.status, retryAfter: Number.isNaN(seconds) ? undefined : seconds, body: await parsed(response) };
}

/** A body that is no JSON counts as none; one that breaks off counts as a lost connection. @param {Response} response */
async function parsed(response) {
  const text = await response.text();
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
