"""The room is tested on a node with an agreement: two parties ask, offer and help by the real steps."""

from datetime import timedelta

import pytest

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.officers.models import Officer
from mithaq.pact.exchange.envelope import to_wire
from tests.node.agreements import in_agreement
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated, ourselves

DAY = timedelta(days=1)
NEED = "Le laboratoire n’a pas de procédure commune pour identifier les victimes d’une catastrophe."
EXPECTED = "Une procédure adoptée et éprouvée lors d’un exercice."
AGENDA = "Jour 1 : procédures en vigueur. Jour 2 : mise en situation."
REPORT = "Les deux équipes ont travaillé ensemble ; trois recommandations ont été adoptées."
PIECE = {
    "what": "Valise <b>de relevé</b>", "serial": "SN-0042-ب", "end_user": "Laboratoire de Casablanca",
    "maintenance": "Entretien annuel par le fournisseur, deux agents formés.",
}  # fmt: skip


def on(days: int) -> str:
    return (NOW + days * DAY).date().isoformat()


class Helping:
    """Our node and Paris, which help each other. `at` is when the next step is taken."""

    def __init__(self, paris: Simulated) -> None:
        self.paris, self.at = paris, NOW
        self.manager = officer("assistance-manager", language="fr")
        self.opened = 0

    def asks(self, by="MA", **changes) -> str:
        """A need, or an offer with `way`; the id of its matter."""
        says = {
            "way": "ask", "format": "equipment", "axis": "PTS", "participants": 6, "answer_by": on(12),
            "no_conflict": True,
        }  # fmt: skip
        body = {"title": "Identification", "need": NEED, "expected": EXPECTED, "end_user": "Laboratoire"}
        says |= {name: value for name, value in changes.items() if name not in body}
        body |= {name: value for name, value in changes.items() if name in body}
        if by == "MA":
            act = Act("assistance", "begin-assistance", says | body, parties=("FR",))
            return self.paris.learn(state(act, officer=self.manager, now=self.at)).id
        self.opened += 1
        parts = {
            "kind": "assistance",
            "reference": f"FR-TAS-2026-{self.opened:05}",
            "terms": self.paris.terms,
        }
        sealed = self.paris.state("begin-assistance", says=says, body=body, **parts)
        assert receive(to_wire(sealed, "MA"), now=self.at).state == "kept"
        return sealed.signed.entry.id

    def offers(self, by="MA", **changes) -> str:
        return self.asks(by, **{"way": "offer", "answer_by": "", **changes})

    def we(self, matter: str, step: str, item: str = "", **values) -> str:
        act = Act("assistance", step, values, matter=matter, item=item)
        return self.paris.learn(state(act, officer=self.manager, now=self.at)).id

    def they(self, matter: str, step: str, item: str = "", body=None, **says) -> str:
        self.paris.now = self.at
        sealed = self.paris.state(step, kind="assistance", matter=matter, item=item, says=says, body=body)
        assert receive(to_wire(sealed, "MA"), now=self.at).state == "kept"
        return sealed.signed.entry.id

    def accepted(self, **changes) -> str:
        """A need of ours that Paris has offered to help with, and we have accepted."""
        matter = self.asks(**changes)
        self.they(matter, "agree-consultation")
        self.they(matter, "offer-help", decided_on=on(0), score=24)
        self.we(matter, "accept-help")
        return matter

    def planned(self, matter: str, city: str, days: int) -> str:
        """A mission of Paris that begins so many days from now."""
        says = {"starts_on": on(days), "ends_on": on(days + 2), "experts": 2, "people": 6}
        return self.they(matter, "plan-mission", body={"city": city, "agenda": AGENDA}, **says)

    def evaluated(self, matter: str, city: str, days: int) -> str:
        """A mission that was held, reported on and evaluated."""
        mission = self.planned(matter, city, days)
        self.we(matter, "confirm-held", mission)
        self.they(matter, "report-mission", mission, body={"report": REPORT}, recommendations=3)
        self.we(matter, "evaluate-mission", mission, asked=6, answered=5, satisfaction="5.2")
        return mission

    def handed_over(self, matter: str, inspect: int, **changes) -> str:
        """A piece that Paris hands over, to be inspected so many days from now."""
        return self.they(matter, "hand-over-equipment", body=PIECE | changes, inspect_on=on(inspect))

    def calendar(self) -> None:
        """Ours is stated: from now on what we owe by a day has an instant."""
        agreement = Matter.objects.get(kind="agreement").id
        act = Act("agreement", "state-calendar", {"zone": "Africa/Casablanca"}, matter=agreement)
        self.paris.learn(state(act, officer=officer("plan-coordinator"), now=NOW))

    def reference(self, matter: str) -> str:
        return Matter.objects.get(pk=matter).reference

    def page(self, language="fr", reader: Officer | None = None) -> str:
        reader = reader or self.manager
        Officer.objects.filter(pk=reader.pk).update(language=language)
        page = signed_in(Officer.objects.get(pk=reader.pk)).get("/assistance/")
        assert page.status_code == 200
        return page.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def helping(tmp_path, settings, db, monkeypatch):
    """An agreement that opens the field; nothing has been asked for yet."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Helping(in_agreement(kinds=("assistance",)))


@pytest.fixture
def busy(helping):
    """Something in every part of the room; the matters by what they are."""
    helping.calendar()
    helping.helped = helping.accepted(title="Valises de relevé")
    helping.evaluated(helping.helped, "Casablanca", -20)
    helping.planned(helping.helped, " casablanca", 40)
    helping.certified = helping.handed_over(helping.helped, inspect=30)
    helping.we(
        helping.helped, "certify-end-use", helping.certified, undertaking="Usage par le seul laboratoire."
    )
    helping.need = helping.asks("FR", axis="CYB", format="workshop", title="Atelier demandé")
    helping.offer = helping.offers(axis="CYB", format="workshop", title="Atelier proposé")
    helping.held = helping.asks(
        axis="CYB", format="workshop", title="Repérage de téléphones", sensitive=["interception"]
    )
    return helping
