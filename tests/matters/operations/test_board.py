"""The board of an operation: reasons in the reader's language, legs in time, mirrored and without colour."""

from datetime import timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.matters.operations.drawn import Leg, draw
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.exchange.envelope import to_wire
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
ZONE = ZoneInfo("Africa/Casablanca")


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


CONCEPT = {
    "title": "Ambre", "sort": "controlled-delivery", "axis": "STU", "starts_at": at(2), "ends_at": at(12),
    "aim": "Suivre un chargement sans le perdre de vue, et identifier ses destinataires.",
    "necessity": "Aucune mesure moins intrusive ne permet d’identifier les destinataires ; elle dure un jour "
    "et chaque étape est autorisée par un juge.",
    "guest_powers": "none", "goods": "Conteneur", "substitution": "full",
    "loss_plan": "Interception au port.",
}  # fmt: skip
LEG = {
    "number": 1, "authority": "MA", "mode": "road", "departs_at": at(3), "arrives_at": at(6),
    "from_place": "Casablanca", "to_place": "Tanger <b>Med</b>",
}  # fmt: skip


@pytest.fixture
def operation(tmp_path, settings, db, monkeypatch):
    """Agreed by Paris, which has cleared nothing; our leg outlasts its authorisation."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("operation",), now=NOW - timedelta(days=2))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    ours = officer("operations-planner", "operations-commander", "legal-adviser")
    opening = state(Act("operation", "propose-operation", CONCEPT, parties=("FR",)), officer=ours, now=NOW)
    agrees = paris.state("agree-concept", kind="operation", matter=opening.id, after=(opening.id,))
    assert receive(to_wire(agrees, "MA"), now=NOW).state == "kept"

    def we(step, values, item=""):
        return state(Act("operation", step, values, matter=opening.id, item=item), officer=ours, now=NOW)

    leg = we("propose-leg", LEG)
    valid = {"reference": "CR 12/2026", "valid_from": at(-1), "valid_until": at(5)}
    we("authorise-leg", valid, leg.id)
    we("log-decision", {
        "sort": "wait", "decided_at": at(-1), "options": "Partir ou attendre.",
        "reason": "Attendre la réponse de Paris avant de partir.",
    })  # fmt: skip
    return Matter.objects.get(pk=opening.id)


REASONS = {
    "ar": ["لا انطلاق: لم يوقع قائد", "ينتهي إذن"],
    "fr": ["n’a pas signé son ordre", "expire avant son arrivée"],
    "en": ["has not signed its own order", "ends before the leg does"],
}


@pytest.mark.parametrize("language", REASONS)
def test_the_go_is_barred_and_the_page_says_why_in_the_readers_language(operation, language):
    commander = officer("operations-commander", unit=unit(), language=language, zone="Africa/Casablanca")
    page = signed_in(_seeing(commander, operation)).get(
        reverse("operations:board", args=[operation.reference])
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert all(reason in text for reason in REASONS[language])
    assert 'aria-disabled="true"' in text  # the go
    assert "/steps/give-go/" not in text
    assert "/steps/abort/" in text
    assert "Tanger &lt;b&gt;Med" in text
    assert "Attendre la réponse" in text


def _seeing(officer, matter):
    from mithaq.node.officers.assign import assign

    assign(None, matter.pk, matter.kind, to=officer, now=NOW)
    return officer


def leg(number=1, departs=1, arrives=3, valid=(0, 4)) -> Leg:
    hours = [NOW + timedelta(hours=each) for each in (departs, arrives)]
    authorised = tuple(NOW + timedelta(hours=each) for each in valid) if valid else None
    return Leg(number, "Tanger Med → Sète", "Rabat", *hours, authorised, "autorisée")


def looks(*legs: Leg, language="fr") -> list[tuple[str, float]]:
    with translation.override(language):
        svg = ET.fromstring(draw("Legs", legs, ZONE, NOW))
    return [
        (each.get("class") or each.get("fill"), float(each.get("x")))
        for each in svg.iter(f"{SVG}rect")
    ]  # fmt: skip


def test_what_is_not_authorised_and_what_lapses_differ_in_shape():
    assert [look for look, _ in looks(leg())] == ["leg-bar"]
    assert [look for look, _ in looks(leg(valid=None))] == ["leg-open"]
    assert [look for look, _ in looks(leg(valid=(0, 2)))] == ["leg-bar", "leg-open", "url(#lapsed)"]


def test_time_runs_from_right_to_left_in_arabic():
    legs = (leg(1, 1, 2), leg(2, 3, 4))
    assert looks(*legs)[0][1] < looks(*legs)[1][1]
    assert looks(*legs, language="ar")[0][1] > looks(*legs, language="ar")[1][1]


@pytest.mark.parametrize("hours", [0.2, 3, 40, 900])
def test_however_long_it_takes_the_hours_have_room(hours):
    with translation.override("fr"):
        svg = ET.fromstring(draw("Legs", (leg(1, 1, 1 + hours, None),), ZONE, NOW))
    ticks = [each for each in svg.iter(f"{SVG}text") if each.get("class") == "tick"]
    assert 2 <= len(ticks) <= 18
