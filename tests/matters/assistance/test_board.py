"""The room of assistance: needs beside offers, numbers drawn and written, what is late, who sees what."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.matters.assistance import opened
from mithaq.matters.assistance.board import read
from mithaq.matters.assistance.drawn import Bar, Row, bars
from mithaq.matters.assistance.matching import matching
from mithaq.node import clock
from mithaq.node.ledger.models import BodyKey, Matter
from mithaq.node.officers.assign import assign
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.rules.assistance import KIND
from tests.matters.assistance.conftest import on
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW
from tests.pact.rules.telling import Told
from tests.pact.rules.test_assistance import ASKED

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
DAY = timedelta(days=1)
PARTS = ("matching", "pipeline", "equipment", "missions", "sites")


def part(page: str, name: str) -> str:
    """A part of the page, from its heading to the next one's."""
    return page.partition(f'aria-labelledby="{name}"')[2].partition('<section class="sheet"')[0]


def words(page: str) -> str:
    """The same without its tags: what is set apart stands in tags of its own."""
    return re.sub(r"<[^>]+>", "", page)


def picture(page: str) -> ET.Element:
    return ET.fromstring(re.search(r"<svg[^>]*viewBox=[^>]*picture.*?</svg>", page, re.DOTALL)[0])


def drawn_numbers(page: str) -> list[int]:
    found = [each for each in picture(page).iter(f"{SVG}text") if each.get("class") == "value"]
    return [int(re.sub(r"\D", "", each.text)) for each in found]


def written_numbers(page: str) -> list[int]:
    return [int(re.sub(r"<[^>]+>", "", each)) for each in re.findall(r'<td class="number".*?</td>', page)]


# The empty room


EMPTY = {
    "ar": "لا توجد مساعدة تقنية لكم حق الاطلاع عليها. البداية تكون من حاجة.",
    "fr": "Aucune assistance technique que vous puissiez consulter. Tout commence par un besoin.",
    "en": "There is no technical assistance that you see. It begins with a need.",
}


@pytest.mark.parametrize("language", EMPTY)
def test_an_empty_room_says_so_and_where_it_begins(helping, language):
    page = helping.page(language)
    assert EMPTY[language] in page
    assert reverse("web:open", args=["assistance"]) in page
    assert "<table" not in page.split("<main")[1]


def test_a_part_with_nothing_in_it_says_so(helping):
    helping.asks()
    page = helping.page()
    assert "Aucun équipement n’a été remis." in part(page, "equipment")
    assert "Aucune mission n’a été programmée." in part(page, "missions")
    assert "Aucune mission ni aucun équipement" in part(page, "sites")
    assert "Aucune offre." in part(page, "matching")


def test_what_this_node_does_not_understand_is_counted_and_said(busy, monkeypatch):
    known = opened._state
    monkeypatch.setattr(opened, "_state", lambda row: None if row.id == busy.offer else known(row))
    page = busy.page()
    assert "1 affaire suit des règles que ce nœud ne connaît pas." in page
    assert busy.reference(busy.offer) not in part(page, "matching")
    assert sum(drawn_numbers(part(page, "pipeline"))) == 4


# Needs and offers


def test_a_need_stands_beside_the_offer_of_the_other_side_and_what_is_held_beside_nothing(busy):
    shelves = read(busy.manager, now=NOW).matching.shelves
    [shelf] = [each for each in shelves if each.axis == "CYB"]
    assert [each.matter.id for each in shelf.needs] == [busy.need]
    assert [each.matter.id for each in shelf.offers] == [busy.offer]
    assert shelf.could_match
    assert shelf.needs[0].answer_by == on(12)
    board = part(busy.page(), "matching")
    beside, held = board.split("shelf-held")
    assert busy.reference(busy.need) in beside
    assert busy.reference(busy.offer) in beside
    assert busy.reference(busy.held) not in beside
    assert busy.reference(busy.held) in held
    assert "suspendu : technologie sensible" in held


def test_what_is_held_makes_no_match_even_where_an_offer_would_fit(helping):
    helping.asks("FR", axis="CYB", format="software", sensitive=("intrusion",))
    helping.offers(axis="CYB", format="software")
    made = read(helping.manager, now=NOW).matching
    assert [shelf.could_match for shelf in made.shelves] == [False]
    assert (made.needs, made.offers, len(made.held)) == (0, 1, 1)


def test_nobody_helps_itself(helping):
    helping.asks()
    helping.offers()
    [shelf] = read(helping.manager, now=NOW).matching.shelves
    assert (len(shelf.needs), len(shelf.offers), shelf.could_match) == (1, 1, False)


