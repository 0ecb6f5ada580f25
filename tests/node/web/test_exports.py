"""Exports: of what an officer may see, noted before it leaves, read by programs that are not ours."""

import csv
import io
import json
from datetime import UTC
from unittest.mock import patch

import pytest
import vobject
from django.db import DatabaseError
from django.urls import reverse
from pypdf import PdfReader

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web.exports import of_list
from mithaq.node.web.exports.plain import stated
from mithaq.pact.codes import code_list
from mithaq.pact.rules.calendars import zone_of
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.words import NOTHING
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
REFERENCE = "FR-INQ-2026-00007"
PLATE = "12345-أ-6"


@pytest.fixture
def received(paris):
    """A request of Paris, which every duty officer sees; with a plate, and a question like a formula."""
    subjects = [*BODY["subjects"], {"sort": "vehicle", "identifier": PLATE, "link": "vu sur place"}]
    body = {**BODY, "subjects": subjects, "questions": [{"text": "=HYPERLINK(1)"}]}
    wire = paris.wire(
        "ask", kind="inquiry", says=SAYS, body=body, reference=REFERENCE, terms=paris.terms, **CONFIDENTIAL
    )
    assert receive(wire, now=NOW).state == "kept"
    return Matter.objects.get(reference=REFERENCE)


def of_matter(client, ending, reference=REFERENCE):
    return client.post(reverse("web:export", args=[reference, ending]))


def of_the_list(client, ending, query="kind=inquiry"):
    return client.post(f"{reverse('web:export-list', args=[ending])}?{query}")


def table(answer):
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


FILES = [(of_matter, "matter.exported", "pdf csv json"), (of_the_list, "matters.exported", "csv ics json")]
EVERY_EXPORT = [
    pytest.param(export, ending, action, id=f"{export.__name__} {ending}")
    for export, action, endings in FILES
    for ending in endings.split()
]


@pytest.mark.parametrize(("export", "ending", "action"), EVERY_EXPORT)
def test_each_file_is_noted_and_bears_the_number_of_its_note(received, salma, export, ending, action):
    answer = export(signed_in(salma), ending)
    assert answer.status_code == 200
    event = HouseEvent.objects.get(action=action)
    assert event.officer == salma.reference
    assert event.facts["format"] == ending
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert f"-{event.pk}.{ending}" in answer["Content-Disposition"]
    watermark = f"MA-{event.pk}"
    if ending == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert watermark in text
    else:
        assert watermark in answer.content.decode()


@pytest.mark.parametrize(("export", "ending", "action"), EVERY_EXPORT)
def test_if_the_row_cannot_be_written_nothing_leaves(received, salma, export, ending, action):
    client = signed_in(salma)
    with patch("mithaq.node.web.exports.leaving.note", side_effect=DatabaseError):
        answer = export(client, ending)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/html")
    assert not HouseEvent.objects.filter(action=action).exists()


@pytest.mark.parametrize("ending", ["pdf", "csv", "json"])
def test_who_may_not_see_a_matter_takes_nothing_out(received, ending):
    stranger = officer("translator")
    answer = of_matter(signed_in(stranger), ending)
    assert answer.status_code == 404
    refused = HouseEvent.objects.get(action="read.refused", officer=stranger.reference)
    assert refused.facts["tried"] == "matter.exported"


@pytest.mark.parametrize("function", [*code_list("functions").values, None])
def test_a_list_holds_what_its_officer_sees_and_no_more(received, function):
    persona = officer(*filter(None, [function]), language="en")
    client = signed_in(persona)
    page = client.get(reverse("web:matters"), {"kind": "inquiry"})
    sees = page.status_code == 200 and REFERENCE in page.content.decode()
    answer = of_the_list(client, "json")
    if answer.status_code == 200:
        assert (REFERENCE in answer.content.decode()) is sees
    assert of_matter(client, "json").status_code == (200 if sees else 404)


@pytest.mark.parametrize("url", [("web:export", [REFERENCE, "pdf"]), ("web:export-list", ["csv"])])
def test_a_link_takes_nothing_out(received, salma, url):
    name, args = url
    assert signed_in(salma).get(reverse(name, args=args)).status_code == 405
    assert not HouseEvent.objects.filter(action__endswith=".exported").exists()


@pytest.mark.parametrize("export", [of_matter, of_the_list])
def test_a_format_nobody_declared_is_not_found(received, salma, export):
    assert export(signed_in(salma), "docx").status_code == 404


def test_data_are_as_they_were_stated(received, salma):
    data = json.loads(of_matter(signed_in(salma), "json").content)
    assert data["matter"]["reference"] == REFERENCE
    opening = data["entries"][0]
    assert opening["says"]["questions"] == [{"text": "=HYPERLINK(1)"}]
    assert opening["says"]["axis"] == "COI"
    assert opening["counts"] is True
    assert data["marking"]["fr"] == code_list("handling").label("H1", "fr")
    assert {row["owed_by"] for row in data["duties"]} >= {"MA"}


