"""Delivery by state: leased rows, stopping steps first, a line that is down, answers that say no."""

from datetime import timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from mithaq.node.exchange import database, outbox, worker
from mithaq.node.exchange.deliver import deliver
from mithaq.node.exchange.errors import BadAnswer, NoAnswer
from mithaq.node.exchange.framing import KEPT, REFUSED, Answer, read_post, write_answers
from mithaq.node.exchange.models import Line, Outbox
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import BodyKey, ReceiptRow
from mithaq.node.ledger.step import state
from mithaq.node.partners.models import Partner, State
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import from_wire
from mithaq.pact.exchange.receipt import receipt_to_wire
from tests.node.agreements import agreed
from tests.node.inquiries import ASKED, CONFIDENTIAL
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db

ASK = Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Post:
    """The line to a simulated partner: up, down, or answering what it is told to."""

    def __init__(self, partner):
        self.partner, self.down, self.said, self.carried, self.posts = partner, None, None, [], 0

    def __call__(self, address, body):
        self.posts += 1
        if self.down is not None:
            raise self.down
        items = read_post(body)
        if self.said is not None:
            return self.said(items)
        self.carried += items
        return write_answers(
            [Answer(KEPT, receipt=receipt_to_wire(self.partner.keep(item))) for item in items]
        )


@pytest.fixture
def france(paris):
    agreed(paris)
    Outbox.objects.update(accepted_at=NOW, state=Outbox.ACCEPTED)
    return Partner.objects.get(code="FR")


@pytest.fixture
def line(paris, france):
    return Post(paris)


@pytest.fixture
def salma(db):
    return officer("duty-officer")


def undelivered():
    return Outbox.objects.filter(accepted_at=None)


def test_a_line_cut_for_a_week_everything_arrives_and_stops_first(france, line, salma):
    line.down = NoAnswer(reason="exchange.line-down")
    asked = []
    for day in range(7):
        now = NOW + day * DAY
        asked.append(state(ASK, officer=salma, now=now))
        for minute in range(3):
            deliver(france, now=now + minute * MINUTE, send=line)
    stop = state(Act("inquiry", "withdraw", matter=asked[0].id), officer=salma, now=NOW + 7 * DAY)
    assert undelivered().count() == 8
    assert Line.objects.get(pk="FR").down_since == NOW
    assert Outbox.objects.get(entry=asked[0].id).reason == "exchange.line-down"
    line.down = None
    assert deliver(france, now=NOW + 7 * DAY + MINUTE, send=line) == 8
    arrived = [from_wire(wire).signed.entry.id for wire in line.carried]
    assert arrived == [stop.id, *(entry.id for entry in asked)]
    assert not undelivered().exists()
    assert Line.objects.get(pk="FR").down_since is None


def test_a_line_that_is_down_rests_and_is_tried_within_a_minute_for_ever(france, line, salma):
    line.down = NoAnswer(reason="exchange.line-down")
    state(ASK, officer=salma, now=NOW)
    now = NOW
    for _ in range(200):
        deliver(france, now=now, send=line)
        rest = Line.objects.get(pk="FR").next_at - now
        assert timedelta(0) <= rest <= MINUTE
        assert deliver(france, now=now + rest / 2, send=line) is None or rest == timedelta(0)
        now += MINUTE
    assert line.posts >= 200
    assert undelivered().get().attempts >= 200


def test_what_waited_out_an_outage_is_due_at_once_when_the_partner_answers(france, line, salma):
    for _ in range(3):
        state(ASK, officer=salma, now=NOW)
    undelivered().update(next_at=NOW + DAY)
    first = undelivered().order_by("seq").first()
    Outbox.objects.filter(pk=first.pk).update(next_at=NOW)
    Line.objects.create(recipient="FR", down_since=NOW - DAY)
    assert deliver(france, now=NOW, send=line) == 1
    assert undelivered().filter(next_at__lte=NOW).count() == 2


def test_two_workers_never_hold_the_same_row(france, salma):
    for _ in range(5):
        state(ASK, officer=salma, now=NOW)
    one, two = outbox.claim("FR", now=NOW, most=3), outbox.claim("FR", now=NOW, most=3)
    assert {row.pk for row in one.rows}.isdisjoint({row.pk for row in two.rows})
    assert (len(one.rows), len(two.rows)) == (3, 2)
    assert outbox.claim("FR", now=NOW) is None


def test_what_a_dead_worker_held_is_free_when_its_lease_runs_out(france, line, salma):
    state(ASK, officer=salma, now=NOW)
    assert outbox.claim("FR", now=NOW) is not None
    assert deliver(france, now=NOW + MINUTE / 2, send=line) is None
    assert deliver(france, now=NOW + 2 * MINUTE, send=line) == 1


