"""Comparing: products go back and forth, whom to call comes last, and nothing else ever leaves."""

import re
from datetime import timedelta

import pytest

from mithaq.matters.deconfliction import compare
from mithaq.node import clock
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import EntryRow, OwnKey
from mithaq.node.ledger.step import state
from mithaq.node.national.models import Piece
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.blinding import MOST_POINTS, read_points, write_points
from mithaq.pact.rules.errors import StepNotAllowed
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
QUAY, ELSEWHERE, PLATE = "place 1|7975|-1223|493166", "place 1|1|1|1", "identifier 1|vehicle|12345ا6"


def test_what_meets_is_found_and_both_are_told_whom_to_call(register):
    ours, theirs = register.puts_aside(QUAY, PLATE), register.submits(ELSEWHERE, QUAY)
    register.goes_round()
    (product,) = register.entries("compare-activity")
    assert (product.item, product.says["own"]) == (theirs.id, ours.id)
    register.goes_round()
    assert not register.entries("state-match")  # nobody knows yet
    register.gives_back(ours, theirs)
    register.goes_round(2)
    (match,) = register.entries("state-match")
    assert register.body(match)["contact"] == "Salma, permanence +212 5 37 00 00 01"
    assert register.matter.stage == "match"
    register.says(
        "state-match", item=ours.id, says={"own": theirs.id}, body={"contact": "Claire, +33 1 00 00 00 01"}
    )
    assert register.matter.stage == "match"


def test_what_does_not_meet_stays_silent(register):
    ours, theirs = register.puts_aside(QUAY), register.submits(ELSEWHERE)
    register.goes_round()
    register.gives_back(ours, theirs)
    register.goes_round(3)
    assert not register.entries("state-match")
    assert register.matter.stage == "in-use"
    assert len(register.entries("compare-activity")) == 2


def test_nothing_of_an_activity_stands_in_what_leaves(register):
    ours = register.puts_aside(QUAY, PLATE, label="Filature Canari")
    register.submits(QUAY)
    register.goes_round()
    said = [*map(register.body, (ours, *register.entries("compare-activity")))]
    assert all(set(body) == {"points"} for body in said)
    rows = "".join(bytes(row.header).decode() for row in EntryRow.objects.all())
    # Four digits stand in one of fifty digests by chance.
    readable = re.sub(r"[\w+/=-]{32,}", "", f"{rows}{said}")
    assert "submit-activity" in readable
    for told in ("Canari", "7975", "12345", "493166"):
        assert told not in readable


def test_how_many_points_leave_tells_nothing_of_an_activity(register):
    for tokens in ((PLATE,), (QUAY, ELSEWHERE, PLATE)):
        points = read_points(register.body(register.puts_aside(*tokens))["points"])
        assert len(set(points)) == MOST_POINTS


def test_each_comparison_stands_in_the_house_log(register):
    register.puts_aside(QUAY)
    theirs = register.submits(QUAY, PLATE)
    register.goes_round(3)
    event = HouseEvent.objects.get(action="deconfliction.compared")
    assert event.facts == {"party": "FR", "activity": theirs.id, "points": 2}
    assert event.matter == register.id


def test_of_one_party_only_so_many_are_compared_in_a_day(register, monkeypatch):
    monkeypatch.setattr(compare, "MOST_A_DAY", 2)
    register.puts_aside(QUAY)
    first, second, _third = (register.submits(f"guess {number}") for number in range(3))
    register.goes_round()
    assert {entry.item for entry in register.entries("compare-activity")} == {first.id, second.id}
    register.says("end-activity", item=first.id)  # ending one makes no room for another guess
    register.submits("guess 4")
    register.goes_round()
    assert len(register.entries("compare-activity")) == 2


HOSTILE = {"nothing": "AAAA" * 20, "points of small order": write_points([(1).to_bytes(32, "little")] * 2)}


@pytest.mark.parametrize("points", HOSTILE.values(), ids=HOSTILE)
def test_points_that_cannot_be_compared_stop_nothing_else(register, points):
    from tests.matters.deconfliction.conftest import EXPIRES

    register.puts_aside(QUAY)
    register.says("submit-activity", says={"expires_on": EXPIRES}, body={"points": points})
    honest = register.submits(QUAY)
    register.goes_round()
    assert [entry.item for entry in register.entries("compare-activity")] == [honest.id]


def test_points_that_cannot_be_compared_are_looked_at_once(register, monkeypatch):
    from tests.matters.deconfliction.conftest import EXPIRES

    register.puts_aside(QUAY)
    bad = write_points([(1).to_bytes(32, "little")] * 2)
    register.says("submit-activity", says={"expires_on": EXPIRES}, body={"points": bad})
    register.goes_round()
    monkeypatch.setattr(compare, "blinded", lambda *_: pytest.fail("it was looked at again"))
    register.goes_round()


def test_what_is_over_is_destroyed_with_its_secret(register, monkeypatch):
    ended, forgotten = register.puts_aside(QUAY), register.puts_aside(PLATE)
    act = Act("deconfliction", "end-activity", matter=register.id, item=ended.id)
    state(act, officer=register.planner, now=NOW)
    register.goes_round()
    assert [piece.about for piece in Piece.objects.all()] == [forgotten.id]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    register.goes_round()
    assert not Piece.objects.exists()
    assert not OwnKey.objects.exists()


def test_no_officer_states_what_the_node_states(register):
    said = {"expires_on": "2026-11-25", "points": write_points([bytes(32)] * 2)}
    with pytest.raises(StepNotAllowed):
        state(
            Act("deconfliction", "submit-activity", said, matter=register.id),
            officer=register.planner,
            now=NOW,
        )
