// Starts the page's own workers, under Trusted Types: no other address ever becomes a script here.

const POLICY = "sotto-worker"; // the one name that the pages' Content-Security-Policy allows

/**
 * @typedef {{createPolicy: (name: string, rules: {createScriptURL: (address: string) => string}) => {createScriptURL: (address: string) => string}}} TrustedTypes
 */

/**
 * @param {string[]} addresses of the page's own workers
 * @returns {(address: string) => Worker}
 */
export function createStarter(addresses) {
  const known = new Set(addresses);
  const policy = trustedTypes()?.createPolicy(POLICY, { createScriptURL: check });

  function check(/** @type {string} */ address) {
    if (!known.has(address)) throw new TypeError("this is no worker of the page");
    return address;
  }

  return (address) => new Worker(policy ? policy.createScriptURL(address) : check(address), { type: "module" });
}

/** Not every browser has them yet. */
function trustedTypes() {
  return /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis).trustedTypes;
}
