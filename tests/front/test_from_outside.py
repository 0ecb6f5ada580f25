"""A field that Mithaq does not know: one file of somebody else's, and every screen and paper is there.

The how-to `open-a-field` promises it, and `tests/specimens.py` is its example.
"""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys

import pytest
import vobject
from django.urls import reverse
from pypdf import PdfReader

from mithaq.front.api import build
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import held
from mithaq.node.ledger.models import Draft, Duty, Matter
from mithaq.node.ledger.rebuild import rebuild
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules import register
from tests.architecture.sources import ROOT
from tests.front.api.conftest import Program
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

SAID = {
    "title": "Passeport biométrique, série de 2027",
    "document": "passport",
    "issued_from": "2026-12-15",
    "features": "Filigrane en trois tons, encre qui vire du vert au bleu, microlettres en arabe.",
}
FORM = {**SAID, "on-parties": ["FR"]}


@pytest.fixture
def specimen(monkeypatch):
    """The kind, entered as `MITHAQ_KINDS` does it, and gone again."""
    register.kinds()
    monkeypatch.setattr(register, "_KINDS", dict(register._KINDS))
    made = (build.resolver, build.schema, build.built)
    for each in made:
        each.cache_clear()
    register.bring_in(["tests.specimens"])
    yield register.enter(sys.modules["tests.specimens"].KIND)  # also where it was imported before
    for each in made:
        each.cache_clear()


@pytest.fixture
def paris(specimen, tmp_path, settings, db):
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    partner = Simulated("FR").introduced()
    partner.terms = agreed(partner, kinds=("specimen",)).id
    return partner


@pytest.fixture
def salma(paris):
    return officer("duty-officer", unit=unit(), language="fr", zone="Africa/Casablanca")


def shared(salma) -> Matter:
    """A specimen of ours, from the form to the partner by two hands."""
    karim = officer("approver", "duty-officer", unit=unit(), language="ar", zone="Africa/Casablanca")
    first, second = signed_in(salma), signed_in(karim)
    assert "Éléments de sécurité" in html.unescape(
        first.get(reverse("web:open", args=["specimen"])).content.decode()
    )
    sent = first.post(reverse("web:open", args=["specimen"]), FORM)
    draft = Draft.objects.get()
    assert draft.state == Draft.SUBMITTED, text_of(sent)
    second.post(reverse("web:draft-approve", args=[draft.id]), {"digest": draft.digest})
    saw = re.search(r'name="saw" value="([^"]*)"', second.get(sent.url).content.decode())
    second.post(reverse("web:draft-send", args=[draft.id]), {"saw": saw[1]})
    return Matter.objects.get(kind="specimen")


def test_it_is_opened_listed_shown_and_confirmed_on_the_screens(paris, salma):
    matter, client = shared(salma), signed_in(salma)
    assert matter.reference.startswith("MA-SPC-2026-")
    for language, told in {"ar": "نماذج الوثائق", "fr": "Spécimens de documents", "en": "Specimens"}.items():
        salma.language = language
        salma.save()
        listed = client.get(f"{reverse('web:matters')}?kind=specimen&document=passport").content.decode()
        assert told in html.unescape(listed)
        assert matter.reference in listed
        page = client.get(reverse("web:matter", args=[matter.reference])).content.decode()
        assert SAID["title"] in html.unescape(page)
    assert (
        matter.reference
        not in client.get(f"{reverse('web:matters')}?kind=specimen&document=identity-card").content.decode()
    )
    paris.learn(held.entries_of(matter.id).entries[0])
    entry = paris.state("confirm-specimen", kind="specimen", matter=matter.id)
    assert receive(to_wire(entry, "MA"), now=NOW).state == "kept"
    matter.refresh_from_db()
    assert (matter.stage, matter.final) == ("confirmed", True)


def test_what_is_owed_by_its_day_is_owed_and_stands_in_the_calendar(paris, salma):
    matter, client = shared(salma), signed_in(salma)
    owed = Duty.objects.get(matter=matter.id)
    assert (owed.name, owed.owed_by) == ("confirmation", "FR")
    answer = client.post(reverse("web:export", args=[matter.reference, "ics"]))
    events = vobject.readOne(answer.content.decode()).vevent_list
    assert SAID["issued_from"] in {event.dtstart.value.isoformat() for event in events}


def test_it_leaves_as_paper_table_and_data(paris, salma):
    matter, client = shared(salma), signed_in(salma)
    pdf, table, data = (
        client.post(reverse("web:export", args=[matter.reference, ending])).content
        for ending in ("pdf", "csv", "json")
    )
    read = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert SAID["title"] in read
    assert matter.reference in table.decode("utf-8-sig")
    assert len({len(row) for row in list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))[:-1]}) == 1
    assert json.loads(data)["matter"]["kind"] == "specimen"


def test_programs_find_and_prepare_it(paris, salma):
    program, matter = Program(salma), shared(salma)
    assert [each["reference"] for each in program.get("kinds/specimen/matters").json()["matters"]] == [
        matter.reference
    ]
    assert "specimen" in {each["name"] for each in program.get("kinds").json()["kinds"]}
    asked = {"step": "share-specimen", "parties": ["FR"], "values": SAID}
    begun = program.post("kinds/specimen/drafts", asked)
    assert (begun.status_code, begun.json()["problems"]) == (201, []), begun.content
    refused = program.post("kinds/specimen/drafts", asked | {"values": SAID | {"document": "parrot"}})
    assert refused.status_code == 422
    says = build.schema("en")["components"]["schemas"]["specimen-share-specimen-says"]
    assert set(says["properties"]) == set(SAID)


def test_what_arrives_before_the_file_is_kept_and_read_once_it_is_there(paris, specimen, monkeypatch):
    without = {name: each for name, each in register._KINDS.items() if name[0] != "specimen"}
    says = {name: said for name, said in SAID.items() if name in ("document", "issued_from")}
    body = {name: said for name, said in SAID.items() if name not in says}
    wire = paris.wire("share-specimen", kind="specimen", says=says, body=body, terms=paris.terms,
                      reference="FR-SPC-2026-00001")  # fmt: skip
    with monkeypatch.context() as lacking:
        lacking.setattr(register, "_KINDS", without)
        assert receive(wire, now=NOW).state == "kept"
        assert Matter.objects.get(reference="FR-SPC-2026-00001").stage != "shared"
    rebuild()
    assert Matter.objects.get(reference="FR-SPC-2026-00001").stage == "shared"


def test_its_diagram_is_drawn():
    printed = run("docs/generate.py", "--of", "tests.specimens")
    assert printed.returncode == 0, printed.stderr
    assert "# specimen of a document" in printed.stdout
    assert "shared --> confirmed: confirm-specimen, by every party" in printed.stdout


@pytest.mark.parametrize(("named", "starts"), [("tests.specimens", True), ("tests.no_such_field", False)])
def test_a_node_starts_with_the_field_it_is_told_of_or_not_at_all(named, starts):
    asked = (
        "import django; django.setup(); from mithaq.pact.rules.register import kind; print(kind('specimen'))"
    )
    started = run("-c", asked, MITHAQ_KINDS=named)
    assert (started.returncode == 0) is starts, started.stderr
    assert ("share-specimen" in started.stdout) is starts
    assert starts or "no_such_field" in started.stderr


def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
