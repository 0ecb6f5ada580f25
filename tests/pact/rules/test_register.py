"""The register: kinds enter themselves, editions stay for ever, a faulty declaration is found at once."""

from dataclasses import replace

import pytest

from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.kind import Dated, Proposals, Side, Stage, Step, Track
from mithaq.pact.rules.words import W

NAME = W("اسم", "nom", "name")


@pytest.fixture(autouse=True)
def _leave_no_kind_behind(monkeypatch):
    register.kinds()
    monkeypatch.setattr(register, "_KINDS", dict(register._KINDS))


def another(**changes):
    return replace(KIND, **changes)


def test_every_kind_that_is_shipped_is_there_by_being_a_module():
    assert {kind.name for kind in register.kinds()} >= {"agreement", "group", "inquiry"}
    assert register.kind("inquiry") is KIND


def test_a_kind_from_outside_enters_itself():
    ours = register.enter(another(name="parcel", mark="PCL"))
    assert register.kind("parcel") is ours
    assert ours in register.kinds()


def test_the_newest_edition_opens_matters_and_the_older_still_folds_its_own():
    newer = register.enter(another(edition=2))
    assert register.kind("inquiry") is newer
    assert register.kind("inquiry", 1) is KIND
    assert [kind.edition for kind in register.kinds() if kind.name == "inquiry"] == [2]


def test_an_edition_once_entered_is_never_replaced():
    with pytest.raises(ValueError, match="entered twice"):
        register.enter(another(mark="XXX"))
    assert register.enter(KIND) is KIND  # the same declaration again is no harm


@pytest.mark.parametrize(("name", "edition"), [("unheard-of", None), ("inquiry", 99), ("x" * 5000, None)])
def test_a_kind_nobody_entered_is_refused_with_facts_that_fit_a_log(name, edition):
    with pytest.raises(UnknownKind) as refused:
        register.kind(name, edition)
    assert len(refused.value.facts["kind"]) <= 40


def test_marks_are_three_letters_and_each_kind_has_its_own():
    marks = [kind.mark for kind in register.kinds()]
    assert len(set(marks)) == len(marks)
    assert all(len(mark) == 3 and mark.isupper() for mark in marks)


LINE = Field("line", Type.LINE, NAME)
READ = Field("read", Type.FLAG, NAME, reviewed_by="legal-adviser")


def owed_by_day(name="report", track="answer", **more):
    return {"dated": (Dated(name, NAME, track, Side.ANY, lambda *_: (), lambda *_: None, **more),)}


def saying(*fields: Field):
    """A kind with one more step, which says these."""
    return {
        "steps": (
            *KIND.steps,
            Step("sing", "answer", Side.ANY, NAME, NAME, sections=(Section(NAME, fields),)),
        )
    }


@pytest.mark.parametrize("declared", [{"type": Type.GROUP}, {"type": Type.LINE, "fields": (LINE,)}])
def test_a_group_has_columns_and_nothing_else_has(declared):
    with pytest.raises(ValueError, match="columns"):
        Field("rows", words=NAME, **declared)


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        pytest.param({"steps": (*KIND.steps, KIND.steps[0])}, "two steps of one name", id="a step twice"),
        pytest.param({"opening": "begin"}, "no opening step", id="an opening nobody declared"),
        pytest.param(
            {"steps": (*KIND.steps, Step("sing", "answer", Side.ANY, NAME, NAME, conveys=True))},
            "no place for a restriction",
            id="information that cannot be restricted in words",
        ),
        pytest.param(
            {"steps": (*KIND.steps, Step("sing", "choir", Side.ANY, NAME, NAME))},
            "names no track",
            id="no such track",
        ),
        pytest.param(
            {"steps": (*KIND.steps, Step("sing", "answer", Side.ANY, NAME, NAME, when=frozenset({"dawn"})))},
            "never has",
            id="waits for a stage that never comes",
        ),
        pytest.param(
            {"tracks": (*KIND.tracks, Track("t", NAME, (Stage("on", NAME),), {"on": {"ask": "off"}}))},
            "unknown stage",
            id="leads nowhere",
        ),
        pytest.param(
            {"tracks": (*KIND.tracks, Track("t", NAME, (Stage("on", NAME),), {"on": {"sing": "on"}}))},
            "unknown step",
            id="moves by a step nobody declared",
        ),
        pytest.param(
            {"tracks": (*KIND.tracks, Track("t", NAME, (Stage("on", NAME),), {"off": {"ask": "on"}}))},
            "leaves from unknown stage",
            id="leaves from nowhere",
        ),
        pytest.param(
            {"tracks": (*KIND.tracks, Track("t", NAME, (Stage("on", NAME, first="ask"),), {"on": {}}))},
            "not taken there",
            id="begins with what is not possible",
        ),
        pytest.param(
            {"tracks": (*KIND.tracks, Proposals("t", NAME, "ask", "answer", "refuse", "recant"))},
            "unknown steps {'recant'}",
            id="proposals by a step nobody declared",
        ),
        pytest.param(
            {"tracks": (replace(KIND.tracks[0], shows=("title",)), *KIND.tracks[1:])},
            "in public",
            id="shows what the header does not say",
        ),
        pytest.param(owed_by_day(name="answer"), "two duties of one name", id="a duty twice"),
        pytest.param(owed_by_day(track="choir"), "names no track", id="owed in no track"),
        pytest.param(
            owed_by_day(ends=frozenset({"sing"})),
            "unknown steps {'sing'}",
            id="done by a step nobody declared",
        ),
        pytest.param(
            {"duties": (replace(KIND.duties[0], track="choir"),)}, "names no track", id="a time in no track"
        ),
        pytest.param(
            {"duties": (replace(KIND.duties[0], since="asked_at"),)},
            "nobody has to state",
            id="a time from no instant",
        ),
        pytest.param(saying(LINE, LINE), "two fields of one name", id="a field twice"),
        pytest.param(
            saying(Field("files", Type.ATTACHMENT, NAME)), "nothing else does", id="files in another field"
        ),
        pytest.param(
            saying(Field("rows", Type.GROUP, NAME, fields=(Field("attachments", Type.ATTACHMENT, NAME),))),
            "files in a group",
            id="files in rows",
        ),
        pytest.param(saying(READ), "does not always need", id="reviewed before no approval"),
        pytest.param(
            saying(LINE, Field("rows", Type.GROUP, NAME, fields=(READ,))),
            "a row is not reviewed",
            id="a row reviewed",
        ),
    ],
)
def test_a_faulty_declaration_is_found_when_it_is_made(changes, flaw):
    with pytest.raises(ValueError, match=flaw):
        another(**changes)