def test_what_was_accepted_or_has_ended_is_not_open_any_more(busy):
    busy.we(busy.offer, "withdraw-help")
    board = part(busy.page(), "matching")
    assert busy.reference(busy.helped) not in board
    assert busy.reference(busy.offer) not in board
    assert busy.reference(busy.need) in board


def test_an_offer_is_open_as_long_as_somebody_may_still_accept_it():
    told = Told(KIND, "MA", "FR", "ES", says=ASKED | {"way": "offer", "answer_by": ""})

    def offers() -> int:
        case = opened.Case(Matter(reference="MA-TAS-2026-00001"), told.state)
        return matching(opened.Opened((case,), (), 1, NOW, {}, {})).offers

    assert offers() == 1
    told.say("FR", "accept-help")
    assert offers() == 1
    told.say("ES", "accept-help")
    assert offers() == 0


# The pipeline


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_numbers_of_the_table_are_those_drawn(busy, language):
    page = busy.page(language)
    pipeline = part(page, "pipeline")
    assert drawn_numbers(pipeline) == written_numbers(pipeline)
    assert sorted(drawn_numbers(pipeline), reverse=True)[:5] == [1, 1, 1, 1, 0]
    assert sum(drawn_numbers(pipeline)) == 4
    sites = part(page, "sites")
    assert drawn_numbers(sites) == written_numbers(sites)


def test_a_number_leads_to_the_list_of_that_stage(busy):
    assert "/matters/?kind=assistance&amp;stage=held" in part(busy.page(), "pipeline")
    listed = signed_in(busy.manager).get("/matters/", {"kind": "assistance", "stage": "held"})
    assert busy.reference(busy.held) in listed.content.decode()


def test_a_page_opens_the_last_moved_alone_says_so_and_still_counts_all(busy, monkeypatch):
    assert "ayant évolué en dernier" not in busy.page()
    monkeypatch.setattr(opened, "MOST", 2)
    made = read(busy.manager, now=NOW)
    assert (len(made.opened.cases), made.opened.seen, made.pipeline.total) == (2, 4, 4)
    assert "sur 4" in busy.page()


# The equipment


SAID = {
    "ar": ["فحص واحد متأخر", "متأخر", "سجل المعدات"],
    "fr": ["1 inspection en retard", "en retard de", "Registre des équipements"],
    "en": ["1 inspection late", "late by", "Equipment register"],
}


@pytest.mark.parametrize("language", SAID)
def test_an_inspection_whose_day_is_over_is_late_and_stands_first(busy, monkeypatch, language):
    soon = busy.handed_over(busy.helped, inspect=60, what="Microscope", serial="SN-0043")
    assert SAID[language][0] not in words(busy.page(language))
    monkeypatch.setattr(clock, "now", lambda: NOW + 32 * DAY)
    page = busy.page(language)
    register = words(part(page, "equipment"))
    assert all(said in register for said in SAID[language])
    assert register.index("SN-0042") < register.index("SN-0043")
    first, second = read(busy.manager, now=NOW + 32 * DAY).pieces
    assert (first.is_late, second.is_late) == (True, False)
    assert (len(first.certificates), len(second.certificates)) == (1, 0)
    assert [each.stage.name for each in (first, second)] == ["in-service", "handed-over"]
    assert soon  # what awaits its certificate is in the register too


def test_the_register_has_what_was_said_and_escapes_it(busy):
    register = words(part(busy.page(), "equipment"))
    for said in ("Valise &lt;b&gt;de relevé", "SN-0042", "Laboratoire de Casablanca", "Entretien annuel"):
        assert said in register
    assert busy.reference(busy.helped) in register


def test_what_was_inspected_is_due_no_more(busy):
    busy.at = NOW + DAY
    busy.we(busy.helped, "inspect-equipment", busy.certified, inspected_on=on(1), in_service=False)
    [piece] = read(busy.manager, now=NOW + 60 * DAY).pieces
    assert (piece.due, piece.inspected, piece.is_late) == ((), on(1), False)
    assert piece.stage.name == "out-of-service"


def test_nothing_is_late_while_no_calendar_says_when_the_day_is_over(helping):
    helping.handed_over(helping.accepted(), inspect=1)
    [piece] = read(helping.manager, now=NOW + 90 * DAY).pieces
    assert [each.day for each in piece.due] == [on(1)]
    assert not piece.is_late


def test_what_was_erased_says_so_and_keeps_its_dates(busy):
    BodyKey.objects.filter(entry=busy.certified).delete()
    [piece] = read(busy.manager, now=NOW).pieces
    assert (piece.is_here, piece.what, [each.day for each in piece.due]) == (False, "", [on(30)])
    assert "effacé, ou non adressé" in part(busy.page(), "equipment")


