"""Proposals: every case of decision D3, with two parties and with three."""

import pytest

from mithaq.pact.rules import proposals
from mithaq.pact.rules.agreement import KIND
from mithaq.pact.rules.fold import turn
from tests.pact.rules.telling import Told

TERMS = {"source": "JAP2025"}


def founded(*parties: str) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says={"legal_basis": "JAP2025"})


def propose(told: Told, author: str, minutes: int = 60, *, base: str = "", step="propose-terms", **more):
    says = TERMS | {"answer_normal": minutes} | ({"base": base} if base else {})
    return told.say(author, step, says=says, **more)


def stages(told: Told, *made) -> list[str]:
    return [told.item("terms", one).stage for one in made]


def test_who_proposes_has_said_yes_and_waits_for_the_others():
    told = founded("MA", "FR", "ES")
    proposal = propose(told, "MA")
    assert turn(told.standing) == {"FR", "ES"}
    told.say("MA", "accept-terms", item=proposal)
    assert told.aside() == {"MA accept-terms": "rules.not-this-side"}


def test_every_party_has_said_yes():
    told = founded("MA", "FR", "ES")
    proposal = propose(told, "MA")
    told.say("FR", "accept-terms", item=proposal)
    assert stages(told, proposal) == ["open"]
    told.say("ES", "accept-terms", item=proposal)
    assert stages(told, proposal) == ["adopted"]


def test_the_first_no_ends_it_also_among_three():
    told = founded("MA", "FR", "ES")
    proposal = propose(told, "MA")
    yes = told.say("FR", "accept-terms", item=proposal)
    told.say("ES", "decline-terms", item=proposal, missed=[yes])
    assert stages(told, proposal) == ["declined"]


def test_the_first_answer_of_a_party_counts():
    told = founded("MA", "FR", "ES")
    proposal = propose(told, "MA")
    told.say("FR", "accept-terms", item=proposal)
    told.say("FR", "decline-terms", item=proposal)
    told.say("ES", "accept-terms", item=proposal)
    assert stages(told, proposal) == ["adopted"]
    assert told.aside() == {"FR decline-terms": "rules.already-taken"}


def test_a_counter_is_a_no_and_a_proposal_of_its_own():
    told = founded()
    proposal = propose(told, "MA", 60)
    counter = propose(told, "FR", 120, step="counter-terms", item=proposal)
    assert stages(told, proposal, counter) == ["declined", "open"]
    assert turn(told.standing) == {"MA"}
    told.say("MA", "accept-terms", item=counter)
    assert proposals.in_force(told.state, "terms") == counter


def test_an_acceptance_beats_a_withdrawal_it_had_not_seen():
    told = founded()
    proposal = propose(told, "MA")
    withdrawal = told.say("MA", "withdraw-terms", item=proposal)
    told.say("FR", "accept-terms", item=proposal, missed=[withdrawal])
    assert stages(told, proposal) == ["adopted"]
    assert not told.standing.set_aside


def test_a_withdrawal_that_was_seen_ends_it():
    told = founded()
    proposal = propose(told, "MA")
    told.say("MA", "withdraw-terms", item=proposal)
    told.say("FR", "accept-terms", item=proposal)
    assert stages(told, proposal) == ["withdrawn"]
    assert told.aside() == {"FR accept-terms": "rules.not-at-this-stage"}


def test_among_three_every_acceptance_must_have_missed_the_withdrawal():
    told = founded("MA", "FR", "ES")
    proposal = propose(told, "MA")
    withdrawal = told.say("MA", "withdraw-terms", item=proposal)
    told.say("FR", "accept-terms", item=proposal, missed=[withdrawal])
    told.say("ES", "accept-terms", item=proposal)
    assert stages(told, proposal) == ["withdrawn"]


def test_only_its_author_withdraws():
    told = founded()
    proposal = propose(told, "MA")
    told.say("FR", "withdraw-terms", item=proposal)
    assert told.aside() == {"FR withdraw-terms": "rules.not-this-side"}


def test_of_two_adopted_on_one_base_the_lower_id_is_in_force_and_the_other_is_to_be_proposed_again():
    told = founded()
    ours = propose(told, "MA", 60)
    theirs = propose(told, "FR", 120, missed=[ours])
    yes = told.say("FR", "accept-terms", item=ours)
    told.say("MA", "accept-terms", item=theirs, missed=[yes])
    lower, higher = sorted((ours, theirs), key=lambda one: one.id)
    assert stages(told, lower, higher) == ["adopted", "again"]
    assert proposals.in_force(told.state, "terms") == lower


@pytest.mark.parametrize("first", ["lower", "higher"])
def test_an_acceptance_in_knowledge_of_another_adoption_never_displaces_it(first):
    """Nothing is gained by proposing again until an id is low: what was adopted first, and known, stays."""
    told = founded()
    ours = propose(told, "MA", 60)
    theirs = propose(told, "FR", 120, missed=[ours])
    lower, higher = sorted((ours, theirs), key=lambda one: one.id)
    made = (lower, higher) if first == "lower" else (higher, lower)
    for one in made:
        told.say("FR" if one.author == "MA" else "MA", "accept-terms", item=one)
    assert stages(told, *made) == ["adopted", "again"]


def test_an_acceptance_that_comes_long_after_a_later_adoption_changes_nothing_in_force():
    told = founded()
    old = propose(told, "MA", 60)
    new = propose(told, "MA", 90)
    told.say("FR", "accept-terms", item=new)
    newer = propose(told, "MA", 30, base=new.id)
    told.say("FR", "accept-terms", item=newer)
    told.say("FR", "accept-terms", item=old)
    assert stages(told, old, new, newer) == ["again", "adopted", "adopted"]
    assert proposals.in_force(told.state, "terms") == newer


def test_what_is_to_be_proposed_again_is_proposed_on_what_is_in_force():
    told = founded()
    first, second = propose(told, "MA", 60), propose(told, "MA", 90)
    told.say("FR", "accept-terms", item=first)
    told.say("FR", "accept-terms", item=second)
    assert stages(told, first, second) == ["adopted", "again"]
    again = propose(told, "MA", 90, base=first.id)
    told.say("FR", "accept-terms", item=again)
    assert proposals.in_force(told.state, "terms") == again


def test_a_proposal_on_what_was_never_adopted_does_not_count():
    told = founded()
    declined = propose(told, "MA")
    told.say("FR", "decline-terms", item=declined)
    propose(told, "MA", base=declined.id)
    assert told.aside() == {"MA propose-terms": "rules.unknown-base"}


def test_three_parties_two_proposals_and_a_party_that_missed_one_of_them():
    told = founded("MA", "FR", "ES")
    ours = propose(told, "MA", 60)
    theirs = propose(told, "FR", 120, missed=[ours])
    one = told.say("ES", "accept-terms", item=ours)
    told.say("ES", "accept-terms", item=theirs)
    two = told.say("FR", "accept-terms", item=ours)
    told.say("MA", "accept-terms", item=theirs, missed=[one, two])
    lower, higher = sorted((ours, theirs), key=lambda each: each.id)
    assert stages(told, lower, higher) == ["adopted", "again"]
