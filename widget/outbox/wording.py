"""A notice in words, from templates/vendors."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from widget.outbox.notice import Notice

_TEMPLATES = Path(__file__).parents[2] / "templates" / "vendors"

# No value of a notice has a character that escaping would change; it is on in case one ever had.
_words = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def title(notice: Notice) -> str:
    """The ticket's subject, one line."""
    return _words.get_template("title.txt").render(notice.facts()).strip()


def body(notice: Notice) -> str:
    """The ticket's text for vendors that show one, a few lines."""
    return _words.get_template("body.txt").render(notice.facts()).strip()
