"""Instruments: the way from a draft to a signature, and what crosses it, for two parties and for three."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.rules.fixing import fixed, signed_hash, text_signed, unseen_by
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.instruments import ends_at
from tests.pact.rules.negotiating import COMMITTEE, MEETS, PARTIES, Negotiated, frozen, matched, ready, signed

two_or_three = pytest.mark.parametrize("parties", [("FR", "MA"), PARTIES], ids=["two", "three"])
LETTER = ("تحدث لجان مشتركة.", COMMITTEE[1])


def offered(told: Negotiated, party: str) -> set[str]:
    return {option.step.name for option in open_steps(told.standing, party)}


@two_or_three
def test_a_text_goes_from_draft_to_force(parties):
    told = Negotiated(*parties)
    assert told.stage == "draft"
    article = told.add("MA")
    assert (told.stage, told.item("article", article).stage) == ("concordance", "open")
    assert turn(told.standing) == set(parties)
    told.confirm(article, article)
    assert told.item("article", article).stage == "matched"
    assert set(told.rungs().values()) == {"to-freeze"}
    told.bind("freeze")
    assert told.stage == "frozen"
    told.bind("initial")
    assert told.stage == "initialled"
    told.name_signatories()
    assert (told.stage, set(told.rungs().values())) == ("ready", {"to-sign"})
    told.bind("sign")
    assert (told.stage, signed_hash(told.state)) == ("signed", told.hash)
    for party in parties:
        told.say(party, "confirm-entry-into-force", says={"in_force_on": "2026-03-01"})
    assert told.stage == "in-force"
    assert not told.standing.set_aside


def test_it_waits_for_who_has_not_yet_done_its_part():
    told, _ = matched()
    assert turn(told.standing) == set(PARTIES)
    told.bind("freeze", "FR")
    assert turn(told.standing) == {"ES", "MA"}
    assert (told.stage, told.rungs()) == (
        "concordance",
        {"ES": "to-freeze", "FR": "froze", "MA": "to-freeze"},
    )
    told.bind("freeze", "ES", "MA")
    told.bind("initial", "MA")
    assert turn(told.standing) == {"ES", "FR"}
    assert "freeze" not in offered(told, "FR")
    assert "sign" not in offered(told, "MA")


@two_or_three
@pytest.mark.law("AS-M2-1")
def test_as_m2_1_one_changed_letter_voids_every_initial(parties):
    told, article = ready(*parties)
    before = told.hash
    edit = told.edit("MA", article, article, LETTER)
    assert told.hash != before
    assert (told.stage, set(told.rungs().values())) == ("concordance", {"voided"})
    for party in parties:
        initial = told.item("fixing", party).latest("initial")
        assert unseen_by(told.state, initial) == (edit.id,)
        assert not {"freeze", "initial", "sign"} & offered(told, party)


def test_initials_do_not_come_back_when_the_letter_does():
    told, article = ready()
    first = told.hash
    second = told.edit("MA", article, article, LETTER)
    third = told.edit("FR", article, second, COMMITTEE)
    assert told.hash == first
    told.confirm(article, third)
    assert set(told.rungs().values()) == {"to-freeze"}
    told.bind("freeze")
    assert set(told.rungs().values()) == {"to-initial"}
    told.bind("sign", "MA")  # on initials that are gone
    assert (told.stage, told.aside()) == ("frozen", {"MA sign": "rules.not-at-this-stage"})


def test_an_edit_that_nobody_had_seen_voids_as_much():
    told, article = frozen()
    crossing = told.bind("initial", "FR")
    told.edit("ES", article, article, LETTER, missed=crossing)
    assert (told.stage, told.rungs()["FR"]) == ("concordance", "voided")
    assert not told.standing.set_aside


def test_who_had_seen_an_edit_cannot_initial_the_text_before_it():
    told, article = frozen()
    before = told.hash
    told.edit("ES", article, article, LETTER)
    told.bind("initial", "FR", naming=before)
    assert told.aside() == {"FR initial": "rules.not-at-this-stage"}


def test_two_edits_on_one_revision_are_both_kept_and_in_dispute():
    told, article = matched()
    first = told.edit("MA", article, article, LETTER)
    second = told.edit("FR", article, article, MEETS, missed=[first])
    assert (told.stage, told.item("article", article).stage) == ("draft", "disputed")
    told.confirm(article, first)
    assert told.item("article", article).stage == "disputed"
    chosen = told.edit("ES", article, second, MEETS)
    assert (told.stage, told.item("article", article).stage) == ("concordance", "open")
    told.confirm(article, chosen)
    assert told.item("article", article).stage == "matched"


def test_an_edit_written_on_what_is_no_longer_in_force_wins_nothing_by_being_late():
    told, article = matched()
    told.edit("MA", article, article, LETTER)
    told.edit("FR", article, article, MEETS)  # had seen it, and had begun before
    assert told.item("article", article).stage == "disputed"


def test_a_confirmation_of_what_is_gone_confirms_nothing():
    told = Negotiated()
    article = told.add("MA")
    told.confirm(article, article, "ES", "FR")
    later = told.edit("FR", article, article, MEETS)
    told.confirm(article, article, "MA")
    assert (told.item("article", article).stage, told.item("article", article).yes) == ("open", frozenset())
    told.confirm(article, later)
    assert told.item("article", article).stage == "matched"


def test_an_objection_holds_until_who_made_it_confirms():
    told, article = frozen()
    told.say("ES", "dispute-article", item=article, says={"revision": article.id})
    assert (told.stage, told.rungs()["MA"]) == ("draft", "voided")
    told.confirm(article, article, "ES")
    assert told.item("article", article).stage == "matched"
    assert set(told.rungs().values()) == {"to-freeze"}


def test_a_comment_voids_nothing():
    told, article = ready()
    told.say("FR", "comment-article", item=article)
    assert told.stage == "ready"


def test_a_removal_has_to_be_confirmed_by_all_and_numbers_close_up():
    told, first = matched()
    second = told.add("FR", MEETS, 2)
    told.confirm(second, second)
    gone = told.say("ES", "remove-article", item=first, says={"revision": first.id})
    assert told.stage == "draft"  # what is left begins at 2
    told.confirm(first, gone)
    assert told.item("article", first).stage == "removed"
    again = told.edit("FR", second, second, MEETS, 1)
    told.confirm(second, again)
    assert set(told.rungs().values()) == {"to-freeze"}


@pytest.mark.parametrize(
    ("number", "written_in"),
    [
        pytest.param(1, ("ar", "fr"), id="number twice"),
        pytest.param(3, ("ar", "fr"), id="a gap"),
        pytest.param(2, ("fr",), id="one language"),
    ],
)
def test_a_text_that_is_not_whole_cannot_be_frozen(number, written_in):
    told, _ = matched()
    other = told.add("FR", MEETS, number, written_in=written_in)
    told.confirm(other, other)
    assert told.stage == "draft"
    assert "freeze" not in offered(told, "MA")


def test_parties_that_name_other_hashes_have_frozen_nothing():
    told, _ = matched()
    told.bind("freeze", "MA", "ES")
    told.bind("freeze", "FR", naming="f" * 64)
    assert (told.stage, set(told.rungs().values())) == ("concordance", {"differs"})
    told.bind("freeze", "FR")
    assert told.stage == "frozen"


def test_what_all_have_signed_is_not_reopened_by_an_edit_that_crossed():
    told, article = ready()
    told.bind("sign", "FR", "ES")
    last = told.bind("sign", "MA")
    late = told.edit("FR", article, article, LETTER, missed=last)
    assert (told.stage, signed_hash(told.state)) == ("signed", fixed(told.state).frozen)
    assert told.item("article", article).stage == "matched"
    assert late.id not in text_signed(told.state)
    told.edit("FR", article, article, LETTER)  # and who has seen it is told at home
    assert told.aside()["FR edit-article"] == "rules.not-at-this-stage"


def test_an_edit_seen_before_the_last_signature_voids_the_others():
    told, article = ready()
    told.bind("sign", "FR")
    told.edit("FR", article, article, LETTER)
    told.bind("sign", "MA", "ES", naming="e" * 64)
    assert told.stage == "concordance"
    assert set(told.rungs().values()) == {"voided"}


def test_giving_up_ends_it_unless_all_had_signed_without_knowing():
    told, _ = ready()
    told.say("FR", "abandon")
    assert told.stage == "abandoned"
    assert offered(told, "MA") == set()
    told, _ = ready()
    told.bind("sign", "FR", "ES")
    last = told.bind("sign", "MA")
    told.say("FR", "abandon", missed=last)
    assert told.stage == "signed"


def test_new_provisions_that_all_accept_void_the_freeze():
    told, _ = frozen()
    proposal = told.say(
        "FR", "propose-provisions", says={"languages": ("ar", "fr", "es"), "authentic": ("ar", "fr")}
    )
    told.bodies[proposal.id] = told.bodies[told.opening.id]
    assert told.stage == "frozen"
    for party in ("ES", "MA"):
        told.say(party, "accept-provisions", item=proposal)
    assert (told.stage, set(told.rungs().values())) == (
        "draft",
        {"voided"},
    )  # no article stands in Spanish yet


def test_a_copy_is_complete_when_every_party_has_added_to_the_last_file():
    told, _ = signed()
    copy = told.say("MA", "seal-copy", says={"holder": "MA", "hash": told.hash, "sha256": "1" * 64})
    assert turn(told.standing) == {"ES", "FR"}
    told.say("FR", "seal-copy-too", item=copy, says={"over": "1" * 64, "sha256": "2" * 64})
    fork = told.say("ES", "seal-copy-too", item=copy, says={"over": "1" * 64, "sha256": "3" * 64})
    assert told.item("copy", copy).yes in ({"FR", "MA"}, {"ES", "MA"})
    left = ({"ES", "FR"} - told.item("copy", copy).yes).pop()
    last = "2" * 64 if left == "ES" else "3" * 64
    told.say(left, "seal-copy-too", item=copy, says={"over": last, "sha256": "4" * 64})
    assert told.item("copy", copy).stage == "complete"
    assert fork.id in {each.id for each in told.standing.counted}


def in_force(*parties: str) -> Negotiated:
    told, _ = signed(*parties)
    for party in told.parties:
        told.say(party, "confirm-entry-into-force", says={"in_force_on": "2026-03-01"})
    return told


def test_an_amendment_is_an_instrument_of_its_own_that_all_confirm_here():
    told = in_force()
    item = told.say("ES", "propose-amendment", says={"instrument": "c" * 64})
    for party in PARTIES:
        assert told.stage == "in-force"
        told.say(party, "confirm-amendment", item=item)
    assert told.stage == "amended"


@pytest.mark.parametrize(("parties", "leave"), [(("FR", "MA"), ["FR"]), (PARTIES, ["FR", "ES"])])
def test_it_ends_when_fewer_than_two_are_bound(parties, leave):
    told = in_force(*parties)
    for party in leave:
        assert ends_at(told.state) is None
        told.say(party, "denounce", says={"ends_on": "2026-12-31"})
    told.say("MA", "state-end", at=datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert told.stage == "in-force"
    told.say("MA", "state-end", at=datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=1))
    assert told.stage == "terminated"
