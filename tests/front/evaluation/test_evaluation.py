"""The evaluation: who may enter, the sides beside each other, statistics, the report of the committee."""

import csv
import io
import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.front.evaluation import papers
from mithaq.front.evaluation.evaluated import evaluated
from mithaq.front.evaluation.views import WHOLE
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import held
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.terms import terms_of
from mithaq.node.officers.assign import assign
from mithaq.node.papers.examine import examine_apart
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web import field_indicators
from mithaq.node.web.exports.leaving import Copy
from mithaq.pact.codes import code_list
from mithaq.pact.indicators.indicator import Case, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules import register
from mithaq.pact.rules.clocks import duties
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW
from tests.poppler import poppler

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def omar(db):
    return officer("plan-coordinator", language="fr", zone="Africa/Casablanca")


@pytest.mark.parametrize("function", code_list("functions").values)
def test_the_whole_is_for_those_who_answer_for_it(paris, function):
    client, expected = signed_in(officer(function)), 200 if function in WHOLE else 403
    asked = (
        ("get", "whole", ()),
        ("get", "field", ("inquiry",)),
        ("post", "statistics", ("2026",)),
        ("post", "report", ("2026",)),
    )
    for method, name, args in asked:
        answer = getattr(client, method)(reverse(f"evaluation:{name}", args=args))
        assert answer.status_code == expected, name


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_fields_stand_beside_each_other_by_side(paris, language):
    coordinator = officer("plan-coordinator", language=language)
    page = signed_in(coordinator).get(reverse("evaluation:whole")).content.decode()
    assert f'lang="{language}"' in page
    whole = evaluated("", now=NOW)
    line = next(line for line in whole.fields if line.kind.name == "inquiry")
    assert {party: counted for each, party, _, counted, _ in line.cells if each.name == "sent"} == {
        "FR": 3,
        "MA": 0,
    }
    assert whole.span.name == "2026"
    assert "exchange" in dict(whole.subjects)


def test_a_field_tells_what_was_counted_and_what_was_left_out(paris, omar):
    page = text_of(signed_in(omar).get(reverse("evaluation:field", args=["inquiry"]) + "?span=2026-H2"))
    for told in ("Part d’urgences", "33", "Ce qui", "demandes urgentes ou vitales ÷ toutes"):
        assert told in page
    assert signed_in(omar).get(reverse("evaluation:field", args=["no-such-kind"])).status_code == 404


@pytest.mark.law("L41")
def test_the_statistics_tell_who_asked_whom_and_what_was_late(paris):
    late = evaluated("2026", now=NOW + timedelta(days=9)).directions
    (told,) = (each for each in late if each.kind.name == "inquiry")
    assert (told.asks, told.asked) == ("FR", "MA")
    assert (told.sent_urgent, told.sent, told.answered, told.late) == (1, 2, 1, 2)
    (soon,) = (each for each in evaluated("2026", now=NOW).directions if each.kind.name == "inquiry")
    assert soon.late == 0
    assert not evaluated("2025", now=NOW).directions


