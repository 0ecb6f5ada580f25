"""The house log: written with what it notes, never changed, provable after a reason was erased."""

import importlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from mithaq.node.safeguards.house import erase_reasons, note
from mithaq.node.safeguards.models import HouseEvent, HouseReason, reason_digest
from tests.node.people import matter, officer

pytestmark = pytest.mark.django_db
REASON = "Said to be Ahmed Benani, seen near the station"


@pytest.fixture
def guarded():
    """The triggers as a node has them: the run itself takes one away, to empty tables between tests."""
    migration = importlib.import_module("mithaq.node.safeguards.migrations.0002_house_log_is_append_only")
    with connection.schema_editor(atomic=False) if connection.vendor != "sqlite" else _Plain() as editor:
        migration.unguard(None, editor)
        migration.guard(None, editor)


class _Plain:
    """A schema editor that only executes: SQLite's own one refuses to work inside a test."""

    def __init__(self):
        self.connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None

    def execute(self, sql, params=()):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


def test_an_event_says_who_did_what_to_which_matter_and_names_nobody():
    persona = officer("duty-officer", family_name="Benani")
    event = note("matter.read", officer=persona, matter=matter(), reference="MA-INQ-2026-00012")
    assert (event.officer, event.action, event.matter) == (persona.reference, "matter.read", matter())
    assert "Benani" not in str(event)
    assert b"Benani" not in event.leaf_bytes()


def test_the_node_itself_acts_under_no_name():
    assert note("ledger.sequenced", officer=None).officer == ""


def test_an_event_shares_the_fate_of_what_it_notes():
    with transaction.atomic():
        note("draft.approved", officer=officer())
        transaction.set_rollback(True)
    assert not HouseEvent.objects.exists()


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: HouseEvent.objects.update(action="nothing"), id="an event is changed"),
        pytest.param(lambda: HouseReason.objects.update(text="another"), id="a reason is changed"),
        pytest.param(
            lambda: (HouseReason.objects.all().delete(), HouseEvent.objects.all().delete()),
            id="an event is deleted",
        ),
    ],
)
def test_the_database_itself_refuses_to_change_the_log(change):
    event = note("matter.read", officer=officer(), reason=REASON)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    event.refresh_from_db()
    assert (event.action, event.reason) == ("matter.read", REASON)


@pytest.mark.usefixtures("guarded")
def test_a_reason_can_be_erased_and_the_event_keeps_its_leaf():
    event = note("glass.broken", officer=officer(), matter=matter(), reason=REASON)
    other = note("glass.broken", officer=officer(), matter=matter(2), reason=REASON)
    before = event.leaf_bytes()
    assert event.kept_reason.text == REASON
    assert erase_reasons(matter()) == 1
    event = HouseEvent.objects.get(pk=event.pk)
    assert (event.reason, event.leaf_bytes()) == ("", before)
    assert HouseEvent.objects.get(pk=other.pk).reason == REASON


def test_the_digest_of_a_reason_can_be_checked_and_not_guessed():
    events = [note("glass.broken", officer=officer(), reason=REASON) for _ in range(2)]
    assert events[0].reason_digest != events[1].reason_digest
    kept = events[0].kept_reason
    assert reason_digest(bytes(kept.salt), kept.text) == events[0].reason_digest


def test_a_leaf_is_the_same_bytes_after_a_round_through_the_database():
    event = note("matter.assigned", officer=officer(), matter=matter(), to="الوحدة", count=3, urgent=True)
    again = HouseEvent.objects.get(pk=event.pk)
    assert again.leaf_bytes() == event.leaf_bytes()
    said = json.loads(again.leaf_bytes())
    assert said["facts"] == {"to": "الوحدة", "count": 3, "urgent": True}
    assert said["at"].endswith("Z")
    assert said["number"] == event.pk


def test_a_fact_is_too_short_for_a_story():
    with pytest.raises(ValueError, match="narrative"):
        note("matter.read", officer=officer(), narrative="x" * 201)
