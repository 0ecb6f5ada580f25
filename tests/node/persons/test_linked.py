"""Records that officers hold to be one human are shown with each other, wherever one of them is found."""

import pytest
from django.urls import reverse

from mithaq.node.persons import checks
from mithaq.node.persons.linked import linked_with
from mithaq.node.persons.models import Comparison, Likeness, Person
from mithaq.node.persons.search import Question, search
from tests.front.api.conftest import Program
from tests.node.people import officer, unit
from tests.node.persons.files import NOW, TODAY
from tests.node.persons.names_of import listed, run, taken_off

pytestmark = pytest.mark.django_db

NAMES = {
    "1": "Idriss OUZZAHRA",
    "2": "OUZAHRA Driss",
    "3": "إدريس أوزهرة",
    "4": "Houria INVENTEE",
}
ASKED = {"name": "Idriss Ouzzahra", "case": "2026/1234", "reason": "Fraud, suspect, identify"}
OTHERS = {"ar": "سجلان آخران يعتبران", "fr": "2 autres fiches sont tenues", "en": "2 other records are held"}


@pytest.fixture(autouse=True)
def _register(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.SECOND_FACTOR_REQUIRED = False
    listed(run(), **NAMES)


@pytest.fixture
def salma_searches():
    """A program of a duty officer's that may search."""
    return Program(officer("duty-officer", unit=unit(), language="fr"), "search")


def _record(number: str) -> Person:
    return Person.objects.get(source_id=number)


def _decided(one: str, other: str, state: str = "same") -> Likeness:
    by, _ = Comparison.objects.get_or_create(way="duplicates", state="done", begun_at=NOW)
    ends = sorted((_record(one), _record(other)), key=lambda person: person.pk)
    return Likeness.objects.create(
        found_by=by, person=ends[0], other=ends[1], score=900, band="likely", state=state
    )


def _linked(number: str) -> list[tuple[str, int | None]]:
    person = _record(number).pk
    return [(each.person.source_id, each.likeness) for each in linked_with([person])[person]]


def test_who_is_linked_with_a_linked_record_is_the_same_human(django_assert_max_num_queries):
    first, second = _decided("1", "2"), _decided("2", "3")
    assert _linked("1") == [("2", first.pk), ("3", second.pk)]
    assert _linked("3") == [("2", second.pk), ("1", first.pk)]
    assert _linked("4") == []
    with django_assert_max_num_queries(5):
        linked_with(Person.objects.values_list("pk", flat=True))


def test_nothing_is_asked_twice_where_nothing_is_linked(django_assert_num_queries):
    ids = list(Person.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert set(linked_with(ids).values()) == {()}


@pytest.mark.parametrize("state", ["open", "different"])
def test_only_what_was_decided_links(state):
    _decided("1", "2", state)
    assert _linked("1") == []


def test_who_was_taken_off_a_list_is_not_shown_and_does_not_part_the_others():
    _decided("1", "2")
    _decided("2", "3")
    taken_off("2")
    assert _linked("1") == [("3", None)]  # nobody is shown a pair of which one side is on no list


def test_a_ring_of_decisions_shows_nobody_twice():
    for one, other in (("1", "2"), ("2", "3"), ("1", "3")):
        _decided(one, other)
    assert [number for number, _ in _linked("1")] == ["2", "3"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_list_of_candidates_and_the_page_of_one_say_who_else_it_is_and_lead_there(client, language):
    pairs = [_decided("1", "2"), _decided("2", "3")]
    client.force_login(officer("duty-officer", language=language))
    found = client.post(reverse("persons:register"), ASKED).content.decode()
    close = client.post(reverse("persons:match", args=[_record("1").pk]), ASKED).content.decode()
    for page in (found, close):
        assert OTHERS[language] in page
        for pair in pairs:
            assert reverse("persons:likeness", args=[pair.pk]) in page


def test_a_pair_that_is_shown_no_more_is_named_without_a_link(client):
    pairs = [_decided("1", "2"), _decided("2", "3")]
    taken_off("2")
    client.force_login(officer("duty-officer", language="en"))
    page = client.post(reverse("persons:match", args=[_record("1").pk]), ASKED).content.decode()
    assert "1 other record is held" in page
    assert not [pair for pair in pairs if reverse("persons:likeness", args=[pair.pk]) in page]


def test_a_program_is_told_too(salma_searches):
    _decided("1", "2")
    asked = {**ASKED, "at_least": "likely"}
    [found] = [
        each
        for each in salma_searches.post("persons/search", asked).json()["candidates"]
        if each["record"] == str(_record("1").pk)
    ]
    assert [(each["record"], each["names"]) for each in found["same_person"]] == [
        (str(_record("2").pk), [NAMES["2"]])
    ]


def test_a_candidate_nobody_is_linked_with_says_nothing_of_it(client):
    client.force_login(officer("duty-officer", language="en"))
    assert "held to be the same" not in client.post(reverse("persons:register"), ASKED).content.decode()


def test_links_of_all_candidates_are_asked_for_at_once(django_assert_max_num_queries):
    question = Question(names=("Ouzzahra", "Inventee"))
    persona = officer("duty-officer")
    search(persona, question, case="2026/1", reason="Fraud, suspect", on=TODAY)  # tables are read
    with django_assert_max_num_queries(14):
        found = search(persona, question, case="2026/1", reason="Fraud, suspect", on=TODAY)
    assert len(found) > 2


def test_a_check_lists_records_of_one_human_together():
    pair = _decided("2", "3")
    check = checks.CrossCheck.objects.create(matter="m", entry="e" * 64, done_at=NOW)
    for place, number in enumerate(("1", "2", "4")):
        checks.CrossFinding.objects.create(
            check_of=check, person=_record(number), row=0, place=place, band="likely"
        )
    (checked,) = checks.of_matter("m")
    assert [[found.person.source_id for found in human.found] for human in checked.humans] == [
        ["1"],
        ["2"],
        ["4"],
    ]
    assert [each.likeness for each in checked.humans[1].linked] == [pair.pk]
    _decided("1", "2")
    (checked,) = checks.of_matter("m")
    assert [[found.person.source_id for found in human.found] for human in checked.humans] == [
        ["1", "2"],
        ["4"],
    ]
    assert [each.person.source_id for each in checked.humans[0].linked] == ["3"]
