"""The readiness room: a matrix and a map without colour, mirrored; gaps lead to actions and back."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.matters.readiness.drawn import Mapped, Placed, capability_map, matrix
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import lapse
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.officers.models import Officer
from mithaq.pact.exchange.envelope import to_wire
from tests.matters.plan.planned import Planned
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
BANDS = {"low": "faible", "moderate": "modéré", "high": "élevé", "critical": "critique"}
DAY = timedelta(days=1)


def on(days: int) -> str:
    return (NOW + days * DAY).date().isoformat()


RISK = {
    "event": "Arrivée tardive de plus de 5 000 personnes sans billet", "subject": "conduct", "owner": "MA",
    "cause": "Vente de <b>faux</b> billets.", "consequence": "Poussée devant la porte.",
}  # fmt: skip
ASSESSED = {
    "likelihood": 4, "people": 5, "continuity": 3, "rights": 2, "confidence": 4, "left_likelihood": 2,
    "left_impact": 4, "controls_until": on(2), "controls": "Filtrage en deux lignes.", "review_on": on(90),
}  # fmt: skip
LEVELS = {
    "staff": 3, "procedures": 4, "equipment": 3, "training": 3, "exercised": 3, "valid_until": on(300),
    "evidence": "Inspection conjointe.",
}  # fmt: skip


class Register:
    """A register of ours, with Paris beside us."""

    def __init__(self, paris: Simulated) -> None:
        self.paris, self.officer = paris, officer("plan-coordinator", "head-of-service")
        opening = Act(
            "readiness", "open-register", {"title": "Avant le tournoi", "axis": "EVT"}, parties=("FR",)
        )
        self.id = state(opening, officer=self.officer, now=NOW).id
        self.heads: tuple[str, ...] = (self.id,)

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.id)

    def we(self, step, values=None, item="", now=NOW):
        act = Act("readiness", step, values or {}, matter=self.id, item=item)
        entry = state(act, officer=self.officer, now=now)
        self.heads = (entry.id,)
        return entry

    def paris_says(self, step, **parts):
        sealed = self.paris.state(step, kind="readiness", matter=self.id, after=self.heads, **parts)
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
        self.heads = (sealed.signed.entry.id,)

    def page(self, language="fr"):
        Officer.objects.filter(pk=self.officer.pk).update(language=language)
        self.officer.refresh_from_db()
        page = signed_in(self.officer).get(reverse("readiness:board", args=[self.matter.reference]))
        assert page.status_code == 200
        return page.content.decode()


@pytest.fixture
def register(tmp_path, settings, db, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("readiness", "plan"), now=NOW - 2 * DAY)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Register(paris)


@pytest.fixture
def exercised(register):
    risk = register.we("identify-risk", RISK)
    register.we("assess-risk", ASSESSED, risk.id)
    capability = register.we("declare-capability", {"name": "Maîtrise des flux", "critical": True})
    register.we("give-evidence", LEVELS, capability.id)
    objectives = [{"text": "Arrêter l’afflux"}, {"text": "Alerter ensemble"}]
    exercise = register.we("plan-exercise", {
        "scenario": "Mouvement de foule", "sort": "tabletop", "held_on": on(0), "capability": capability.id,
        "objectives": objectives,
    })  # fmt: skip
    register.paris_says("approve-exercise", item=exercise.id)
    results = [{**row, "result": mark} for row, mark in zip(objectives, "PU", strict=True)]
    register.we("run-exercise", {"results": results}, exercise.id)
    register.exercise = exercise
    return register


SAYS = {
    "ar": ["تحسينات ناقصة: 1", "تعذر إنجازه", "مجربة في تمرين"],
    "fr": ["Améliorations manquantes\N{NO-BREAK SPACE}: 1", "Non réalisé", "éprouvée par un exercice"],
    "en": ["Improvements still missing: 1", "Could not be performed", "exercised"],
}


@pytest.mark.parametrize("language", SAYS)
def test_the_page_has_risks_capabilities_and_what_an_exercise_asks_for(exercised, language):
    text = exercised.page(language)
    assert all(said in text for said in SAYS[language])
    assert "Arrivée tardive de plus de 5 000 personnes sans billet" in text
    assert text.count("<svg") >= 2
    assert "Mouvement de foule" in text


@pytest.mark.law("AS-M14-1")
def test_as_m14_1_the_node_states_that_a_control_has_run_out_and_the_page_says_so(exercised):
    assert "ne comptent plus" not in exercised.page()
    assert not lapse.state_lapses(NOW + DAY)
    [entry] = lapse.state_lapses(NOW + 4 * DAY)
    assert (entry.step, entry.function) == ("state-expiry", "node")
    text = exercised.page()
    assert "ne comptent plus" in text
    assert "20 – " in text
    assert "Accepter un risque critique" in text
    assert exercised.matter.stage == "attention"


def test_an_improvement_leads_to_the_action_that_carries_it_and_the_action_leads_back(exercised):
    plan = Planned(exercised.paris, now=NOW - DAY, ours=exercised.officer).signed()
    action = plan.action(plan.objective(plan.axis()))
    exercised.we("ask-improvement", {
        "exercise": exercised.exercise.id, "text": "Doubler la ligne d’alerte", "owner": "MA",
        "due_on": on(60), "action": action.id,
    })  # fmt: skip
    text = exercised.page()
    address = reverse("plan:action", args=[plan.reference, action.id])
    assert address in text
    assert "manquantes" not in text
    back = signed_in(exercised.officer).get(address).content.decode()
    assert exercised.matter.reference in back
    assert "Ce qu’elle porte" in back


def drawn(language, draw):
    with translation.override(language):
        return ET.fromstring(draw())


def test_the_matrix_is_read_without_colour_and_its_likelihood_runs_as_the_line_does():
    risks = [Placed(1, "A", 5, 5, bare=True), Placed(2, "B", 1, 2, bare=False)]
    left, right = (drawn(language, lambda: matrix("x", risks, BANDS)) for language in ("fr", "ar"))

    def circles(svg):
        return {each.get("class"): float(each.get("cx")) for each in svg.iter(f"{SVG}circle")}

    assert circles(left)["risk-mark"] < circles(left)["risk-bare"]
    assert circles(right)["risk-mark"] > circles(right)["risk-bare"]
    words = "".join(left.itertext())
    assert all(said in words for said in BANDS.values())
    assert {each.get("id") for each in left.iter(f"{SVG}pattern")} == {
        "risk-moderate", "risk-high", "risk-critical",
    }  # fmt: skip
    assert "5 × 5 = 25 · critique · 1. A" in words


def test_the_map_has_a_digit_for_each_level_and_frames_what_decides():
    rows = [Mapped("Flux", (3, 4, 3, 3, 1), "1", 4), Mapped("Secours", (2, 2, 2, 2, 2), "2", None)]
    svg = drawn("en", lambda: capability_map("x", ["a", "b", "c", "d", "e"], rows))
    frames = [each for each in svg.iter(f"{SVG}rect") if each.get("class") == "level-frame"]
    bars = [float(each.get("width")) for each in svg.iter(f"{SVG}rect") if each.get("class") == "level-bar"]
    assert len(frames) == 1
    assert bars[1] == pytest.approx(4 * bars[4], abs=0.2)
    assert capability_map("x", [], []) == matrix("x", [], BANDS) == ""
