"""What may be granted, and to whom; what the letter then says, and says again as a copy."""

from datetime import timedelta

import pytest

from mithaq.node import clock
from mithaq.node.papers.words import day
from mithaq.node.rights import decide, keep, letter, look
from mithaq.node.rights.errors import IdentityNeeded, NothingConcerns
from mithaq.node.rights.models import Decision, SubjectRequest
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.sentences import sentence
from mithaq.pact.codes import code_list
from tests.node.officers.screens import once, signed_in
from tests.node.rights.conftest import TODAY, heard
from tests.node.rights.test_screens import EVERY_LANGUAGE, url
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
WHY = "Enquête en cours sur la filière."
GRANTED = decide.Proposed("granted")
PARTLY = decide.Proposed("partly-granted", ("inquiries",), why=WHY)
NEUTRAL = decide.Proposed("neutral")
SORTS = code_list("rights-requests").values


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def _looked(dpo, salma, said="concerns", **how):
    row = heard(dpo, received_on=TODAY, **how)
    look.look(dpo, row, now=NOW)
    for concern in row.concerns.all():
        look.say(dpo, concern, said, with_=salma, now=NOW)
    row.refresh_from_db()
    return row


@pytest.mark.law("L37")
@pytest.mark.parametrize("said", [GRANTED, PARTLY], ids=["granted", "in part"])
@pytest.mark.parametrize("sort", [each for each in SORTS if each != "not-that-person"])
def test_nothing_is_granted_to_anybody_whose_identity_is_not_shown(named, dpo, salma, sort, said):
    row = _looked(dpo, salma, sort=sort, identity="not-shown")
    with pytest.raises(IdentityNeeded):
        decide.prepare(dpo, row, said, now=NOW)
    keep.show_identity(dpo, row, "document-seen")
    assert decide.prepare(dpo, row, said, now=NOW).state == ""


@pytest.mark.law("L39")
def test_nor_is_a_complaint_granted_to_somebody_unknown(named, dpo, salma):
    row = _looked(dpo, salma, "another", sort="not-that-person", identity="not-shown")
    told = decide.Proposed("granted", owner="FR", owner_told_on=TODAY)
    with pytest.raises(IdentityNeeded):
        decide.prepare(dpo, row, told, now=NOW)
    keep.show_identity(dpo, row, "document-seen")
    assert decide.prepare(dpo, row, told, now=NOW).state == ""  # though nothing concerns who asks


@pytest.mark.law("L37")
@pytest.mark.parametrize("said", [GRANTED, PARTLY], ids=["granted", "in part"])
@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"names": ("Berthe Guillaumet",)}, id="nothing was found"),
        pytest.param({"said": "another"}, id="what was found is about somebody else"),
    ],
)
def test_where_nothing_concerns_the_person_the_answer_is_neutral(named, dpo, salma, how, said):
    row = _looked(dpo, salma, **how)
    with pytest.raises(NothingConcerns):
        decide.prepare(dpo, row, said, now=NOW)
    assert decide.prepare(dpo, row, NEUTRAL, now=NOW).state == ""


@pytest.mark.law("L37")
@EVERY_LANGUAGE
@pytest.mark.parametrize(
    "how_and_code",
    [({"identity": "not-shown"}, "rights.identity-needed"), ({"said": "another"}, "rights.nothing-concerns")],
)
def test_why_it_is_not_granted_stands_beside_what_was_filled_in(named, dpo, salma, how_and_code, language):
    how, code = how_and_code
    row = _looked(dpo, salma, **how)
    dpo.language = language
    dpo.save()
    page = signed_in(dpo).post(url("decide", row.reference), once(outcome="granted")).content.decode()
    assert sentence(code, {"reference": row.reference}, language) in page
    assert not Decision.objects.exists()


@pytest.mark.law("L37")
@EVERY_LANGUAGE
def test_a_part_that_is_communicated_is_enclosed_and_the_rest_is_said_not_to_be(own_keys, language):
    row = SubjectRequest(reference="MA-RGT-2026-00001", sort="access", received_on=TODAY)
    told = letter.paragraphs(row, Decision(outcome="partly-granted", grounds=[]), language=language)
    enclosed = {"ar": "رفقته", "fr": "jointes", "en": "enclosed"}[language]
    assert enclosed in told[1]
    row.sort = "erasure"
    told = letter.paragraphs(row, Decision(outcome="partly-granted", grounds=[]), language=language)
    assert enclosed not in told[1]


@pytest.mark.law("L37")
@EVERY_LANGUAGE
def test_what_is_printed_after_the_answer_bears_its_day_and_says_that_it_is_a_copy(
    refused, dpo, language, monkeypatch
):
    typeset = []
    monkeypatch.setattr(letter, "typeset", lambda _, content, **__: typeset.append(content) or b"")
    later = NOW + timedelta(days=40)

    def printed():
        row, person = SubjectRequest.objects.get(pk=refused.pk), keep.person_of(refused)
        stands = decide.standing(row)
        letter.as_pdf(row, stands, person, language=language, copy=Copy(7, later, ()))
        return typeset[-1]["versions"][0]["facts"]

    assert printed()[1][1] == day(later.date(), language)
    assert len(printed()) == 2
    keep.answer(dpo, refused, on=TODAY)
    _, answered, copy = printed()
    assert answered[1] == day(TODAY, language)
    assert copy[0] == letter.words(language)["copy"]
    assert day(later.date(), language) in copy[1]
