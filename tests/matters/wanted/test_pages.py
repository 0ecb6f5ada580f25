"""The cancellation desk and the radar: what is red and whose, mirrored in Arabic, naming nobody."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.front.desk.desk import desk
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import standstill
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.officers.models import Assignment
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
from tests.node.inquiries import CONFIDENTIAL
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW
from tests.wanted import BODY, SAYS

pytestmark = pytest.mark.django_db
HREF = 'href="/wanted/"'
ARREST = {
    "arrested_at": "2026-11-24T08:00:00.000Z",
    "place": "Tanger",
    "identified": "Passeport",
    "held_by": "Parquet",
}
CANCELLED = {"reason": "warrant-withdrawn", "withdrawn_at": "2026-11-24T08:00:00.000Z"}
SCREENED = {name: "NO" for name in BODY if name.startswith("screen_")}


def parts(sought):
    """Where each part of the matter stands, in words."""
    page = signed_in(sought.ours).get(reverse("web:matter", args=[sought.reference]))
    return text_of(page).split("Où en est chaque élément")[1]


class Sought:
    """A note of Paris that we have taken up."""

    def __init__(self, paris, taken=("acknowledge", "screen", "accept-search")) -> None:
        self.paris, self.ours = paris, officer("fugitive-officer", "rights-reviewer", language="fr")
        says = SAYS | {"finding": "clear", "review_by": "2027-06-30"}
        made = {
            "kind": "wanted",
            "says": says,
            "body": BODY,
            "reference": "FR-WNT-2026-00007",
            **CONFIDENTIAL,
        }
        sealed = paris.state("issue", **made, terms=paris.terms)
        self.opening = sealed.signed.entry
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
        for step in taken:
            self.we(step, **(SCREENED if step == "screen" else {}))

    def we(self, step, **values) -> None:
        conditions = {} if step in ("acknowledge", "accept-search", "confirm-stopped") else CONFIDENTIAL
        act = Act("wanted", step, values, matter=self.opening.id, **conditions)
        self.paris.learn(state(act, officer=self.ours, now=NOW))

    def they(self, step, at=NOW, **says) -> None:
        self.paris.now = at
        wire = self.paris.wire(step, kind="wanted", matter=self.opening.id, says=says)
        assert receive(wire, now=at).state == "kept"

    @property
    def reference(self) -> str:
        return Matter.objects.get(pk=self.opening.id).reference

    def page(self, name, language="fr", **query):
        self.ours.language = language
        self.ours.save()
        return signed_in(self.ours).get(reverse(name), query)


@pytest.fixture
def sought(paris, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Sought(paris)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_is_cancelled_is_red_on_the_desk_and_on_the_home_page_until_we_have_stopped(sought, language):
    sought.they("cancel-note", **CANCELLED)
    shown = text_of(sought.page("wanted:desk", language))
    assert sought.reference in shown
    assert "TESTNOM" not in shown
    assert HREF in sought.page("desk:home", language).content.decode()
    sought.we("confirm-stopped", systems=["national-file", "border"], nobody_held=True)
    board = sought.page("wanted:desk", language).content.decode()
    assert 'class="sheet red"' not in board
    assert HREF not in sought.page("desk:home", language).content.decode()


def test_whoever_is_not_sought_any_more_is_named_by_no_list(sought):
    assert "TESTNOM" in text_of(sought.page("web:matters", kind="wanted"))
    sought.they("cancel-note", **CANCELLED)
    assert "TESTNOM" not in text_of(sought.page("web:matters", kind="wanted"))


def test_a_node_that_is_behind_names_nobody_and_says_so(sought):
    standstill.begin("restored", now=NOW)
    listed = text_of(sought.page("web:matters", kind="wanted"))
    assert sought.reference in listed
    assert "TESTNOM" not in listed
    assert "recherche active" not in listed.split(sought.reference)[1]
    assert "en sait moins que ses partenaires" in text_of(sought.page("wanted:desk"))
    page = signed_in(sought.ours).get(reverse("web:matter", args=[sought.reference]))
    assert "Nul ne peut être recherché" in text_of(page)


def test_what_is_suspended_says_who_has_to_screen_anew(sought):
    sought.they("suspend-note", reason="interpol")
    desk = text_of(sought.page("wanted:desk"))
    assert "Suspension par INTERPOL" in desk
    assert sought.reference in desk


@pytest.mark.parametrize(("language", "side"), [("fr", "start"), ("ar", "end")])
def test_the_radar_is_drawn_from_where_the_line_begins_and_says_the_same_in_words(sought, language, side):
    sought.we("report-arrest", **ARREST)
    page = sought.page("wanted:radar", language).content.decode()
    drawing = re.search(r"<svg[^>]*viewBox.*?</svg>", page.split('class="radar"')[1], re.DOTALL)[0]
    title = re.search(r'<text x="([\d.]+)"[^>]*text-anchor="(\w+)" class="title"', drawing)
    assert title[2] == side
    assert (float(title[1]) > 500) is (language == "ar")
    assert "style=" not in drawing
    assert "mark-none" in drawing  # no time of provisional arrest was agreed: a question mark, never a guess
    assert sought.reference in page.split('id="in-words"')[1]


def test_a_time_nobody_agreed_says_which_term_of_the_agreement_sets_it_and_leads_there(sought):
    sought.we("report-arrest", **ARREST)
    agreement = Matter.objects.get(kind="agreement")
    leads = f'href="{reverse("web:matter", args=[agreement.reference])}"'
    words = sought.page("wanted:radar").content.decode().split('id="in-words"')[1]
    assert "Arrestation provisoire, avant la demande formelle" in words
    assert "aucun délai convenu" in words
    assert leads not in words  # whoever may not open the agreement is told of it and not led there
    Assignment.objects.create(matter=agreement.id, officer=sought.ours, at=NOW)
    assert leads in sought.page("wanted:radar").content.decode().split('id="in-words"')[1]
    assert sought.page("wanted:radar", "ar").content.decode().count("لم يُتفق على أجل") > 1


def test_the_radar_marks_late_soon_and_in_time_by_shape(sought, monkeypatch):
    sought.they("cancel-note", **CANCELLED)
    for after, mark in (
        (timedelta(hours=1), "mark-good"),
        (timedelta(hours=20), "mark-soon"),
        (timedelta(days=2), "mark-bad"),
    ):
        monkeypatch.setattr(clock, "now", lambda after=after: NOW + after)
        assert mark in sought.page("wanted:radar").content.decode()


def test_whoever_may_not_see_the_notes_finds_nothing_and_reading_leaves_a_trace(sought):
    sought.they("cancel-note", **CANCELLED)
    stranger = officer("group-chair", language="fr")
    assert sought.reference not in text_of(signed_in(stranger).get(reverse("wanted:desk")))
    for name, action in (("wanted:desk", "wanted.desk-read"), ("wanted:radar", "wanted.radar-read")):
        sought.page(name)
        assert HouseEvent.objects.filter(action=action, officer=sought.ours.reference).exists()


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("ar", "الاسم محجوب: أُلغي البحث"),
        ("fr", "nom masqué : recherche annulée"),
        ("en", "name withheld: search cancelled"),
    ],
)
def test_a_list_says_why_it_names_nobody(sought, language, why):
    assert why not in text_of(sought.page("web:matters", language, kind="wanted"))
    sought.they("cancel-note", **CANCELLED)
    assert why in text_of(sought.page("web:matters", language, kind="wanted"))
    assert why in text_of(sought.page("desk:desk", language))


def test_once_cancelled_no_part_is_said_to_be_under_way(paris, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sought = Sought(paris, taken=("acknowledge",))
    assert "reçu, en contrôle" in parts(sought)
    sought.they("cancel-note", **CANCELLED)
    said = parts(sought)
    assert "reçu, en contrôle" not in said
    assert "sans objet : l’affaire a pris fin" in said
    assert "annulé : cesser la recherche" in said  # that is still to be confirmed


def test_a_search_is_taken_up_only_after_the_screening(paris, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sought = Sought(paris, taken=("acknowledge",))
    officers = signed_in(sought.ours), signed_in(officer("fugitive-officer"))
    url = reverse("web:matter", args=[sought.reference])
    whole, alone = (each.get(url).content.decode() for each in officers)
    assert "accept-search" not in whole + alone
    chief = re.compile(r'class="button" href="[^"]*/steps/([a-z-]+)/')
    assert chief.findall(whole) == ["screen"]
    assert chief.findall(alone) == []  # declining is no way round what others have to do first
    [row] = desk(sought.ours, now=NOW).waiting.own
    assert "/steps/screen/" in row.move.url
    [row] = desk(officer("fugitive-officer"), now=NOW).waiting.others
    assert row.move.by == ("Legal adviser", "Rights reviewer")
    sought.we("screen", **SCREENED)
    assert chief.findall(officers[1].get(url).content.decode()) == ["accept-search"]


@pytest.mark.parametrize(
    ("language", "searching", "unconfirmed"),
    [
        ("ar", "تواصل البحث عن الشخص", "لم تؤكد كل الأطراف وقف البحث"),
        ("fr", "continuent de rechercher la personne", "n’ont pas confirmé la cessation"),
        ("en", "go on searching for the person", "Not every party has confirmed"),
    ],
)
def test_who_erases_a_note_is_told_that_others_still_search(sought, language, searching, unconfirmed):
    def page():
        url = reverse("web:erase", args=[sought.reference])
        return text_of(signed_in(officer("dpo", language=language)).get(url))

    assert searching in page()
    sought.they("cancel-note", **CANCELLED)
    said = page()
    assert searching not in said
    assert unconfirmed in said
    sought.we("confirm-stopped", systems=["national-file", "border"], nobody_held=True)
    said = page()
    assert unconfirmed not in said
