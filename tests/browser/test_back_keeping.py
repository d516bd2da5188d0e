"""What stays on a device and what does not; and connections, doors and other devices that get in the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Request, Route, expect

from tests.browser.answerer import Answerer
from tests.browser.visitor import QUESTION, SLOW, Visitor

REMEMBERED = "Open the conversation that this device remembers"
LATER = "try again in a moment"


def test_a_device_forgets_without_opening(written: tuple[str, str], elsewhere: Visitor) -> None:
    page = elsewhere.comes().opens(written[1]).page
    page.get_by_label("Remember the code on this device").check()
    page.reload()
    expect(elsewhere.button(REMEMBERED)).to_be_visible()
    assert written[1] not in page.content()
    elsewhere.button("Forget it").click()
    expect(elsewhere.button(REMEMBERED)).to_be_hidden()
    expect(elsewhere.field).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "lack",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
        "Storage.prototype.setItem = () => {}",
    ],
    ids=["refused", "full", "forgetful"],
)
def test_a_browser_that_keeps_nothing_is_told_of(
    written: tuple[str, str], elsewhere: Visitor, lack: str
) -> None:
    elsewhere.page.add_init_script(lack)
    page = elsewhere.comes().opens(written[1]).page
    box = page.get_by_label("Remember the code on this device")
    box.click()
    expect(page.get_by_text("This browser does not let us remember anything.")).to_be_visible()
    expect(box).not_to_be_checked()


def test_leaving_takes_it_off_the_screen_and_the_way_back_does_not_bring_it(
    written: tuple[str, str], elsewhere: Visitor
) -> None:
    page = elsewhere.comes().opens(written[1]).page
    elsewhere.button("Close and forget the code").click()
    expect(elsewhere.field).to_be_visible()
    expect(elsewhere.field).to_have_value("")
    assert QUESTION not in page.content()
    page.go_back()
    assert QUESTION not in page.content()


def test_leaving_with_unsent_words_asks_first(written: tuple[str, str], elsewhere: Visitor) -> None:
    page = elsewhere.comes().opens(written[1]).page
    page.get_by_label("Your answer", exact=True).press_sequentially("Half a senten")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("fragment", ["%", "%ff", "<b>x</b>", "A" * 3000])
def test_a_fragment_that_is_no_code_does_no_harm(elsewhere: Visitor, fragment: str) -> None:
    elsewhere.comes(f"/back#{fragment}")
    assert elsewhere.page.url == f"{elsewhere.house.patient}/back"
    expect(elsewhere.page.get_by_label("Return code", exact=True)).to_have_value("")


def test_neither_the_code_nor_what_is_read_is_in_any_address(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, "A particular answer")
    bare = code.replace("-", "")
    asked: list[Request] = []
    elsewhere.page.on("request", lambda request: asked.append(request))
    elsewhere.comes().opens(code).answers("Thank you")
    for request in asked:
        assert bare[:8] not in request.url
        assert reference not in request.url
        assert bare.encode() not in (request.post_data_buffer or b"")


def test_an_answer_whose_receipt_was_lost_is_there_once(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    elsewhere.comes().opens(code)

    def lose_the_answer(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort("connectionreset")

    elsewhere.page.route("**/back/envelopes", lose_the_answer, times=1)
    message = elsewhere.page.get_by_label("Your answer", exact=True)
    message.fill("Once only")
    elsewhere.button("Send securely").click()
    state = elsewhere.page.locator("#answer-state")
    expect(state).to_contain_text("What you wrote is still here.", timeout=SLOW)
    expect(message).to_have_value("Once only")
    elsewhere.button("Send securely").click()
    expect(state).to_have_text("Sent.", timeout=SLOW)
    assert answerer.reads(reference) == [QUESTION, "Once only"]


def test_a_stale_answer_is_sealed_anew_by_itself(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    page = elsewhere.comes().opens(code).page
    stale = {"error": "stale", "message": "", "token": page.locator("#page").get_attribute("data-token")}
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.route("**/back/envelopes", lambda route: route.fulfill(status=412, json=stale), times=1)
    elsewhere.answers("Slowly written")
    assert answerer.reads(reference) == [QUESTION, "Slowly written"]
    posts = [request.post_data_buffer for request in asked if request.url.endswith("/envelopes")]
    assert len(posts) == 2
    assert posts[0] != posts[1]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (429, "Many codes were tried from your network."),
        (503, LATER),
        (403, LATER),
    ],
)
def test_a_door_that_does_not_open_now_says_so_and_opens_later(
    written: tuple[str, str], elsewhere: Visitor, status: int, says: str
) -> None:
    page = elsewhere.comes().page
    refusal = {"error": "some", "message": ""}
    page.route("**/back/open", lambda route: route.fulfill(status=status, json=refusal), times=1)
    elsewhere.types(written[1])
    elsewhere.is_told(says)
    elsewhere.opens(written[1])
    assert elsewhere.reads() == [QUESTION]


def test_without_a_connection_nothing_is_deleted_and_it_says_so(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    page = elsewhere.comes().opens(code).page
    page.route("**/back/delete", lambda route: route.abort("connectionreset"), times=1)
    elsewhere.button("Delete this conversation").click()
    elsewhere.button("Yes, delete it").click()
    expect(page.get_by_text("It could not be deleted just now.")).to_be_visible(timeout=SLOW)
    assert answerer.reads(reference) == [QUESTION]
    elsewhere.button("Delete this conversation").click()
    elsewhere.button("Yes, delete it").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)


def test_what_another_device_has_deleted_can_be_neither_answered_nor_deleted(
    written: tuple[str, str], elsewhere: Visitor
) -> None:
    page = elsewhere.comes().opens(written[1]).page
    other = Visitor(elsewhere.house, page.context.new_page()).comes().opens(written[1])
    other.button("Delete this conversation").click()
    other.button("Yes, delete it").click()
    expect(other.page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)
    message = page.get_by_label("Your answer", exact=True)
    message.fill("One more thing")
    elsewhere.button("Send securely").click()
    expect(page.locator("#answer-state")).to_contain_text("no longer here", timeout=SLOW)
    expect(message).to_have_value("One more thing")
    elsewhere.button("Delete this conversation").click()
    elsewhere.button("Yes, delete it").click()
    expect(page.locator("#news")).to_contain_text("This code opens nothing here any more.", timeout=SLOW)


def test_a_receipt_on_paper_has_nothing_to_press(written: tuple[str, str], elsewhere: Visitor) -> None:
    page = elsewhere.comes().opens(written[1]).page
    elsewhere.button("Delete this conversation").click()
    elsewhere.button("Yes, delete it").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert page.locator("button:visible").count() == 0


def test_what_is_no_answer_of_ours_shows_nothing(written: tuple[str, str], elsewhere: Visitor) -> None:
    """Such as what a hotel's network puts in between."""
    bodies = ["", "null", "[]", "{}", '{"conversation": 7, "memo": null}', "<html>sign in</html>"]
    elsewhere.page.route("**/back/open", lambda route: route.fulfill(status=200, body=bodies.pop()))
    elsewhere.comes()
    while bodies:
        elsewhere.types(written[1])
        expect(elsewhere.page.locator("#code-error")).not_to_be_empty(timeout=SLOW)
        expect(elsewhere.page.locator("#thread")).to_be_hidden()
        elsewhere.field.fill("")
