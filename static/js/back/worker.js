// The way back's worker: the page's door to what a return code opens.
import { serve } from "../serve.js";
import { createReturning } from "./keyring.js";

const MILLISECONDS = 1000;
const returning = createReturning(() => Math.floor(Date.now() / MILLISECONDS));

serve({
  derive: ({ code }) => ({ facts: returning.derive(code) }),
  open: ({ answer }) => ({ facts: returning.open(answer) }),
  seal({ text, notify }) {
    const envelope = returning.seal(text, notify);
    return { facts: { envelope: envelope.buffer }, transfer: [envelope.buffer] };
  },
  sent() {
    returning.sent();
    return { facts: {} };
  },
  wish: () => ({ facts: returning.wish() }),
  forget() {
    returning.forget();
    return { facts: {} };
  },
});
