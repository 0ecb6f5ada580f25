"""The laws every kind keeps, shipped or generated, whatever three parties say, one late and one dishonest."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.order import in_order
from mithaq.pact.rules import proposals
from mithaq.pact.rules.errors import RulesError
from mithaq.pact.rules.fold import check_allowed, followed_by, open_steps, standing, states_at, turn
from mithaq.pact.rules.kind import Every, Proposals
from tests.pact.rules.conversations import PARTIES, Talk, at_another_hour, entry, says_of
from tests.pact.rules.laws import Laws, a_talk, every_kind

LAWS = Laws()
law = LAWS.law


@law("law 2")
def standing_does_not_depend_on_order_of_arrival(kind, said, draw):
    assert standing(kind, draw(st.permutations(said))) == standing(kind, said)


@law("law 2")
def what_arrives_twice_counts_once(kind, said, draw):
    repeated = [*said, *draw(st.lists(st.sampled_from(said)))]
    assert standing(kind, repeated) == standing(kind, said)


@law("law 1")
def every_entry_counts_or_is_set_aside_with_a_reason(kind, said, draw):
    found = standing(kind, said)
    counted = {each.id for each in found.counted}
    aside = {each.id for each, reason in found.set_aside if reason.startswith("rules.")}
    assert counted.isdisjoint(aside)
    assert counted | aside == {each.id for each in said}


@law()
def what_follows_all_that_was_said_need_not_be_folded_with_it(kind, said, draw):
    said = in_order(said, kind.precedence)
    before = standing(kind, said[:1])
    for number, each in enumerate(said[1:], start=2):
        whole = standing(kind, said[:number])
        one_more = followed_by(before, each)
        if one_more is not None:
            assert one_more == whole
            assert one_more.state.past == whole.state.past
            before = draw(st.sampled_from([one_more, whole]))  # either can be followed
        else:
            before = whole
    last = entry(kind, kind.steps[-1].name, said[0].author, matter=said[0], seen=said)
    if before.state is not None and not before.missing and not before.told_twice:
        assert followed_by(before, last) == standing(kind, [*said, last])


@law()
def where_it_stood_at_the_last_that_counted_is_where_it_stands(kind, said, draw):
    found = standing(kind, said)
    then = states_at(found, [each.id for each in found.counted])
    assert list(then) == [each.id for each in found.counted]
    if found.state is not None and not found.set_aside:
        last = then[found.counted[-1].id]
        assert (last.tracks, last.applied) == (found.state.tracks, found.state.applied)
    for each in found.counted[:1]:  # what came later changed nothing of it
        assert then[each.id].tracks == states_at(found, [each.id])[each.id].tracks


@law("law 2")
def any_part_of_what_was_said_has_a_standing(kind, said, draw):
    part = draw(st.lists(st.sampled_from(said), unique_by=lambda each: each.id))
    found = standing(kind, part)
    named = {cause for each in part for cause in (*each.after, each.prev, each.matter) if cause}
    assert found.missing == named - {each.id for each in part}


@law("law 1")
def what_we_are_offered_counts_when_we_say_it(kind, said, draw):
    """Our own check and the fold are one rule."""
    party = draw(st.sampled_from(PARTIES))
    before = standing(kind, said)
    options = open_steps(before, party)
    if not options:
        return
    option = draw(st.sampled_from(options))
    check_allowed(before, option.step.name, party, option.item)
    talk = Talk(kind, said, {each: list(said) for each in PARTIES})
    says = says_of(option.step, talk, party, draw)
    new = entry(kind, option.step.name, party, matter=said[0], seen=said, item=option.item, says=says)
    after = standing(kind, [*said, new])
    refused = {each.id: reason for each, reason in after.set_aside}.get(new.id)
    # What it says may still not hold (an unknown base, two leads alike, a choice the kind refuses); side and
    # stage may not.
    sound = option.step.sound
    if sound and not sound(after.state, new):
        assert refused == "rules.badly-said"
        return
    assert refused in (None, "rules.unknown-base", "rules.not-at-this-stage")
    if refused == "rules.not-at-this-stage":
        assert any(
            _is_choice(move.get(option.step.name))
            for track in kind.tracks
            if not isinstance(track, Proposals)
            for move in track.follows.values()
        )


def _is_choice(target) -> bool:
    return callable(target.then if isinstance(target, Every) else target)


@law("D6")
def what_everybody_has_seen_counts_as_it_counted_whatever_is_said_then(kind, said, draw):
    """What is settled stays (D6): a step taken in knowledge of everything moves nothing that was."""
    before = standing(kind, said)
    step, party = draw(st.sampled_from(kind.steps)), draw(st.sampled_from(PARTIES))
    item = draw(st.sampled_from(["", *PARTIES, *(each.id for each in said)]))
    new = entry(kind, step.name, party, matter=said[0], seen=said, item=item)
    after = standing(kind, [*said, new])
    assert [each for each in after.counted if each != new] == list(before.counted)
    assert [pair for pair in after.set_aside if pair[0] != new] == list(before.set_aside)


@law("law 1")
def a_step_not_offered_is_refused_before_it_leaves(kind, said, draw):
    party = draw(st.sampled_from([*PARTIES, "PT"]))
    found = standing(kind, said)
    offered = {(option.step.name, option.item) for option in open_steps(found, party)}
    step = draw(st.sampled_from(kind.steps))
    item = draw(st.sampled_from(["", *PARTIES, *(each.id for each in said)]))
    if (step.name, item) in offered or step.by_the_node:
        return
    track = kind.track(step.track)
    if getattr(track, "key", "") == "once" and item:
        return
    with pytest.raises(RulesError):
        check_allowed(found, step.name, party, item)


@law("D2")
def only_a_party_counts_and_only_a_party_has_a_turn(kind, said, draw):
    stranger = entry(kind, kind.steps[-1].name, "PT", matter=said[0], seen=said)
    found = standing(kind, [*said, stranger])
    assert (stranger, "rules.not-a-party") in found.set_aside
    assert turn(found) <= set(PARTIES)
    assert turn(found) == turn(standing(kind, said))


@law("D5")
def two_stories_of_one_author_are_shown_as_evidence(kind, said, draw):
    told = {}
    for each in said:
        told.setdefault((each.author, each.prev), set()).add(each.id)
    twice = {one for ids in told.values() if len(ids) > 1 for one in ids}
    assert standing(kind, said).told_twice == twice


@law("D3")
def at_most_one_proposal_is_in_force_on_one_base(kind, said, draw):
    found = standing(kind, said)
    for track in kind.tracks:
        if isinstance(track, Proposals):
            items = found.state.items(track.name).values()
            adopted = [item for item in items if item.stage == proposals.ADOPTED]
            bases = [
                (proposals.subject_of(track, item.entries[0]), proposals.base_of(item.entries[0]))
                for item in adopted
            ]
            assert len(bases) == len(set(bases))
            assert all(item.yes >= set(PARTIES) for item in adopted)


@law("D3")
def joint_things_change_by_offer_and_acceptance_alone(kind, said, draw):
    """D3: nobody answers its own, a first answer counts, and who saw a withdrawal accepts no more."""
    state = standing(kind, said).state
    for track in kind.tracks:
        for item in state.items(track.name).values() if isinstance(track, Proposals) else ():
            answers = [each for each in item.entries[1:] if each.step != track.withdraw]
            assert {each.author for each in answers} <= set(PARTIES) - {item.holder}
            assert len({each.author for each in answers}) == len(answers)
            for withdrawal in item.all(track.withdraw):
                assert withdrawal.author == item.holder
                assert not any(state.saw(each, withdrawal.id) for each in answers)


@law("law 3")
def moving_every_clock_changes_nothing_but_a_lapse(kind, said, draw):
    """Law 3: the same steps at other hours count and are set aside alike."""
    hours = draw(st.integers(-9000, 9000))
    if any(step.lapse_at for each in said if (step := kind.step(each.step))):
        return
    renamed, moved = {}, []
    for each in in_order(said, lambda _: 0):
        again = at_another_hour(each, renamed, timedelta(hours=hours))
        renamed[each.id] = again.id
        moved.append(again)
    before, after = standing(kind, said), standing(kind, moved)
    # Ids move with the clock and break ties: compare conversations in which nobody crossed anybody.
    if _one_after_another(said) and not before.told_twice:
        assert (after.stage, len(after.counted)) == (before.stage, len(before.counted))


def _one_after_another(said) -> bool:
    """Whether each names the one before it, as seen or as what its author said last."""
    return all(
        before.id in {*each.after, each.prev} for before, each in pairwise(in_order(said, lambda _: 0))
    )


@LAWS.marked
@every_kind
@given(data=st.data())
def test_whatever_is_said_every_law_is_kept(kind, data):
    LAWS.are_kept(*a_talk(kind, data), data.draw)
