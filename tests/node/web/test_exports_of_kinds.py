"""Every export of every kind, from its declaration: read by programs that are not ours, and noted."""

import csv
import io
import json

import pytest
import vobject
from django.urls import reverse
from pypdf import PdfReader

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import Duty, EntryRow, Matter
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules.register import kind as kind_of
from mithaq.pact.rules.register import kinds
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW
from tests.node.web.test_bad_input import EVERY_FUNCTION, OPENED

pytestmark = pytest.mark.django_db
ENDINGS = ("pdf", "csv", "json", "ics")


@pytest.fixture
def everybody(db):
    return officer(*EVERY_FUNCTION, language="fr", zone="Africa/Casablanca")


def opened(kind, paris):
    """A matter of that kind: the agreement that is there, or one that Paris opens."""
    if kind not in OPENED:
        return Matter.objects.get(kind=kind)
    step = "ask" if kind == "inquiry" else kind_of(kind).opening
    entry = paris.state(step, **OPENED[kind], terms=paris.terms)
    assert receive(to_wire(entry, "MA"), now=NOW).state == "kept"
    return Matter.objects.get(pk=entry.signed.entry.id)


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_a_matter_and_a_list_of_every_kind_leave_in_every_format(paris, everybody, kind):
    matter, client = opened(kind, paris), signed_in(everybody)
    for ending in ENDINGS:
        of_list = f"{reverse('web:export-list', args=[ending])}?kind={kind}"
        for url in (reverse("web:export", args=[matter.reference, ending]), of_list):
            answer = client.post(url)
            assert answer.status_code == 200, (ending, url)
            number = HouseEvent.objects.filter(action__endswith=".exported").latest("pk").pk
            READERS[ending](answer.content, matter, f"MA-{number}")
    assert HouseEvent.objects.filter(action="matter.exported", matter=matter.id).count() == len(ENDINGS)


def _pdf(content, matter, watermark):
    reader = PdfReader(io.BytesIO(content))
    text = [page.extract_text() for page in reader.pages]
    assert len(text) >= 2  # Arabic, then French
    assert all(watermark in page for page in text)
    kind, told = kind_of(matter.kind), " ".join(" ".join(text).split()).lower()
    assert kind.words.fr.lower() in told or kind.plural.fr.lower() in told


def _csv(content, matter, watermark):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows[:-1]}) == 1
    assert rows[1][0] == matter.reference
    assert watermark in " ".join(rows[-1])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def _json(content, matter, watermark):
    data = json.loads(content)
    assert data["copy"] == watermark
    assert set(data["marking"]) == {"ar", "fr", "en"}
    told = [data["matter"]] if "matter" in data else data["matters"]
    assert matter.reference in [each["reference"] for each in told]


def _ics(content, matter, watermark):
    calendar = vobject.readOne(content.decode())
    events = getattr(calendar, "vevent_list", [])
    assert len({event.uid.value for event in events}) == len(events)
    running = Duty.objects.filter(
        matter=matter.id, done_at=None, paused_at=None, moot=False, due_at__isnull=False
    )
    assert len(events) >= running.count()
    assert all(matter.reference in event.summary.value for event in events)
    assert watermark in content.decode().replace("\r\n ", "")


READERS = {"pdf": _pdf, "csv": _csv, "json": _json, "ics": _ics}


def test_the_days_a_matter_names_stand_in_its_calendar_as_days(paris, everybody):
    matter = opened("group", paris)
    answer = signed_in(everybody).post(reverse("web:export", args=[matter.reference, "ics"]))
    events = vobject.readOne(answer.content.decode()).vevent_list
    days = {event.dtstart.value.isoformat() for event in events}
    assert OPENED["group"]["says"]["sunset_on"] in days


def test_a_file_holds_the_whole_timeline_of_a_long_matter(paris, everybody, monkeypatch):
    monkeypatch.setattr("mithaq.node.web.matter_page.MOST_EVENTS", 2)
    matter = Matter.objects.get(kind="agreement")
    answer = signed_in(everybody).post(reverse("web:export", args=[matter.reference, "csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    numbers = {row[1] for row in rows[1:-1]}
    assert len(numbers) == EntryRow.objects.filter(matter=matter.id).count() > 2
