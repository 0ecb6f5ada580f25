"""Communiqués: agreed by all, in each language, and out no earlier than agreed."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.rules.communiques import KIND, in_force, published
from mithaq.pact.rules.fold import open_steps
from tests.pact.rules.telling import Told, codes, problems

EMBARGO = datetime(2026, 1, 6, 12, tzinfo=UTC)
ROWS = [
    {"language": "ar", "heading": "بلاغ مشترك", "text": "عقد الطرفان اجتماعا مشتركا."},
    {"language": "fr", "heading": "Communiqué commun", "text": "Les parties se sont réunies."},
]


def agreed(**says) -> tuple[Told, object]:
    told = Told(KIND, "ES", "FR", "MA", by="MA", says={"languages": ("ar", "fr")})
    text = told.say("MA", "propose-text", says={"embargo_at": "2026-01-06T12:00:00.000Z"} | says)
    for party in ("ES", "FR"):
        assert told.stage == "draft"
        told.say(party, "accept-text", item=text)
    return told, text


def test_an_agreed_text_is_published_after_its_embargo():
    told, text = agreed()
    assert (told.stage, in_force(told.state)) == ("agreed", text)
    out = told.say("FR", "publish", says={"agreed_text": text.id}, at=EMBARGO)
    assert (told.stage, published(told.state)) == ("published", out)


def test_a_text_without_embargo_is_published_at_once():
    told, text = agreed(embargo_at="")
    told.say("FR", "publish", says={"agreed_text": text.id})
    assert told.stage == "published"


def test_publishing_too_early_or_another_text_counts_for_nothing():
    told, text = agreed()
    told.say("FR", "publish", says={"agreed_text": text.id}, at=EMBARGO - timedelta(milliseconds=1))
    told.say("MA", "publish", says={"agreed_text": "a" * 64}, at=EMBARGO)
    assert told.stage == "agreed"
    assert told.aside() == {"FR publish": "rules.not-at-this-stage", "MA publish": "rules.not-at-this-stage"}


def test_who_had_not_seen_that_all_accepted_publishes_nothing():
    told, text = agreed()
    last = told.said[-1]
    told.say("MA", "publish", says={"agreed_text": text.id}, at=EMBARGO, missed=[last])
    assert told.stage == "agreed"


def test_a_counter_is_a_no_and_a_new_text():
    told = Told(KIND, "FR", "MA", by="MA", says={"languages": ("ar", "fr")})
    first = told.say("MA", "propose-text")
    second = told.say("FR", "counter-text", item=first)
    told.say("MA", "accept-text", item=second)
    assert (told.stage, in_force(told.state)) == ("agreed", second)


def test_a_later_text_that_all_accept_takes_the_place_of_what_was_published():
    told, text = agreed(embargo_at="")
    told.say("FR", "publish", says={"agreed_text": text.id})
    later = told.say("ES", "propose-text", says={"base": text.id})
    for party in ("FR", "MA"):
        told.say(party, "accept-text", item=later)
    assert published(told.state) is None  # what is out is not what is agreed
    out = told.say("MA", "publish", says={"agreed_text": later.id})
    assert published(told.state) == out


def test_it_is_dropped_by_either_before_it_is_out():
    told, text = agreed()
    told.say("ES", "drop")
    told.say("FR", "publish", says={"agreed_text": text.id}, at=EMBARGO)
    assert told.stage == "dropped"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(ROWS, [], id="each language once"),
        pytest.param(ROWS[:1], ["communiques.not-in-each-language"], id="one language"),
        pytest.param([*ROWS, ROWS[0]], ["communiques.not-in-each-language"], id="one twice"),
        pytest.param([{**ROWS[0], "text": "قصير"}, ROWS[1]], ["rules.too-short"], id="too short"),
    ],
)
def test_a_text_stands_in_each_language(rows, found):
    told, _ = agreed()
    to = ("ES", "FR")
    assert codes(problems(KIND, "propose-text", {"texts": rows}, about=told, to=to)) == found


def test_a_text_that_does_not_go_to_all_is_stopped():
    told, _ = agreed()
    assert codes(problems(KIND, "propose-text", {"texts": ROWS}, about=told, to=("FR",))) == [
        "communiques.not-for-all"
    ]


@pytest.mark.parametrize(
    ("now", "named", "found"),
    [
        (EMBARGO, None, []),
        (EMBARGO - timedelta(minutes=1), None, ["communiques.under-embargo"]),
        (EMBARGO, "a" * 64, ["communiques.another-text"]),
    ],
)
def test_publishing_is_checked_at_home(now, named, found):
    told, text = agreed()
    assert codes(problems(KIND, "publish", {"agreed_text": named or text.id}, about=told, now=now)) == found


def test_nothing_is_published_that_nobody_agreed():
    told = Told(KIND, "FR", "MA", by="MA", says={"languages": ("ar",)})
    assert codes(problems(KIND, "publish", {"agreed_text": "a" * 64}, about=told)) == [
        "communiques.not-agreed"
    ]


def test_what_is_out_is_not_published_again_and_a_page_does_not_offer_it():
    told, text = agreed(embargo_at="")
    assert "publish" in offered(told)
    told.say("FR", "publish", says={"agreed_text": text.id})
    assert "publish" not in offered(told)
    again = {"agreed_text": text.id}
    assert codes(problems(KIND, "publish", again, about=told)) == ["communiques.published-already"]
    told.say("MA", "publish", says=again)
    assert told.aside() == {}  # what a partner states twice counts as it did
    later = told.say("ES", "propose-text", says={"base": text.id})
    for party in ("FR", "MA"):
        told.say(party, "accept-text", item=later)
    assert "publish" in offered(told)
    assert not problems(KIND, "publish", {"agreed_text": later.id}, about=told)


def offered(told: Told) -> set[str]:
    return {each.step.name for each in open_steps(told.standing, "MA")}