def test_a_worker_that_lost_its_lease_changes_no_state_but_a_receipt_always_counts(france, paris, salma):
    state(ASK, officer=salma, now=NOW)
    late = outbox.claim("FR", now=NOW)
    other = outbox.claim("FR", now=NOW + 2 * MINUTE)
    outbox.apply(late, [outbox.Outcome(late.rows[0], code="exchange.bad-signature")], now=NOW + 3 * MINUTE)
    row = undelivered().get()
    assert (row.state, row.lease) == (Outbox.WAITING, other.lease)


def test_a_refusal_is_shown_noted_and_tried_again_after_hours(france, line, salma):
    state(ASK, officer=salma, now=NOW)
    line.said = lambda items: write_answers([Answer(REFUSED, code="exchange.bad-signature") for _ in items])
    assert deliver(france, now=NOW, send=line) == 0
    row = undelivered().get()
    assert (row.state, row.reason) == (Outbox.REFUSED, "exchange.bad-signature")
    assert NOW <= row.next_at <= NOW + timedelta(hours=6)
    assert HouseEvent.objects.filter(action="security.refused", facts__author="FR").exists()
    line.said = None
    assert deliver(france, now=NOW + timedelta(hours=6), send=line) == 1


def test_not_now_is_no_refusal(france, line, salma):
    state(ASK, officer=salma, now=NOW)
    line.said = lambda items: write_answers(
        [Answer(REFUSED, code="ledger.stands-still", later=True) for _ in items]
    )
    deliver(france, now=NOW, send=line)
    assert undelivered().get().state == Outbox.WAITING


@pytest.mark.parametrize(
    "answered",
    [
        pytest.param(lambda _: b"", id="nothing"),
        pytest.param(lambda _: b'{"answers":[]}', id="fewer answers than items"),
        pytest.param(lambda _: b'{"answers":[{"state":"kept","receipt":5}]}', id="no receipt but a number"),
        pytest.param(lambda _: b'{"answers":[{"state":"kept"}]}', id="kept, without a receipt"),
        pytest.param(lambda _: b"\xff\xfe", id="no text"),
        pytest.param(lambda _: b"[" * 5000, id="nested"),
    ],
)
def test_an_answer_that_is_none_leaves_the_entry_undelivered(france, line, salma, answered):
    state(ASK, officer=salma, now=NOW)
    line.said = answered
    assert deliver(france, now=NOW, send=line) == 0
    assert undelivered().count() == 1
    assert not ReceiptRow.objects.filter(by="FR", entry=undelivered().get().entry).exists()


def test_a_receipt_for_another_entry_or_by_another_is_no_receipt(france, line, paris, salma):
    first, second = (state(ASK, officer=salma, now=NOW) for _ in range(2))
    madrid = Simulated("ES").introduced()
    wrong = iter([paris.receipt(second.id, second.id), madrid.receipt(second.id, second.id)])
    line.said = lambda items: write_answers(
        [Answer(KEPT, receipt=receipt_to_wire(next(wrong))) for _ in items]
    )
    assert deliver(france, now=NOW, send=line) == 0
    assert set(undelivered().values_list("state", flat=True)) == {Outbox.SENT}
    assert not ReceiptRow.objects.filter(entry__in=[first.id, second.id]).exists()


def test_nothing_is_sent_to_a_suspended_partner_or_one_without_a_node(france, salma):
    state(ASK, officer=salma, now=NOW)
    assert [partner.code for partner in worker.reachable()] == ["FR"]
    for change in (
        {"state": State.SUSPENDED},
        {"state": State.CONFIRMED, "has_node": False},
        {"address": ""},
    ):
        Partner.objects.update(**change)
        assert worker.reachable() == []
    assert worker.deliver_all(NOW) == 0
    assert undelivered().count() == 1


def test_a_body_erased_before_delivery_is_held_back_with_the_reason(france, line, salma):
    gone, other = state(ASK, officer=salma, now=NOW), state(ASK, officer=salma, now=NOW)
    BodyKey.objects.filter(entry=gone.id).delete()
    assert deliver(france, now=NOW, send=line) == 1
    assert undelivered().get().reason == "exchange.erased-before-delivery"
    assert [from_wire(wire).signed.entry for wire in line.carried] == [other]


def test_a_claim_takes_so_many_and_the_rest_follows(france, line, salma):
    for _ in range(3):
        state(ASK, officer=salma, now=NOW)
    claimed = outbox.claim("FR", now=NOW, most=2)
    assert len(claimed.rows) == 2
    assert deliver(france, now=NOW, send=line) == 1


