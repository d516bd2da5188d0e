"""Serves what browsers load: built files by their hashed names, and embed.js, which customers' pages name."""

from __future__ import annotations

from flask import Blueprint, Response, request

from widget.doors.built import SHARED_FILES, STAFF_FILES, WORKERS, BuiltFile
from widget.doors.headers import let_compile
from widget.doors.house import house
from widget.doors.refusals import NotHere

door = Blueprint("files", __name__)


@door.get("/static/<name>")
def built(name: str) -> Response:
    file = house().built.file(name)
    if file is None or request.host not in _hosts_of(file):
        raise NotHere
    if file.entry in WORKERS and not name.endswith(".map"):
        let_compile()
    return _answer(file)


@door.get("/embed.js")
def embed() -> Response:
    return _answer(house().built.entry("embed.js"))


def _hosts_of(file: BuiltFile) -> tuple[str, ...]:
    patient, desk = house().settings.patient_host, house().settings.desk_host
    if file.entry in SHARED_FILES:
        return patient, desk
    return (desk,) if file.entry in STAFF_FILES else (patient,)


def _answer(file: BuiltFile) -> Response:
    response = Response(file.plain, mimetype=file.mimetype)
    response.set_etag(file.tag)
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        response.data = file.gzipped
        response.content_encoding = "gzip"
        response.set_etag(f"{file.tag}-gzip")
    # By the tag alone: a name's content has one, and of dates werkzeug reads some that it cannot compare.
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
    return response
