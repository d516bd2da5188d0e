"""What a lying server can draw on: a conversation in full swing, others beside it, what was true once, and
keys that were taken back or that strangers made.
"""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext
from sqlalchemy import Row

from tests.browser.answerer import Answerer
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to, wait_until
from tests.browser.member import Member, Team
from tests.browser.postbag import Postbag
from tests.browser.visitor import Visitor
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.kitfile import open_kit
from widget.records.bundles import Bundle, make_bundle
from widget.records.charter import Charter, topics_from
from widget.staff.stored import letter_facts, stored_letters

SLUG, OTHER = "kestrel", "merlin"
TEXTS = ["May I have my money back?", "We look into it.", "That is kind of you.", "It is paid back."]

Facts = dict[str, Any]
Stored = list[tuple[Row[Any], bytes]]


@dataclass
class Scene:
    """`letters` is our conversation's, `elsewhere` and `abroad` those of another one, here and in another
    inbox of the same owner. `before`: what was signed before somebody was removed, who has `revoked` keys.
    """

    house: House
    lena: Clerk
    reference: str
    code: str
    second: str
    letters: list[Facts]
    elsewhere: list[Facts]
    abroad: list[Facts]
    other_inbox: Facts
    before: Facts
    running: KitEpoch
    revoked: KitEpoch
    kit: Kit
    stranger: Bundle = field(repr=False)


def build(house: House, crew: Team, context: BrowserContext) -> Scene:
    """A lead and an agent, another one who has left, and a patient who is answered twice."""
    for name, slug in (("Kestrel Clinic", SLUG), ("Merlin Clinic", OTHER)):
        house.flask("inbox", "create", name, "--slug", slug, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")
    lead = crew.lead("Lena Lead", SLUG)
    lets_two_in(crew, lead)
    before = statements_of(lead)
    second = Postbag(house, SLUG).post("Another patient's question")
    away = Postbag(house, OTHER).post("Another inbox's question")
    removes(lead, "Rita Removed")
    wait_until(
        lead.page, lambda: keys_of(house, SLUG)["keys"] != before["keys"]
    )  # the door looks now and then
    lena = Clerk(lead, "Lena Lead")
    reference, code = corresponds(house, lena, context)
    with_kit = Answerer(house)
    stored = {name: stored_in(with_kit, name) for name in (reference, second, away)}
    charter = Charter("Kestrel Clinic", SLUG, (), topics_from((), ("en", "es")))
    scene = Scene(
        house,
        lena,
        reference,
        code,
        second,
        letters=facts_of(stored[reference]),
        elsewhere=facts_of(stored[second]),
        abroad=facts_of(stored[away]),
        other_inbox=keys_of(house, OTHER),
        before=before,
        running=with_kit.epochs[stored[reference][-1][0].epoch_id],
        revoked=with_kit.epochs[stored[second][0][0].epoch_id],
        kit=open_kit(house.kit.read_bytes()),
        stranger=make_bundle(Kit.new(), charter, time.time()),
    )
    with_kit.closes()
    return scene


def lets_two_in(crew: Team, lead: Member) -> None:
    names = ("Sam Agent", "Rita Removed")
    for name in names:
        crew.member(lead, name)
    lead.comes_back("/desk/members")
    for name in names:
        lead.lets_in(name)


def removes(lead: Member, name: str) -> None:
    lead.comes_back("/desk/members")
    lead.page.get_by_role("checkbox", name=name).check()
    lead.button("Remove…").click()
    lead.button("Remove").click()
    lead.sees(f"Removed: {name}.")


def corresponds(house: House, lena: Clerk, context: BrowserContext) -> tuple[str, str]:
    """Both sides write twice. Returns the reference and the return code."""
    patient = Letterwriter.at(context.new_page()).opens(link_to(house, SLUG)).writes(TEXTS[0])
    patient.sends()
    reference, code = patient.gets_a_receipt()
    lena.comes_to_conversation(reference)
    lena.answers(TEXTS[1])
    Visitor(house, context.new_page()).comes().opens(code).answers(TEXTS[2])
    lena.comes_to_conversation(reference)
    lena.answers(TEXTS[3])
    return reference, code


def statements_of(lead: Member) -> Facts:
    """What the desk's door says of the inbox now, grants included."""
    me = lead.page.evaluate("fetch('/desk/me').then((answer) => answer.json())")
    return dict(inbox_in(me))


def inbox_in(me: Facts) -> Facts:
    return next(each for each in me["inboxes"] if each["slug"] == SLUG)


def keys_of(house: House, slug: str) -> Facts:
    """What the patient door says of an inbox's keys."""
    with urllib.request.urlopen(f"{house.patient}/f/{slug}/keys") as answer:  # noqa: S310  our own address
        facts = json.load(answer)
    return {name: facts[name] for name in ("root", "authority", "keys")} | {
        "id": facts["inbox"],
        "slug": slug,
        "name": slug,
    }


def stored_in(with_kit: Answerer, reference: str) -> Stored:
    """Its letters as the server keeps them, beneath the seal of their day."""
    of = with_kit.row(reference).id
    return with_kit.store.read(lambda connection: list(stored_letters(connection, with_kit.keys, of)))


def facts_of(stored: Stored) -> list[Facts]:
    return [letter_facts(row, sealed) for row, sealed in stored]
