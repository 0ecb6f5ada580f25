"""The pages of likenesses: who may look, who may decide, what is written down, and what nobody is shown."""

import pytest
from django.urls import reverse

from mithaq.node.exchange import worker
from mithaq.node.persons import compare, listed
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import Comparison, Likeness, Person, PersonName
from mithaq.node.safeguards.models import HouseEvent
from tests.node.people import officer
from tests.node.persons.files import NOW, OFFICER, csv_file

pytestmark = pytest.mark.django_db

ROWS = (
    "1,Idriss Ouzzahra,إدريس أوزهرة,1972-12-03,M,one",
    "2,OUZAHRA Driss,,1972-12-03,M,other",
    "3,<b onclick=x>Houria</b>,,1991-08-02,F,one",
    "4,b onclick x Houria b,,1991-08-02,F,one",
)
WHY = "Same photograph on both files"


@pytest.fixture(autouse=True)
def _compared(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.SECOND_FACTOR_REQUIRED = False
    path = csv_file(tmp_path, *ROWS, header="id,name,name_ar,birth_date,sex,source")
    import_file(path, "csv", officer=OFFICER, now=NOW)
    names = PersonName.objects.order_by("-pk")
    run = Comparison.objects.create(way="duplicates", state="done", begun_at=NOW, until=names[0].pk)
    one, two, three, four = (Person.objects.get(source_id=str(number)) for number in (1, 2, 3, 4))
    for person, other, score in ((one, two, 1448), (three, four, 1200)):
        Likeness.objects.create(
            found_by=run, person=person, other=other, score=score, band="likely",
            reasons=["born-same-day", "parts-agree", "whole"], against=["among-many"],
        )  # fmt: skip


def _as(client, *functions, **said):
    persona = officer(*functions, **said)
    client.force_login(persona)
    return persona


def _page(client, name="persons:likenesses", *args, **asked):
    return client.get(reverse(name, args=args), asked)


@pytest.mark.parametrize(
    ("function", "looks", "compares", "decides"),
    [
        ("duty-officer", True, True, False),
        ("liaison-officer", True, False, False),
        ("fugitive-officer", True, True, True),
        ("approver", True, True, True),
        ("legal-adviser", True, False, False),
        ("rights-reviewer", True, False, False),
        ("administrator", False, False, False),
        ("auditor", False, False, False),
    ],
)
def test_each_page_is_for_some_functions(client, function, looks, compares, decides):
    _as(client, function)
    pair = Likeness.objects.first()
    client.post(reverse("persons:likeness", args=[pair.pk]), {"state": "same", "seen": "open", "why": WHY})
    pair.refresh_from_db()
    allowed = (
        _page(client).status_code == 200,
        _page(client, "persons:comparisons").status_code == 200,
        pair.state == "same",
    )
    assert allowed == (looks, compares, decides)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_is_drawn_in_every_language(client, language):
    _as(client, "fugitive-officer", language=language)
    for pair in Likeness.objects.all():
        for state, seen in (("different", "open"), ("open", "different")):
            client.post(
                reverse("persons:likeness", args=[pair.pk]), {"state": state, "seen": seen, "why": WHY}
            )
    pages = [
        _page(client),
        _page(client, "persons:likeness", Likeness.objects.first().pk),
        _page(client, "persons:comparisons"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()
        assert "persons." not in page.content.decode()  # a code where a sentence should be
    assert "%" not in pages[0].content.decode().partition("<main")[2]  # never a bare percentage


def test_both_records_stand_side_by_side_with_what_speaks(client):
    _as(client, "legal-adviser", language="en")
    page = _page(client).content.decode()
    assert "<bdi>Idriss Ouzzahra</bdi>" in page
    assert "<bdi>OUZAHRA Driss</bdi>" in page
    assert "&lt;b onclick=x&gt;" in page
    assert "<b onclick" not in page
    assert HouseEvent.objects.filter(action="persons.likenesses-read").count() == 1


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"state": "same"}, 0),
        ({"state": "", "to": "records"}, 2),
        ({"to": "sought"}, 0),
        ({"source": "other"}, 1),
        ({"source": "nowhere", "band": "x", "state": "open"}, 2),
        ({"beyond": "x"}, 2),
        ({"beyond": "9" * 40 + "_1"}, 2),
        ({"beyond": "--9_1"}, 2),
        ({"beyond": "-900_1"}, 0),
    ],
)
def test_the_list_is_narrowed_and_what_makes_no_sense_narrows_nothing(client, asked, count):
    _as(client, "duty-officer")
    assert len(_page(client, **asked).context["page"].pairs) == count


