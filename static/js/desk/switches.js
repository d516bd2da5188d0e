// What a member switches on or off, remembered by this browser.

const STORED = "sotto.desk.";
const ON = "on";
const OFF = "off";

/**
 * Storage may refuse: then it is as usual, until the page is loaded anew.
 * @param {string} name
 * @param {boolean} [usual]
 */
export function createSwitch(name, usual = true) {
  let on = read(STORED + name) ?? usual;
  return {
    isOn: () => on,
    /** @param {boolean} wanted */
    turn(wanted) {
      on = wanted;
      write(STORED + name, wanted === usual ? null : wanted);
    },
  };
}

/** @param {string} key @returns {boolean | null} null where nothing is remembered */
function read(key) {
  try {
    const kept = localStorage.getItem(key);
    return kept === ON || (kept === OFF ? false : null);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {boolean | null} on
 */
function write(key, on) {
  try {
    if (on === null) localStorage.removeItem(key);
    else localStorage.setItem(key, on ? ON : OFF);
  } catch {
    // Not remembered, then.
  }
}
