// The desk's addresses: which view one leads to, and going from one to the other without a reload.

/**
 * @template V
 * @typedef {{name: string, parts: string[], view: V}} Route
 */

/**
 * @param {string} pattern such as "/desk/c/:reference"
 * @returns {string[]}
 */
export function partsOf(pattern) {
  return pattern.split("/").filter(Boolean);
}

/**
 * The first route that the path fits, with what stands in the places that it names.
 * @template V
 * @param {Route<V>[]} routes
 * @param {string} path
 * @returns {{route: Route<V>, params: Record<string, string>} | undefined}
 */
export function match(routes, path) {
  const given = partsOf(path);
  for (const route of routes) {
    const params = fit(route.parts, given);
    if (params) return { route, params };
  }
  return undefined;
}

/**
 * @param {string[]} parts
 * @param {string[]} given
 * @returns {Record<string, string> | undefined}
 */
function fit(parts, given) {
  if (parts.length !== given.length) return undefined;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, part] of parts.entries()) {
    const found = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decoded(found);
    else if (part !== found) return undefined;
  }
  return params;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Follows links within the desk, and the browser's own back and forward.
 * @param {(path: string) => boolean} leads whether an address is one of the desk's views
 * @param {() => void} arrive the address has changed
 */
export function createNavigation(leads, arrive) {
  /**
   * @param {string} path with its query, if it has one
   * @param {{replace?: boolean}} [how]
   */
  function go(path, { replace = false } = {}) {
    if (replace) history.replaceState(null, "", path);
    else if (path !== location.pathname + location.search) history.pushState(null, "", path);
    arrive();
  }

  addEventListener("popstate", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || !isPlain(event) || link.target || link.hasAttribute("download")) return;
    const { origin, pathname, search, hash } = new URL(link.href);
    if (origin !== location.origin || hash || !leads(pathname)) return;
    event.preventDefault();
    go(pathname + search);
  });
  return { go };
}

/** Whether the click asks for nothing but to follow the link here. @param {MouseEvent} event */
function isPlain({ defaultPrevented, button, ctrlKey, metaKey, shiftKey, altKey }) {
  return !defaultPrevented && button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}