def test_a_table_runs_nothing_in_a_spreadsheet(received, salma):
    salma.language = "en"
    salma.save()
    rows = table(of_matter(signed_in(salma), "csv"))
    values = [row["Value"] for row in rows]
    assert "'=HYPERLINK(1)" in values
    assert PLATE in values
    assert not [value for value in values if value.startswith(("=", "+", "-", "@"))]
    assert not [value for value in values if "\u2066" in value or "\u2068" in value]
    assert rows[-1]["Step"] == code_list("handling").label("H1", "en")


@pytest.mark.parametrize(("language", "heading"), [("ar", "الأطراف"), ("fr", "Parties"), ("en", "Parties")])
def test_the_list_as_a_table_speaks_the_officers_language(received, salma, language, heading):
    salma.language = language
    salma.save()
    rows = table(of_the_list(signed_in(salma), "csv"))
    assert any(heading in each or heading.lower() in each for each in rows[0])
    assert next(iter(rows[0].values())) == REFERENCE
    assert BODY["title"] in rows[0].values()
    assert code_list("handling").label("H1", language) in rows[-1].values()


def test_a_paper_has_a_version_in_arabic_and_one_in_french(received, salma):
    reader = PdfReader(io.BytesIO(of_matter(signed_in(salma), "pdf").content))
    text = [page.extract_text() for page in reader.pages]
    assert any("Qui" in page or "vu sur place" in page for page in text)
    assert any(code_list("handling").label("H1", "fr") in page for page in text)
    assert reader.metadata.title == REFERENCE  # names no person: lists of files show it


def test_a_calendar_is_read_by_another_library_and_names_nobody(received, salma):
    answer = of_the_list(signed_in(salma), "ics")
    text = answer.content.decode()
    calendar = vobject.readOne(text)
    zones = {zone.tzid.value for zone in calendar.vtimezone_list}
    assert zones == {"Africa/Casablanca"}
    due = Duty.objects.get(matter=received.id, owed_by="MA", due_at__isnull=False)
    events = {event.uid.value: event for event in calendar.vevent_list}
    event = next(each for each in events.values() if due.name in each.uid.value)
    assert event.dtend.value.astimezone(UTC) == due.due_at.replace(microsecond=0)
    assert event.dtend.value.utcoffset() == due.due_at.astimezone(zone_of("Africa/Casablanca")).utcoffset()
    assert REFERENCE in event.summary.value
    assert "CANARI" not in text
    assert BODY["title"] not in text


def test_taking_a_calendar_again_names_the_same_events(received, salma):
    uids = [
        {
            event.uid.value
            for event in vobject.readOne(of_the_list(signed_in(salma), "ics").content.decode()).vevent_list
        }
        for _ in range(2)
    ]
    assert uids[0] == uids[1]


def test_an_empty_calendar_is_still_one(own_keys, salma):
    assert vobject.readOne(of_the_list(signed_in(salma), "ics").content.decode()).name == "VCALENDAR"


def test_a_list_longer_than_a_file_may_hold_is_refused(received, salma):
    with patch.object(of_list, "MOST_EXPORTED", 0):
        answer = of_the_list(signed_in(salma), "csv")
    assert answer.status_code == 422
    assert not HouseEvent.objects.filter(action="matters.exported").exists()


def test_pages_of_a_long_list_are_all_in_the_file(received, paris, salma):
    for number in range(8, 11):
        wire = paris.wire(
            "ask", kind="inquiry", says=SAYS, body=BODY, reference=f"FR-INQ-2026-0000{number}",
            terms=paris.terms, **CONFIDENTIAL,
        )  # fmt: skip
        assert receive(wire, now=NOW).state == "kept"
    with patch.object(of_list, "AT_ONCE", 2):
        data = json.loads(of_the_list(signed_in(salma), "json").content)
    assert len({row["reference"] for row in data["matters"]}) == 4


def test_the_key_of_a_file_never_leaves():
    field = Field("attachments", Type.ATTACHMENT, NOTHING)
    manifest = {
        "id": "f" * 32,
        "name": "plan.pdf",
        "mime": "application/pdf",
        "size_bytes": 5,
        "key": "secret",
    }
    assert stated(field, [manifest]) == [{"name": "plan.pdf", "mime": "application/pdf", "size_bytes": 5}]


@pytest.mark.parametrize(("language", "word"), [("ar", "تصدير"), ("fr", "Exporter"), ("en", "Export")])
def test_both_pages_offer_it_in_every_language(received, salma, language, word):
    salma.language = language
    salma.save()
    client = signed_in(salma)
    for page in (reverse("web:matter", args=[REFERENCE]), reverse("web:matters")):
        assert word in text_of(client.get(page))
