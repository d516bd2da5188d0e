// The frame's half of the protocol, as small as can be, for tests of the host's half.
const heard = (window.heard = []);
let host = "";

window.say = (message) => parent.postMessage({ sotto: 1, ...message }, host);

addEventListener("message", (event) => {
  if (event.source !== parent || event.data?.sotto !== 1) return;
  host = event.origin;
  heard.push(event.data);
  if (event.data.type !== "open") return;
  window.say({ type: "ready" });
  if (document.activeElement === document.body) document.getElementById("heading").focus();
});

addEventListener("DOMContentLoaded", () => {
  document.getElementById("close").onclick = () => window.say({ type: "close" });
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape") window.say({ type: "close" });
});
