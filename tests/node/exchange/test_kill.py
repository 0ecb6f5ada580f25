"""Kill -9 at every line between an officer's form and the partner's screen: nothing is lost, nothing twice.

A death leaves what is on disk, committed and told. In a rehearsal every executed line is looked at, and the
lines between which nothing of that changes are one class: to die at one of them is to die at any. Then the
process dies at the first line and at the last line of each class, and both times what is left is compared
with what there was at the first. So every line is covered, the repetitions of each as well.
"""

import pytest

from tests.two_nodes import deliver_all, nodes

pytestmark = [pytest.mark.slow, pytest.mark.law("no acknowledged entry is lost, none is kept twice")]


LONG = 1000  # lines
STRAYS = 5  # now and then a run finds the folder made that its chunk goes to


def none(same):
    return ()


def one(same):
    """Any line of a long class."""
    return (same["some"],) if same["lines"] > LONG else ()


def die_everywhere(node, path, subjects, *, between=none):
    """Die at both ends of each class, finish, and collect what was wrong; the classes."""
    classes = rehearsed(node, path, subjects)
    ends = [same["last"] for same in classes]
    wrong = []
    for number, same in enumerate(classes):
        for at in (None, *between(same), *([same["last"]] if same["lines"] > 1 else [])):
            wrong += die_and_finish(node, path, subjects, after=ends[:number], at=at)
    return classes, wrong


def rehearsed(node, path, subjects, **how):
    """The classes of a path."""
    assert not node.act("warm_up", path=path, about=next(subjects))
    node.act("free_the_leases")
    classes = node.act("rehearse", path=path, about=next(subjects), **how)
    node.act("free_the_leases")
    return classes


def die_and_finish(node, path, subjects, *, after, at, **how):
    """Die once in a class, do what was to be done, and say what was wrong."""
    wrong = []
    for _ in range(STRAYS):
        about = next(subjects)
        died = node.act("die_at", path=path, about=about, after=after, at=at, **how)
        node.act("free_the_leases")
        wrong += died["wrong"] + node.act("finish", path=path, about=about, told=died["told"])
        node.act("free_the_leases")
        if died["died"]:
            return [(died["died"], each) for each in wrong]
    raise AssertionError(f"after {after} no run came to {at}")


@pytest.mark.law("L33")
def test_a_form_survives_death_at_any_line_of_its_pages():
    """From the first press of a button to the entry: two officers, four pages, resent whatever died."""
    with nodes("MA", "FR") as (rabat, paris):
        _, wrong = die_everywhere(rabat, "form", asked_of(rabat, "filled_in"))
        assert not wrong
        deliver_all((rabat, paris))
        alike_on_both_sides(rabat, paris)


def test_an_entry_and_its_files_survive_death_at_any_line_on_their_way_to_the_partner():
    with nodes("MA", "FR") as (rabat, paris):
        drafts = asked_of(rabat, "approved_draft", parties=["FR"])
        _, wrong = die_everywhere(rabat, "release_and_deliver", drafts)
        assert not wrong
        deliver_all((rabat, paris))
        alike_on_both_sides(rabat, paris)


def test_a_partners_files_and_envelope_survive_death_at_any_line():
    with nodes("MA", "FR") as (rabat, paris):
        _, wrong = die_everywhere(rabat, "receive", posts(rabat, paris), between=one)
        assert not wrong
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)


def test_a_nodes_own_work_survives_death_at_any_line():
    """Sequencing, witnesses, persons named: both logs have no gap, and the partner cosigns what there is."""
    with nodes("MA", "FR") as (rabat, paris):
        kept = (rabat.act("work_from", brought=each) for each in posts(rabat, paris))
        _, wrong = die_everywhere(rabat, "house", kept)
        assert not wrong
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)
        rabat.act("sequence_all")
        assert rabat.act("show_all") == {"FR": "cosigned"}
        assert rabat.act("run", code="Alarm.objects.count()") == 0


def test_the_partners_screen_survives_death_at_any_line():
    """Whoever was shown a matter stands in the house log, whatever died while the page was drawn."""
    with nodes("MA", "FR") as (rabat, paris):
        rabat.act("work_from", brought=next(posts(rabat, paris)))
        _, wrong = die_everywhere(rabat, "screen", asked_of(rabat, "listed"))
        assert not wrong
        deliver_all((paris, rabat))
        alike_on_both_sides(rabat, paris)


def test_whoever_does_not_see_what_is_committed_finds_fewer_classes_and_they_are_none():
    """So the comparison of what is left can fail, and what makes the classes is what the database keeps."""
    with nodes("MA", "FR") as (rabat, paris):
        brought = posts(rabat, paris)
        seen = rehearsed(rabat, "receive", brought)
        blind = rehearsed(rabat, "receive", brought, blind=True)
        assert len(blind) < len(seen)
        pairs = enumerate(zip(seen, blind, strict=False))
        number = next(number for number, (one, other) in pairs if one["last"] != other["last"])
        way = {"after": [same["last"] for same in blind[:number]], "blind": True}
        assert not die_and_finish(rabat, "receive", brought, at=None, **way)
        found = die_and_finish(rabat, "receive", brought, at=blind[number]["last"], **way)
        assert [each for _, each in found] == ["the class is none: its lines do not leave the same"]


def asked_of(node, act, **parts):
    while True:
        yield node.act(act, **parts)


def posts(rabat, paris):
    """Requests of Paris as they leave, for as long as they are asked for; each travels once."""
    while True:
        yield from paris.act("make_posts", recipient=rabat.code, count=10)


def alike_on_both_sides(rabat, paris):
    assert rabat.act("entries") == paris.act("entries")
    assert rabat.act("receipts") == paris.act("receipts")
    assert rabat.act("standings") == paris.act("standings")
    assert rabat.act("all_files") == paris.act("all_files")
    assert rabat.act("waiting") == paris.act("waiting") == 0
    assert rabat.act("rebuild_differs") == []
    assert paris.act("rebuild_differs") == []
