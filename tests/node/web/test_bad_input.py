"""Bad input of every sort in every form of every step: a sentence in the reader's language, and nothing lost.

One sort of bad input fills all fields of a form at once. Whatever is wrong with it, the form comes back with
what was typed and says why, or a refusal has its own page; what could be kept is kept as a draft.
"""

import html
import os
import re

import pytest
from django.db import connection
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft, EntryRow, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.safeguards.text import clean, plain_digits
from mithaq.pact.codes import code_list
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules.fields import Type
from mithaq.pact.rules.register import kind as kind_of
from mithaq.pact.rules.register import kinds
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW
from tests.wanted import BODY as WANTED_BODY
from tests.wanted import SAYS as WANTED

pytestmark = pytest.mark.django_db

BAD = {
    "nothing": "",
    "blank": " \t ",
    "a day that does not exist": "2026-02-31",
    "long ago": "1899-12-31",
    "far ahead": "2101-01-01",
    "an instant that does not exist": "2026-02-31T25:61",
    "an instant at the end of calendars": "9999-12-31T23:59",
    "an instant at their beginning": "0001-01-01T00:00",
    "controls": "a\x00b\x1b[31m",
    "reading turned around": "\u202etxt.exe\u2066",
    "nothing but hidden characters": "\u202e\u2066",
    "broken decoding": "x\ufffdy\uffff",
    "Arabic-Indic digits": "١٢٣",
    "a decimal comma": "1,5",
    "a number no computer holds": "1e999",
    "forty digits": "9" * 40,
    "more digits than Python reads": "9" * 5000,
    "less than nothing": "-1",
    "a formula": "=HYPERLINK(1)",
    "markup": "<script>alert(1)</script>",
    "a template": "{{ settings.SECRET_KEY }}{% now 'Y' %}",
    "letters that look alike": "МА-INQ-2026-00001",
    "several lines": "a\nb\r\nc",
    "ten thousand letters": "x" * 10_000,
    "fishing": "tout ce que vous avez",
}
CHOSEN = (Type.CODE, Type.CODES, Type.AUTHORITY, Type.KIND, Type.ENTRY, Type.FLAG)  # nobody types into these
PARTS = ("day", "month", "year", "number", "unit")
LANGUAGES = ("ar", "fr", "en")
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
EVERY_FUNCTION = [
    each for each in code_list("functions").values if each not in ("administrator", "auditor", "dpo")
]
STEPS = [
    (kind.name, step.name)
    for kind in kinds()
    for step in kind.steps
    if not step.by_the_node  # stated by the node: no officer has its form
]
STORED_ELSEWHERE = (  # what one database keeps and another may refuse
    "controls",
    "broken decoding",
    "a number no computer holds",
    "forty digits",
    "ten thousand letters",
    "an instant at the end of calendars",
)


@pytest.fixture
def everybody(db):
    """Who may take every step, so that nothing but what was typed is refused."""
    return officer(*EVERY_FUNCTION, unit=unit(), zone="Africa/Casablanca")


def filled(step, typed):
    """The form of a step with the same typed into every field there is."""
    sent = {"saw": "", "on-parties": [typed], "on-to": [typed], "on-handling": [typed], "on-basis": typed}
    for field in step.fields:
        if field.type is Type.GROUP:
            sent |= {f"{field.name}-total": "1"} | {
                name: value
                for each in field.fields
                for name, value in _typed(f"{field.name}-0-{each.name}", typed)
            }
        else:
            sent |= dict(_typed(field.name, typed))
    return sent


def _typed(name, typed):
    """Whatever the field is drawn as: one box, a number and its unit, or the parts of a day."""
    return [(name, typed), *((f"{name}_{part}", typed) for part in PARTS)]


def opened(kind, paris):
    """A matter of a kind, in which every step is tried whatever its stage."""
    if kind == "agreement":
        return Matter.objects.get(kind="agreement").reference
    entry = paris.state(
        "ask" if kind == "inquiry" else kind_of(kind).opening, **OPENED[kind], terms=paris.terms
    )
    assert receive(to_wire(entry, "MA"), now=NOW).state == "kept"
    return Matter.objects.get(pk=entry.signed.entry.id).reference


