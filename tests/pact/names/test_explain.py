"""Every reason is told with its points, and of letters only what the letters themselves tell."""

import pytest
from hypothesis import given, settings

from mithaq.pact.names import Description, match, resemble
from mithaq.pact.names.explain import CODES, WAYS, groups, told
from tests.pact.names.test_person import DESCRIPTIONS


def _told(one: str, other: str):
    return told(resemble(Description((one,)), Description((other,))))


def _ways(one: str, other: str) -> dict[tuple[str, str], str]:
    return {
        (group.one, group.other): group.way
        for facings in match(one, other).letters
        for group in groups(facings)
    }


@given(DESCRIPTIONS, DESCRIPTIONS)
@settings(max_examples=40, deadline=None)
def test_what_is_told_adds_up_to_the_score(one, other):
    found = resemble(one, other)
    reasons = told(found)
    assert sum(reason.points for reason in reasons) == found.score
    assert {reason.code for reason in reasons} <= set(CODES)
    assert {group.way for reason in reasons for group in reason.groups} <= set(WAYS)


@pytest.mark.parametrize(
    ("one", "other", "pair", "way"),
    [
        pytest.param("شفيق", "Chafik", ("ش", "ch"), "french", id="ch in French"),
        pytest.param("شفيق", "Shafik", ("ش", "sh"), "english", id="sh in English"),
        pytest.param("خالد", "Khaled", ("خ", "kh"), "both", id="kh in both"),
        pytest.param("نور", "Nour", ("و", "ou"), "french", id="ou in French"),
        pytest.param("نور", "Noor", ("و", "oo"), "english", id="oo in English"),
        pytest.param("محمد", "Mohammed", ("", "m"), "doubled", id="a letter doubled"),
        pytest.param("خالد", "Khaled", ("", "e"), "vowel", id="a short vowel nobody wrote"),
        pytest.param("لوي", "Louis", ("", "s"), "silent", id="a letter nobody hears"),
        pytest.param("Alami", "Alami", ("l", "l"), "same", id="the same letter"),
    ],
)
def test_letters_tell_how_they_are_written(one, other, pair, way):
    assert _ways(one, other)[pair] == way
    assert _ways(other, one)[pair[::-1]] == way


@given(DESCRIPTIONS, DESCRIPTIONS)
@settings(max_examples=30, deadline=None)
def test_letters_cut_finely_are_the_words_again(one, other):
    found = resemble(one, other).names
    for facings, meeting in zip(found.letters, found.pairing.met, strict=True) if found else ():
        assert "".join(facing.one for facing in facings) == meeting.one.letters
        assert "".join(facing.other for facing in facings) == meeting.other.letters
        assert all(0 <= facing.share <= 1 for facing in facings)


def test_a_part_that_agrees_never_speaks_against():
    found = resemble(Description(("Hassan Benali",)), Description(("Hussein Benali",)))
    speaks = {reason.one: reason.speaks for reason in told(found) if reason.one}
    assert speaks == {"hassan": "against", "benali": "for"}


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        pytest.param("Hassan Benali", "Hassan Benali", "parts-same", id="written alike"),
        pytest.param("خالد العلوي", "Khaled Alaoui", "parts-agree", id="by letters"),
        pytest.param("محمد بنزيتون", "Mohamed Ben Zitoun", "parts-joined", id="joined and apart"),
        pytest.param("Bob Haddad", "Robert Haddad", "parts-known", id="one name in two languages"),
        pytest.param("Hassan Benali", "Hussein Benali", "parts-known-apart", id="two known names"),
        pytest.param("Khalid Alami", "K. Alami", "initial-met", id="an initial that fits"),
        pytest.param("Khalid Alami", "S. Alami", "initial-differs", id="an initial that does not"),
        pytest.param("Anouar Alami", "Anouar ben Alami", "link-left-out", id="ben left out"),
        pytest.param("Khalid Alami", "Dr Khalid Alami", "title-left-out", id="a title left out"),
        pytest.param("Khalid Alami", "Khalid Omar Alami", "part-left-out", id="a name left out"),
        pytest.param("Khalid Alami", "Alami Khalid", "other-order", id="another order"),
    ],
)
def test_what_was_found_is_told_finely(one, other, code):
    assert code in {reason.code for reason in _told(one, other)}


def test_the_article_is_shown_as_it_is_written():
    for written, letters, article in (
        ("الحموشي", "الحموشي", "ال"), ("El Hammouchi", "al-hammouchi", "al-")
    ):  # fmt: skip
        reason = _told(written, "Hammouchi")[0]
        assert reason.one == letters
        assert [group.one for group in reason.groups if group.way == "article"] == [article]
