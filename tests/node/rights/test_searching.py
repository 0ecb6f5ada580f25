"""The search for who asks goes slice by slice: killed anywhere it goes on, and what it finds is the same."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node.exchange import worker
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import Matter
from mithaq.node.rights import decide, keep, look
from mithaq.node.rights.errors import StillLooking
from mithaq.node.rights.models import Concern, SubjectRequest
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.persons.names_of import listed, run
from tests.node.rights.conftest import NAME, TODAY, heard
from tests.node.simulated import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.law("L37")]
MATTERS = 7


@pytest.fixture
def many(paris, own_keys):
    """Seven matters of Paris; three of them name who asks, and so does a record of our register."""
    for number in range(MATTERS):
        name = NAME if number % 3 == 0 else f"Berthe Guillaumet {number}"
        body = {**BODY, "subjects": [{"sort": "person", "category": "suspect", "name": name, "link": "x"}]}
        parts = {"kind": "inquiry", "says": SAYS, "body": body, "terms": paris.terms}
        sealed = paris.state("ask", reference=f"FR-INQ-2026-{number + 1:05d}", **parts, **CONFIDENTIAL)
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    listed(run(), r1=NAME)


@pytest.fixture
def by_ones(monkeypatch):
    """A slice is one matter, and the request that begins a search reads two."""
    monkeypatch.setattr(look, "SLICE", 1)
    monkeypatch.setattr(look, "AT_ONCE", 2)


def places(row):
    return set(row.concerns.values_list("matter", "record", "band"))


def worked_off():
    rounds = 0
    while look.go_on_oldest(NOW + timedelta(minutes=1)):
        rounds += 1
    return rounds


@pytest.mark.parametrize(("size", "at_once"), [(200, 10), (1, 0), (1, 2), (2, 1), (3, 1), (7, 1), (8, 1)])
def test_whatever_the_slices_the_same_is_found(many, dpo, monkeypatch, size, at_once):
    whole = heard(dpo)
    assert look.look(dpo, whole, now=NOW) == 4
    monkeypatch.setattr(look, "SLICE", size)
    monkeypatch.setattr(look, "AT_ONCE", at_once)
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    worked_off()
    row.refresh_from_db()
    assert places(row) == places(whole)
    assert (row.looking_since, row.looked_to) == (None, "")
    assert row.looked_at is not None
    assert not look.anything_waits()


def test_nothing_is_decided_while_a_search_lasts(many, by_ones, dpo):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    row.refresh_from_db()
    assert row.looking_since == NOW
    for outcome, grounds in (("neutral", ()), ("refused", ("identity-not-shown",))):
        with pytest.raises(StillLooking):
            decide.prepare(dpo, row, decide.Proposed(outcome, grounds, why="Sans suite possible."), now=NOW)
    worked_off()
    row.refresh_from_db()
    for concern in row.concerns.all():
        Concern.objects.filter(pk=concern.pk).update(said=Concern.ANOTHER)
    assert decide.prepare(dpo, row, decide.Proposed("neutral"), now=NOW).state == ""


def test_killed_between_two_slices_it_goes_on_where_it_was(many, by_ones, dpo, monkeypatch):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    row.refresh_from_db()
    read, before = row.looked_to, look.in_matters
    seen = []

    def killed(person, matters):
        seen.extend(matters)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return before(person, matters)

    monkeypatch.setattr(look, "in_matters", killed)
    with pytest.raises(KeyboardInterrupt):
        worked_off()
    row.refresh_from_db()
    assert row.looked_to == seen[0] > read
    worked_off()
    assert seen[2] == seen[1]  # read again, since nothing of it was kept
    assert sorted(set(seen)) == sorted(Matter.objects.filter(pk__gt=read).values_list("pk", flat=True))
    row.refresh_from_db()
    assert row.concerns.count() == 4


def test_of_two_who_go_on_at_once_one_keeps_what_it_found(many, by_ones, dpo):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    first, second = (SubjectRequest.objects.get(pk=row.pk) for _ in range(2))
    assert look.go_on(first, now=NOW, slices=1)
    look.go_on(second, now=NOW, slices=1)
    assert SubjectRequest.objects.get(pk=row.pk).looked_to == first.looked_to > second.looked_to
    worked_off()
    assert row.concerns.count() == 4


def test_pressed_again_a_search_goes_on_and_does_not_begin_anew(many, by_ones, dpo):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    read = SubjectRequest.objects.get(pk=row.pk).looked_to
    look.look(dpo, row, now=NOW + timedelta(minutes=5))
    again = SubjectRequest.objects.get(pk=row.pk)
    assert (again.looking_since, again.looked_to > read) == (NOW, True)


def test_looked_again_what_was_confirmed_stays_and_what_is_gone_goes(many, by_ones, dpo, salma):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    worked_off()
    concern = row.concerns.exclude(matter="").first()
    look.say(dpo, concern, "concerns", with_=salma, now=NOW)
    # As if it had been found before, and no longer:
    kept, gone = (Matter.objects.exclude(pk__in=row.concerns.values("matter"))[each] for each in (0, 1))
    Concern.objects.create(request=row, matter=kept.pk, band="possible", found_at=NOW, said="another")
    Concern.objects.create(request=row, matter=gone.pk, band="possible", found_at=NOW)
    look.look(dpo, row, now=NOW)
    worked_off()
    found = set(row.concerns.values_list("matter", flat=True))
    assert kept.pk in found
    assert gone.pk not in found
    assert row.concerns.get(pk=concern.pk).said == "concerns"


def test_what_is_withdrawn_is_searched_for_no_more(many, by_ones, dpo):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    read = SubjectRequest.objects.get(pk=row.pk)
    keep.withdraw(dpo, row, now=NOW)
    assert worked_off() == 0
    assert look.go_on(read, now=NOW, slices=1)  # by a worker that had begun before: nothing is kept of it
    assert SubjectRequest.objects.get(pk=row.pk).looked_to == read.looked_to


def test_the_worker_finishes_it_in_a_thread_of_its_own(many, by_ones, dpo):
    row = heard(dpo)
    look.look(dpo, row, now=NOW)
    works = {each.__name__: each for each in worker._own_work()}
    rounds = 0
    while works["long_chores"]():
        rounds += 1
    row.refresh_from_db()
    assert (rounds > 1, row.looking_since, row.concerns.count()) == (True, None, 4)
    assert not works["long_chores"]()


def test_the_page_that_waits_shows_how_far_it_is_and_names_nobody(many, by_ones, dpo, salma):
    row = heard(dpo)
    client, page = signed_in(dpo), reverse("rights:request", args=[row.reference])
    sent = client.post(reverse("rights:look", args=[row.reference]), once())
    assert sent.url == page
    shown = client.get(page).content.decode()
    waiting = reverse("rights:looking", args=[row.reference])
    assert f'data-poll-from="{waiting}"' in shown
    assert "Go on now" in shown
    assert reverse("rights:decide", args=[row.reference]) not in shown  # it would be refused
    before = HouseEvent.objects.count()
    looking = client.get(waiting).content.decode()
    assert "<progress" in looking
    assert "Zerhouni" not in looking
    assert HouseEvent.objects.count() == before
    assert signed_in(salma).get(waiting).status_code == 403
    worked_off()
    looking = client.get(waiting).content.decode()
    assert "data-poll" not in looking
    assert f'href="{page}"' in looking
    shown = client.get(page).content.decode()
    assert "<progress" not in shown
    assert reverse("rights:decide", args=[row.reference]) in shown


def test_a_search_that_lasts_refuses_the_decision_beside_what_was_filled_in(many, by_ones, dpo):
    row = heard(dpo, received_on=TODAY)
    look.look(dpo, row, now=NOW)
    filled = once(outcome="neutral", why="Rien à confirmer ici.")
    page = text_of(signed_in(dpo).post(reverse("rights:decide", args=[row.reference]), filled))
    assert "is not over" in page
    assert "Rien à confirmer ici." in page


@pytest.mark.parametrize("place", ["", "0" * 64, "8" + "0" * 63, "f" * 64])
def test_how_much_is_done_is_told_from_the_place(place):
    share = SubjectRequest(looked_to=place).share_looked
    assert share == {"": 0, "0": 0, "8": 50, "f": 99}[place[:1]]
