"""Where requests stand: the list by state, entries made by mistake, who may confirm, the history."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.ledger.chores import chores
from mithaq.node.officers.errors import NotYours
from mithaq.node.rights import decide, keep, look
from mithaq.node.rights.errors import AnsweredAlready, DecisionDecided, DecisionWaits, WithdrawnAlready
from mithaq.node.rights.models import SubjectRequest
from mithaq.node.safeguards.models import HouseEvent
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer
from tests.node.rights.conftest import REFERENCE, TODAY, heard
from tests.node.rights.test_keep import standing_for
from tests.node.rights.test_screens import EVERY_LANGUAGE, url
from tests.node.rights.test_screens import FILLED as A_REQUEST
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
GRANTED = decide.Proposed("granted")
MISTAKEN = {"mistaken": "on"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def in_list(client, state):
    return set(re.findall(r"MA-RGT-2026-\d{5}", text_of(client.get(url("list"), {"state": state}))))


@pytest.mark.law("L37")
def test_the_list_says_what_waits_for_whom(looked, dpo, adviser):
    client, waiting = signed_in(dpo), looked.reference
    prepared = decide.prepare(dpo, looked, GRANTED, now=NOW)
    fresh = heard(dpo, received_on=TODAY).reference
    late = heard(dpo, received_on=date(2026, 9, 1)).reference
    assert in_list(client, "waits") == {waiting}
    assert "awaits the second person" in text_of(client.get(url("list")))
    assert in_list(client, "decided") == set()
    decide.confirm(adviser, prepared, now=NOW)
    assert in_list(client, "waits") == set()
    assert in_list(client, "decided") == {waiting}
    assert "decided, letter to be sent" in text_of(client.get(url("request", waiting)))
    assert in_list(client, "open") == {waiting, fresh, late}
    assert in_list(client, "late") == {late}
    keep.answer(dpo, looked, on=TODAY)
    assert in_list(client, "decided") == set()
    assert in_list(client, "open") == {fresh, late}
    assert in_list(client, "all") == {waiting, fresh, late}
    assert in_list(client, "no such state") == {fresh, late}


def test_what_is_late_says_also_that_it_waits(looked, dpo):
    decide.prepare(dpo, looked, GRANTED, now=NOW)
    SubjectRequest.objects.update(received_on=date(2026, 9, 1), due_on=date(2026, 10, 1))
    page = signed_in(dpo).get(url("list"), {"state": "late"}).content.decode()
    rows = page.split("<tbody>")[1]
    assert "late" in rows
    assert "awaits the second person" in rows


@EVERY_LANGUAGE
def test_the_language_of_the_person_is_shown(asked, dpo, language):
    dpo.language = language
    dpo.save()
    french = {"ar": "الفرنسية", "fr": "Français", "en": "French"}[language]
    for address in (url("list"), url("request", asked.reference)):
        shown = text_of(signed_in(dpo).get(address)).split("<tbody>")[-1]
        assert french.casefold() in shown.casefold()


@pytest.mark.law("L37")
def test_an_entry_made_by_mistake_is_withdrawn_and_owes_nothing(asked, dpo):
    client, page = signed_in(dpo), url("request", asked.reference)
    address = url("withdraw", asked.reference)
    assert address in client.get(page).content.decode()
    assert 'role="alert"' in client.post(address, once()).content.decode()  # said on purpose, or not at all
    assert SubjectRequest.objects.get().is_open
    assert client.post(address, once(**MISTAKEN)).url == page
    row = SubjectRequest.objects.get()
    assert (row.is_open, row.withdrawn_at, row.answered_on) == (False, NOW, None)
    assert HouseEvent.objects.get(action="rights.withdrawn").facts == {"reference": asked.reference}
    assert standing_for(dpo) == keep.Standing()
    assert (in_list(client, "open"), in_list(client, "answered")) == (set(), set())
    assert in_list(client, "withdrawn") == in_list(client, "all") == {asked.reference}
    shown = client.get(page).content.decode()
    for act in ("withdraw", "look", "decide", "extend", "answered"):
        assert url(act, asked.reference) not in shown
    chores()["rights"].do(NOW + timedelta(days=3 * 365 + 2))
    assert keep.person_of(SubjectRequest.objects.get()) is None


@pytest.mark.law("L37")
def test_what_was_withdrawn_changes_no_more(asked, dpo):
    keep.withdraw(dpo, asked, now=NOW)
    for act in (
        lambda: keep.withdraw(dpo, asked, now=NOW),
        lambda: look.look(dpo, asked, now=NOW),
        lambda: decide.prepare(dpo, asked, GRANTED, now=NOW),
        lambda: keep.extend(dpo, asked, why="Il faut entendre Paris.", told_on=TODAY, now=NOW),
        lambda: keep.answer(dpo, asked, on=TODAY),
    ):
        with pytest.raises(WithdrawnAlready):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectRequest.objects.update(answered_on=TODAY)


@pytest.mark.law("L37")
def test_what_waits_was_decided_or_was_answered_is_not_withdrawn(looked, dpo, adviser):
    with pytest.raises(NotYours):
        keep.withdraw(adviser, looked, now=NOW)
    prepared = decide.prepare(dpo, looked, GRANTED, now=NOW)
    with pytest.raises(DecisionWaits):
        keep.withdraw(dpo, looked, now=NOW)
    decide.confirm(adviser, prepared, now=NOW)
    with pytest.raises(DecisionDecided):
        keep.withdraw(dpo, looked, now=NOW)
    assert (
        url("withdraw", looked.reference)
        not in signed_in(dpo).get(url("request", looked.reference)).content.decode()
    )
    keep.answer(dpo, looked, on=TODAY)
    with pytest.raises(AnsweredAlready):
        keep.withdraw(dpo, looked, now=NOW)


def test_only_officers_who_see_the_matter_are_offered(asked, named, dpo, salma):
    look.look(dpo, asked, now=NOW)
    others = [
        officer("liaison-officer", family_name="Sans-accès"),
        officer("auditor", family_name="Vérificatrice"),
        officer("duty-officer", family_name="Partie", is_active=False),
    ]
    page = signed_in(dpo).get(url("request", asked.reference)).content.decode()
    assert f'<option value="{salma.pk}">' in page
    for other in (*others, dpo):
        assert f'<option value="{other.pk}">' not in page
    assert "You record what that officer told you" in page


def test_where_nobody_else_sees_the_matter_that_is_said(asked, named, dpo):
    look.look(dpo, asked, now=NOW)
    page = text_of(signed_in(dpo).get(url("request", asked.reference)))
    assert "No other officer sees this matter" in page


@pytest.mark.law("L37")
def test_the_history_says_which_matter_what_was_confirmed_and_by_whom(looked, dpo, adviser):
    prepared = decide.prepare(dpo, looked, GRANTED, now=NOW)
    decide.confirm(adviser, prepared, now=NOW)
    history = text_of(signed_in(dpo).get(url("request", looked.reference))).split("History")[1]
    confirmed = history[history.index("recorded whether a matter concerns who asked") :]
    assert REFERENCE in confirmed
    assert "concerns the person" in confirmed
    assert "confirmed by" in confirmed
    assert "Amrani" in confirmed
    assert "Granted" in history


EXTENDED = {"why": "Il faut entendre Paris.", "told_on": str(TODAY)}


@pytest.mark.law("L37")
@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("extend", EXTENDED | {"told_on": str(TODAY - timedelta(days=1))}),
        ("extend", EXTENDED | {"told_on": str(TODAY + timedelta(days=1))}),
        (
            "decide",
            {"outcome": "handed-over", "owner": "FR", "owner_told_on": str(TODAY - timedelta(days=1))},
        ),
        (
            "decide",
            {"outcome": "handed-over", "owner": "FR", "owner_told_on": str(TODAY + timedelta(days=1))},
        ),
    ],
)
def test_nobody_is_told_before_the_receipt_or_after_today(looked, dpo, act, typed):
    answer = signed_in(dpo).post(url(act, looked.reference), once(**typed))
    assert 'role="alert"' in answer.content.decode()
    row = SubjectRequest.objects.get()
    assert (row.extended_on, row.decisions.count()) == (None, 0)


@pytest.mark.law("L37")
@pytest.mark.parametrize(("day", "entered"), [("2024-11-24", True), ("2024-11-23", False)])
def test_what_came_more_than_two_years_ago_is_not_entered(dpo, day, entered):
    answer = signed_in(dpo).post(url("new"), once(**A_REQUEST | {"received_on": day}))
    assert SubjectRequest.objects.exists() is entered
    assert (answer.status_code == 302) is entered


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ("النص طويل", "لم تُفهم صيغة تاريخ الازدياد", "10 أحرف على الأقل")),
        ("fr", ("Texte trop long", "Cette date de naissance n’est pas comprise", "10 caractères au moins")),
        ("en", ("Too long", "This is not understood as a date of birth", "At least 10 characters")),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_house_and_nothing_typed_is_cut(asked, dpo, language, said):
    too_long, no_date, least = said
    dpo.language = language
    dpo.save()
    client = signed_in(dpo)
    typed = A_REQUEST | {"words": "x" * 4001, "born": "abc", "document": "9" * 61}
    page = client.post(url("new"), once(**typed)).content.decode()
    assert "x" * 4001 in page
    assert "9" * 61 in page
    assert page.count(too_long) >= 2
    assert no_date in page
    assert "maxlength" not in page
    assert least in client.get(url("request", asked.reference)).content.decode()
    short = client.post(url("extend", asked.reference), once(why="bref", told_on=str(TODAY)))
    assert {"ar": "النص قصير", "fr": "Texte trop court", "en": "Too short"}[
        language
    ] in short.content.decode()


@pytest.mark.parametrize("typed", ["31/02/1984", "1984-13"])
def test_a_date_of_birth_that_there_is_not_is_said_to_be_none(dpo, typed):
    page = text_of(signed_in(dpo).post(url("new"), once(**A_REQUEST | {"born": typed})))
    assert "There is no such date of birth." in page


def test_a_long_list_says_how_many_it_leaves_out(dpo, monkeypatch):
    monkeypatch.setattr("mithaq.node.rights.views.MOST", 2)
    for _ in range(3):
        heard(dpo)
    page = text_of(signed_in(dpo).get(reverse("rights:list")))
    assert "1 more is not shown" in page
