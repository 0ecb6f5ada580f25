"""The calendar of a side on screen: its form, what was wrong in it, and where both sides' stand."""

import re

import pytest
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import EntryRow, Matter
from mithaq.node.officers.models import Assignment
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])
OURS = {"zone": "Africa/Casablanca", "holidays": "2027-07-30\r\n2027-01-11\r\n2027-01-11"}
SHOWN = {
    "ar": ("المغرب (الدار البيضاء)", "2027 11 يناير، 30 يوليوز"),
    "fr": ("Maroc (Casablanca)", "2027 11 janv., 30 juil."),
    "en": ("Morocco (Casablanca)", "2027 11 Jan, 30 Jul"),
}


def stating(language):
    """A coordinator who works on the agreement, where the calendar is stated, and the agreement."""
    matter, ours = Matter.objects.get(kind="agreement"), officer("plan-coordinator", language=language)
    Assignment.objects.create(matter=matter.id, officer=ours, at=NOW)
    client = signed_in(ours)
    return client, reverse("web:step", args=[matter.reference, "state-calendar"]), matter


def sent(client, address, form):
    saw = re.search(r'name="saw" value="([^"]*)"', client.get(address).content.decode())
    return client.post(address, form | {"saw": saw[1]})


def _plain(page):
    """The words of a page, without the marks that set values apart."""
    words = " ".join(text_of(page).replace("\u2068", "").replace("\u2069", "").split())
    return words.replace(" ,", ",").replace(" \N{ARABIC COMMA}", "\N{ARABIC COMMA}")


@EVERY_LANGUAGE
def test_a_coordinator_states_our_calendar_and_the_page_shows_both_sides(paris, language):
    client, address, matter = stating(language)
    zone, holiday = SHOWN[language]
    form = _plain(client.get(address))
    assert zone in form
    assert sent(client, address, OURS).status_code == 302
    says = EntryRow.objects.get(step="state-calendar")
    assert Matter.objects.get(pk=says.matter) == matter
    theirs = {"zone": "Europe/Paris", "holidays": ("2027-07-14",)}
    wire = paris.wire("state-calendar", kind="agreement", matter=matter.id, says=theirs)
    assert receive(wire, now=NOW).state == "kept"
    page = _plain(client.get(reverse("web:matter", args=[matter.reference])))
    assert page.count(zone) >= 2  # where the part stands, and in the timeline
    assert page.count(holiday) >= 2
    assert "France (Paris)" in page or "فرنسا (باريس)" in page


def test_what_is_stated_again_begins_with_what_was_stated_last(paris):
    client, address, _ = stating("fr")
    assert sent(client, address, OURS).status_code == 302
    form = client.get(address).content.decode()
    assert re.search(r'value="Africa/Casablanca"\s+selected', form)
    assert "2027-01-11\n2027-07-30</textarea>" in form


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027-07-30\r\n2027-02-31", "Ligne 2 : cette date n’existe pas."),
        (
            "\r\n".join(f"2027-{at // 28 + 1:02}-{at % 28 + 1:02}" for at in range(101)),
            "101 jours : c’est trop",
        ),
    ],
)
def test_a_day_there_is_not_is_named_by_its_line_and_everything_typed_comes_back(paris, typed, said):
    client, address, _ = stating("fr")
    answered = sent(client, address, OURS | {"holidays": typed})
    assert answered.status_code == 422
    assert said in _plain(answered)
    assert typed.splitlines()[-1] in answered.content.decode()
    assert not EntryRow.objects.filter(step="state-calendar").exists()


def test_each_part_by_party_is_named_where_there_are_several(paris):
    client, _, matter = stating("fr")
    page = client.get(reverse("web:matter", args=[matter.reference])).content.decode()
    assert page.count("non communiqué") == 2
    assert "Communiquer le calendrier" in page
