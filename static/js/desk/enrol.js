// Joining the desk: puts the page's parts together.
import { createCaller } from "../caller.js";
import { find } from "../dom.js";
import { showGate } from "./gatecard.js";
import { createJoining } from "./joining.js";
import { takeLink } from "./invitationlink.js";
import { readPage } from "./page.js";
import { createStarter } from "./workers.js";
import { createWordsMaker } from "./wrapping.js";

const page = readPage();
const start = createStarter([page.worker, page.wordsWorker]);
const main = find("main");

const joining = createJoining({
  show: (heading, ...content) => showGate(main, heading, ...content),
  keys: createCaller(() => start(page.worker)),
  words: createWordsMaker(() => start(page.wordsWorker)),
});

void joining.begin(takeLink());
// Another link that is pasted into this same page loads nothing by itself.
addEventListener("hashchange", () => location.hash && void joining.begin(takeLink()));
