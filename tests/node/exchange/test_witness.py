"""Each node witnesses the other's log: cosigned if continued, an alarm with evidence if not; nothing else
stops.
"""

from datetime import timedelta

import pytest

from mithaq.node.exchange import show
from mithaq.node.exchange.ask import write_ask
from mithaq.node.exchange.errors import BadAsk, NoAnswer, TooManyLeaves
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Alarm, Shown, WitnessedLeaves, WitnessedLog
from mithaq.node.exchange.witness import AGAIN, COSIGNED, HAVE, REFUSED, Word, witness
from mithaq.node.ledger.models import EXCHANGE, CheckpointRow, Leaf, Standstill
from mithaq.node.ledger.sequence import run_once
from mithaq.node.partners.models import Partner
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import BadSignature
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.checkpoint import (
    cosign,
    read_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
    write_checkpoint,
)
from mithaq.pact.ledger.log import leaf_hash, root
from tests.node.inquiries import BODY, SAYS
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db


class Log:
    """A partner's log, and how it shows it."""

    def __init__(self, code="FR"):
        self.code, self.leaves, self.number = code, [], 0

    def grow(self, count, name="leaf"):
        self.leaves += [leaf_hash(f"{name} {len(self.leaves) + number}".encode()) for number in range(count)]
        return self

    def checkpoint(self):
        body = write_checkpoint(f"mithaq/{self.code}/exchange", len(self.leaves), root(self.leaves))
        return sign_checkpoint(body, pair_of(self.code).signing_keys[0])

    def shown(self, old, *, text=None, leaves=None, number=None, signer=None, to="MA"):
        """What this partner asks of us, well signed unless told otherwise."""
        self.number = number or self.number + 1
        payload = b"".join(self.leaves[old:] if leaves is None else leaves)
        return _ask(self.code, "checkpoint", self.number, payload, signer or pair_of(self.code), to=to,
                    checkpoint=text or self.checkpoint(), old=old)  # fmt: skip


def _ask(by, what, number, payload, signer, *, to="MA", **parts):
    from hashlib import sha256

    from mithaq.pact.ledger.entry import written_at

    statement = canonical.encode({
        "suite": "mithaq-1", "by": by, "to": to, "key": pair_of(by).fingerprint, "at": written_at(NOW),
        "what": what, "number": number, "parts": parts, "payload": sha256(payload).hexdigest(),
    })  # fmt: skip
    return b"mithaq-ask 1\n" + join_frames([statement, signer.sign(statement, keys.ASK), payload])


@pytest.fixture
def log(paris):
    return Log()


def seen():
    row = WitnessedLog.objects.filter(authority="FR").first()
    return (row.size, row.text) if row else (0, "")


def test_a_log_that_continues_is_cosigned_and_its_leaves_are_kept(log):
    first = witness(log.grow(3).shown(0), now=NOW)
    second = witness(log.grow(4).shown(3), now=NOW)
    assert (first.state, second.state) == (COSIGNED, COSIGNED)
    witnessed = verify_checkpoint(
        second.text, {"FR": [pair_of("FR").public().ed25519], "MA": [pair_of("MA").public().ed25519]}
    )
    assert [each.by for each in witnessed.cosignatures] == ["MA"]
    assert seen() == (7, log.checkpoint())
    assert b"".join(bytes(row.hashes) for row in WitnessedLeaves.objects.order_by("start")) == b"".join(
        log.leaves
    )


def test_shown_again_it_is_cosigned_again_and_nothing_changes(log):
    witness(log.grow(3).shown(0), now=NOW)
    before = seen()
    assert witness(log.shown(3), now=NOW + timedelta(hours=1)).state == COSIGNED
    assert seen() == before


def test_who_does_not_know_what_we_saw_is_told(log):
    witness(log.grow(3).shown(0), now=NOW)
    word = witness(log.grow(2).shown(0), now=NOW)
    assert (word.state, word.size) == (HAVE, 3)
    assert witness(log.shown(3), now=NOW).state == COSIGNED


