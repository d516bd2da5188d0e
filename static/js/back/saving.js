// Files that the page makes itself, after saying what that means.

/**
 * @param {string} name
 * @param {string} text
 */
export function saveAs(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Once the browser has begun to save.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
