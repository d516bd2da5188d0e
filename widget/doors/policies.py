"""What each route's answer allows a browser to do, as data. What is not allowed here is forbidden.

A site that isolates its pages (COEP) shows the frame only if the frame's own answers say require-corp, and
cross-origin where the site's page loads them itself: the page and embed.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Door = Literal["patient", "staff", "either"]

NOTHING = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
# `img-src data:` is for the pages' empty icon.
FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "worker-src 'self'; frame-ancestors {ancestors}; form-action 'none'; base-uri 'none'"
)
# In the worker libsodium's WebAssembly is compiled, and that is all that it may do.
WORKER = f"{NOTHING}; script-src 'wasm-unsafe-eval'"
DESK = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; form-action 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
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

EVERY_ANSWER: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FOR_EVER = "public, max-age=31536000, immutable"  # the name changes with the content
FIVE_MINUTES = "public, max-age=300"  # customers get a new embed.js within that


@dataclass(frozen=True)
class Policy:
    """`headers` are those that differ from EVERY_ANSWER.

    scripts: the route answers scripts, so its refusals are JSON.
    framed: the inbox's sites may show it in a frame.
    """

    door: Door
    scripts: bool = False
    framed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


POLICIES: Mapping[str, Policy] = {
    "patient.form": Policy("patient", framed=True, headers={"Cross-Origin-Resource-Policy": "cross-origin"}),
    "patient.keys": Policy("patient", scripts=True),
    "patient.token": Policy("patient", scripts=True),
    "patient.post": Policy("patient", scripts=True),
    "files.built": Policy("either", headers={"Cache-Control": FOR_EVER}),
    "files.embed": Policy(
        "patient", headers={"Cache-Control": FIVE_MINUTES, "Cross-Origin-Resource-Policy": "cross-origin"}
    ),
    "staff.desk": Policy("staff", headers={"Content-Security-Policy": DESK}),
    "staff.conversation": Policy("staff", headers={"Content-Security-Policy": DESK}),
    "health.alive": Policy("either", scripts=True),
    "health.ready": Policy("either", scripts=True),
}


def answers_scripts(endpoint: str | None) -> bool:
    policy = POLICIES.get(endpoint or "")
    return policy is not None and policy.scripts
