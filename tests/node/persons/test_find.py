"""Who may be meant, with reasons: found by name and document, never by nationality, never decided."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mithaq.node.persons.cross_check import cross_check
from mithaq.node.persons.find import BANDS, Candidate, look_up
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import Person
from mithaq.pact.codes import code_list
from mithaq.pact.rules.inquiries import SUBJECT
from tests.node.persons.files import NOW, OFFICER, TODAY, UN_SHAPED


@pytest.fixture
def register(db):
    """The invented list, of which the first person is Anouar Ben Zitoun, born 24 June 1984."""
    import_file(UN_SHAPED, "un", officer=OFFICER, now=NOW)


def _found(**asked) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.list_ref, c.band, c.reasons, c.against) for c in look_up(on=TODAY, **asked)]


@pytest.mark.parametrize(
    ("asked", "band", "reasons", "against"),
    [
        pytest.param(
            {"names": ["ANOUAR BEN ZITOUN"], "born": "1984-06-24"},
            "strong", ("name-exact", "born-same-day"), (), id="same name, same day",
        ),
        pytest.param(
            {"names": ["Ben Zitoun, Anouar"], "born": "24/06/1984"},
            "strong", ("name-folded", "born-same-day"), (), id="other order and case",
        ),
        pytest.param(
            {"names": ["انوار بن زيتون"]},
            "possible", ("name-folded", "born-unknown"), (), id="Arabic without hamza, birth not asked",
        ),
        pytest.param(
            {"names": ["Anwar Benzitoun"], "born": "1984"},
            "possible", ("name-exact", "name-alias", "born-same-years"), (), id="an alias, the year fits",
        ),
        pytest.param(
            {"names": ["le grand"], "born": "1984"},
            "weak", ("name-folded", "name-weak-alias", "born-same-years"), (), id="a weak alias",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "born": "1984-06-25"},
            "possible", ("name-folded",), ("born-other-day",), id="a day beside it",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "born": "1950"},
            "weak", ("name-folded",), ("born-other-years",), id="another year speaks against",
        ),
        pytest.param(
            {"documents": ["xx-0123456"], "born": "1950"},
            "strong", ("document-same",), ("born-other-years",), id="the document, whatever else is said",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "born": "31/02/1984"},
            "possible", ("name-folded", "born-unknown"), (), id="no such day: left out of account",
        ),
    ],
)  # fmt: skip
def test_a_match_comes_with_its_reasons(register, asked, band, reasons, against):
    assert _found(**asked) == [("INi.001", band, reasons, against)]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({}, id="nothing asked"),
        pytest.param({"names": ["", "  ", "؟"]}, id="no letters"),
        pytest.param({"names": ["Anouar"]}, id="part of a name"),
        pytest.param({"documents": [""]}, id="no number: documents without a key never match"),
        pytest.param({"born": "1984-06-24"}, id="a birth alone finds nobody"),
    ],
)
def test_nobody_is_found(register, asked):
    assert _found(**asked) == []


def test_the_strongest_match_comes_first(register):
    bands = [band for _, band, _, _ in _found(names=["Le Grand", "Karim El Fassi Invented"], born="1971")]
    assert bands == ["possible", "weak"] == sorted(bands, key=BANDS.index)


def test_the_best_of_several_births_counts(register):
    [(_, band, reasons, against)] = _found(names=["كريم الفاسي"], born="1962")
    assert (band, "born-same-years" in reasons, against) == ("possible", True, ())


def test_who_was_taken_off_the_list_is_not_found(register):
    Person.objects.update(removed_at=NOW)
    assert _found(names=["Anouar Ben Zitoun"]) == []


def test_nationality_is_no_part_of_a_candidate(register):
    assert "nationality" not in " ".join(field.name for field in fields(Candidate))
    assert not any("national" in reason for reason in code_list("match-reasons").values)


def test_every_reason_and_band_has_words(register):
    asked = {"names": ["Anouar Ben Zitoun", "le grand"], "documents": ["xx0123456"]}
    for _, band, reasons, against in _found(**asked):
        assert band in code_list("match-bands").values
        assert set(reasons) | set(against) <= set(code_list("match-reasons").values)


def test_every_subject_of_a_request_is_cross_checked(register):
    findings = cross_check(
        [
            {"sort": "person", "name": "Somebody New"},
            {"sort": "person", "name": "Anouar BEN ZITOUN", "born": "1984-06-24"},
            {"sort": "document", "identifier": "XX 0123456"},
            {"sort": "vehicle", "identifier": "XX 0123456"},
            {"sort": "company", "name_ar": "الشركة المتخيلة للتجارة"},
        ],
        on=TODAY,
    )
    assert [(finding.row, finding.candidates[0].list_ref) for finding in findings] == [
        (1, "INi.001"),
        (2, "INi.001"),
        (4, "INe.001"),
    ]


def test_the_fields_looked_up_are_fields_of_a_request():
    assert {field.name for field in SUBJECT} >= {"sort", "name", "name_ar", "born", "identifier"}


VALUES = st.none() | st.integers() | st.text() | st.lists(st.text(), max_size=2)
ROWS = st.dictionaries(st.sampled_from(["sort", "name", "name_ar", "born", "identifier", "x"]), VALUES)


class CrossCheckTest(TestCase):
    """With a database around every example."""

    @settings(max_examples=30)
    @given(st.lists(ROWS, max_size=3))
    def test_whatever_a_partner_wrote_is_answered(self, rows):
        assert cross_check(rows, on=TODAY) == ()
