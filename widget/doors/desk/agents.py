"""What a browser calls itself, in words that a member knows their devices by."""

from __future__ import annotations

from flask import request

# The first that is found counts: most browsers name others as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def label() -> str:
    """Such as "Firefox on Linux"; nothing of what was sent is repeated."""
    sent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in sent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in sent), None)
    return browser if system is None else f"{browser} on {system}"
