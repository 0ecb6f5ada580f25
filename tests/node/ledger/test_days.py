"""What is owed by a day: its rows, what a calendar stated later makes of them, and where they are shown."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mithaq.front.desk.desk import desk
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Duty, EntryRow, Matter
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.ledger.step import state
from mithaq.pact.rules import register
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.kind import Dated, Side
from mithaq.pact.rules.words import W
from tests.node.inquiries import BODY, SAYS
from tests.node.ledger.rows import readings
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db

DAYS = (("2026-H1", "2026-12-15"), ("2026-H2", "2027-01-31"))
REPORT = Dated(
    "report", W("تقرير", "rapport", "report"), "answer", Side.ANY, lambda *_: DAYS, lambda *_: None
)
FRENCH = {"zone": "Europe/Paris", "holidays": ("2026-12-25", "2027-01-01")}


@pytest.fixture(autouse=True)
def _a_kind_that_owes_by_day(monkeypatch):
    register.kinds()
    owing = replace(KIND, dated=(REPORT,))
    monkeypatch.setattr(register, "_KINDS", register._KINDS | {(KIND.name, KIND.edition): owing})
    held._folds.clear()
    yield
    held._folds.clear()


@pytest.fixture
def asked(paris):
    terms = EntryRow.objects.get(step="propose-terms").entry
    wire = paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001", terms=terms)
    assert receive(wire, now=NOW).state == "kept"
    return paris.entries[-1]


def stated(paris, now=NOW, **says):
    agreement = Matter.objects.get(kind="agreement").id
    wire = paris.wire("state-calendar", kind="agreement", matter=agreement, says=FRENCH | says)
    assert receive(wire, now=now).state == "kept"


def due(by: str) -> dict[str, datetime | None]:
    return dict(Duty.objects.filter(name="report", owed_by=by).values_list("about", "due_at"))


def test_each_thing_owed_by_a_day_has_a_row_and_a_calendar_stated_later_says_when_it_is_due(paris, asked):
    assert due("FR") == {"2026-H1": None, "2026-H2": None}
    stated(paris)
    assert due("FR") == {
        "2026-H1": datetime(2026, 12, 15, 23, tzinfo=UTC),
        "2026-H2": datetime(2027, 1, 31, 23, tzinfo=UTC),
    }
    assert due("MA") == {"2026-H1": None, "2026-H2": None}
    ours = Act("agreement", "state-calendar", {"zone": "UTC"}, matter=Matter.objects.get(kind="agreement").id)
    state(ours, officer=officer("plan-coordinator"), now=NOW)
    assert due("MA")["2026-H2"] == datetime(2027, 2, 1, tzinfo=UTC)
    before = readings()
    rebuild()
    assert readings() == before


def test_a_matter_that_arrives_after_the_calendar_is_read_with_it(paris):
    stated(paris)
    terms = EntryRow.objects.get(step="propose-terms").entry
    wire = paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001", terms=terms)
    assert receive(wire, now=NOW).state == "kept"
    assert due("FR")["2026-H2"] == datetime(2027, 1, 31, 23, tzinfo=UTC)


def test_what_is_late_by_a_day_stands_on_the_desk_with_what_it_is_about(paris, asked, salma):
    stated(paris)
    midnight = datetime(2026, 12, 15, 23, 0, 1, tzinfo=UTC)
    late = [(each.owed_by, each.about) for each in desk(salma, now=midnight).late if each.about]
    assert late == [("FR", "2026-H1")]