def address(kind, step, reference):
    """Where the form of a step is sent."""
    opens = step == kind_of(kind).opening
    return reverse("web:open", args=[kind]) if opens else reverse("web:step", args=[reference, step])


CHARTER = {"sort": "thematic", "axis": "FUG", "sunset_on": "2026-12-31", "quorum": 1}
RULES = {"confirm_every_days": 92, "stale_after_days": 100, "pickup_seconds": 300}
OPERATION = {
    "sort": "port-checks", "axis": "STU", "guest_powers": "none",
    "starts_at": "2026-12-01T09:00Z", "ends_at": "2026-12-02T09:00Z",
}  # fmt: skip
SPOKEN = {"languages": ("ar", "fr")}
COURSE = {
    "axis": "PTS",
    "level": "specialist",
    "format": "online",
    "language": "fr",
    "hours": 9,
    "rights_hours": 1,
}
HELP = {"way": "ask", "format": "peer-review", "axis": "PTS", "participants": 6, "answer_by": "2026-12-31"}
GIVEN = {
    "axis": "COI",
    "offence": "theft",
    "source": "B",
    "accuracy": "2",
    "nature": "fact",
    "evidence_use": "ask",
}
WARNING = {
    "sort": "attack", "life_at_risk": True, "offence": "terrorism", "from_at": "2026-11-25T06:00:00.000Z",
    "until_at": "2026-11-25T12:00:00.000Z", "target": "transport", "source": "B", "accuracy": "2",
}  # fmt: skip
NOTE = {
    "sort": "online", "from_on": "2026-01-01", "until_on": "2026-06-30", "source": "B", "accuracy": "2",
    "group": "a" * 64,
}  # fmt: skip
CUP = {"tier": "tournament", "sport": "football", "starts_on": "2026-12-01", "ends_on": "2026-12-20"}
ROUND = {"instrument": "2026", "from_on": "2026-01-01", "until_on": "2026-06-30", "scores_by": "2026-12-31"}
SERIES = {"hosting": "alternating", "agenda_days": 7, "minutes_days": 30} | SPOKEN
INSTRUMENT = {"sort": "action-plan", "authentic": ("ar", "fr")} | SPOKEN
OPENED = {
    "inquiry": {
        "kind": "inquiry",
        "says": SAYS,
        "body": BODY,
        "reference": "FR-INQ-2026-00007",
        **CONFIDENTIAL,
    },
    "information": {
        "kind": "information",
        "says": GIVEN,
        "body": BODY,
        "reference": "FR-INF-2026-00007",
        **CONFIDENTIAL,
    },
    "group": {
        "kind": "group",
        "edition": kind_of("group").edition,
        "says": CHARTER,
        "reference": "FR-GRP-2026-00007",
    },
    "contacts": {"kind": "contacts", "says": RULES, "reference": "FR-CTC-2026-00007"},
    "deconfliction": {"kind": "deconfliction", "reference": "FR-DCF-2026-00007"},
    "operation": {"kind": "operation", "says": OPERATION, "reference": "FR-OPE-2026-00007"},
    "instrument": {"kind": "instrument", "says": INSTRUMENT, "reference": "FR-INS-2026-00007"},
    "communique": {"kind": "communique", "says": SPOKEN, "reference": "FR-COM-2026-00007"},
    "wanted": {
        "kind": "wanted",
        "says": WANTED,
        "body": WANTED_BODY,
        "reference": "FR-WNT-2026-00007",
        **CONFIDENTIAL,
    },
    "training": {"kind": "training", "says": COURSE, "reference": "FR-TRN-2026-00007"},
    "assistance": {"kind": "assistance", "says": HELP, "reference": "FR-TAS-2026-00007"},
    "threat": {
        "kind": "threat",
        "edition": kind_of("threat").edition,
        "says": WARNING,
        "reference": "FR-THR-2026-00007",
    },
    "trend": {"kind": "trend", "says": NOTE, "reference": "FR-TRD-2026-00007", "handling": ("H1",)},
    "event": {"kind": "event", "says": CUP, "reference": "FR-EVT-2026-00007"},
    "evaluation": {"kind": "evaluation", "says": ROUND, "reference": "FR-EVA-2026-00007"},
    "readiness": {"kind": "readiness", "says": {"axis": "EVT"}, "reference": "FR-RDY-2026-00007"},
    "honour": {"kind": "honour", "says": {"permission_days": 60}, "reference": "FR-HON-2026-00007"},
    "meeting": {"kind": "meeting", "says": SERIES, "reference": "FR-MTG-2026-00007"},
    "plan": {"kind": "plan", "says": {"from_on": "2026-01-01"}, "reference": "FR-PLN-2026-00007"},
}


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_every_form_answers_bad_input_with_a_sentence_and_loses_nothing(paris, everybody, kind):
    reference, client = opened(kind, paris), signed_in(everybody)
    before, wrong = EntryRow.objects.count(), []
    for turn, (its, step) in enumerate(STEPS):
        for number, (called, typed) in _inputs(turn) if its == kind else ():
            language = LANGUAGES[number % 3]
            Officer.objects.filter(pk=everybody.pk).update(language=language)
            Draft.objects.all().delete()
            declared = kind_of(kind).step(step)
            page = client.post(address(kind, step, reference), filled(declared, typed))
            wrong += [(step, called, each) for each in _wrong(page, language, typed, declared)]
        assert EntryRow.objects.count() == before, step
    assert not wrong