@pytest.mark.law("L34")
def test_a_rewritten_log_is_not_cosigned_and_raises_an_alarm_with_both_checkpoints(log):
    witness(log.grow(3).shown(0), now=NOW)
    before = seen()
    other = Log().grow(5, "another history")
    other.number = log.number
    word = witness(other.shown(3), now=NOW)
    assert (word.state, word.code) == (REFUSED, "exchange.log-forked")
    assert seen() == before
    alarm = Alarm.objects.get()
    assert log.checkpoint() in alarm.evidence
    assert other.checkpoint() in alarm.evidence
    assert HouseEvent.objects.filter(action="security.log-alarm").count() == 1
    witness(other.shown(3), now=NOW)
    assert Alarm.objects.count() == 1


def test_two_logs_of_one_size_are_a_fork(log):
    witness(log.grow(3).shown(0), now=NOW)
    other = Log().grow(3, "another history")
    other.number = log.number
    assert witness(other.shown(3), now=NOW).code == "exchange.log-forked"


def test_a_log_that_grew_shorter_raises_an_alarm_and_is_told_what_we_saw(log):
    witness(log.grow(9).shown(0), now=NOW)
    shorter = Log().grow(4)
    shorter.number = log.number
    word = witness(shorter.shown(4), now=NOW)
    assert (word.state, word.size, word.text) == (HAVE, 9, log.checkpoint())
    assert Alarm.objects.get().code == "exchange.log-rolled-back"
    log.number = shorter.number
    assert witness(log.shown(9), now=NOW).state == COSIGNED
    assert Alarm.objects.get().ended_at is not None


def test_an_overheard_question_cannot_be_asked_again(log):
    overheard = log.grow(3).shown(0)
    witness(overheard, now=NOW)
    witness(log.grow(2).shown(3), now=NOW)
    word = witness(overheard, now=NOW)
    assert (word.state, word.number) == (AGAIN, 2)
    assert not Alarm.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"signer": pair_of("ES")}, BadSignature, id="forged"),
        pytest.param({"to": "ES"}, BadAsk, id="meant for somebody else"),
        pytest.param({"text": "no checkpoint"}, MithaqError, id="no checkpoint"),
        pytest.param({"leaves": [b"short"]}, BadAsk, id="leaves cut short"),
    ],
)
def test_what_does_not_stand_is_refused_and_nothing_is_seen(log, change, refusal):
    before = seen()
    with pytest.raises(refusal):
        witness(log.grow(3).shown(0, **change), now=NOW)
    assert seen() == before
    assert not Alarm.objects.exists()


def test_the_house_log_of_a_partner_is_none_of_our_business(log):
    body = write_checkpoint("mithaq/FR/house", 1, root([leaf_hash(b"x")]))
    text = sign_checkpoint(body, pair_of("FR").signing_keys[0])
    with pytest.raises(BadAsk):
        witness(log.grow(1).shown(0, text=text), now=NOW)


def test_any_bytes_get_a_word(client, paris):
    for posted in (b"", b"\0", b"mithaq-ask 1\n", b"mithaq-ask 1\n" + join_frames([b"{}", b"", b""])):
        for path in ("checkpoint", "leaves", "tail", "items"):
            response = client.post(f"/exchange/{path}", posted, content_type="application/octet-stream")
            assert response.status_code == 200
            assert b'"state":"refused"' in response.content


# Our own log, shown


def answering(partner_log, *, word=None):
    """Paris as a witness of ours: keeps how much it saw, cosigns everything."""
    state = {"size": 0}

    def send(address, body):
        statement, _, _ = split_frames(body.removeprefix(b"mithaq-ask 1\n"), 3)
        if word is not None:
            return word.write()
        parts = canonical.decode(statement, what="ask", largest=1 << 20, deepest=4)["parts"]
        if parts["old"] != state["size"]:
            return Word(HAVE, size=state["size"]).write()
        checkpoint = read_checkpoint(parts["checkpoint"])
        state["size"] = checkpoint.size
        text = cosign(checkpoint.text, by="FR", key=pair_of("FR").signing_keys[0], at=NOW)
        return Word(COSIGNED, text, checkpoint.size).write()

    return send


@pytest.fixture
def ours(paris):
    """A log of our own with something in it."""
    receive(paris.wire("ask", kind="inquiry", says=SAYS, body=BODY), now=NOW)
    while run_once(NOW):
        pass
    return Partner.objects.get(code="FR")


