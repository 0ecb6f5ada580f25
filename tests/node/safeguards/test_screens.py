"""The house log as a page and as a file: for whom, what is asked of it, what a spreadsheet gets."""

import ast
import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.ledger.models import Matter
from mithaq.node.safeguards import find
from mithaq.node.safeguards.actions import ACTIONS
from mithaq.node.safeguards.facts import FACTS
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.codes import code_list
from tests.architecture import sources
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import matter, officer

pytestmark = pytest.mark.django_db
FUNCTIONS = (*code_list("functions").values, None)
HOUSE = "/house/"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_log_is_for_the_auditor_and_the_dpo(function):
    client = signed_in(officer(*filter(None, [function])))
    expected = 200 if function in {"auditor", "dpo"} else 403
    assert client.get(HOUSE).status_code == expected
    assert client.post(reverse("safeguards:export")).status_code == expected


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_speaks_every_language(language):
    page = signed_in(officer("auditor", language=language)).get(HOUSE).content.decode()
    assert f'lang="{language}"' in page


def test_reading_the_log_is_in_the_log():
    client = signed_in(officer("auditor"))
    client.get(HOUSE)
    client.post(reverse("safeguards:export"))
    noted = HouseEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(noted) == [
        "sign-in",
        "house-log.read",
        "house-log.exported",
    ]


def test_a_reference_is_resolved_at_home_and_a_reason_is_shown():
    note("glass.broken", officer=officer(family_name="Benani"), matter=matter(7), reason="A child is missing")
    page = text_of(signed_in(officer("dpo")).get(HOUSE))
    assert "Benani" in page
    assert "A child is missing" in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"a.one", "a.two", "a.three"}),
        ("action=matter.read", set()),
        ("matter=" + matter(2), {"a.two"}),
        ("matter=fr-inq-2026-00002", {"a.two", "a.three"}),
        ("matter=FR-INQ-2026-99999", set()),
        ("from_on=2026-01-01&until_on=2026-01-31", set()),
        ("before=99999999999999999999", {"a.one", "a.two", "a.three"}),
    ],
)
def test_what_is_asked_is_shown(asked, expected):
    persona = officer()
    for number, action in enumerate(["a.one", "a.two", "a.three"], start=1):
        looked_at = {"reference": "FR-INQ-2026-00002"} if number == 3 else {}
        note(action, officer=persona, matter=matter(number), **looked_at)
    here = {"kind": "inquiry", "edition": 1, "stage": "asked", "opener": "FR", "parties": ["FR", "MA"]}
    at = {"opened_at": clock.now(), "moved_at": clock.now()}
    Matter.objects.create(pk=matter(2), reference="FR-INQ-2026-00002", terms="", **here, **at)
    page = signed_in(officer("auditor")).get(f"{HOUSE}?{asked}")
    assert page.status_code == 200
    assert {each for each in ("a.one", "a.two", "a.three") if each in text_of(page)} == expected


@pytest.mark.parametrize(
    "asked",
    [
        {"from_on": "2026-02-31"},
        {"until_on": "x"},
        {"from_on": "2026-02-01", "until_on": "2026-01-01"},
        {"action": "\0"},
        {"before": "x"},
        {"officer": "nobody"},
    ],
)
def test_what_cannot_be_read_shows_and_exports_nothing_and_says_so(asked):
    note("a.one", officer=None)
    client = signed_in(officer("auditor", language="en"))
    for answer in (client.get(HOUSE, asked), client.post(reverse("safeguards:export"), asked)):
        assert answer.status_code == 422
        assert "cannot be read" in text_of(answer)
        assert "a.one" not in text_of(answer)
    assert not HouseEvent.objects.filter(action="house-log.exported").exists()


def test_an_officer_is_chosen_by_name_and_asked_for_by_reference():
    one, other = officer(family_name="BERRADA", given_name="Omar"), officer()
    note("a.one", officer=one)
    note("a.two", officer=other)
    page = signed_in(officer("auditor", language="fr")).get(HOUSE, {"officer": one.reference})
    assert f'<option value="{one.reference}" selected>Omar BERRADA</option>' in page.content.decode()
    assert "a.one" in text_of(page)
    assert "a.two" not in text_of(page)


def test_a_matter_is_found_by_how_its_id_begins():
    for action, begins in (("a.one", "ddf2606832df"), ("a.two", "ddf2600000000")):
        note(action, officer=None, matter=begins.ljust(64, "0"))
    page = text_of(signed_in(officer("auditor")).get(f"{HOUSE}?matter=DDF2606832"))
    assert "a.one" in page
    assert "a.two" not in page


def test_days_are_those_of_the_reader():
    event = note("a.one", officer=None)
    zone_day = event.at.astimezone(clock.now().tzinfo).date()
    client = signed_in(officer("auditor", zone="UTC"))
    assert "a.one" in text_of(client.get(f"{HOUSE}?from_on={zone_day}&until_on={zone_day}"))
    yesterday = zone_day - timedelta(days=1)
    assert "a.one" not in text_of(client.get(f"{HOUSE}?until_on={yesterday}"))


