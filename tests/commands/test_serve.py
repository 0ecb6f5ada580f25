"""`mithaq serve`: what must be so when the processes that answer are forked."""

import threading

import pytest
from django.db import DatabaseError

from mithaq.commands import serve as command
from mithaq.commands.serve import serve
from mithaq.node.exchange import worker
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import BodyKey, BodyRow
from mithaq.node.safeguards import erased
from tests.node.inquiries import BODY, SAYS
from tests.node.simulated import NOW, Simulated, ourselves


class ForksNow:
    """Stands where the server stands, and looks at what a fork would copy."""

    seen: list[str] = []

    def __init__(self, target, **settings):
        assert target == "mithaq.front.config.wsgi:application"

    def serve(self, **settings):
        self.seen += [thread.name for thread in threading.enumerate()]


def test_no_thread_of_ours_runs_when_processes_are_forked(monkeypatch):
    before = {thread.name for thread in threading.enumerate()}
    monkeypatch.setattr("granian.Granian", ForksNow)
    assert serve("127.0.0.1:8999", threads=1, processes=1) == 0
    assert ForksNow.seen
    assert set(ForksNow.seen) <= before


@pytest.mark.django_db
def test_what_a_backup_brought_back_is_erased_before_anybody_reads(tmp_path, settings):
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    wire = paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    erased.remember([paris.entries[-1].id])  # erased once; the database is an older one
    command._look_before_anybody_reads()
    assert not BodyKey.objects.exists()
    assert not BodyRow.objects.exists()


def test_a_node_whose_database_is_away_says_so_itself(monkeypatch, caplog):
    def away():
        raise DatabaseError

    monkeypatch.setattr(worker, "look_back", away)
    command._look_before_anybody_reads()
    assert "could not look" in caplog.text
