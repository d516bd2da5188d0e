// The desk's worker: the pages' door to a member's keys, which never leave it.
import { serve } from "../serve.js";
import { createKeyring } from "./keyring/keyring.js";

const MILLISECONDS = 1000;
const keyring = createKeyring(() => Math.floor(Date.now() / MILLISECONDS));

serve({
  enrol: (given) => ({ facts: keyring.enrol(given) }),
  join: (given) => ({ facts: keyring.join(given) }),
  unlock: (given) => ({ facts: keyring.unlock(given) }),
  refresh: (given) => ({ facts: keyring.refresh(given) }),
  wrap: (given) => ({ facts: keyring.wrap(given) }),
  // Within a member of its own: an answer's `id` is that of the call.
  invite: (given) => ({ facts: { link: keyring.invite(given) } }),
  listed: (given) => ({ facts: { members: keyring.listed(given) } }),
  check(given) {
    keyring.check(given);
    return { facts: {} };
  },
  grant: (given) => ({ facts: keyring.grant(given) }),
  remove: (given) => ({ facts: keyring.remove(given) }),
  open: (given) => ({ facts: keyring.open(given) }),
  seal(given) {
    const letter = keyring.seal(given);
    return { facts: { letter: letter.buffer }, transfer: [letter.buffer] };
  },
  sealScore(given) {
    const letter = keyring.sealScore(given);
    return { facts: { letter: letter.buffer }, transfer: [letter.buffer] };
  },
  handover: (given) => ({ facts: keyring.handover(given) }),
  openSaved: (given) => ({ facts: { replies: keyring.openSaved(given) } }),
  sealSaved(given) {
    const { letter } = keyring.sealSaved(given);
    return { facts: { letter: letter.buffer }, transfer: [letter.buffer] };
  },
  lock() {
    keyring.lock();
    return { facts: {} };
  },
});
