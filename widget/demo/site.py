"""A telehealth company's pages for the demo: another site, under a strict policy, with the pasted snippet.

Runs as `python -m widget.demo.site`, after `flask demo create` has made the inbox that the snippet names.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
from pathlib import Path

from flask import Flask, Response, g, render_template, request, send_from_directory
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from werkzeug.serving import WSGIRequestHandler, make_server

from widget.parsing import SettingsError
from widget.records.inboxes import find
from widget.records.snippet import snippet
from widget.settings import Settings
from widget.store import Store, StoreError

INBOX = "riverside"
NONCE_BYTES = 16
TEMPLATES = Path(__file__).parents[2] / "templates"
FILES = TEMPLATES / "demo" / "site"

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; frame-src {patient_origin};"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
ISOLATION = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def create_site(pasted: str, patient_origin: str) -> Flask:
    """The site. `pasted` is what customers paste; `patient_origin` is what its policy lets be framed."""
    site = Flask("demo-site", template_folder=str(TEMPLATES), static_folder=None)

    @site.before_request
    def choose_nonce() -> None:
        g.nonce = secrets.token_urlsafe(NONCE_BYTES)

    @site.get("/")
    @site.get("/isolated")
    def home() -> str:
        return render_template("demo/site/home.html", snippet=with_nonce(pasted, g.nonce))

    @site.get("/help")
    def help_centre() -> str:
        return render_template("demo/site/help.html", snippet=inline(with_nonce(pasted, g.nonce)))

    @site.get("/no-scripts")
    def no_scripts() -> str:
        return render_template("demo/site/no-scripts.html", snippet=Markup(pasted))  # noqa: S704  our own snippet

    @site.get("/files/<name>")
    def files(name: str) -> Response:
        return send_from_directory(FILES / "files", name)

    @site.after_request
    def set_headers(response: Response) -> Response:
        scripts = "'none'" if request.endpoint == "no_scripts" else f"'nonce-{g.nonce}'"
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = POLICY.format(
            scripts=scripts, patient_origin=patient_origin
        )
        if request.path == "/isolated":
            response.headers.update(ISOLATION)
        return response

    return site


def with_nonce(pasted: str, nonce: str) -> Markup:
    """The snippet with the page's nonce in its script tag, as a site with a nonce policy writes it."""
    return Markup(pasted.replace("<script ", f'<script nonce="{nonce}" '))  # noqa: S704  our own snippet


def inline(pasted: Markup) -> Markup:
    """The launcher in the text and the looks of the site, instead of a corner of the window."""
    return Markup(str(pasted).replace(" data-sotto>", ' class="button" data-sotto="inline">'))  # noqa: S704


def demo_snippet(settings: Settings) -> str:
    """What `flask inbox snippet` prints for the demo inbox. Ends the program where that is not there."""
    store = Store(settings.database_url)
    try:
        inbox = store.read(lambda connection: find(connection, INBOX))
    except (StoreError, OperationalError):  # no database yet, or none of its tables
        inbox = None
    finally:
        store.close()
    if inbox is None:
        sys.exit(f"There is no inbox {INBOX}: make it with flask db upgrade and flask demo create.")
    return snippet(inbox, settings.patient_origin)


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_arguments: object) -> None:
        """Nothing: a demo visitor's addresses are no one's business either."""


def main() -> None:
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as problem:
        sys.exit(str(problem))
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    site = create_site(demo_snippet(settings), settings.patient_origin)
    # On the loopback alone; werkzeug says in one sentence that a port is taken, and ends.
    make_server(
        "127.0.0.1", settings.demo_site_port, site, threaded=True, request_handler=Quiet
    ).serve_forever()


if __name__ == "__main__":
    main()
