"""Kill -9 at the lines between an officer's form and the partner's screen: nothing is lost, nothing is twice.

Every night at every line of the source that runs, and at hundreds of its repetitions; otherwise at some
evenly spread over each path. Always at those around each commit.
"""

import os

import pytest

from tests.two_nodes import deliver_all, nodes

pytestmark = [pytest.mark.slow, pytest.mark.law("no acknowledged entry is lost, none is kept twice")]

POINTS = 60
PAGES = 24  # of a path that draws pages a death costs a second
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


def points(rehearsed, spread_over):
    """The lines at which to die."""
    events, wanted = rehearsed["events"], spread_over * (10 if NIGHTLY else 1)
    spread = {1 + number * (events - 1) // (wanted - 1) for number in range(wanted)}
    around = {commit + near for commit in rehearsed["commits"] for near in (-1, 0, 1)}
    every = {*rehearsed["firsts"]} if NIGHTLY else set()
    return sorted(at for at in spread | around | every if 0 < at <= events)


def die_everywhere(node, path, subjects, *, spread_over=POINTS):
    """Die at each point, finish, and collect what was wrong; how many deaths, and how many had
    acknowledged.
    """
    rehearsed = node.act("rehearse", path=path, about=next(subjects))
    node.act("free_the_leases")
    acknowledged, wrong, chosen = 0, [], points(rehearsed, spread_over)
    for at in chosen:
        about = next(subjects)
        died = node.act("die_at", path=path, about=about, at=at)
        node.act("free_the_leases")
        acknowledged += bool(died["acknowledged"])
        found = died["wrong"] + node.act("finish", path=path, about=about, acknowledged=died["acknowledged"])
        node.act("free_the_leases")
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


def test_a_form_survives_death_at_any_line_of_its_pages():
    """From the first press of a button to the entry: two officers, four pages, resent whatever died."""
    with nodes("MA", "FR") as (rabat, paris):

        def forms():
            while True:
                yield rabat.act("filled_in")

        deaths, _, wrong = die_everywhere(rabat, "form", forms(), spread_over=PAGES)
        assert not wrong
        assert deaths >= PAGES
        deliver_all((rabat, paris))
        alike_on_both_sides(rabat, paris)


def test_a_partners_envelope_survives_death_at_any_line():
    with nodes("MA", "FR") as (rabat, paris):
        deaths, _, wrong = die_everywhere(rabat, "receive", wires(rabat, paris))
        assert not wrong
        assert deaths >= POINTS
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)


def test_a_nodes_own_work_survives_death_at_any_line():
    """Sequencing, witnesses, persons named: both logs have no gap, and the partner cosigns what there is."""
    with nodes("MA", "FR") as (rabat, paris):
        kept = (rabat.act("kept_from", wire=wire) for wire in wires(rabat, paris))
        deaths, _, wrong = die_everywhere(rabat, "house", kept)
        assert not wrong
        assert deaths >= POINTS
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)
        rabat.act("sequence_all")
        assert rabat.act("show_all") == {"FR": "cosigned"}
        assert rabat.act("run", code="Alarm.objects.count()") == 0


def test_the_partners_screen_survives_death_at_any_line():
    """Whoever was shown a matter stands in the house log, whatever died while the page was drawn."""
    with nodes("MA", "FR") as (rabat, paris):
        rabat.act("kept_from", wire=next(wires(rabat, paris)))

        def openings():
            while True:
                yield rabat.act("listed")

        deaths, shown, wrong = die_everywhere(rabat, "screen", openings(), spread_over=PAGES)
        assert not wrong
        assert shown
        assert deaths >= PAGES
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)


def wires(rabat, paris):
    """Requests of Paris as they leave, for as long as they are asked for; each travels once."""
    while True:
        yield from paris.act("make_wires", recipient=rabat.code, count=20)


def alike_on_both_sides(rabat, paris):
    assert rabat.act("entries") == paris.act("entries")
    assert rabat.act("receipts") == paris.act("receipts")
    assert rabat.act("standings") == paris.act("standings")
    assert rabat.act("waiting") == paris.act("waiting") == 0
    assert rabat.act("rebuild_differs") == []
    assert paris.act("rebuild_differs") == []
