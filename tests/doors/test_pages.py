"""What the doors show: the form's page, its keys, files, and how the service is."""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
import time
from typing import Any

import pytest
from nacl.public import PublicKey
from sqlalchemy import text

from tests.doors.conftest import OpenDoor
from tests.doors.visitors import DESK, Door
from widget import logs
from widget.crypto.encoding import from_base64url
from widget.crypto.statements import Signed, follow, pin_of
from widget.health.own import own_section
from widget.records.changing import change


def test_the_keys_lead_from_the_pin_to_the_running_epoch(door: Door) -> None:
    answer = door.get("/f/riverside/keys").get_json()
    assert answer.keys() == {
        "inbox",
        "root",
        "authority",
        "keys",
        "post_key",
        "notify_key",
        "now",
        "kept_days",
    }
    root = from_base64url(answer["root"], 32)
    statements = (Signed.from_json(answer[kind]) for kind in ("authority", "keys"))
    pins = [pin_of(door.bundle().root_public)]
    followed = follow(pins, "riverside", root, *statements, answer["now"])
    assert followed.inbox == door.bundle().inbox == from_base64url(answer["inbox"], 16)
    assert answer["now"] == door.clock.now


def test_the_post_key_is_the_one_in_use(door: Door) -> None:
    key_id, public = door.house.keys.published_post_key(door.clock.now)
    answer = door.get("/f/riverside/keys").get_json()["post_key"]
    assert from_base64url(answer["id"], 8) == key_id
    assert from_base64url(answer["public"], PublicKey.SIZE) == public


def test_the_notification_key_is_the_one_in_use(door: Door) -> None:
    made = door.house.keys.published_notify_key(door.clock.now)
    answer = door.get("/f/riverside/keys").get_json()["notify_key"]
    assert from_base64url(answer["id"], 8) == made.id
    assert from_base64url(answer["public"], PublicKey.SIZE) == made.public


def test_a_change_of_an_inbox_shows_within_seconds(sqlite_door: Door) -> None:
    assert sqlite_door.get("/f/riverside").status_code == 200
    rename = text("UPDATE inbox SET settings = replace(settings, 'Riverside', 'Lakeside')")
    sqlite_door.house.store.write(lambda connection: connection.execute(rename))
    pages = (time.sleep(0.2) or sqlite_door.get("/f/riverside").text for _ in range(100))
    assert any("Lakeside" in page for page in pages)


@pytest.mark.parametrize(
    ("asked", "language"), [("es-MX,es;q=0.9,en;q=0.1", "es"), ("en", "en"), ("fr", "en"), ("", "en")]
)
def test_the_page_speaks_the_browsers_language(sqlite_door: Door, asked: str, language: str) -> None:
    page = sqlite_door.get("/f/riverside", Accept_Language=asked).text
    assert f'<html lang="{language}"' in page


def test_a_test_inbox_has_a_banner_and_others_have_none(sqlite_door: Door) -> None:
    assert 'class="banner"' in sqlite_door.get("/f/practice").text
    assert 'class="banner"' not in sqlite_door.get("/f/riverside").text


def given(door: Door, slug: str, name: str) -> Any:
    """What the page's element holds for the scripts under this name."""
    found = re.search(f"data-{name}='([^']*)'", door.get(f"/f/{slug}").text)
    assert found
    return json.loads(html.unescape(found[1]))


def settle(door: Door, slug: str, **settings: Any) -> None:
    door.house.store.write(lambda connection: change(connection, slug, lambda _: settings))


def test_the_page_holds_the_inboxs_own_terms_as_the_detector_reads_them(sqlite_door: Door) -> None:
    terms = [{"kind": "condition", "term": "river program"}, {"kind": "exception", "term": "stroke clinic"}]
    settle(sqlite_door, "riverside", terms=terms)
    section = own_section([("condition", "river program"), ("exception", "stroke clinic")])
    assert given(sqlite_door, "riverside", "own-terms") == section
    assert given(sqlite_door, "practice", "own-terms") is None


def test_a_stored_term_that_the_detector_takes_no_longer_is_left_out(sqlite_door: Door) -> None:
    terms = [{"kind": "condition", "term": "river program"}, {"kind": "gone", "term": "<nothing>"}]
    settle(sqlite_door, "riverside", terms=terms)
    assert given(sqlite_door, "riverside", "own-terms") == own_section([("condition", "river program")])


def test_the_page_holds_whom_to_call_in_each_language_of_the_inbox(sqlite_door: Door) -> None:
    contact = {"address": "tel:112", "name": "Llame al 112 <b>'ya'</b>", "purpose": ""}
    settle(sqlite_door, "riverside", crisis={"es": [contact]})
    crisis = given(sqlite_door, "riverside", "crisis")
    assert [each["address"] for each in crisis["en"]] == ["tel:988", "sms:988", "tel:911"]
    assert crisis["es"] == [contact]
    assert list(given(sqlite_door, "practice", "crisis")) == ["es"]


def test_where_scripts_do_not_run_the_page_names_the_inboxs_own_contacts(sqlite_door: Door) -> None:
    settle(sqlite_door, "riverside", crisis={"es": [{"address": "tel:112", "name": "Al 112", "purpose": ""}]})
    page = sqlite_door.get("/f/riverside", Accept_Language="es").text.split("<noscript>")[1]
    called = re.findall('href="((?:tel|sms):[^"]*)"', page.split("</noscript>")[0])
    assert called == ["tel:112"]