# Missions and cities


def test_missions_stand_under_their_month_the_latest_first(busy):
    months = read(busy.manager, now=NOW).months
    assert [month.name for month in months] == ["2027-01", "2026-11"]
    assert [each.stage.name for month in months for each in month.missions] == ["planned", "evaluated"]
    page = part(busy.page(), "missions")
    assert page.index("janvier 2027") < page.index("novembre 2026")
    assert "يناير 2027" in part(busy.page("ar"), "missions")


def test_a_city_is_counted_once_however_it_is_written_and_what_was_cancelled_nowhere(busy):
    [site] = read(busy.manager, now=NOW).sites
    assert (site.city.casefold(), site.missions, site.pieces) == ("casablanca", 2, 1)
    cancelled = busy.planned(busy.helped, "Marseille", 60)
    assert {each.city for each in read(busy.manager, now=NOW).sites} == {site.city, "Marseille", ""}
    busy.they(busy.helped, "cancel-mission", cancelled)
    assert [each.city for each in read(busy.manager, now=NOW).sites] == [site.city]


def test_a_report_that_is_owed_stands_beside_its_mission(helping):
    matter = helping.accepted()
    mission = helping.planned(matter, "Rabat", -5)
    helping.we(matter, "confirm-held", mission)
    [month] = read(helping.manager, now=NOW).months
    [owed] = month.missions[0].owing
    assert (owed.duty, owed.by) == ("mission-report", "FR")


# Who sees what


def test_each_sees_the_matters_that_are_theirs_and_reading_leaves_a_trace(busy):
    stranger, reader = officer("group-chair", language="fr"), officer("group-chair", language="fr")
    page = busy.page(reader=stranger)
    assert "Aucune assistance technique que vous puissiez consulter." in page
    assert not [each for each in Matter.objects.filter(kind="assistance") if each.reference in page]
    assert HouseEvent.objects.filter(action="assistance.read", officer=stranger.reference).exists()
    assign(None, busy.need, "assistance", to=reader, now=NOW)
    page = busy.page(reader=reader)
    assert busy.reference(busy.need) in page
    for other in (busy.helped, busy.offer, busy.held):
        assert busy.reference(other) not in page
    for unseen in ("SN-0042", "Casablanca", "Repérage de téléphones"):
        assert unseen not in words(page)
    assert sum(drawn_numbers(part(page, "pipeline"))) == 1


def test_who_takes_no_step_here_is_told_so_and_is_offered_none(busy):
    reader = officer("group-chair", language="fr")
    assign(None, busy.helped, "assistance", to=reader, now=NOW)
    page = busy.page(reader=reader)
    assert "Vous consultez cette page." in page
    assert reverse("web:open", args=["assistance"]) not in page.split("<main")[1]
    assert "Vous consultez cette page." not in busy.page()


def test_the_parts_lead_to_each_other_and_the_field_leads_here(busy):
    page = busy.page()
    assert all(f'href="#{name}"' in page and f'id="{name}"' in page for name in PARTS)
    listed = signed_in(busy.manager).get("/matters/", {"kind": "assistance"}).content.decode()
    assert 'href="/assistance/"' in listed


# The picture


def looks(language: str) -> ET.Element:
    rows = [
        Row("a", "", (Bar("missions", 4, "m"), Bar("pieces", 2, "p"))),
        Row("b", "/b", (Bar("bad", 0, "x"),)),
    ]
    with translation.override(language):
        return ET.fromstring(bars("x", rows))


def test_bars_are_read_without_colour_and_begin_where_the_line_begins():
    left, right = looks("fr"), looks("ar")

    def solid(svg):
        return {each.get("class"): each for each in svg.iter(f"{SVG}rect") if each.get("class")}

    long, short = (float(solid(left)[look].get("width")) for look in ("bar-missions", "bar-pieces"))
    assert long == pytest.approx(2 * short)
    assert len({float(each.get("x")) for each in solid(left).values()}) == 1
    ends = {float(each.get("x")) + float(each.get("width")) for each in solid(right).values()}
    assert max(ends) - min(ends) < 0.2
    assert [each.get("fill") for each in left.iter(f"{SVG}rect") if each.get("fill")] == ["url(#bar-pieces)"]
    assert {each.get("id") for each in left.iter(f"{SVG}pattern")} == {"bar-pieces", "bar-bad"}
    assert "a · m 4 · p 2" in "".join(left.itertext())
    assert bars("x", []) == ""
