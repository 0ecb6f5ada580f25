"""What an officer sees: by need to know, filtered, paged by key, titles opened, nothing else."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import find
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.find import Wanted
from mithaq.node.ledger.page import NONE, OPEN, WITHHELD, page
from mithaq.node.ledger.step import state
from mithaq.node.officers.assign import assign
from mithaq.node.officers.errors import UnknownMatter
from mithaq.node.officers.models import Watch
from tests.node.inquiries import BODY, SAYS
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db


@pytest.fixture
def requests(paris):
    """Seven requests of Paris, a minute apart; every second one urgent."""
    for number in range(1, 8):
        says = {**SAYS, "urgency": "urgent" if number % 2 else "normal"}
        wire = paris.wire("ask", kind="inquiry", says=says, body={**BODY, "title": f"Demande {number}"},
                          reference=f"FR-INQ-2026-{number:05d}")  # fmt: skip
        assert receive(wire, now=NOW + timedelta(minutes=number)).state == "kept"
    return paris


def references(found):
    return [row.reference[-1] for row in found.rows]


INQUIRIES = {"kind": "inquiry"}


def test_pages_follow_each_other_without_gap_or_repetition(requests, salma):
    seen, after = [], ""
    while True:
        found = find.matters(salma, Wanted(**INQUIRIES), now=NOW, after=after, size=3)
        seen += references(found)
        after = found.next
        if not after:
            break
    assert seen == list("7654321")
    assert found.counted == 7


def test_filters_by_what_the_kind_declares(requests, salma):
    urgent = find.matters(salma, Wanted(**INQUIRIES, facets={"urgency": "urgent"}), now=NOW)
    assert references(urgent) == list("7531")
    assert references(find.matters(salma, Wanted(text="00004"), now=NOW)) == ["4"]
    assert references(find.matters(salma, Wanted(**INQUIRIES, stage="answered"), now=NOW)) == []
    assert (
        len(find.matters(salma, Wanted(**INQUIRIES, our_turn=True, ended=False, party="FR"), now=NOW).rows)
        == 7
    )
    assert find.matters(salma, Wanted(**INQUIRIES, party="ES"), now=NOW).counted == 0


def test_what_is_due_first_stands_first(requests, salma):
    found = find.matters(salma, Wanted(order=find.DUE), now=NOW)
    due = [row.due_at for row in found.rows]
    assert due == sorted(due)


def test_titles_are_opened(requests, salma):
    assert find.matters(salma, Wanted(**INQUIRIES), now=NOW).rows[0].title == "Demande 7"


def test_need_to_know_is_asked_for_every_row(requests):
    Watch.objects.all().delete()
    narrow = officer("duty-officer", unit=unit("narrow"))
    assert find.matters(narrow, Wanted(), now=NOW).counted == 0
    with pytest.raises(UnknownMatter):
        find.matter("FR-INQ-2026-00003", narrow)
    third = requests.entries[-5]
    assign(None, third.matter, "inquiry", to=narrow, now=NOW)
    assert references(find.matters(narrow, Wanted(), now=NOW)) == ["3"]
    assert find.matter("FR-INQ-2026-00003", narrow).title == "Demande 3"


def test_what_is_owed_is_seen_by_whoever_sees_its_matter_and_by_nobody_else(requests):
    Watch.objects.all().delete()
    narrow, watching = officer("duty-officer", unit=unit("narrow")), officer("legal-reviewer")
    Watch.objects.create(function="legal-reviewer", kind="inquiry")
    third = requests.entries[-5]
    assign(None, third.matter, "inquiry", to=narrow, now=NOW)
    assert set(find.owed(narrow).values_list("matter", flat=True)) == {third.matter}
    assert find.owed(watching).count() == 7
    assert not find.owed(officer("administrator")).exists()


@pytest.mark.parametrize("after", ["", "x", "W10=", "bm8=", "WyIyMDI2IiwgMV0=", "é"])
def test_a_place_that_is_none_is_the_first_page(requests, salma, after):
    assert references(find.matters(salma, Wanted(**INQUIRIES), now=NOW, after=after))[0] == "7"


def test_a_reference_stated_twice_leads_to_two_pages(requests, salma):
    wire = requests.wire("ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    other = requests.entries[-1]
    assert find.matter("FR-INQ-2026-00001", salma).id != other.id
    assert find.matter(f"FR-INQ-2026-00001-{other.id[:8].upper()}", salma).id == other.id


def test_the_page_shows_what_was_said_and_what_may_be_done(requests, salma):
    seen = page("FR-INQ-2026-00001", salma)
    assert [(line.step.name, line.aside, line.state, line.body.state) for line in seen.lines] == [
        ("ask", "", "settled", OPEN)
    ]
    assert seen.lines[0].body.values["title"] == "Demande 1"
    assert {option.step.name for option in seen.options} >= {"take-up", "answer", "refuse"}
    assert [duty.name for duty in seen.duties] == ["answer"]
    assert seen.heads == (seen.matter.id,)


def test_nobody_is_offered_to_correct_what_was_not_said(requests, salma):
    before = page("FR-INQ-2026-00001", salma)
    assert "correct" not in {each.step.name for each in (*before.options, *before.others)}
    asked = {"unclear": "De quel port s’agit-il ?"}
    act = Act("inquiry", "ask-clarification", asked, matter=before.matter.id, item="MA", handling=("H1",))
    state(act, officer=salma, now=NOW + timedelta(hours=1))
    after = page("FR-INQ-2026-00001", salma)
    assert "correct" in {each.step.name for each in (*after.options, *after.others)}


def test_a_body_for_others_is_withheld(paris, salma):
    Simulated("ES").introduced()
    sealed = paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, to=("ES",), parties=("ES", "FR", "MA"),
                        reference="FR-INQ-2026-00009")  # fmt: skip
    assert receive(sealed, now=NOW).state == "kept"
    seen = page("FR-INQ-2026-00009", salma)
    assert (seen.lines[0].body.state, seen.matter.title) == (WITHHELD, "")
    receive(paris.wire("withdraw", kind="inquiry", matter=seen.matter.id), now=NOW)
    assert page("FR-INQ-2026-00009", salma).lines[1].body.state == NONE


def test_a_kind_this_node_does_not_know_is_kept_and_shown_as_not_understood(paris, salma):
    wire = paris.wire("hum", kind="opera", says={"key": "C"}, reference="FR-OPE-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    seen = page("FR-OPE-2026-00001", salma)
    assert (seen.kind, seen.standing, seen.lines[0].aside) == (None, None, "rules.unknown-kind")
