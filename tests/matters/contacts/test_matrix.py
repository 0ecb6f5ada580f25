"""The page of who to call: names and numbers, gaps in words and in shapes, mirrored in Arabic."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.matters.contacts.hours import DEPUTY, NOBODY, THERE, strip
from mithaq.node import clock
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.safeguards.models import HouseEvent
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
DIRECTORY = {
    "title": "Annuaire", "confirm_every_days": 92, "stale_after_days": 100, "pickup_seconds": 300,
}  # fmt: skip
CONTACT = {
    "function": "primary", "axes": ("FUG",), "languages": ("ar",), "zone": "Africa/Casablanca",
    "from_on": "2026-01-01", "days": ("mon", "tue", "wed", "thu", "fri"), "from_hour": 8, "until_hour": 18,
    "name": "Permanence & <b>garde</b>", "phones": ({"number": "+212 537 00 00 02"},),
}  # fmt: skip


@pytest.fixture
def directory(tmp_path, settings, db, monkeypatch):
    """A directory in use; ours has a day desk, and a night desk that left yesterday."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    begun = NOW - timedelta(days=20)
    agreed(paris, kinds=("contacts",), now=begun)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    ours = officer("plan-coordinator")
    opening = state(Act("contacts", "open-directory", DIRECTORY, parties=("FR",)), officer=ours, now=begun)
    wire = paris.state("adopt-directory", kind="contacts", matter=opening.id, after=(opening.id,))
    from mithaq.node.exchange.inbox import receive
    from mithaq.pact.exchange.envelope import to_wire

    assert receive(to_wire(wire, "MA"), now=begun).state == "kept"

    def publish(**changes):
        act = Act(
            "contacts", "publish-contact", CONTACT | changes, matter=opening.id, handling=("H0",),
            basis="ma-treaty",
        )  # fmt: skip
        return state(act, officer=ours, now=begun)

    day = publish()
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    night = {"function": "duty", "from_hour": 18, "until_hour": 8, "deputy": day.id, "until_on": yesterday}
    publish(name="Permanence de nuit", **night)
    return Matter.objects.get(pk=opening.id)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_says_who_answers_now_and_tonight_and_that_a_deputy_stands_in(directory, language):
    client = signed_in(officer("duty-officer", unit=unit(), language=language, zone="Africa/Casablanca"))
    page = client.get(reverse("contacts:matrix", args=[directory.reference]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Permanence &amp; &lt;b&gt;garde" in text
    assert 'href="tel:+212537000002"' in text
    stands_in = {"ar": "وينوب عنها نائبها", "fr": "son suppléant le remplace", "en": "its deputy stands in"}
    assert stands_in[language] in text
    nobody = {"ar": "لا أحد يجيب", "fr": "personne ne répond", "en": "nobody answers"}
    assert nobody[language] in text  # Paris has published nothing
    assert HouseEvent.objects.filter(action="contacts.read").count() == 1


def test_every_row_counts_the_days_without_a_successor_as_of_now(directory):
    client = signed_in(officer("duty-officer", unit=unit(), language="fr"))
    page = client.get(reverse("contacts:matrix", args=[directory.reference])).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    [days] = re.findall(r"(\d+) jours? sans successeur", text)
    told = re.findall(r"sans successeur depuis (\d+) jour", text)
    assert told
    assert set(told) == {days}
    assert "en qualité de suppléant" in text


def test_a_strip_is_read_without_colour_and_mirrored_in_arabic():
    hours, looks = [10, 11, 12], [THERE, DEPUTY, NOBODY]

    def drawn(language):
        with translation.override(language):
            svg = ET.fromstring(strip("x", hours, looks))
        rects = [(each.get("class"), float(each.get("x"))) for each in svg.iter(f"{SVG}rect")]
        return rects, [each.get("class") for each in svg.iter(f"{SVG}path")]

    (left, strokes), (right, _) = drawn("fr"), drawn("ar")
    assert [look for look, _ in left] == looks
    assert [x for _, x in left] == sorted(x for _, x in left)
    assert [x for _, x in right] == sorted((x for _, x in right), reverse=True)
    assert strokes == ["hour-stroke"]  # a deputy has a stroke besides its colour
