// What a member switches off, remembered by this browser.

const STORED = "sotto.desk.";
const OFF = "off";

/** Storage may refuse: then it is on, until the page is loaded anew. @param {string} name */
export function createSwitch(name) {
  let on = read(STORED + name);
  return {
    isOn: () => on,
    /** @param {boolean} wanted */
    turn(wanted) {
      on = wanted;
      write(STORED + name, wanted);
    },
  };
}

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key) !== OFF;
  } catch {
    return true;
  }
}

/**
 * @param {string} key
 * @param {boolean} on
 */
function write(key, on) {
  try {
    if (on) localStorage.removeItem(key);
    else localStorage.setItem(key, OFF);
  } catch {
    // Not remembered, then.
  }
}
