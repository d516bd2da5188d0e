// A page that the frame was led to: it listens to all and claims to be the frame.
const heard = (window.heard = []);
addEventListener("message", (event) => heard.push(event.data));
parent.postMessage({ sotto: 1, type: "close" }, "*");
