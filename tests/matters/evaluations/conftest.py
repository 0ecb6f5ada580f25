"""A round between Rabat, which we are, and Paris."""

from datetime import timedelta

import pytest

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import lapse
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.exchange.envelope import to_wire
from tests.node.agreements import agreed
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated, ourselves
from tests.pact.rules.blind import body_of, said_of

ROUND = {
    "title": "تقييم", "instrument": "2026", "from_on": "2026-01-01", "until_on": "2026-06-30",
    "scores_by": "2026-12-31",
}  # fmt: skip
OURS = [
    {"dimension": "timeliness", "score": "3", "evidence": "Neuf réponses sur dix <b>à temps</b>."},
    {"dimension": "rights", "score": "1"},
]
THEIRS = {"timeliness": "2", "rights": "1"}


class Round:
    """The round as it goes: what we do through the node, and what Paris sends."""

    def __init__(self, paris: Simulated) -> None:
        self.paris, self.officer = paris, officer("plan-coordinator")
        opening = Act("evaluation", "open-evaluation", ROUND, parties=("FR",))
        self.id = state(opening, officer=self.officer, now=NOW).id
        self.theirs = body_of(**THEIRS)
        self.heads: tuple[str, ...] = (self.id,)

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.id)

    def we(self, step, values=None, item=""):
        act = Act("evaluation", step, values or {}, matter=self.id, item=item)
        entry = state(act, officer=self.officer, now=NOW)
        self.heads = (entry.id,)
        return entry

    def paris_says(self, step, *, body=None, **parts):
        parts = {"item": "FR", "after": self.heads} | parts
        sealed = self.paris.state(step, kind="evaluation", matter=self.id, body=body, **parts)
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
        self.heads = (sealed.signed.entry.id,)
        return sealed.signed.entry

    def paris_seals(self):
        return self.paris_says("seal-scores", says=said_of("seal-scores", self.theirs))

    def paris_opens(self, **changes):
        said = said_of("open-scores", self.theirs)
        return self.paris_says("open-scores", says=said, body=self.theirs | changes)

    def our_node_opens(self):
        [entry] = lapse.state_lapses(NOW + timedelta(minutes=1))
        self.heads = (entry.id,)
        return entry


@pytest.fixture
def opened(tmp_path, settings, db, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("evaluation",), now=NOW - timedelta(days=2))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Round(paris)