def test_backoff_doubles_is_bounded_and_has_full_jitter(monkeypatch):
    monkeypatch.setattr(outbox.random, "random", lambda: 1.0)
    rests = [outbox.backoff(attempts, MINUTE).total_seconds() for attempts in range(1, 100)]
    assert rests[:6] == [2, 4, 8, 16, 32, 60]
    assert max(rests) == 60
    monkeypatch.setattr(outbox.random, "random", lambda: 0.0)
    assert outbox.backoff(50, MINUTE) == timedelta(0)


def test_nothing_ends_a_lane_but_the_word_to_stop(caplog):
    stop, rounds = Event(), []

    def one_round():
        rounds.append(1)
        if len(rounds) < 3:
            raise RuntimeError("CANARI Testnom")
        stop.set()
        return False

    worker._forever(stop, 0.0, one_round)
    assert len(rounds) == 3
    assert "a round failed" in caplog.text


@pytest.fixture
def posts(monkeypatch):
    """When a lane sent how much; what it sends is accepted at once, as far as the post has room."""
    sent = []

    def deliver(partner, *, now):
        due = Outbox.objects.filter(recipient=partner.code, accepted_at=None, next_at__lte=now)
        rows = list(due[: posts.room])
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(accepted_at=now)
        sent.append((now, len(rows)))
        return len(rows)

    posts = SimpleNamespace(sent=sent, room=64)
    monkeypatch.setattr(worker, "deliver", deliver)
    return posts


def at(seconds):
    return NOW + timedelta(seconds=seconds)


def look(lane, monkeypatch, seconds):
    monkeypatch.setattr(worker.clock, "now", lambda: at(seconds))
    return lane()


def test_on_a_busy_line_what_comes_goes_together_and_on_a_quiet_one_at_once(
    france, salma, monkeypatch, posts
):
    lane = worker._lane_of("FR", left_for=timedelta())
    for _ in range(worker.FEW + 1):
        state(ASK, officer=salma, now=NOW)
    assert not look(lane, monkeypatch, 0)
    state(ASK, officer=salma, now=at(1))
    for seconds in (1.1, 1.5, 2, 2.2):
        look(lane, monkeypatch, seconds)
    state(ASK, officer=salma, now=at(9))
    look(lane, monkeypatch, 9)
    assert posts.sent == [(at(0), worker.FEW + 1), (at(2), 1), (at(9), 1)]


def test_what_had_no_room_in_a_post_follows_it_at_once(france, salma, monkeypatch, posts):
    lane = worker._lane_of("FR", left_for=timedelta())
    for _ in range(worker.FEW + 3):
        state(ASK, officer=salma, now=NOW)
    posts.room = worker.FEW + 1
    assert look(lane, monkeypatch, 1)
    assert not look(lane, monkeypatch, 1)
    assert [number for _, number in posts.sent] == [worker.FEW + 1, 2]


def test_the_second_lane_takes_what_the_first_has_left(france, salma, monkeypatch, posts):
    lane = worker._lane_of("FR", left_for=worker.LEFT_FOR)
    state(ASK, officer=salma, now=NOW)
    for seconds in (0, 0.5, 1):
        look(lane, monkeypatch, seconds)
    assert posts.sent == [(at(1), 1)]


def test_a_database_that_is_away_is_said_once_and_once_more_when_it_is_back(caplog, monkeypatch):
    monkeypatch.setattr(database, "_answers", lambda: False)
    stop, rounds = Event(), []

    def one_round():
        rounds.append(1)
        if len(rounds) < 6:
            raise OperationalError("connection to server at CANARI failed")
        stop.set()
        return False

    worker._forever(stop, 0.0, one_round)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["the database does not answer; everything waits for it", "the database answers again"]


def test_a_database_that_answers_does_not_hide_why_a_round_failed(caplog, monkeypatch):
    monkeypatch.setattr(database, "_answers", lambda: True)
    stop = Event()

    def one_round():
        stop.set()
        raise OperationalError("deadlock detected")

    worker._forever(stop, 0.0, one_round)
    assert "a round failed" in caplog.text


def test_a_status_that_is_no_answer_lets_the_line_rest(france, line, salma):
    state(ASK, officer=salma, now=NOW)
    line.down = BadAnswer(rule="status 502", reason="exchange.line-bad-status")
    deliver(france, now=NOW, send=line)
    assert Line.objects.get(pk="FR").reason == "exchange.line-bad-status"