def test_the_list_begins_with_likely_pairs_and_with_any_trace_of_a_person_sought(client):
    first, second = Likeness.objects.all()
    Likeness.objects.filter(pk=second.pk).update(band="possible")
    _as(client, "fugitive-officer")
    assert [pair.likeness.pk for pair in _page(client).context["page"].pairs] == [first.pk]
    asked = {"state": "open", "band": "possible"}
    assert [pair.likeness.pk for pair in _page(client, **asked).context["page"].pairs] == [second.pk]
    assert len(_page(client, state="open", band="").context["page"].pairs) == 2
    worth = listed.Asked(state="open", band=listed.WORTH_A_LOOK)
    Likeness.objects.filter(pk=second.pk).update(band="weak", matter="f" * 64, entry="e" * 64, other=None)
    chosen = listed.chosen(Likeness.objects.all(), worth)
    assert {pair.pk for pair in chosen} == {first.pk, second.pk}


def test_pairs_come_page_by_page_each_once(client, monkeypatch):
    monkeypatch.setattr("mithaq.node.persons.listed.PAGE", 1)
    _as(client, "duty-officer")
    seen, beyond = [], ""
    while len(seen) < 3:
        page = _page(client, beyond=beyond).context["page"]
        seen += [pair.likeness.pk for pair in page.pairs]
        beyond = page.next
        if not beyond:
            break
    assert sorted(seen) == sorted(Likeness.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"why": ""}, id="no reason"),
        pytest.param({"why": "because"}, id="a word is no reason"),
        pytest.param({"state": "merged"}, id="no such decision"),
        pytest.param({"seen": "x"}, id="it never stood so"),
    ],
)
def test_without_a_proper_decision_nothing_is_decided(client, change):
    _as(client, "approver")
    pair = Likeness.objects.first()
    sent = {"state": "same", "seen": "open", "why": WHY} | change
    assert client.post(reverse("persons:likeness", args=[pair.pk]), sent).status_code == 200
    pair.refresh_from_db()
    assert pair.state == "open"


def test_who_comes_second_reads_that_it_was_decided(client):
    _as(client, "approver", language="en")
    address = reverse("persons:likeness", args=[Likeness.objects.first().pk])
    sent = {"state": "same", "seen": "open", "why": WHY}
    assert client.post(address, sent).status_code == 302
    assert "has been decided meanwhile" in client.post(address, sent).content.decode()
    assert WHY in client.get(address).content.decode()


def test_a_likeness_to_somebody_sought_is_for_who_sees_the_matter(client):
    pair = Likeness.objects.first()
    Likeness.objects.filter(pk=pair.pk).update(other=None, matter="f" * 64, entry="e" * 64)
    _as(client, "legal-adviser")
    assert len(_page(client).context["page"].pairs) == 1
    assert _page(client, "persons:likeness", pair.pk).status_code == 404


def test_a_comparison_is_begun_with_a_reason_and_gone_on_with_by_hand(client):
    persona = _as(client, "duty-officer", language="en")
    address = reverse("persons:comparisons")
    assert client.post(address, {"reason": "why"}).context["form"].errors
    client.post(address, {"reason": "Monthly check of duplicates"})
    running = Comparison.objects.filter(state="running")
    assert sorted(running.values_list("way", flat=True)) == ["duplicates", "records", "sought"]
    assert {run.officer for run in running.all()} == {persona.reference}
    assert "data-poll" in client.get(address).content.decode()
    assert {work.__name__: work for work in worker._own_work()}["comparisons"]()
    assert compare.work_on_oldest(now=NOW)
    assert compare.work_on_oldest(now=NOW)
    assert not running.exists()
    assert not compare.work_on_oldest(now=NOW)
    assert "data-poll" not in client.get(address).content.decode()