def test_a_language_that_the_page_does_not_speak_is_answered_in_english(sqlite_door: Door) -> None:
    """Also by its scripts."""
    settle(sqlite_door, "practice", languages=["fr"])
    assert list(given(sqlite_door, "practice", "words")) == ["en"]
    assert given(sqlite_door, "practice", "crisis")["fr"][0]["name"] == "Call 988"


def test_the_form_cannot_be_posted_by_the_browser(sqlite_door: Door) -> None:
    page = sqlite_door.get("/f/riverside").text
    assert "action=" not in page
    assert " name=" not in page.split("<form", 1)[1].split("</form>", 1)[0]
    assert "<script>" not in page
    assert "style=" not in page


def test_an_address_is_asked_for_only_where_mail_can_be_sent(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url)
    mail = {"SOTTO_SMTP_URL": "smtp://127.0.0.1:25", "SOTTO_MAIL_FROM": "sotto@mail.example"}
    for path in ("/f/riverside", "/back"):
        assert 'id="notify"' not in door.get(path).text
    mailing = open_door(sqlite_url, again=True, **mail)
    for path in ("/f/riverside", "/back"):
        page = mailing.get(path).text
        (field,) = re.findall('<input id="notify"[^>]*>', page)
        for said in (
            'autocomplete="off"',
            'spellcheck="false"',
            'writingsuggestions="false"',
            'translate="no"',
        ):
            assert field.count(said) == 1
        assert " name=" not in field
    assert 'id="quiet"' in page


def test_pages_have_an_icon_that_nobody_has_to_fetch(sqlite_door: Door) -> None:
    for page in (sqlite_door.get("/f/riverside"), sqlite_door.get("/desk/", origin=DESK)):
        assert '<link rel="icon" href="data:,">' in page.text
        assert re.search("; img-src [^;]*data:;", page.headers["Content-Security-Policy"])


def test_files_are_sent_compressed_where_the_browser_can_read_that(sqlite_door: Door) -> None:
    address = sqlite_door.house.built.address("worker.js")
    plain = sqlite_door.get(address)
    zipped = sqlite_door.get(address, Accept_Encoding="gzip, br")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert len(zipped.data) < len(plain.data) / 2
    assert zipped.headers["ETag"] != plain.headers["ETag"]


def test_what_the_browser_has_is_not_sent_again(sqlite_door: Door) -> None:
    tag = sqlite_door.get("/embed.js").headers["ETag"]
    again = sqlite_door.get("/embed.js", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/embed.js", "/static/{frame.js}"])
def test_dates_do_not_count(sqlite_door: Door, path: str) -> None:
    path = path.replace("/static/{frame.js}", sqlite_door.house.built.address("frame.js"))
    for date in ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"):
        assert sqlite_door.get(path, If_Modified_Since=date).status_code == 200


def test_source_maps_are_there(sqlite_door: Door) -> None:
    answer = sqlite_door.get(sqlite_door.house.built.address("frame.js") + ".map")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.data)["version"] == 3


@pytest.mark.parametrize(
    "name", ["manifest.json", "frame.js", "..%2f..%2fapp.py", "frame-0000000000000000.js", ".map"]
)
def test_nothing_else_is_served_as_a_file(sqlite_door: Door, name: str) -> None:
    assert sqlite_door.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/c/7Q4M9ZTK2D", "/desk/members", "/desk/account", "/desk/records"]
)
def test_the_desks_pages_are_one_shell(sqlite_door: Door, path: str) -> None:
    """Which says nothing of anybody, and to who has no scripts how letters are read without."""
    page = sqlite_door.get(path, origin=DESK)
    assert page.data == sqlite_door.get("/desk/", origin=DESK).data
    assert "flask letters open --kit FILE" in page.text.split("<noscript>")[1].split("</noscript>")[0]


@pytest.mark.parametrize("path", ["/desk/", "/desk/enrol"])
def test_the_desks_pages_hold_no_script_and_no_style_of_their_own(sqlite_door: Door, path: str) -> None:
    page = sqlite_door.get(path, origin=DESK).text
    scripts = re.findall("<script[^>]*>([^<]*)</script>", page)
    assert scripts == [""]
    assert "style=" not in page
    assert " on" not in "".join(re.findall("<[^>]*>", page)).replace(" one", "")
    assert "action=" not in page


def test_a_ready_service_says_so(door: Door) -> None:
    answer = door.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"ready": True})


def test_a_service_that_cannot_take_letters_tells_its_operator_what_is_missing(
    open_door: OpenDoor, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    door = open_door(sqlite_url)
    door.house.store.write(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = 'x'"))
    )
    for kind in ("post", "notify"):
        shutil.rmtree(door.house.settings.keys / kind)
    answer = door.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"ready": False})
    assert answer.headers["Retry-After"] == "5"
    logs.lines.flush()
    assert "not ready: migrations post_key notify_key\n" in capsys.readouterr().err
    assert door.get("/healthz").get_json() == {"alive": True}
