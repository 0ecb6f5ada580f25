"""Paris asks and Rabat answers: in time on a Friday in Ramadan, for no list of names, and rightly in the end.

Source: acceptance stories AS-M7-1 to AS-M7-3. One stage serves them all.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from tests.stories.said import ANSWERED, ASKED, URGENT
from tests.stories.sides import Side, be_at, reference
from tests.stories.stage import ZONES, all_delivered, assert_alike, staged

pytestmark = pytest.mark.slow

FRIDAY = datetime(2026, 2, 20, 14, 59, tzinfo=UTC)  # 15:59 in Paris, 14:59 in Rabat: Ramadan
TO_RABAT = {"on-parties": ["MA"]}


@pytest.fixture(scope="module")
def stage():
    with staged("MA", "FR", at=FRIDAY - timedelta(days=3)) as made:
        for node in made:
            node.start("deliver")
        yield made


@pytest.fixture(scope="module")
def sides(stage):
    return tuple(Side(node) for node in stage)


@pytest.mark.law("AS-M7-1")
def test_as_m7_1_an_urgent_request_is_answered_in_time(stage, sides):
    rabat, paris = sides
    be_at(sides, FRIDAY)
    matter = paris.open("inquiry", **URGENT, **TO_RABAT)
    all_delivered(stage)

    assert "Fusées de détresse" in rabat.reads(matter)
    rabat.take(matter, "take-up", access="direct")
    owed = rabat.node.act("owed", reference=reference(matter))
    received = datetime.fromisoformat(owed["from_at"])
    assert timedelta(0) <= received - FRIDAY < timedelta(minutes=3)
    due = datetime.fromisoformat(owed["due_at"])
    assert due - received == timedelta(hours=8)
    # Both clocks stand on both pages: an hour apart, on either side of midnight.
    for side in sides:
        page = side.reads(matter)
        assert f"{due.astimezone(ZoneInfo(ZONES['MA'])):%H:%M} MA" in page
        assert f"{due.astimezone(ZoneInfo(ZONES['FR'])):%H:%M} FR" in page

    be_at(sides, FRIDAY + timedelta(hours=7, minutes=10))
    rabat.take(matter, "answer", **ANSWERED)
    all_delivered(stage)
    for node in stage:
        owed = node.act("owed", reference=reference(matter))
        took = datetime.fromisoformat(owed["done_at"]) - datetime.fromisoformat(owed["from_at"])
        assert abs(took - timedelta(hours=7, minutes=10)) < timedelta(minutes=3)
        assert owed["done_at"] < owed["due_at"]
    assert "العربة مسجلة" in paris.reads(matter)
    assert_alike(stage)


@pytest.mark.law("AS-M7-2")
def test_as_m7_2_a_list_of_35_names_is_stopped_whole_and_nothing_of_it_is_sent(stage, sides):
    rabat, paris = sides
    before = [side.node.act("references") for side in sides]
    rabat.first.open("/new/inquiry/")
    form = next(form for form in rabat.first.page.forms if "subjects-total" in form.names)
    cells = {"sort": "person", "name": "CANARI Testnom", "link": "À vérifier"}
    listed = {f"subjects-{row}-{name}": said for row in range(35) for name, said in cells.items()}
    typed = {**dict(form.values), **ASKED, "on-parties": "FR", **listed, "subjects-total": "35"}
    page = rabat.first.open(rabat.first.path, urlencode(typed, doseq=True).encode()).text
    assert "35 lignes : c’est trop, 20 au plus. Répartissez-les entre plusieurs demandes" in page
    all_delivered(stage)
    assert [side.node.act("references") for side in sides] == before
    assert "CANARI" not in rabat.reads("/drafts/") + paris.reads("/matters/?kind=inquiry")


@pytest.mark.law("AS-M7-3")
def test_as_m7_3_rabat_corrects_what_it_answered_and_paris_confirms_within_72_hours(stage, sides):
    rabat, paris = sides
    matter = paris.open("inquiry", **ASKED, **TO_RABAT)
    all_delivered(stage)
    rabat.take(matter, "take-up", access="direct")
    answer = rabat.take(matter, "answer", **ANSWERED)
    all_delivered(stage)
    right = "العربة مسجلة باسم شخص آخر."
    said = {"corrects": answer, "reason": "inaccurate", "text": right, "on-handling": ["H1"]}
    assert "Seule l’autorité qui a fourni cette donnée la rectifie" in paris.begins(matter, "correct", **said)
    correction = rabat.take(matter, "correct", **said)
    all_delivered(stage)
    for side in sides:
        page = side.reads(matter)
        assert right in page
        assert "a rectifié une donnée transmise" in page
        assert side.items(matter, "correction") == ["stated"]
    assert "confirmer la rectification" in paris.reads(matter)
    assert f"{reference(matter)} {ASKED['title']}" in paris.reads("/desk/").partition("À nous d’agir")[2]
    paris.take(matter, "confirm-correction", correction)
    all_delivered(stage)
    for side in sides:
        assert side.items(matter, "correction") == ["confirmed"]
    assert_alike(stage)
