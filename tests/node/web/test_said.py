"""What a step says, as a page shows it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation

from mithaq.node.ledger import erase
from mithaq.node.web.exports.plain import stated_all
from mithaq.node.web.items import called, plain
from mithaq.node.web.said import entry, said, shown
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Side, Step
from mithaq.pact.rules.words import Words
from tests.node.inquiries import BODY
from tests.node.simulated import NOW
from tests.node.web.test_screens import received

__all__ = ["received"]  # a fixture

X = Words("س", "x", "x")
MANIFEST = {
    "id": "0" * 32,
    "name": "plan.pdf",
    "mime": "application/pdf",
    "size_bytes": 1_234_567,
    "key": "SECRET",
}


def test_a_file_is_shown_by_name_and_size_and_its_key_never():
    text = shown(Field("attachments", Type.ATTACHMENT, X), [MANIFEST], {})
    assert "plan.pdf" in text
    assert "1.2\u00a0MB" in text
    assert "SECRET" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["text", 7, [7], {"a": 1}, [{"name": "<b>"}], None])
def test_whatever_a_partner_put_there_is_shown_without_harm(value):
    for sort in Type:
        if sort is Type.GROUP:
            continue
        field = Field("it", sort, X, codes="urgency")
        assert "<b>" not in str(shown(field, value, {}))


def test_a_plate_in_a_sentence_keeps_its_order():
    text = shown(Field("it", Type.PROSE, X), "Le véhicule 12345-أ-6 a été vu", {})
    assert '<bdi dir="ltr" class="ident"><bdi>12345</bdi>-<bdi>أ</bdi>-<bdi>6</bdi></bdi>' in text


def test_what_was_left_empty_is_left_out():
    step = Step("say", "t", Side.ANY, X, X, sections=(Section(X, (Field("it", Type.LINE, X),)),))
    assert said(step, {"it": " "}) == []


def test_what_the_node_has_drawn_is_neither_shown_nor_in_what_leaves():
    fields = (Field("it", Type.LINE, X), Field("secret", Type.FINGERPRINT, X, drawn=True))
    values = {"it": "x", "secret": "0f" * 32}
    assert stated_all(fields, values) == {"it": "x"}
    step = Step("say", "t", Side.ANY, X, X, sections=(Section(X, fields),))
    assert [line.field.name for section in said(step, values) for line in section.lines] == ["it"]


def test_what_a_part_is_called_reads_in_the_direction_of_the_page():
    entry = SimpleNamespace(says={}, at=datetime(2026, 11, 24, tzinfo=UTC), author="FR")
    line = SimpleNamespace(entry=entry, body=SimpleNamespace(values={}), step=None)
    with translation.override("ar"):
        assert called(line, {}) == '<span dir="rtl">24 نونبر 2026 (بتصريح من <bdi>FR</bdi>)</span>'
    with translation.override("fr"):
        assert called(line, {}).startswith('<span dir="ltr">')


def _part(*fields, says=None, body=None, key="1" * 64):
    """A part of a matter, as the entry that created it says it."""
    step = Step("add", "t", Side.ANY, X, X, sections=(Section(X, fields),))
    entry = SimpleNamespace(id=key, says=says or {}, at=datetime(2026, 11, 24, tzinfo=UTC), author="FR")
    return SimpleNamespace(entry=entry, body=SimpleNamespace(values=body or {}), step=step)


def _name(part, language, lines=()):
    with translation.override(language):
        return plain(called(part, {}, {each.entry.id: each for each in lines})).rpartition(" (")[0]


def test_who_is_named_in_two_scripts_is_called_by_the_name_whatever_else_is_said_in_two_languages():
    names = [Field("name", Type.NAME, X), Field("name_ar", Type.NAME, X)]
    posts = [Field("post_ar", Type.LINE, X), Field("post_fr", Type.LINE, X)]
    body = {"name": "ZAHRI Adil", "name_ar": "عادل", "post_ar": "عميد", "post_fr": "Commissaire"}
    grade = Field("grade", Type.CODE, X, codes="urgency")
    award = _part(grade, *names, *posts, says={"grade": "urgent"}, body=body)
    assert [_name(award, language) for language in ("ar", "fr", "en")] == ["عادل", "ZAHRI Adil", "ZAHRI Adil"]


def test_what_has_no_name_is_called_by_how_its_text_begins():
    words = [f"mot{number}" for number in range(20)]
    decision = _part(Field("text", Type.PROSE, X), body={"text": " ".join(words)})
    assert _name(decision, "fr") == " ".join(words[:12]) + "…"
    assert "<bdi>mot0" in called(decision, {})  # in its own direction, on a page of another


@pytest.mark.django_db
@pytest.mark.parametrize("value", [["x"], {"a": "<b>"}, 7, "<b>", None])
def test_whatever_a_partner_says_a_part_belongs_to_it_has_a_name(value):
    fields = [
        Field("it", Type.ENTRY, X, public=True, of=("open",)),
        Field("text", Type.PROSE, X),
        Field("day", Type.DAY, X, required=True),
    ]
    for field in fields:
        shown_as = called(_part(field, body={field.name: value}), {}, {})
        assert "<b>" not in shown_as


def test_what_belongs_to_something_is_called_by_that_and_its_numbers():
    match = _part(Field("teams", Type.LINE, X), body={"teams": "A – B"}, key="2" * 64)
    number = Field("number", Type.NUMBER, Words("رقم", "numéro", "number"), required=True, public=True)
    of = Field("match", Type.ENTRY, X, public=True, of=("schedule-match",))
    text = Field("text", Type.PROSE, X)
    posting = _part(of, number, text, says={"match": "2" * 64, "number": 3}, body={"text": "long"})
    assert _name(posting, "fr", [match]) == "A – B · Numéro 3"
    assert _name(posting, "fr") == "long"
    assert _name(_part(number, says={"number": 3}), "fr") == "Numéro 3"


@pytest.mark.django_db
def test_an_entry_of_the_matter_that_is_read_is_called_by_what_it_says_while_that_is_here(received, salma):
    with translation.override("fr"):
        assert plain(entry(received.pk, here=True)) == BODY["title"]
        elsewhere = plain(entry(received.pk))  # a reference from another matter says nothing of its body
        assert BODY["title"] not in elsewhere
        erase.erase_matter(received.pk, officer=salma, now=NOW)
        assert plain(entry(received.pk, here=True)) == elsewhere
