"""A register that Rabat proposed and Paris joined; Paris knows the pact alone, and has secrets of its own."""

from datetime import timedelta

import pytest

from mithaq.matters.deconfliction.activities import Activity, submit
from mithaq.matters.deconfliction.compare import compare_all
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.exchange.blinding import blinded, point_of, read_points, write_points
from mithaq.pact.exchange.envelope import to_wire
from tests.node.agreements import agreed
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

EXPIRES = (NOW + timedelta(days=1)).date().isoformat()
SECRET = bytes([9]) * 32


class Register:
    """Both sides of a register, seen from Rabat."""

    def __init__(self, paris, planner):
        self.paris, self.planner = paris, planner
        opening = Act(
            "deconfliction", "open-register", {"title": "Déconfliction du Détroit"}, parties=("FR",)
        )
        entry = state(opening, officer=officer("plan-coordinator"), now=NOW)
        self.id = entry.id
        self.says("join-register")

    @property
    def matter(self):
        return Matter.objects.get(pk=self.id)

    def says(self, step, **parts):
        """A step of Paris, on all that it has seen."""
        for entry in held.entries_of(self.id).entries:
            self.paris.learn(entry)
        sealed = self.paris.state(step, kind="deconfliction", matter=self.id, **parts)
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
        return sealed.signed.entry

    def submits(self, *tokens, secret=SECRET):
        points = write_points(blinded(secret, map(point_of, tokens)))
        return self.says("submit-activity", says={"expires_on": EXPIRES}, body={"points": points})

    def gives_back(self, ours, own, secret=SECRET):
        """Our points times the secret of Paris, as an honest node gives them back."""
        points = blinded(secret, read_points(self.body(ours)["points"]))
        said = {"points": write_points(points)}
        return self.says("compare-activity", item=ours.id, says={"own": own.id}, body=said)

    def puts_aside(self, *tokens, label="Équipe du quai 7", hours=4):
        said = Activity(label, tokens, NOW + timedelta(hours=hours), "Salma, permanence +212 5 37 00 00 01")
        return submit(self.matter, said, officer=self.planner, now=NOW)

    def body(self, entry):
        return held.bodies_of([entry])[entry.id]

    def entries(self, step):
        return [entry for entry in held.entries_of(self.id).entries if entry.step == step]

    def goes_round(self, times=1):
        for _ in range(times):
            compare_all(clock.now())


@pytest.fixture
def register(tmp_path, settings, db, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("deconfliction",), now=NOW - timedelta(days=2))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    planner = officer("operations-planner", unit=unit(), language="fr", zone="Africa/Casablanca")
    return Register(paris, planner)