def test_page_after_page_shows_every_event_once():
    for number in range(120):
        note("a.one", officer=None, number=number)
    found = find.events({}, None)
    before, seen = None, []
    while True:
        rows, before = find.page(found, before)
        seen += [event.facts["number"] for event in rows]
        if before is None:
            break
    assert seen == list(reversed(range(120)))


def test_the_file_runs_nothing_and_says_how_many_rows_it_has():
    note("glass.broken", officer=officer(), matter=matter(), reason='=HYPERLINK("http://evil")\u202e')
    answer = signed_in(officer("auditor")).post(reverse("safeguards:export"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[2][7] == '\'=HYPERLINK("http://evil")'
    assert rows[-1][4].startswith("export ")
    assert rows[-1][8] == "2 rows"


def test_the_file_says_in_words_what_the_page_says_and_its_hours_with_their_zone():
    here = {"kind": "inquiry", "edition": 1, "stage": "asked", "opener": "FR", "parties": ["FR", "MA"]}
    at = {"opened_at": clock.now(), "moved_at": clock.now()}
    Matter.objects.create(pk=matter(2), reference="FR-INQ-2026-00002", terms="", **here, **at)
    note("matter.read", officer=None, matter=matter(2))
    client = signed_in(officer("auditor", language="fr", zone="Europe/Paris"))
    answer = client.post(reverse("safeguards:export"), {"action": "matter.read"})
    heading, row, _ = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert heading[1] == "Date et heure (Europe/Paris)"
    assert re.search(r"\+0[12]:00$", row[1])
    assert row[3:7] == ["a consulté une affaire", "matter.read", "FR-INQ-2026-00002", matter(2)]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(find, "MOST_EXPORTED", 1)
    note("a.one", officer=None)
    note("a.two", officer=None)
    answer = signed_in(officer("auditor")).post(reverse("safeguards:export"))
    assert answer.status_code == 422
    assert not HouseEvent.objects.filter(action="house-log.exported").exists()


def test_a_hostile_reason_is_text():
    note("glass.broken", officer=None, reason="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(officer("dpo")).get(HOUSE).content.decode()


def _noting():
    return (
        node
        for path in sources.modules()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"note", "shows_personal_data"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    )


def test_every_action_that_is_noted_has_words():
    assert not {node.args[0].value for node in _noting()} - ACTIONS.keys()


def test_every_fact_that_is_noted_has_words():
    of_the_event = {"officer", "matter", "reason", "why", "also_writes", None}
    noted = {each.arg for node in _noting() for each in node.keywords} - of_the_event
    in_addresses = {
        name
        for path in sources.modules()
        if path.name == "urls.py"
        for name in re.findall(r"<(?:str|slug|uuid|int):(\w+)>", path.read_text(encoding="utf-8"))
    }
    assert not (noted | in_addresses) - FACTS.keys()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ("الخطوة", "التكفل بالطلب", "مهام أُسندت", "ضابط الاتصال", "نعم", "فتح نموذج خطوة")),
        ("fr", ("étape", "Prendre en charge", "fonctions attribuées", "Officier de liaison", "oui")),
        ("en", ("step", "Take up", "functions given", "Liaison officer", "yes", "opened the form of a step")),
    ],
)
def test_facts_are_said_in_words(language, said):
    note("step.taken", officer=None, step="take-up", gained="liaison-officer,dpo", active=True, unheard="of")
    note("read.refused", officer=None, tried="matter.step-form", code="officers.unknown-matter", lost="")
    page = text_of(signed_in(officer("dpo", language=language)).get(HOUSE))
    assert not [each for each in (*said, "unheard") if each not in page]
    assert not [each for each in ("take-up", "liaison-officer", "unknown-matter") if each in page]


def test_facts_name_the_officer_and_the_partner():
    changed = officer(family_name="Benani")
    note("officer.functions", officer=None, who=changed.reference, gained="dpo")
    note("briefing.read", officer=None, code="FR")
    page = text_of(signed_in(officer("auditor", language="en")).get(HOUSE))
    assert re.search(r"officer\s*:\s+Salma\s+Benani", page)
    assert changed.reference not in page
    assert re.search(r"partner\s*:\s+FR", page)
    assert not re.search(r"because\s*:", page)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "اليوم الأخير يسبق اليوم الأول."),
        ("fr", "Le dernier jour précède le premier."),
        ("en", "The last day lies before the first."),
    ],
)
def test_days_the_wrong_way_round_are_said_to_be_so(language, said):
    client = signed_in(officer("auditor", language=language))
    answer = client.get(f"{HOUSE}?from_on=2026-02-01&until_on=2026-01-01")
    assert answer.status_code == 422
    assert said in text_of(answer)
