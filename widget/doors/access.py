"""Who is let in at all: each door on its own host, no service workers, and posts from our own pages alone."""

from __future__ import annotations

from flask import Flask, request

from widget.doors.policies import POLICIES
from widget.doors.refusals import NotHere, Refusal
from widget.settings import Settings

# https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header
PAGE_USES = frozenset(("document", "iframe", "frame"))


def guard(app: Flask, settings: Settings) -> None:
    """Every request passes here before its route. TRUSTED_HOSTS has refused all names but the two."""
    both = frozenset((settings.patient_host, settings.desk_host))
    hosts = {
        "patient": frozenset((settings.patient_host,)),
        "staff": frozenset((settings.desk_host,)),
        "either": both,
    }
    hosts_of = {endpoint: hosts[policy.door] for endpoint, policy in POLICIES.items()}

    @app.before_request
    def refuse_wrong_entrance() -> None:
        # A service worker could answer the page's later requests in our place, and outlive the visit.
        if request.environ.get("HTTP_SERVICE_WORKER") is not None:
            raise NotHere
        if request.host not in hosts_of.get(request.endpoint or "", both):
            raise NotHere


def refuse_other_sites() -> None:
    """Of what the form's own scripts read. Before it is counted: else any page that patients of a clinic look
    at could use up, with images of these addresses, what their shared network may read.
    """
    if request.environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
        raise Refusal("origin")


def refuse_other_uses() -> None:
    """Of the form's page, which is a document, and on no page an image or a script."""
    if request.environ.get("HTTP_SEC_FETCH_DEST", "document") not in PAGE_USES:
        raise Refusal("origin")


def refuse_other_origins(own: str) -> None:
    """Only the form posts to the form: another origin, or none (`null`), is refused.

    Every browser says an Origin when it posts; older ones do not know Sec-Fetch-Site.
    """
    environ = request.environ
    if (
        environ.get("HTTP_ORIGIN") != own
        or environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin"
    ):
        raise Refusal("origin")