def test_our_checkpoint_gets_the_partners_cosignature(ours):
    send = answering(ours)
    assert show.show(ours, now=NOW, send=send) == COSIGNED
    row = CheckpointRow.objects.filter(log=EXCHANGE).last()
    witnessed = verify_checkpoint(
        row.text, {"MA": [pair_of("MA").public().ed25519], "FR": [pair_of("FR").public().ed25519]}
    )
    assert [each.by for each in witnessed.cosignatures] == ["FR"]
    assert Shown.objects.get(pk="FR").size == row.size == Leaf.objects.filter(log=EXCHANGE).count()
    assert not show.is_due("FR", NOW + timedelta(hours=1))


def test_a_witness_that_is_away_raises_an_alarm_and_stops_nothing(ours):
    def away(address, body):
        raise NoAnswer(reason="exchange.line-down")

    assert show.show(ours, now=NOW, send=away) == "exchange.no-answer"
    assert not Alarm.objects.exists()
    show.show(ours, now=NOW + timedelta(minutes=11), send=away)
    assert Alarm.objects.get().code == "exchange.witness-away"
    assert run_once(NOW) >= 0
    assert not Standstill.objects.exists()
    assert show.show(ours, now=NOW + timedelta(minutes=12), send=answering(ours)) == COSIGNED
    assert Alarm.objects.get().ended_at is not None


def test_a_partner_that_saw_more_of_our_log_proves_it_and_we_stand_still(ours):
    size = Leaf.objects.filter(log=EXCHANGE).count()
    body = write_checkpoint("mithaq/MA/exchange", size + 5, root([leaf_hash(b"more")]))
    text = sign_checkpoint(body, pair_of("MA").signing_keys[0])
    assert show.show(ours, now=NOW, send=answering(ours, word=Word(HAVE, text, size + 5))) == HAVE
    assert Standstill.objects.get().seen_size == size + 5


def test_a_partner_that_only_says_so_is_not_believed(ours):
    size = Leaf.objects.filter(log=EXCHANGE).count()
    body = write_checkpoint("mithaq/MA/exchange", size + 5, root([leaf_hash(b"more")]))
    forged = sign_checkpoint(body, pair_of("FR").signing_keys[0])
    for text in ("", forged):
        show.show(ours, now=NOW, send=answering(ours, word=Word(HAVE, text, size + 5)))
    assert not Standstill.objects.exists()


@pytest.mark.parametrize(
    "answered", [b"", b"{}", b"[]", b'{"state":5}', b"\xff" * 10, b'{"state":"cosigned"}']
)
def test_any_answer_of_a_witness_is_survived(ours, answered):
    refused = show.show(ours, now=NOW, send=lambda *_: answered)
    assert refused in {"exchange.bad-answer", "ledger.bad-checkpoint"}
    assert not Shown.objects.filter(size__gt=0).exists()


def test_an_ask_of_ours_can_be_read_by_the_partner(ours):
    asked = write_ask("tail", to="FR", number=1, now=NOW)
    assert asked.startswith(b"mithaq-ask 1\n")


# What a partner can make us keep has an end


def test_a_log_that_grows_without_end_is_kept_only_so_far_in_a_day(log, monkeypatch):
    monkeypatch.setattr("mithaq.node.exchange.witness.MOST_A_DAY", 10)
    witness(log.grow(8).shown(0), now=NOW)
    with pytest.raises(TooManyLeaves):
        witness(log.grow(3).shown(8), now=NOW + timedelta(hours=20))
    assert seen()[0] == 8
    assert not Alarm.objects.exists()
    assert witness(log.shown(8), now=NOW + timedelta(hours=26)).state == COSIGNED
    assert seen()[0] == 11


def test_a_witness_that_keeps_no_more_today_is_shown_the_rest_later(ours):
    full = Word(REFUSED, code="exchange.too-many-leaves")
    assert show.show(ours, now=NOW, send=answering(ours, word=full)) == full.code
    assert not Alarm.objects.exists()
    assert show.has_asked(["FR"], patient=True)
    assert show.show(ours, now=NOW + timedelta(days=1), send=answering(ours)) == COSIGNED
