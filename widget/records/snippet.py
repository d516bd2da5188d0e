"""What a site pastes, and what its content security policy has to allow."""

from __future__ import annotations

from widget.crypto.statements import pin_of
from widget.records.inboxes import Inbox


def pins(of: Inbox) -> str:
    """The link's fragment: the root's pin and the spare's, which browsers do not send to a server."""
    return ".".join([pin_of(of.root_public), of.settings["spare_pin"]])


def link(of: Inbox, patient_origin: str) -> str:
    return f"{patient_origin}/f/{of.slug}#{pins(of)}"


def snippet(of: Inbox, patient_origin: str) -> str:
    """Two elements: a link that works where scripts do not run, and the script that makes it a launcher."""
    return (
        f'<a href="{link(of, patient_origin)}" data-sotto>Get help</a>\n'
        f'<script src="{patient_origin}/embed.js" async></script>\n'
    )


def policy(patient_origin: str) -> str:
    """The sources that a site with a content security policy adds to it."""
    return f"script-src {patient_origin}/embed.js; frame-src {patient_origin}"
