"""A partner without a node, through the pages: what went to it and what came from it by another channel."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft, Duty, EntryRow, Matter, ReceiptRow
from mithaq.node.ledger.step import state
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.models import HouseEvent
from tests.node.inquiries import ASKED, CONFIDENTIAL, FORM
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW
from tests.node.without_node import lisbon_in_agreement, met

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])
ANSWER = {
    "evidence_use": "ask", "answers-total": "1", "answers-0-question": "1", "answers-0-outcome": "hit",
    "answers-0-text": "Véhicule vu à Lisbonne", "answers-0-source": "B", "answers-0-accuracy": "2",
    "on-handling": ["H1"], "on-channel": "i-24-7",
}  # fmt: skip
MARK = {
    "ar": "سجلناه نحن، ولم يوقعوه",
    "fr": "inscrit par nous, non signé par eux",
    "en": "recorded by us, not signed by them",
}


@pytest.fixture
def lisbon(own_keys):
    return lisbon_in_agreement()


@pytest.fixture
def asked(lisbon, salma):
    act = Act("inquiry", "ask", ASKED, parties=(lisbon,), **CONFIDENTIAL)
    return Matter.objects.get(pk=state(act, officer=salma, now=NOW).matter)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("mithaq.node.clock.now", lambda: NOW)


def typed(at):
    """An instant as it is typed by an officer in Rabat."""
    return f"{at:%Y-%m-%dT%H:%M}Z"


def handing(matter, code="PT"):
    return reverse("web:hand-over", args=[matter.reference, matter.id, code])


def answering(matter, step="answer"):
    return reverse("web:step", args=[matter.reference, step]) + "?for=PT"


def saw(page):
    found = re.search(r'name="saw" value="([^"]*)"', page.content.decode())
    assert found
    return found[1]


@pytest.mark.law("L42")
@EVERY_LANGUAGE
def test_what_was_handed_over_is_recorded_from_the_matters_page(asked, salma, language):
    Officer.objects.filter(pk=salma.pk).update(language=language)
    client, at = signed_in(salma), NOW - timedelta(hours=2)
    assert handing(asked) in client.get(reverse("web:matter", args=[asked.reference])).content.decode()
    assert client.get(handing(asked)).status_code == 200
    form = once(channel="i-24-7", at=typed(at))
    for _ in range(2):  # a second click
        sent = client.post(handing(asked), form)
        assert sent.status_code == 302
    [receipt] = ReceiptRow.objects.filter(entry=asked.id)
    assert (receipt.by, receipt.at, receipt.by_hand) == ("PT", at, True)
    assert Duty.objects.get(matter=asked.id).due_at == at + timedelta(days=7)
    assert Outbox.objects.get(entry=asked.id).state == Outbox.ACCEPTED
    page = client.get(reverse("web:matter", args=[asked.reference]))
    assert handing(asked) not in page.content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"channel": "pigeon", "at": typed(NOW)},
        {"channel": "i-24-7", "at": typed(NOW + timedelta(hours=1))},
        {"channel": "i-24-7", "at": "demain"},
        {"channel": "", "at": ""},
    ],
)
def test_what_cannot_have_been_handed_over_so_is_refused_beside_its_field(asked, salma, said):
    sent = signed_in(salma).post(handing(asked), once(**said))
    assert sent.status_code == 422
    assert 'aria-invalid="true"' in sent.content.decode()
    assert not ReceiptRow.objects.filter(entry=asked.id).exists()


def test_who_has_a_node_is_handed_nothing_by_hand(paris, asked, salma):
    act = Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL)
    to_paris = Matter.objects.get(pk=state(act, officer=salma, now=NOW).matter)
    client = signed_in(salma)
    page = client.get(reverse("web:matter", args=[to_paris.reference])).content.decode()
    assert "for=FR" not in page
    assert "hand-over" not in page
    for address in (handing(to_paris, "FR"), handing(asked, "FR")):
        assert client.get(address).status_code == 422
    form = client.get(reverse("web:step", args=[to_paris.reference, "answer"]) + "?for=FR")
    assert form.status_code == 422


def test_who_may_not_take_the_step_records_neither(asked):
    planner = officer("event-planner", unit=unit())
    client = signed_in(planner)
    page = client.get(reverse("web:matter", args=[asked.reference])).content.decode()
    assert "hand-over" not in page
    assert "for=PT" not in page
    for answer in (
        client.get(handing(asked)),
        client.post(handing(asked), once(channel="i-24-7", at=typed(NOW))),
    ):
        assert answer.status_code == 403
    assert client.get(answering(asked)).status_code == 403
    assert not ReceiptRow.objects.filter(entry=asked.id).exists()


@pytest.mark.law("L42")
@EVERY_LANGUAGE
def test_their_answer_goes_from_the_form_to_the_ledger_by_two_hands(asked, salma, karim, language):
    Officer.objects.filter(pk=salma.pk).update(language=language)
    client, at = signed_in(salma), NOW - timedelta(hours=1)
    page = client.get(reverse("web:matter", args=[asked.reference]))
    assert answering(asked) in page.content.decode()
    form = client.get(answering(asked))
    assert MARK[language] in text_of(form)
    sent = client.post(answering(asked), ANSWER | {"on-at": typed(at), "saw": saw(form)})
    draft = Draft.objects.get()
    assert sent.status_code == 302, text_of(sent)
    second = signed_in(karim)
    read = second.get(reverse("web:draft", args=[draft.id]))
    assert MARK["ar"] in text_of(read)
    second.post(reverse("web:draft-approve", args=[draft.id]), {"digest": draft.digest})
    read = second.get(reverse("web:draft", args=[draft.id]))
    second.post(reverse("web:draft-send", args=[draft.id]), {"saw": saw(read)})
    row = EntryRow.objects.get(matter=asked.id, step="answer")
    assert (row.author, row.own, row.by_hand, row.at) == ("PT", False, True, at)
    assert not Outbox.objects.filter(entry=row.entry).exists()
    assert Matter.objects.get(pk=asked.pk).stage == "answered"
    page = client.get(reverse("web:matter", args=[asked.reference]))
    assert MARK[language] in text_of(page)
    assert HouseEvent.objects.filter(action="step.recorded-for").count() == 1 + 2  # the agreement's two


def test_a_recorded_answer_without_its_channel_comes_back_with_all_that_was_typed(asked, salma):
    client = signed_in(salma)
    later = ANSWER | {"on-channel": "", "on-at": typed(NOW + timedelta(hours=1)), "saw": asked.id}
    sent = client.post(answering(asked), later)
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "Véhicule vu à Lisbonne" in page
    assert page.count('aria-invalid="true"') == 2
    assert "heure qui n’est pas encore venue" in text_of(sent)
    assert not Draft.objects.exists()


def test_what_they_ask_by_letter_opens_a_matter_from_the_partners_page(lisbon, salma, karim):
    client = signed_in(salma)
    address = reverse("web:open", args=["inquiry"]) + "?for=PT"
    assert address in client.get(reverse("partners:partner", args=["PT"])).content.decode()
    form = client.get(address)
    assert MARK["fr"] in text_of(form)
    assert 'name="on-parties"' not in form.content.decode()
    at = typed(NOW - timedelta(days=1))
    typed_in = FORM | {"on-parties": ["FR"], "on-channel": "meeting", "on-at": at, "save": "1"}
    client.post(address, typed_in)
    draft = Draft.objects.get()
    page = client.get(reverse("web:draft", args=[draft.id])).content.decode()
    assert 'value="meeting" selected' in page
    client.post(reverse("web:draft", args=[draft.id]), {**typed_in, "save": []})
    draft.refresh_from_db()
    assert draft.state == Draft.SUBMITTED
    drafts.approve(draft, officer=karim, digest=draft.digest, now=NOW)
    asked = drafts.release(draft, officer=karim, now=NOW)
    matter = Matter.objects.get(pk=asked.id)
    assert (matter.opener, matter.our_turn, matter.parties) == ("PT", True, ["MA", "PT"])
    assert matter.due_at == NOW - timedelta(days=1) + timedelta(days=7)


def test_a_field_that_is_closed_with_them_says_so_before_the_form(lisbon, paris):
    planner = officer("training-manager", language="fr", unit=unit())
    closed = signed_in(planner).get(reverse("web:open", args=["training"]) + "?for=PT")
    assert 'name="on-channel"' not in closed.content.decode()
    nobody = signed_in(planner).get(reverse("web:open", args=["training"]) + "?for=XX")
    assert nobody.status_code == 422


def test_who_is_not_confirmed_yet_has_nothing_recorded(own_keys, salma):
    partner = met()
    partner.state = "compared"
    partner.save()
    page = signed_in(salma).get(reverse("partners:partner", args=["PT"])).content.decode()
    assert "for=PT" not in page
    assert signed_in(salma).get(reverse("web:open", args=["inquiry"]) + "?for=PT").status_code == 422
