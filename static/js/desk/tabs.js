// The desk in several tabs of one browser: each has its own keys, and all end together when one signs out.

const CHANNEL = "sotto-desk";

/** @param {() => void} signedOut another tab has */
export function createTabs(signedOut) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (data === "signed_out") signedOut();
  });
  return { tellSignedOut: () => channel.postMessage("signed_out") };
}
