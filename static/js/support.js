// Whether this browser can seal at all: it needs WebAssembly, inside a worker that is a module.

export function canSeal() {
  return typeof WebAssembly === "object" && hasModuleWorkers();
}

/** Asks without a request: options are read before the address, which is none, is refused. */
function hasModuleWorkers() {
  let asked = false;
  const options = {
    /** @returns {"module"} */
    get type() {
      asked = true;
      return "module";
    },
  };
  try {
    new Worker("https://:0", options).terminate();
  } catch {
    // No address, no worker.
  }
  return asked;
}
