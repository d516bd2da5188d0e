"""The session's cookie: no script reads it, and no other site's request brings it."""

from __future__ import annotations

from flask import Response, request

NAME = "__Host-sotto-desk"


def given() -> str:
    """What the request brings, or nothing."""
    return request.cookies.get(NAME, "")


def give(response: Response, token: str) -> Response:
    """Until the browser closes; the server ends the session before, as its settings say."""
    response.set_cookie(NAME, token, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def take_back(response: Response) -> Response:
    response.delete_cookie(NAME, secure=True, httponly=True, samesite="Strict", path="/")
    return response
