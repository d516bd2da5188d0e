"""Answers to what cannot be served: JSON where a script asked, else one plain page."""

from __future__ import annotations

import json

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import ClientDisconnected, HTTPException, MethodNotAllowed

from widget import logs
from widget.doors.policies import answers_scripts, is_of_staff
from widget.doors.refusals import AT_THE_DESK, NotHere, Refusal
from widget.store import Overloaded

OVERLOADED_SECONDS = 5


def answer_plainly(app: Flask) -> None:
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(NotHere, lambda _: page(404))
    app.register_error_handler(Overloaded, lambda _: refuse(overloaded()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)
    app.logger.disabled = True  # it would name paths and quote errors, of what fails after the handlers


def overloaded() -> Refusal:
    return Refusal("overloaded", retry_after=OVERLOADED_SECONDS)


def refuse(refusal: Refusal) -> Response:
    if answers_scripts(request.endpoint):
        facts = {"error": refusal.code, "message": _sentence(refusal)} | refusal.more
        response = Response(json.dumps(facts), refusal.status, mimetype="application/json")
    else:
        response = page(refusal.status)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _sentence(refusal: Refusal) -> str:
    if is_of_staff(request.endpoint):
        return AT_THE_DESK.get(refusal.code, refusal.message)
    return refusal.message


def page(status: int) -> Response:
    return Response(render_template("plain.html", status=status), status, mimetype="text/html")


def _http(problem: HTTPException) -> Response:
    """Most come before there is a route: an unknown address, another method, a host that is not ours."""
    if isinstance(problem, ClientDisconnected):
        return refuse(Refusal("malformed"))
    if problem.code is None or problem.code >= 500:
        return _bug(getattr(problem, "original_exception", None) or problem)
    response = page(problem.code)
    if isinstance(problem, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(problem.valid_methods or ())
    return response


def _bug(problem: Exception) -> Response:
    """Told to the operator; the patient's page tries again, as whatever it was that went wrong."""
    logs.log_bug(problem)
    return refuse(overloaded())
