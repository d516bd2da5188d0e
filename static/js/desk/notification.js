// The browser's own notifications. What they say may be read by anybody who passes the screen.
import { createSwitch } from "./switches.js";

const TITLE = "Sotto";

/** Whether the member wants to hear of new letters in this browser. */
export const wanted = createSwitch("letters", false);

/** @returns {NotificationPermission | "unsupported"} */
export function permission() {
  return "Notification" in window ? Notification.permission : "unsupported";
}

/** Asks the member, where nobody has asked yet. */
export async function askPermission() {
  if (permission() === "default") await Notification.requestPermission();
  return permission();
}

export function isAllowed() {
  return wanted.isOn() && permission() === "granted";
}

/**
 * @param {string} text
 * @param {string} tag what a newer one takes the place of
 * @returns {{close: () => void} | null} null where the browser shows none
 */
export function notify(text, tag) {
  try {
    const shown = new Notification(TITLE, { body: text, tag, lang: "en" });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
    });
    return shown;
  } catch {
    return null; // phones show them for installed programs alone
  }
}
