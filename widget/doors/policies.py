"""What each route's answer allows a browser to do, as data. What is not allowed here is forbidden.

A site that isolates its pages (COEP) shows the frame only if the frame's own answers say require-corp, and
cross-origin where the site's page loads them itself: the page and embed.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from widget.crypto.layout import MOST_LETTER_BYTES

Door = Literal["patient", "staff", "either"]

NOTHING = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
# `img-src data:` is for the pages' empty icon.
FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "worker-src 'self'; frame-ancestors {ancestors}; form-action 'none'; base-uri 'none'"
)
# The way back is no site's to show.
BACK = FRAME.format(ancestors="'none'")
# In the worker libsodium's WebAssembly is compiled, and that is all that it may do.
WORKER = f"{NOTHING}; script-src 'wasm-unsafe-eval'"
# A worker's address is made by one policy of the page alone, which takes the desk's own and nothing else.
DESK = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types sotto-worker"
)

# https://www.w3.org/TR/permissions-policy/: each is off for the page and for what it might frame.
FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)

PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")


def features(*allowed: str) -> str:
    """A Permissions-Policy that leaves the page those that are named."""
    return ", ".join(f"{feature}=({'self' if feature in allowed else ''})" for feature in FEATURES)


EVERY_ANSWER: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": features(),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FOR_EVER = "public, max-age=31536000, immutable"  # the name changes with the content
FIVE_MINUTES = "public, max-age=300"  # customers get a new embed.js within that
KIB = 1024

# Who may: anybody, whoever is signed in, or who has one of these roles in the inbox that the request is
# about; where it is about none, in any.
Who = Literal["anyone", "member"] | frozenset[str]


@dataclass(frozen=True)
class Policy:
    """`headers` are those that differ from EVERY_ANSWER.

    scripts: the route answers scripts, so its refusals are JSON.
    framed: the inbox's sites may show it in a frame.

    Of the staff door, which its guard goes by:

    who: None is nobody.
    touch: the passkey was touched within the last minute.
    csrf: the session's token is in the header.
    letters: posts are letters rather than JSON; `most_bytes` is the longest post.
    polls: with `since` the page asks by itself, which keeps no session from being idle; unless it says, with
    `present`, that somebody was there since it last asked.
    tries: a network may ask for it as often as one may try to sign in.
    """

    door: Door
    scripts: bool = False
    framed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    who: Who | None = None
    touch: bool = False
    csrf: bool = False
    letters: bool = False
    most_bytes: int = 256 * KIB
    polls: bool = False
    tries: bool = False


def _page() -> Policy:
    """A page of the desk says nothing of anybody: what it shows, its scripts ask for."""
    headers = {"Content-Security-Policy": DESK, "Permissions-Policy": features(*PASSKEYS)}
    return Policy("staff", headers=headers, who="anyone")


def _get(who: Who, *, touch: bool = False, polls: bool = False) -> Policy:
    return Policy("staff", scripts=True, who=who, touch=touch, polls=polls)


def _post(who: Who, **more: Any) -> Policy:
    return Policy("staff", scripts=True, who=who, csrf=True, **more)


# These begin without a session, and so without its token: that our own page asks is for Origin to say.
_BEGINS = Policy("staff", scripts=True, who="anyone", tries=True)
_TOUCH = _post("member", tries=True)
_LEADS = frozenset({"lead"})
_ANSWER = frozenset({"agent", "lead"})
_REVIEW = frozenset({"reviewer"})
_READ = _ANSWER | _REVIEW
_LOOK_BACK = frozenset({"auditor", "lead"})
# A year of epochs, granted to a hundred members.
_MOST_GRANTS = 8 * KIB * KIB
# Letters of up to 8 KiB to one reader: all of an inbox's are fetched at once.
_MOST_SAVED = 12 * KIB

POLICIES: Mapping[str, Policy] = {
    "patient.form": Policy("patient", framed=True, headers={"Cross-Origin-Resource-Policy": "cross-origin"}),
    "patient.keys": Policy("patient", scripts=True),
    "patient.token": Policy("patient", scripts=True),
    "patient.post": Policy("patient", scripts=True),
    "back.page": Policy("patient", headers={"Content-Security-Policy": BACK}),
    "back.open_": Policy("patient", scripts=True),
    "back.post": Policy("patient", scripts=True),
    "back.state": Policy("patient", scripts=True),
    "back.quiet": Policy("patient", scripts=True),
    "back.rate": Policy("patient", scripts=True),
    "back.delete": Policy("patient", scripts=True),
    "files.built": Policy("either", headers={"Cache-Control": FOR_EVER}),
    "files.embed": Policy(
        "patient", headers={"Cache-Control": FIVE_MINUTES, "Cross-Origin-Resource-Policy": "cross-origin"}
    ),
    "desk.page": _page(),
    "desk.conversation": _page(),
    "desk.enrol": _page(),
    "desk.login_options": _BEGINS,
    "desk.login_verify": _BEGINS,
    "desk.enrol_options": _BEGINS,
    "desk.enrol_verify": _BEGINS,
    "desk.touch_options": _TOUCH,
    "desk.touch_verify": _TOUCH,
    "desk.register_options": _post("member", touch=True),
    "desk.register_verify": _post("member", touch=True),
    "desk.remove_passkey": _post("member", touch=True),
    "desk.me": _get("member"),
    "desk.sign_out": _post("member"),
    "desk.join": _post("member"),
    "desk.sessions": _get("member"),
    "desk.end_session": _post("member"),
    "desk.digest": _get("member"),
    # Has mail sent to an address that nobody has confirmed yet.
    "desk.ask_digest": _post("member", touch=True, tries=True),
    "desk.confirm_digest": _post("member", tries=True),
    "desk.stop_digest": _post("member"),
    "desk.members": _get(_LEADS),
    "desk.member_sessions": _get(_LEADS),
    # No touch: it protects, and may have to be quick.
    "desk.sign_member_out": _post(_LEADS),
    "desk.invite": _post(_LEADS, touch=True),
    "desk.withdraw": _post(_LEADS, touch=True),
    "desk.decline": _post(_LEADS, touch=True),
    "desk.grants_ahead": _get(_LEADS, touch=True),
    "desk.grant": _post(_LEADS, touch=True, most_bytes=_MOST_GRANTS),
    "desk.remove": _post(_LEADS, touch=True, most_bytes=_MOST_GRANTS),
    "desk.list": _get(_READ, polls=True),
    "desk.read": _post(_READ),
    "desk.scores": _post(_REVIEW, letters=True, most_bytes=MOST_LETTER_BYTES),
    # A copy leaves the desk for good.
    "desk.export": _post(_ANSWER, touch=True),
    "desk.extensions": _get(_READ | _LOOK_BACK, polls=True),
    "desk.ask_more": _post(_READ),
    "desk.read_slowly": _post(_READ),
    "desk.decide_more": _post(_LEADS, touch=True),
    "desk.letters": _post(_ANSWER, letters=True, most_bytes=MOST_LETTER_BYTES),
    "desk.state": _post(_ANSWER),
    "desk.targets": _get(_ANSWER),
    # Fifty letters, a stanza each.
    "desk.handover": _post(_ANSWER, most_bytes=_MOST_GRANTS),
    "desk.merge": _post(_ANSWER),
    # Who says that a code was lost may be somebody else: an agent does this with both eyes open.
    "desk.replacement": _post(_ANSWER, touch=True),
    "desk.saved_replies": _get(_ANSWER),
    "desk.save_reply": _post(_ANSWER, letters=True, most_bytes=_MOST_SAVED),
    "desk.remove_reply": _post(_ANSWER),
    "desk.records": _get(_LOOK_BACK),
    "desk.figures": _get(_LOOK_BACK),
    "desk.figures_csv": _get(_LOOK_BACK),
    "health.alive": Policy("either", scripts=True),
    "health.ready": Policy("either", scripts=True),
}


def answers_scripts(endpoint: str | None) -> bool:
    policy = POLICIES.get(endpoint or "")
    return policy is not None and policy.scripts


def is_of_staff(endpoint: str | None) -> bool:
    policy = POLICIES.get(endpoint or "")
    return policy is not None and policy.door == "staff"
