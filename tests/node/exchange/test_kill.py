"""Kill -9 at the lines between an officer's form and the partner's ledger: nothing is lost, nothing is twice.

Every night at every line; otherwise at about sixty evenly spread over each path and at those around each
commit.
"""

import os

import pytest

from tests.two_nodes import deliver_all, nodes

pytestmark = [pytest.mark.slow, pytest.mark.law("no acknowledged entry is lost, none is kept twice")]

POINTS = 60
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


def points(rehearsed):
    """The lines at which to die."""
    events = rehearsed["events"]
    if NIGHTLY:
        return list(range(1, events + 1))
    spread = {1 + number * (events - 1) // (POINTS - 1) for number in range(POINTS)}
    around = {commit + near for commit in rehearsed["commits"] for near in (-1, 0, 1)}
    return sorted(at for at in spread | around if 0 < at <= events)


def die_everywhere(node, path, subjects):
    """Die at each point, finish, and collect what was wrong; how many deaths, and how many had
    acknowledged.
    """
    rehearsed = node.act("rehearse", path=path, about=next(subjects))
    acknowledged, wrong, chosen = 0, [], points(rehearsed)
    for at in chosen:
        about = next(subjects)
        died = node.act("die_at", path=path, about=about, at=at)
        node.act("free_the_leases")
        acknowledged += bool(died["acknowledged"])
        found = died["wrong"] + node.act("finish", path=path, about=about, acknowledged=died["acknowledged"])
        wrong += [(at, each) for each in found]
    return len(chosen), acknowledged, wrong


@pytest.mark.parametrize("path", ["release", "release_and_deliver"])
def test_an_officers_step_survives_death_at_any_line(path):
    with nodes("MA", "FR") as (rabat, paris):

        def drafts():
            while True:
                yield rabat.act("approved_draft", parties=["FR"])

        deaths, _, wrong = die_everywhere(rabat, path, drafts())
        assert not wrong
        assert deaths >= POINTS
        deliver_all((rabat, paris))
        alike_on_both_sides(rabat, paris)


def test_a_partners_envelope_survives_death_at_any_line():
    with nodes("MA", "FR") as (rabat, paris):
        wires = iter(paris.act("make_wires", recipient="MA", count=1))
        rehearsed = rabat.act("rehearse", path="receive", about=next(wires))
        chosen = points(rehearsed)
        wires = paris.act("make_wires", recipient="MA", count=len(chosen) + 1)[1:]
        deaths, _, wrong = die_everywhere(rabat, "receive", iter(wires))
        assert not wrong
        assert deaths >= POINTS
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)


def alike_on_both_sides(rabat, paris):
    assert rabat.act("entries") == paris.act("entries")
    assert rabat.act("receipts") == paris.act("receipts")
    assert rabat.act("standings") == paris.act("standings")
    assert rabat.act("waiting") == paris.act("waiting") == 0
    assert rabat.act("rebuild_differs") == []
    assert paris.act("rebuild_differs") == []
