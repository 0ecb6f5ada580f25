"""Where we stand: numbers of everything, lists of what may be opened, a paper without cases."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.front.briefing.briefed import Briefing, FieldLine, asked
from mithaq.front.briefing.drawn import draw
from mithaq.front.briefing.views import BRIEFED
from mithaq.node import clock
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.assign import assign
from mithaq.node.papers.examine import examine_apart
from mithaq.node.partners.models import Partner
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web import rooms
from mithaq.node.web.rooms import Chapter, Line
from mithaq.pact.codes import code_list
from mithaq.pact.rules import register
from tests.node.inquiries import BODY
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated
from tests.poppler import poppler

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=9)
PAGE = "briefing:partner"


@pytest.fixture(autouse=True)
def nine_days_later(monkeypatch):
    """The answers that Paris waits for are late by then."""
    monkeypatch.setattr(clock, "now", lambda: LATER)


def seen_by(eyes, days=30, now=LATER):
    return Briefing(Partner.objects.get(code="FR"), eyes, now, days)


def line_of(briefing, kind="inquiry"):
    return next((line for line in briefing.fields if line.kind.name == kind), None)


@pytest.mark.parametrize("function", code_list("functions").values)
def test_it_is_for_those_who_meet_the_partner_or_prepare_that(paris, function):
    client, expected = signed_in(officer(function)), 200 if function in BRIEFED else 403
    assert client.get(reverse(PAGE, args=["FR"])).status_code == expected
    assert client.post(reverse("briefing:paper", args=["FR"])).status_code == expected


def test_numbers_count_every_matter_and_lists_only_what_may_be_opened(paris):
    head = officer("head-of-service")
    briefing = seen_by(head)
    line = line_of(briefing)
    assert (line.running, line.ours, line.late_ours, line.late_theirs) == (3, 2, 2, 0)
    ours, theirs = briefing.sides
    assert (len(ours.rows), ours.closed) == (0, 2)
    late = Matter.objects.filter(kind="inquiry", our_turn=True).order_by("pk").first()
    assign(None, late.pk, "inquiry", to=head, now=NOW)
    ours, theirs = seen_by(head).sides
    assert ([each.matter.pk for each in ours.rows], ours.closed) == ([late.pk], 1)
    assert ours.rows[0].matter.title == BODY["title"]
    assert not theirs.rows


def test_what_is_with_another_partner_is_not_counted(paris):
    Simulated("ES").introduced()
    briefing = Briefing(Partner.objects.get(code="ES"), officer("head-of-service"), LATER)
    assert (briefing.fields, [side.closed for side in briefing.sides]) == ([], [0, 0])
    assert not briefing.directions


@pytest.mark.parametrize(("days", "owed"), [(0, 1), (6, 1), (7, 2), (30, 2)])
def test_how_far_ahead_is_the_readers_to_choose(paris, days, owed):
    ours, _ = seen_by(officer("duty-officer"), days, now=NOW + timedelta(hours=6)).sides
    assert len(ours.rows) == owed


def test_what_no_address_may_ask_is_the_usual_span(paris):
    assert [asked(said) for said in ("90", "7", "", "-1", "9e9", "٣٠", "7;")] == [90, 7, 30, 30, 30, 30, 30]
    client = signed_in(officer("head-of-service"))
    assert client.get(reverse(PAGE, args=["FR"]), {"days": "drop"}).status_code == 200
    for name, method in ((PAGE, client.get), ("briefing:paper", client.post)):
        assert method(reverse(name, args=["XX"])).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "وضعية التعاون"), ("fr", "Ce que nous leur devons"), ("en", "What we owe them")],
)
def test_the_page_speaks_the_readers_language_and_is_noted_first(paris, language, said):
    head = officer("head-of-service", language=language)
    page = text_of(signed_in(head).get(reverse(PAGE, args=["FR"])))
    assert said in page
    assert BODY["title"] not in page
    event = HouseEvent.objects.get(action="briefing.read")
    assert (event.facts, event.officer) == ({"code": "FR"}, head.reference)


def test_the_page_of_a_partner_leads_there_for_those_for_whom_it_is(paris):
    page, there = reverse("partners:partner", args=["FR"]), reverse(PAGE, args=["FR"])
    assert there in signed_in(officer("head-of-service")).get(page).content.decode()
    assert there not in signed_in(officer("translator")).get(page).content.decode()


def test_what_was_asked_and_answered_is_counted_of_the_year_that_says_something(paris):
    told = [each for each in seen_by(officer("head-of-service")).directions if each.kind.name == "inquiry"]
    assert [(each.asks, each.every_sent, each.every_answered, each.late) for each in told] == [
        ("FR", 3, 1, 2)
    ]
    spring = LATER.replace(year=2027, month=3, day=31)
    assert seen_by(officer("head-of-service"), now=spring).span.name == "2026"
    assert seen_by(officer("head-of-service"), now=spring + timedelta(days=1)).span.name == "2027"


def test_rooms_tell_what_is_theirs_and_nothing_is_shown_empty(paris, monkeypatch):
    told = [
        Chapter(
            "Décisions <b>", ("Décision", "Terme"), (Line(("Un & deux", "demain"), "/x/", late=True),), more=3
        ),
        Chapter("Rien", ("Vide",), ()),
    ]

    def any_room(_officer, partner, _now):
        return told if partner == "FR" else ()

    monkeypatch.setattr(rooms, "_CHAPTERS", {"any": any_room})
    page = (
        signed_in(officer("head-of-service", language="fr")).get(reverse(PAGE, args=["FR"])).content.decode()
    )
    assert "Décisions &lt;b&gt;" in page
    assert '<a href="/x/"><bdi>Un &amp; deux</bdi></a>' in page
    assert "et 3 autres" in page
    assert "Vide" not in page


@pytest.mark.poppler
def test_the_paper_gives_the_reference_alone_of_matters_in_which_persons_may_be_named(paris, tmp_path):
    duty = officer("duty-officer", "liaison-officer", language="fr")
    page = text_of(signed_in(duty).get(reverse(PAGE, args=["FR"])))
    assert BODY["title"] in page
    answer = signed_in(duty).post(reverse("briefing:paper", args=["FR"]), {"days": "7"})
    event = HouseEvent.objects.get(action="briefing.exported")
    assert f"MA-FR-briefing-{event.pk}.pdf" in answer["Content-Disposition"]
    assert not examine_apart(answer.content).rule
    file = tmp_path / "briefing.pdf"
    file.write_bytes(answer.content)
    tool = poppler().replace("pdfsig", "pdftotext")
    text = subprocess.run([tool, "-layout", file, "-"], capture_output=True, check=True, text=True).stdout
    assert Matter.objects.filter(kind="inquiry", our_turn=True).first().reference in text
    for said in ("État de la coopération", "Ce que nous leur devons", "Demandes et réponses"):
        assert said in text
    assert BODY["title"] not in text
    assert "Demande d’informations" in text  # what sort of matter it is, in its place


def test_our_bars_run_to_one_side_and_theirs_to_the_other(paris):
    fields = seen_by(officer("head-of-service")).fields
    with translation.override("fr"):
        left = draw("x", "MA", "FR", fields)
    with translation.override("ar"):
        right = draw("x", "MA", "FR", fields)
    assert left.count("<rect") == right.count("<rect") > 0
    assert left != right
    assert draw("x", "MA", "FR", []) == ""


@pytest.mark.parametrize(("language", "said"), [("ar", "2 / 3"), ("fr", "3 / 2"), ("en", "3 / 2")])
def test_what_waits_is_read_before_what_is_late_from_either_side(language, said):
    """The figures stand from left to right: on an Arabic page the one at the right is read first."""
    line = FieldLine(register.kind("inquiry"), 5, 3, 0, 2, 0)
    with translation.override(language):
        picture = draw("x", "MA", "FR", [line])
    assert f"\u2066{said}\u2069" in picture


def test_every_room_that_tells_something_is_of_a_kind():
    assert rooms._CHAPTERS.keys() <= {kind.name for kind in register.kinds()}
    assert {"meeting", "plan", "evaluation", "instrument"} <= rooms._CHAPTERS.keys()