@pytest.mark.law("L41")
def test_the_statistics_leave_as_a_table_that_is_noted_first(paris, omar):
    answer = signed_in(omar).post(reverse("evaluation:statistics", args=["2026"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["FR", "MA"] in [row[1:3] for row in rows]
    assert {row[3]: row[5] for row in rows if row[1:3] == ["FR", "MA"] and "informations" in row[0]}[
        "Adressées, urgentes"
    ] == "1"
    assert BODY["title"] not in answer.content.decode()
    assert HouseEvent.objects.get(action="evaluation.statistics-exported").facts["which"] == "2026"


@pytest.mark.poppler
@pytest.mark.law("L41")
def test_the_report_of_the_committee_speaks_both_languages_and_names_nobody(paris, omar, tmp_path):
    answer = signed_in(omar).post(reverse("evaluation:report", args=["2026"]))
    event = HouseEvent.objects.get(action="evaluation.report-exported")
    assert f"-{event.pk}.pdf" in answer["Content-Disposition"]
    assert not examine_apart(answer.content).rule
    file = tmp_path / "report.pdf"
    file.write_bytes(answer.content)
    tool = poppler().replace("pdfsig", "pdftotext")
    text = subprocess.run([tool, file, "-"], capture_output=True, check=True, text=True).stdout
    for said in ("comité mixte", "Demandes d’informations", "Statistiques des échanges", "2026"):
        assert said in text, said
    assert "CANARI" not in text


def test_a_span_that_is_not_offered_is_no_page(paris, omar):
    for name in ("report", "statistics"):
        assert signed_in(omar).post(reverse(f"evaluation:{name}", args=["1999"])).status_code == 404


def test_an_officer_counts_the_matters_they_may_open_and_the_evaluation_all(paris):
    nobody, everybody = officer("training-manager"), officer("duty-officer")

    def sent(eyes):
        found = field_indicators.field("inquiry", eyes, asked="2026-H2", now=LATER)
        return next(each.figure.counted for each in found.measured if each.indicator.name == "sent")

    assert (sent(nobody), sent(everybody), sent(field_indicators.EVERY)) == (0, 3, 3)
    first = Matter.objects.filter(kind="inquiry").order_by("pk").first()
    assign(None, first.pk, "inquiry", to=nobody, now=NOW)
    assert sent(nobody) == 1


def test_few_matters_add_up_alike_one_by_one_and_all_together(paris, monkeypatch):
    few = officer("training-manager")
    for each in Matter.objects.filter(kind="inquiry").order_by("pk")[:2]:
        assign(None, each.pk, "inquiry", to=few, now=NOW)

    def figures():
        found = field_indicators.field("inquiry", few, asked="2026-H2", now=LATER)
        return {each.indicator.name: each.figure for each in found.measured}

    one_by_one = figures()
    monkeypatch.setattr(field_indicators, "FEW", 0)
    assert figures() == one_by_one
    assert one_by_one["sent"].counted == 2


def folded_of(matter):
    """A matter as formulas see it, folded here and now."""
    standing = held.standing_of(held.entries_of(matter))
    receipts = held.receipts_of(entry.id for entry in standing.counted)
    received = {(row.entry, row.by): row.at for row in receipts}
    return Case(standing.state, duties(standing, received, terms_of(standing.state.opening)))


def test_what_rows_add_up_to_is_what_matters_add_up_to(paris):
    found = field_indicators.field("inquiry", field_indicators.EVERY, asked="2026-H2", now=LATER)
    opened = Matter.objects.filter(kind="inquiry").order_by("pk").values_list("pk", flat=True)
    cases, period = [folded_of(matter) for matter in opened], found.span.period(LATER)
    formulas = (*indicators_of("inquiry"), *indicators_of(EVERY_FIELD))
    folded = {each.name: each.measure(cases, period) for each in formulas}
    assert {each.indicator.name: each.figure for each in found.measured} == folded
    assert folded["inquiry-hours"].value == 5.0
    assert folded["answered"].counted == 1


def test_every_word_of_every_indicator_can_be_printed(paris, monkeypatch):
    """The fonts of papers are few: a sign that they lack would keep a whole report from leaving."""
    every = [each for kind in register.kinds() for each in indicators_of(kind.name)]
    tables = [
        {
            "title": papers._words(each.words),
            "heading": [papers._words(each.counts)],
            "rows": [[papers._words(each.formula)], [papers._words(each.leaves_out)]],
            "wide": [0],
        }
        for each in (*every, *indicators_of(EVERY_FIELD))
    ]
    monkeypatch.setattr(papers, "_tables", lambda _: tables)
    copy = Copy(1, NOW, ())
    assert papers.report(evaluated("2026", now=NOW), copy).startswith(b"%PDF")


def test_a_page_adds_up_again_as_soon_as_something_new_was_seen(paris):
    def sent():
        whole = evaluated("2026", now=NOW)
        return sum(each.sent + each.sent_urgent for each in whole.directions if each.kind.name == "inquiry")

    assert (sent(), sent()) == (3, 3)
    named = {"reference": "FR-INQ-2026-00009", "terms": paris.terms}
    receive(paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, **named, **CONFIDENTIAL), now=NOW)
    assert sent() == 4
