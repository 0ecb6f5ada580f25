"""Three sides draft, confirm, freeze, initial and sign at once, each from what has reached it: one text."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.articles import hash_of, variants
from mithaq.pact.rules.fixing import fixed, is_ready, last_of, named, text_signed, unseen_by
from mithaq.pact.rules.fold import Standing, open_steps, standing
from mithaq.pact.rules.instruments import KIND
from tests.pact.rules.conversations import START, entry
from tests.pact.rules.negotiating import OPENING, PARTIES, texts

WORDS = ("لجنة", "لجان", "مادة", "طرف")
# What is drawn more often leads further: a talk that never confirms anything says little of signing.
WEIGHT = {
    "confirm-concordance": 12,
    "freeze": 10,
    "initial": 10,
    "sign": 10,
    "name-signatory": 6,
    "edit-article": 2,
}


class Negotiation:
    """What was said so far with its bodies, and what of it has reached each party."""

    def __init__(self) -> None:
        self.said: list[Entry] = []
        self.bodies: dict = {}
        self.reached: dict[str, list[Entry]] = {party: [] for party in PARTIES}

    def __repr__(self) -> str:
        return "; ".join(f"{each.author} {each.step}" for each in self.said)

    def say(self, party: str, step: str, says, item="", body=None) -> None:
        opening = self.said[0] if self.said else None
        at = START + timedelta(minutes=len(self.said))
        new = entry(KIND, step, party, matter=opening, seen=self.reached[party], item=item, says=says, at=at)
        self.said.append(new)
        self.reached[party].append(new)
        if body is not None:
            self.bodies[new.id] = body

    def deliver(self, party: str, count: int) -> None:
        """The oldest that have not reached a party; causes reach it before what they caused."""
        missing = [each for each in self.said if each not in self.reached[party]]
        self.reached[party] += missing[:count]

    def seen_by(self, party: str) -> Standing:
        return standing(KIND, self.reached[party])


def begun() -> Negotiation:
    talk = Negotiation()
    talk.say("MA", "propose-instrument", OPENING, body={"title": "", **texts("", "")})
    for party in PARTIES:
        talk.deliver(party, 1)
    return talk


def act(talk: Negotiation, party: str, draw) -> None:
    """One step that the party is offered, as its officers would take it."""
    found = talk.seen_by(party)
    options = [each for each in open_steps(found, party) if each.step.name not in ("abandon", "state-end")]
    weighed = [each for each in options for _ in range(WEIGHT.get(each.step.name, 1))]
    if not weighed:
        return
    option = draw(st.sampled_from(weighed))
    state, name = found.state, option.step.name
    item = state.item("article", option.item)
    in_force = variants(state, item) if item else ()
    says, body = {"number": 1, "written_in": ("ar", "fr")}, texts(draw(st.sampled_from(WORDS)), "comité")
    if name in ("edit-article", "remove-article", "confirm-concordance", "dispute-article"):
        old = item.all("add-article", "edit-article")
        says |= {
            "revision": draw(
                st.sampled_from([*(each.id for each in in_force), *(each.id for each in old[:1])])
            )
        }
    elif name in ("freeze", "initial", "sign"):
        found_hash = hash_of(state, talk.bodies)
        if found_hash is None or (name == "freeze" and not is_ready(state)):
            return
        says = {"hash": found_hash, "method": "wet-scan", "signed_on": "2026-01-05"}
    elif name == "name-signatory":
        says = {"method": "wet-scan"}
    elif name == "propose-provisions":
        says = {name: OPENING[name] for name in ("languages", "authentic", "notice_months")}
    elif name not in ("add-article", "comment-article", "accept-provisions", "decline-provisions"):
        return
    talk.say(party, name, says, option.item, body)


WAY = ("confirm-concordance", "name-signatory", "freeze", "initial", "sign")


def led_to(last: str) -> Negotiation:
    """One article, and every step of the way to a signature; the last one MA has not yet taken."""
    talk = begun()
    talk.say("MA", "add-article", {"number": 1, "written_in": ("ar", "fr")}, body=texts(WORDS[0], "comité"))
    article = talk.said[-1].id
    for step in WAY[: WAY.index(last) + 1]:
        for party in PARTIES[: 2 if step == last else 3]:
            talk.deliver(party, 99)
            says = {"revision": article} if step == "confirm-concordance" else {"method": "wet-scan"}
            if step in ("freeze", "initial", "sign"):
                says |= {"hash": hash_of(talk.seen_by(party).state, talk.bodies), "signed_on": "2026-01-05"}
            talk.say(party, step, says, article if step == "confirm-concordance" else party)
    return talk


@st.composite
def negotiations(draw, begins=("", *WAY), most: int = 12) -> Negotiation:
    last = draw(st.sampled_from(begins))
    talk = led_to(last) if last else begun()
    for _ in range(draw(st.integers(0, most))):
        party = draw(st.sampled_from(PARTIES))
        talk.deliver(party, draw(st.sampled_from([0, 1, 99, 99])))
        act(talk, party, draw)
    return talk


@pytest.mark.law("law 2")
@given(talk=negotiations(), random=st.randoms(use_true_random=False))
def test_all_nodes_come_to_the_same_however_it_arrived(talk, random):
    arrived = [*talk.said, *random.choices(talk.said, k=3)]
    random.shuffle(arrived)
    assert standing(KIND, arrived) == standing(KIND, talk.said)
    state = standing(KIND, arrived).state
    assert hash_of(state, talk.bodies) == hash_of(standing(KIND, talk.said).state, talk.bodies)


@pytest.mark.law("D3")
@given(talk=negotiations())
def test_what_is_frozen_is_the_text_that_stands(talk):
    state = standing(KIND, talk.said).state
    found = fixed(state)
    if found.frozen:
        assert found.frozen == hash_of(state, talk.bodies, text_signed(state))
        assert {named(each) for each in found.freezes.values()} >= {found.frozen}


@pytest.mark.law("D3")
@given(talk=negotiations())
def test_no_initial_counts_that_had_not_seen_every_change(talk):
    state = standing(KIND, talk.said).state
    found = fixed(state)
    for step, parties in (("initial", found.initials), ("sign", found.signatures)):
        for party in parties if not found.signed else ():
            assert unseen_by(state, last_of(state, step)[party]) == ()


@pytest.mark.law("D3")
@settings(deadline=None)
@given(talk=negotiations(begins=("sign",), most=12))
def test_what_all_have_signed_stays_signed_whatever_reaches_whom_when(talk):
    """From the moment all have signed, wherever the others were looking, nothing undoes it."""
    was = ""
    for count in range(1, len(talk.said) + 1):
        found = standing(KIND, talk.said[:count])
        now = fixed(found.state).frozen if found.state and found.stage == "signed" else ""
        assert not was or now == was
        was = now


def test_the_conversations_reach_every_stage_up_to_the_signature():
    """A property that nothing reaches would say nothing."""
    talk = led_to("sign")
    assert standing(KIND, talk.said).stage == "ready"
    talk.deliver("MA", 99)
    found = talk.seen_by("MA")
    says = {"hash": fixed(found.state).frozen, "method": "wet-scan", "signed_on": "2026-01-05"}
    talk.say("MA", "sign", says, "MA")
    assert standing(KIND, talk.said).stage == "signed"
