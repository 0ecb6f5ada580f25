"""Who may be meant, with reasons: found by name and document, never by nationality, never decided."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mithaq.commands.names import SAID
from mithaq.node.persons import leads
from mithaq.node.persons.cross_check import cross_check
from mithaq.node.persons.find import BANDS, LEAST, WEAK_ALIAS, Candidate, look_up
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import Person
from mithaq.pact.codes import code_list
from mithaq.pact.names import Description, Document, compare, resemble
from mithaq.pact.names.birth import AGREEMENT
from mithaq.pact.rules.inquiries import SUBJECT
from tests.node.persons.files import NOW, OFFICER, TODAY, UN_SHAPED, csv_file


@pytest.fixture
def register(db):
    """The invented list, of which the first person is Anouar Ben Zitoun, born 24 June 1984."""
    import_file(UN_SHAPED, "un", officer=OFFICER, now=NOW)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def _found(**asked) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.list_ref, c.band, c.reasons, c.against) for c in look_up(on=TODAY, **asked)]


@pytest.mark.parametrize(
    ("asked", "band", "reasons", "against"),
    [
        pytest.param(
            {"names": ["ANOUAR BEN ZITOUN"], "born": "1984-06-24"},
            "likely", {"parts-agree", "born-same-day"}, set(), id="same name, same day",
        ),
        pytest.param(
            {"names": ["Ben Zitoun, Anouar"], "born": "24/06/1984"},
            "likely", {"parts-agree", "born-same-day"}, set(), id="other order and case",
        ),
        pytest.param(
            {"names": ["انوار بن زيتون"]}, "likely", {"parts-agree"}, set(), id="Arabic without hamza",
        ),
        pytest.param(
            {"names": ["Anwar Benzitoun"], "born": "1984"},
            "likely", {"parts-agree", "born-year-agrees"}, set(), id="an alias, the year fits",
        ),
        pytest.param(
            {"names": ["le grand"]}, "possible", {"parts-agree"}, {"name-weak-alias"}, id="a weak alias",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "born": "1984-06-25"},
            "likely", {"born-one-off"}, set(), id="a day beside it",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "born": "24/06/1948"},
            "possible", {"parts-agree"}, {"born-far-apart"}, id="another year speaks against",
        ),
        pytest.param(
            {"documents": ["xx-0123456"], "born": "1950"},
            "likely", {"document-same"}, {"born-far-apart"}, id="the document, whatever else is said",
        ),
        pytest.param(
            {"names": ["Somebody Else"], "documents": ["xx-0123456"]},
            "likely", {"document-same"}, {"parts-differ"}, id="the document, under another name",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "born": "31/02/1984"},
            "likely", {"parts-agree"}, set(), id="no such day: left out of account",
        ),
        pytest.param(
            {"names": ["Anouar Ben Zitoun"], "sex": "F"},
            "likely", {"parts-agree"}, {"sex-differs"}, id="another sex speaks against",
        ),
    ],
)  # fmt: skip
def test_a_match_comes_with_its_reasons(register, asked, band, reasons, against):
    [(reference, found_band, said_for, said_against)] = _found(**asked)
    assert (reference, found_band) == ("INi.001", band)
    assert reasons <= set(said_for)
    assert against <= set(said_against)
    assert bool(against) == bool(said_against)


@pytest.mark.law("AS-M5-3")
def test_as_m5_3_a_person_is_found_whatever_script_or_spelling_the_name_is_written_in(db, tmp_path):
    rows = ["1,محمد بنزيتون,", "2,BEN ZITOUN Mohamed,", "3,محمد بن زيتون,", "4,Hassan Benali,"]
    import_file(csv_file(tmp_path, *rows), "csv", officer=OFFICER, now=NOW)
    theirs = {person.pk: person.source_id for person in Person.objects.all()}
    found = look_up(names=["Benzitoun Mohammed"], on=TODAY)
    assert {theirs[each.person] for each in found} == {"1", "2", "3"}
    scores = [each.resemblance.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all("parts-joined" in each.reasons or "parts-agree" in each.reasons for each in found)
    assert [each.others for each in found] == [2, 2, 2]


def test_what_is_shown_adds_up_to_the_band(register):
    for each in look_up(names=["Anwar Zitoun", "le grand"], born="1984", on=TODAY):
        assert sum(reason.points for reason in each.resemblance.reasons) == each.resemblance.score


def test_only_the_bands_asked_for_are_shown_and_who_bears_the_very_name(register):
    assert _found(names=["Anouar Zitouni"], born="1950", at_least="likely") == []
    assert _found(names=["Anouar Zitouni"], born="1950", at_least="unlikely") != []
    assert _found(names=["Anouar Ben Zitoun"], born="1950", at_least="likely") != []


def test_the_bands_are_those_of_the_matcher():
    assert dict(compare.BANDS) | {compare.UNLIKELY: None} == LEAST
    assert tuple(LEAST) == BANDS


def test_nothing_beside_name_and_birth_says_more_than_leads_reckon_with():
    asked = Description((), sex="f", documents=(Document("AB123456"),))
    theirs = Description((), sex="f", documents=(Document("AB123457"),))
    assert 0 < resemble(asked, theirs).score <= leads.BESIDE


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({}, id="nothing asked"),
        pytest.param({"names": ["", "  ", "؟"]}, id="no letters"),
        pytest.param({"names": ["Xzqw Wqzx"]}, id="a name nobody has"),
        pytest.param({"documents": [""]}, id="no number: documents without a key never match"),
        pytest.param({"born": "1984-06-24"}, id="a birth alone finds nobody"),
    ],
)
def test_nobody_is_found(register, asked):
    assert _found(**asked) == []


def test_the_likeliest_match_comes_first(register):
    found = _found(names=["Anouar Ben Zitoun", "Karim El Fassi Invented"], born="1984-06-24")
    assert [reference for reference, *_ in found] == ["INi.001", "INi.002"]


def test_the_best_of_several_births_counts(register):
    [(_, _, reasons, against)] = _found(names=["كريم الفاسي"], born="1962")
    assert "born-years-may-agree" in reasons
    assert "born-far-apart" not in against


def test_who_was_taken_off_the_list_is_not_found(register):
    Person.objects.update(removed_at=NOW)
    assert _found(names=["Anouar Ben Zitoun"]) == []


def test_nationality_never_speaks_against(register):
    assert "nationality" not in " ".join(field.name for field in fields(Candidate))
    ours = Description(("Anouar Ben Zitoun",), nationalities=frozenset({"ES"}))
    theirs = Description(("Anouar Ben Zitoun",), nationalities=frozenset({"MA", "FR"}))
    assert not any("nationality" in reason.code for reason in resemble(ours, theirs).reasons)


BESIDE_NAMES = {
    *("sex-agrees", "sex-differs", "nationality-shared"),
    *("document-same", "document-one-sign-off", "document-differs"),
}


def test_every_reason_and_band_has_words():
    assert {*SAID, *AGREEMENT, *BESIDE_NAMES, WEAK_ALIAS[0]} <= set(code_list("match-reasons").values)
    assert set(BANDS) <= set(code_list("match-bands").values)


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
