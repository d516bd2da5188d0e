"""Puts the route's policy on every answer. An answer that is an error, or has no policy, may do nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Flask, Response, g, request

from widget.doors.policies import EVERY_ANSWER, FRAME, POLICIES, WORKER
from widget.settings import Settings

CSP = "Content-Security-Policy"
# For instances that are served over https, as their own address says.
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


def add_to_every_answer(app: Flask, settings: Settings) -> None:
    always = dict(EVERY_ANSWER) | (ONLY_HTTPS if settings.patient_origin.startswith("https:") else {})
    of_error = _listed(always, {})
    of_route = {endpoint: _listed(always, policy.headers) for endpoint, policy in POLICIES.items()}
    framed = {endpoint for endpoint, policy in POLICIES.items() if policy.framed}

    @app.after_request
    def add(response: Response) -> Response:
        endpoint = request.endpoint or ""
        if response.status_code >= 400:
            response.headers.extend(of_error)
            return response
        response.headers.extend(of_route.get(endpoint, of_error))
        if endpoint in framed:
            response.headers[CSP] = _frame_csp(g.get("sites", ()))
        elif g.get("compiles"):
            response.headers[CSP] = WORKER
        return response


def let_frame(sites: Iterable[str]) -> None:
    """This request's page may be shown in a frame by these origins."""
    g.sites = sites


def let_compile() -> None:
    """This request's script may compile WebAssembly."""
    g.compiles = True


def _frame_csp(sites: Iterable[str]) -> str:
    return FRAME.format(ancestors=" ".join(sites) or "'none'")


def _listed(always: Mapping[str, str], different: Mapping[str, str]) -> list[tuple[str, str]]:
    return list((dict(always) | dict(different)).items())
