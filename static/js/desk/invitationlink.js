// What stands behind the # of an invitation's link. It stays in this page: the address is cleared of it at once.

const LINK = /^#([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** @typedef {{id: string, secret: string, pin: string}} Link */

/** @param {string} hash @returns {Link | undefined} */
export function parseLink(hash) {
  const [, id, secret, pin] = LINK.exec(hash) ?? [];
  return id && secret && pin ? { id, secret, pin } : undefined;
}

/** Takes the link out of the address, so that it is in no history and on no screen. */
export function takeLink() {
  const link = parseLink(location.hash);
  history.replaceState(null, "", location.pathname);
  return link;
}
