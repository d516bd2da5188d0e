// The desk's views by their addresses, and whose they are.
import { match, partsOf } from "./router.js";

/** @typedef {import("./me.js").Role} Role */
/** @typedef {import("./shell.js").View} View */

/**
 * `label`: its name in the navigation, if it stands there. `roles`: whose it is; everybody's where they are left out.
 * `waiting`: shown also to those whom no inbox has let in yet.
 * @typedef {{label?: string, roles?: Role[], waiting?: boolean}} Terms
 */
/** @typedef {{view: View, pattern: string, terms: Terms}} Place */
/** @typedef {{name: string, view: View, pattern: string, terms: Terms, params: Record<string, string>}} Found */

export function createRoutes() {
  /** @type {import("./router.js").Route<Place>[]} */
  const routes = [];

  return {
    /**
     * @param {string} pattern such as "/desk/c/:reference"
     * @param {View} view
     * @param {Terms} terms
     */
    add(pattern, view, terms) {
      const parts = partsOf(pattern);
      routes.push({ name: parts[1] ?? "list", parts, view: { view, pattern, terms } });
    },
    /** @param {string} path @returns {Found | undefined} */
    find(path) {
      const found = match(routes, path);
      return found && { name: found.route.name, ...found.route.view, params: found.params };
    },
    /** Those that stand in the navigation for a role. @param {Role | undefined} role */
    places(role) {
      const named = routes.map(({ view }) => view).filter(({ terms }) => terms.label && isFor(terms, role));
      return named.map(({ terms, pattern }) => ({ label: terms.label ?? "", path: pattern }));
    },
    views: () => new Set(routes.map(({ view }) => view.view)),
  };
}

/**
 * @param {Terms} terms
 * @param {Role | undefined} role nobody's where no inbox has let the member in
 */
export function isFor({ roles, waiting }, role) {
  if (role === undefined) return waiting === true;
  return !roles || roles.includes(role);
}