def _inputs(turn):
    """A fifth of all sorts for every step, each sort for every fifth step; all of them in a night.

    Where only the database is another, one of the sorts that a database may take otherwise.
    """
    if NIGHTLY:
        return enumerate(BAD.items())
    if connection.vendor != "sqlite":
        called = STORED_ELSEWHERE[turn % len(STORED_ELSEWHERE)]
        return [(turn, (called, BAD[called]))]
    return [(number, bad) for number, bad in enumerate(BAD.items()) if (number + turn) % 5 == 0]


def _wrong(page, language, typed, step):
    """What is wrong with the answer to a form."""
    if page.status_code == 302:
        return
    text = page.content.decode()
    if page.status_code not in (409, 422):
        yield f"status {page.status_code}"
    if f'lang="{language}"' not in text:
        yield "another language"
    if re.search(r">\s*(?:rules|ledger)\.[a-z-]+\s*<", text) and 'name="saw"' in text:
        yield "a code without a sentence"
    if "<script>alert" in text:
        yield "markup"
    drafted = Draft.objects.first()
    kept = repr(drafts.content(drafted).act.values) if drafted else clean(html.unescape(text)).text
    shown = clean(typed).text.split()
    if any(each.type not in {*CHOSEN, Type.INSTANT} for each in step.fields) and not all(
        plain_digits(word) in plain_digits(kept) for word in shown
    ):
        yield "lost: " + kept[:200]


def test_what_stands_beside_a_form_that_comes_back_was_written_down_first(paris, everybody):
    url = address("inquiry", "answer", opened("inquiry", paris))
    page = signed_in(everybody).post(url, {"saw": ""})
    assert page.status_code == 422
    assert BODY["title"] in page.content.decode()
    assert HouseEvent.objects.filter(action="matter.step-form", officer=everybody.reference).count() == 1
    assert not Draft.objects.exists()
    draft = drafts.begin(
        Act("inquiry", "answer", {}, matter=Matter.objects.get(kind="inquiry").id), officer=everybody, now=NOW
    )
    assert signed_in(everybody).post(reverse("web:draft", args=[draft.id]), {}).status_code == 422
    assert HouseEvent.objects.filter(action="draft.read", officer=everybody.reference).count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "يتجاوز ما يسعه النموذج"),
        ("fr", "ne peut contenir autant"),
        ("en", "more than a form may hold"),
    ],
)
def test_ten_megabytes_pasted_get_a_sentence(paris, everybody, language, said):
    Officer.objects.filter(pk=everybody.pk).update(language=language)
    for sent in ({"purpose": "x" * 10_000_000}, {f"field-{number}": "" for number in range(3000)}):
        page = signed_in(everybody).post(reverse("web:open", args=["inquiry"]), sent)
        assert page.status_code == 413
        assert said in page.content.decode()
    assert not Draft.objects.exists()
