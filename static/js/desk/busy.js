// Buttons whose act takes a while: one press counts until it is done.

/**
 * @param {HTMLButtonElement} button
 * @param {(failure: unknown) => void} tell
 * @param {() => Promise<unknown>} act
 */
export async function once(button, tell, act) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await act();
  } catch (failure) {
    tell(failure);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
