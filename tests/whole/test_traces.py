"""The search for canaries finds what it is meant to find; without this, its silence would prove nothing."""

from __future__ import annotations

import base64
import html
import json
import socket
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.whole.proxy import RecordingProxy
from tests.whole.traces import files, found

SECRETS = ["Quellbrixin", "ZÜRBEL tavotrine", "7K3QX-9MWTA-C4HZR-2PVNE-8D"]
WRAPPINGS = {
    "clear": lambda secret: secret.encode(),
    "lower case": lambda secret: secret.lower().encode(),
    "upper case": lambda secret: secret.upper().encode(),
    "utf-16 little": lambda secret: secret.encode("utf-16-le"),
    "utf-16 big": lambda secret: secret.encode("utf-16-be"),
    "hex lower": lambda secret: secret.encode().hex().encode(),
    "hex upper": lambda secret: secret.encode().hex().upper().encode(),
    "hex spaced": lambda secret: secret.encode().hex(" ").encode(),
    "hex of utf-16": lambda secret: secret.encode("utf-16-le").hex().encode(),
    "url": lambda secret: urllib.parse.quote(secret, safe="").encode(),
    "form": lambda secret: urllib.parse.urlencode({"q": secret}).encode(),
    "all percent": lambda secret: "".join(f"%{byte:02X}" for byte in secret.encode()).encode(),
    "json": lambda secret: json.dumps({"q": secret}).encode(),
    "html": lambda secret: html.escape(secret).encode(),
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_planted_secret_is_found_in_every_form(secret: str, wrapping: str) -> None:
    planted = b"\x00before" + WRAPPINGS[wrapping](secret) + b"after\xff"
    assert found({"it": secret}, {"there": planted})


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_planted_secret_is_found_in_base64_wherever_it_begins(secret, before, after, encode, encoding):
    planted = encode(b"\xfb" * before + secret.encode(encoding) + b"\xfe" * after)
    assert found({"it": secret}, {"there": planted})


def test_a_code_is_found_without_its_dashes() -> None:
    assert found({"code": "7K3QX-9MWTA"}, {"there": b"code=7k3qx9mwta"})


@pytest.mark.parametrize("secret", SECRETS)
def test_other_text_is_not_taken_for_the_secret(secret: str) -> None:
    other = base64.b64encode(b"Quellbrixon and other words" * 9) + b"Quellbrixi 7K3QX-9MWTB ZURBEL"
    assert found({"it": secret}, {"there": other}) == []


def test_files_are_read_with_their_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "Quellbrixin.txt").write_bytes(b"")
    assert found({"it": "quellbrixin"}, files(tmp_path))


def test_the_proxy_records_all_bytes_both_ways(echo: str) -> None:
    with RecordingProxy() as proxy:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy.address}))
        with opener.open(echo + "path?q=Quellbrixin", data=b"\x00body\xff" * 50_000, timeout=10) as answer:
            assert answer.read() == b"\x00body\xff" * 50_000
    (exchange,) = proxy.exchanges
    assert exchange.target == echo + "path?q=Quellbrixin"
    assert exchange.sent.endswith(b"\x00body\xff" * 50_000)
    assert b"path?q=Quellbrixin HTTP/1.1" in exchange.sent
    assert exchange.received.endswith(b"\x00body\xff" * 50_000)


def test_the_proxy_records_a_tunnel_and_opens_none() -> None:
    with RecordingProxy() as proxy:
        port = int(proxy.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as browser:
            browser.sendall(b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\n\r\n")
            assert browser.makefile("rb").readline() == b"HTTP/1.1 502 Bad Gateway\r\n"
    assert proxy.exchanges[0].target == "elsewhere.example:443"
