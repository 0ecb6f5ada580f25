"""The register of transfers: what left with a person in it, to whom, on which basis, and no word of it."""

import csv
import io

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import drafts, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import EntryRow, Matter
from mithaq.node.officers.assign import assign
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web import transfers
from mithaq.node.web.views_of_transfers import ANSWER_FOR_IT
from mithaq.pact.codes import code_list
from mithaq.pact.rules.errors import BadlySaid
from tests.node.agreements import in_agreement
from tests.node.inquiries import ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW, ourselves

pytestmark = pytest.mark.django_db
PAGE = "web:transfers"


@pytest.fixture
def asked(tmp_path, settings, monkeypatch):
    """A request of ours that names somebody, and one of theirs."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = in_agreement()
    wire = paris.wire(
        "ask", kind="inquiry", says=SAYS, body=BODY, terms=paris.terms, reference="FR-INQ-2026-00001",
        **CONFIDENTIAL,
    )  # fmt: skip
    assert receive(wire, now=NOW).state == "kept"
    act = Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL)
    entry = step.state(act, officer=officer("duty-officer", family_name="Bennis"), now=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return paris, entry


@pytest.mark.parametrize("function", code_list("functions").values)
def test_it_is_for_those_who_answer_for_the_data(asked, function):
    client, expected = signed_in(officer(function)), 200 if function in ANSWER_FOR_IT else 403
    assert client.get(reverse(PAGE)).status_code == expected
    assert client.post(reverse("web:transfers-file", args=[2026])).status_code == expected


@pytest.mark.law("L27")
@pytest.mark.parametrize(
    ("language", "basis"),
    [("ar", "ضمانات ملائمة"), ("fr", "Garanties appropriées"), ("en", "Appropriate safeguards")],
)
def test_the_register_says_when_to_whom_on_which_basis_and_by_whom(asked, language, basis):
    _, entry = asked
    page = text_of(signed_in(officer("dpo", language=language)).get(reverse(PAGE)))
    reference = Matter.objects.get(pk=entry.id).reference
    for said in (reference, basis, "Bennis", entry.body[:12]):
        assert said in page
    assert "FR-INQ-2026-00001" not in page  # what they sent is no transfer of ours
    assert BODY["title"] not in page
    assert HouseEvent.objects.filter(action="transfers.read").count() == 1


@pytest.mark.law("L27")
def test_what_names_nobody_or_never_left_is_no_transfer(asked):
    _, entry = asked
    basis = CONFIDENTIAL | {"basis": "no-personal-data"}
    nobody = {name: value for name, value in ASKED.items() if name != "subjects"}
    step.state(
        Act("inquiry", "ask", nobody, parties=("FR",), **basis), officer=officer("duty-officer"), now=NOW
    )
    assert [each.entry.id for each in transfers.page(2026).rows] == [entry.id]
    assert not transfers.page(2025).rows
    assert not transfers.page(2026, "ES").rows


@pytest.mark.law("L27")
def test_it_shows_when_each_recipient_confirmed_it_and_who_has_not(asked):
    paris, entry = asked
    [before] = transfers.page(2026).rows
    assert (before.received, before.awaited) == ({}, ("FR",))
    paris.learn(entry)
    assert receive(paris.receipt_wire(entry.id, entry.matter), now=NOW).state == "kept"
    [after] = transfers.page(2026).rows
    assert (list(after.received), after.awaited) == (["FR"], ())


@pytest.mark.law("L27")
def test_both_persons_stand_there_where_two_decided(asked):
    theirs = Matter.objects.get(reference="FR-INQ-2026-00001")
    author, second = officer("duty-officer", family_name="Alami"), officer("approver", family_name="Tazi")
    for each in (author, second):
        assign(None, theirs.pk, "inquiry", to=each, now=NOW)
    act = Act("inquiry", "answer", ANSWERED, matter=theirs.pk, item="MA", **CONFIDENTIAL)
    draft = drafts.begin(act, officer=author, now=NOW)
    drafts.submit(draft, officer=author, now=NOW)
    drafts.approve(draft, officer=second, digest=draft.digest, now=NOW)
    released = drafts.release(draft, officer=author, now=NOW)
    row = next(each for each in transfers.page(2026).rows if each.entry.id == released.id)
    assert [name.split()[-1] for name in row.decided] == ["Alami", "Tazi"]


@pytest.mark.law("L27")
def test_the_register_leaves_as_a_table_that_is_noted_first(asked):
    _, entry = asked
    answer = signed_in(officer("dpo", language="fr")).post(reverse("web:transfers-file", args=[2026]))
    event = HouseEvent.objects.get(action="transfers.exported")
    assert f"MA-transfers-2026-{event.pk}.csv" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    heading, row, foot = csv.reader(io.StringIO(text))
    assert len(row) == len(heading)
    assert (row[4], row[7], row[11]) == ("FR", "2016/680 art 37(1)(a)", entry.id)
    assert f"MA-{event.pk}" in " ".join(foot)
    assert BODY["title"] not in text


@pytest.mark.parametrize(
    "asked_for",
    [
        {"year": "1999"},
        {"year": "٢٠٢٦"},
        {"partner": "<b>"},
        {"before": "-1"},
        {"before": "9" * 40},
        {"before": "²"},
    ],
)
def test_what_makes_no_sense_narrows_nothing(asked, asked_for):
    page = signed_in(officer("dpo")).get(reverse(PAGE), asked_for)
    assert page.status_code == 200
    assert "<b>" not in page.content.decode()
    assert Matter.objects.get(pk=asked[1].id).reference in text_of(page)


def test_a_year_of_which_nothing_is_kept_is_no_file(asked):
    client = signed_in(officer("dpo"))
    for year in (1999, 2027, 10**12):
        assert client.post(reverse("web:transfers-file", args=[year])).status_code == 404


def test_pages_follow_each_other_without_gap_or_repetition(asked, monkeypatch):
    for _ in range(6):
        step.state(
            Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL),
            officer=officer("duty-officer"),
            now=NOW,
        )
    every = [each.entry.id for each in transfers.page(2026).rows]
    assert len(every) == 7
    monkeypatch.setattr(transfers, "PAGE", 2)
    monkeypatch.setattr(transfers, "AT_ONCE", 3)
    found, before = [], 0
    while True:
        page = transfers.page(2026, before=before)
        found += [each.entry.id for each in page.rows]
        before = page.next
        if not before:
            break
    assert found == every
    assert EntryRow.objects.filter(own=True).count() > len(every)  # the agreement is ours too


@pytest.mark.law("L26")
@pytest.mark.parametrize(("basis", "code"), [("", "ledger.basis-missing"), ("because", "rules.unknown-code")])
def test_whoever_is_named_does_not_leave_without_a_basis_from_the_list(asked, basis, code):
    before = EntryRow.objects.count()
    act = Act("inquiry", "ask", ASKED, parties=("FR",), handling=("H1",), basis=basis)
    with pytest.raises(BadlySaid) as refused:
        step.state(act, officer=officer("duty-officer"), now=NOW)
    assert code in {problem.code for problem in refused.value.problems}
    assert EntryRow.objects.count() == before
