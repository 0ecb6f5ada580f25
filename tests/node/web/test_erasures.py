"""Erasing through the pages: the data protection officer asks, another officer confirms, nobody else does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import drafts, erasures, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import BodyKey, Draft, EntryRow, Erasure, Matter
from mithaq.node.national import keep
from mithaq.node.national.models import Piece
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.officers.models import Assignment, StepFunction
from mithaq.node.safeguards import erased
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web.sentences import sentence
from mithaq.pact.codes import code_list
from mithaq.pact.exchange.envelope import to_wire
from tests.node.inquiries import ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
FUNCTIONS = (*code_list("functions").values, None)
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])
REFERENCE = "FR-INQ-2026-00007"
PAGE = f"/matters/{REFERENCE}/erase/"
CANARY = "CANARI"
GROUND = "request-upheld"
FIRST, SECONDS = {"dpo"}, {"legal-adviser", "head-of-service"}


@pytest.fixture
def received(paris):
    """A request of Paris that names somebody: what it says has reached both."""
    parts = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": REFERENCE, "terms": paris.terms}
    sealed = paris.state("ask", **parts, **CONFIDENTIAL)
    assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    return Matter.objects.get(reference=REFERENCE)


@pytest.fixture
def dpo(db):
    return officer("dpo", language="en", family_name="Idrissi")


@pytest.fixture
def adviser(db):
    return officer("legal-adviser", language="en", family_name="Tazi")


@pytest.fixture
def asked(received, dpo):
    return erasures.ask(dpo, received.id, ground=GROUND, now=NOW)


def confirming(asked):
    return reverse("web:erase-confirm", args=[REFERENCE, asked.pk])


def calling_off(asked):
    return reverse("web:erase-call-off", args=[REFERENCE, asked.pk])


def ours(salma):
    """A request of ours that Paris has not confirmed."""
    act = Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL)
    return Matter.objects.get(pk=step.state(act, officer=salma, now=NOW).matter)


def outcome(asked):
    asked.refresh_from_db()
    return asked.outcome


def everything():
    """What a refusal leaves as it was."""
    return (
        BodyKey.objects.count(),
        list(Erasure.objects.values()),
        erased.listed(),
        HouseEvent.objects.filter(action__startswith="erasure.").count(),
    )


def test_a_matter_is_erased_by_two_persons_who_read_nothing_of_it(received, dpo, adviser, salma):
    asking, confirming_ = signed_in(dpo), signed_in(adviser)
    page = text_of(asking.get(PAGE))
    assert REFERENCE in page
    assert BODY["title"] not in page + text_of(asking.get(reverse("web:erasures")))
    assert asking.post(PAGE, once(ground=GROUND)).url == PAGE
    waits = Erasure.objects.get()
    assert (waits.asked_by, waits.outcome, waits.ground) == (dpo, "", GROUND)
    assert BodyKey.objects.filter(entry=received.id).exists()
    page = text_of(confirming_.get(PAGE))
    assert "Request of the person upheld" in page
    assert "Idrissi" in page
    assert BODY["title"] not in page
    assert confirming_.post(confirming(waits)).url == PAGE
    assert (outcome(waits), waits.decided_by) == (Erasure.CONFIRMED, adviser)
    assert not BodyKey.objects.filter(entry=received.id).exists()
    assert received.id in erased.listed()
    assert EntryRow.objects.filter(matter=received.id).exists()
    assert BODY["title"] not in text_of(signed_in(salma).get(reverse("web:matter", args=[REFERENCE])))
    noted = HouseEvent.objects.filter(matter=received.id).order_by("pk").values_list("action", "officer")
    told = [("erasure.asked", dpo), ("erasure.confirmed", adviser), ("ledger.erased", adviser)]
    assert list(noted)[-3:] == [(action, who.reference) for action, who in told]
    assert HouseEvent.objects.get(action="ledger.erased").facts["ground"] == GROUND


@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_may_look_ask_and_confirm_is_as_the_table_says(asked, function):
    client = signed_in(officer(*filter(None, [function])))
    may_look = function in FIRST | SECONDS
    assert client.get(PAGE).status_code == (200 if may_look else 403)
    assert client.get(reverse("web:erasures")).status_code == (200 if may_look else 403)
    before = everything()
    # It has been asked for already, which whoever may ask is told.
    assert client.post(PAGE, once(ground=GROUND)).status_code == (422 if function in FIRST else 403)
    assert everything() == before
    assert client.post(confirming(asked)).status_code == (302 if function in SECONDS else 403)
    assert (outcome(asked) == Erasure.CONFIRMED) is (function in SECONDS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_may_call_it_off_is_as_the_table_says(asked, function):
    client = signed_in(officer(*filter(None, [function])))
    may = function in FIRST | SECONDS
    assert client.post(calling_off(asked)).status_code == (302 if may else 403)
    expected = Erasure.WITHDRAWN if function in FIRST else Erasure.REFUSED if may else ""
    assert outcome(asked) == expected
    assert BodyKey.objects.filter(entry=asked.matter).exists()


def test_a_second_person_sees_only_matters_that_something_was_asked_for_in(received, adviser):
    assert signed_in(adviser).get(PAGE).status_code == 404


def test_nobody_confirms_what_they_asked_for_themselves(received):
    both = officer("dpo", "legal-adviser", language="en")
    waits = erasures.ask(both, received.id, ground=GROUND, now=NOW)
    client, before = signed_in(both), everything()
    assert client.post(confirming(waits)).status_code == 403
    assert everything() == before
    page = text_of(client.get(PAGE))
    assert "another officer has to confirm" in page
    assert "Confirm and erase now" not in page
    assert not erasures.to_confirm(both).exists()
    with pytest.raises(SecondPersonNeeded):
        erasures.confirm(both, waits, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(outcome=Erasure.CONFIRMED, decided_by=both)


def test_a_node_may_say_itself_who_confirms(asked):
    StepFunction.objects.create(kind="erasure", step="confirm", function="rights-reviewer")
    assert signed_in(officer("legal-adviser")).post(confirming(asked)).status_code == 403
    assert signed_in(officer("rights-reviewer")).post(confirming(asked)).status_code == 302


def test_who_confirms_has_signed_in_just_now(asked, adviser):
    answer = signed_in(adviser, just_now=False).post(confirming(asked))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert outcome(asked) == ""


@EVERY_LANGUAGE
def test_what_has_not_reached_everybody_waits_and_the_page_says_for_whom(paris, salma, dpo, language):
    matter = ours(salma)
    dpo.language = language
    dpo.save()
    client, url = signed_in(dpo), reverse("web:erase", args=[matter.reference])
    page = client.get(url).content.decode()
    assert 'id="unsettled"' in page
    assert 'name="ground"' not in page
    before = everything()
    answer = client.post(url, once(ground=GROUND))
    assert answer.status_code == 422
    assert sentence("ledger.not-settled", {}, language) in answer.content.decode()
    assert everything() == before


def test_what_is_no_longer_settled_when_it_is_confirmed_is_left(asked, paris, salma, adviser):
    step.state(Act("inquiry", "take-up", {"access": "direct"}, matter=asked.matter), officer=salma, now=NOW)
    Erasure.objects.update(entries=2)  # as if it had been asked for after that, before a receipt was lost
    before = everything()
    answer = signed_in(adviser).post(confirming(asked))
    assert answer.status_code == 422
    assert "ledger.not-settled" in text_of(answer)
    assert everything() == before


def test_what_was_stated_meanwhile_is_not_erased_unseen(asked, salma, dpo, adviser):
    step.state(Act("inquiry", "take-up", {"access": "direct"}, matter=asked.matter), officer=salma, now=NOW)
    client, before = signed_in(adviser), everything()
    page = text_of(client.get(PAGE))
    assert "Something was stated in the matter after this" in page
    assert "Confirm and erase now" not in page
    answer = client.post(confirming(asked))
    assert answer.status_code == 422
    assert "ledger.erasure-overtaken" in text_of(answer)
    assert everything() == before
    assert client.post(calling_off(asked)).status_code == 302
    assert outcome(asked) == Erasure.REFUSED


def test_what_was_erased_already_is_said_and_not_asked_for_again(asked, dpo, adviser):
    signed_in(adviser).post(confirming(asked))
    client, before = signed_in(dpo), everything()
    page = client.get(PAGE)
    assert "left to be erased" in text_of(page)
    assert 'name="ground"' not in page.content.decode()
    answer = client.post(PAGE, once(ground=GROUND))
    assert answer.status_code == 422
    assert "ledger.nothing-to-erase" in text_of(answer)
    assert everything() == before


def test_what_a_restored_backup_asks_for_again_is_confirmed_by_nobody(asked, adviser):
    signed_in(adviser).post(confirming(asked))
    Erasure.objects.update(outcome="", decided_by=None, decided_at=None)
    answer = signed_in(adviser).post(confirming(asked))
    assert answer.status_code == 422
    assert "ledger.nothing-to-erase" in text_of(answer)


def test_a_second_click_does_nothing_twice(received, dpo, adviser):
    asking, second, form = signed_in(dpo), signed_in(adviser), once(ground=GROUND)
    for _ in range(2):
        assert asking.post(PAGE, form).status_code == 302
    waits = Erasure.objects.get()
    for _ in range(2):
        assert second.post(confirming(waits)).status_code == 302
    assert second.post(calling_off(waits)).status_code == 302
    assert outcome(waits) == Erasure.CONFIRMED
    actions = HouseEvent.objects.filter(matter=received.id).values_list("action", flat=True)
    assert sorted(actions)[-3:] == ["erasure.asked", "erasure.confirmed", "ledger.erased"]


def test_two_who_decide_at_once_decide_once(asked, dpo, adviser):
    late = Erasure.objects.get(pk=asked.pk)  # read before the other pressed the button
    erasures.call_off(dpo, asked, now=NOW)
    with pytest.raises(erasures.ErasureDecided):
        erasures.confirm(adviser, late, now=NOW)
    assert BodyKey.objects.filter(entry=asked.matter).exists()


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"ground": ""}, id="no ground"),
        pytest.param({"ground": "because CANARI asked"}, id="words in place of a code"),
        pytest.param({"ground": "\u202eordered"}, id="hidden characters"),
        pytest.param({"ground": "x" * 100_000}, id="endless"),
        pytest.param({"ground": GROUND, "submission": "no-key"}, id="a key that is none"),
    ],
)
def test_bad_input_asks_for_nothing(received, dpo, typed):
    answer = signed_in(dpo).post(PAGE, {"submission": str(uuid4()), **typed})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("typed", ["", "FR-INQ", "../../", "%00", "x" * 500, "\u202e", "MA-INQ-2026-00001"])
def test_a_reference_that_is_none_is_said(received, dpo, typed):
    answer = signed_in(dpo).get(reverse("web:erasures"), {"reference": typed})
    assert answer.status_code == 200
    assert 'class="field wrong' in answer.content.decode()


def test_a_reference_leads_to_its_matter(received, dpo):
    answer = signed_in(dpo).get(reverse("web:erasures"), {"reference": REFERENCE.lower()})
    assert answer.url == PAGE


def test_what_is_none_is_not_found(asked, adviser, dpo):
    client = signed_in(adviser)
    assert client.post(reverse("web:erase-confirm", args=[REFERENCE, asked.pk + 1])).status_code == 404
    assert client.post(reverse("web:erase-confirm", args=[REFERENCE, 10**30])).status_code == 404
    assert client.post(reverse("web:erase-confirm", args=["FR-INQ-2026-1", asked.pk])).status_code == 404
    assert signed_in(dpo).get(reverse("web:erase", args=["FR-INQ-2026-1"])).status_code == 404
    assert client.get(confirming(asked)).status_code == 405
    with pytest.raises(ValueError, match="code"):
        erasures.ask(dpo, asked.matter, ground="CANARI", now=NOW)
    with pytest.raises(NotYours):
        erasures.ask(adviser, asked.matter, ground=GROUND, now=NOW)


@EVERY_LANGUAGE
def test_every_screen_speaks_the_officers_language(asked, paris, language):
    people = [officer(function, language=language) for function in ("dpo", "legal-adviser")]
    label = code_list("erasure-grounds").label(GROUND, language)
    urls = [PAGE, reverse("web:erasures")]
    for turn in range(2):
        for persona in people:
            for url in urls:
                page = signed_in(persona).get(url).content.decode()
                assert f'lang="{language}"' in page
                assert label in page.replace("\N{NO-BREAK SPACE}", " ")
        if turn == 0:
            erasures.confirm(people[1], asked, now=NOW + timedelta(hours=1))


@pytest.mark.parametrize("final", [False, True])
def test_who_erases_what_is_still_open_reads_that_the_partner_goes_on(received, dpo, final):
    Matter.objects.filter(pk=received.pk).update(final=final)
    shown = text_of(signed_in(dpo).get(PAGE))
    assert ("the other parties go on with it" in shown) is not final


def test_the_page_counts_what_goes_and_what_stays(received, dpo, salma):
    act = Act("inquiry", "answer", ANSWERED, matter=received.id, **CONFIDENTIAL)
    draft = drafts.begin(act, officer=salma, now=NOW)
    keep.keep(keep.NOTE, received, "", "Relancer le bureau 4", officer=salma, now=NOW)
    note("glass.broken", officer=salma, matter=received.id, reason="CANARI vu près de la gare")
    found = erasures.stake(received.id)
    assert (found.bodies, found.files, found.drafts, found.readings, found.reasons) == (1, 0, 1, 1, 1)
    assert found.entries == 1
    second = officer("head-of-service")
    erasures.confirm(second, erasures.ask(dpo, received.id, ground=GROUND, now=NOW), now=NOW)
    after = erasures.stake(received.id)
    assert after.is_nothing
    assert (after.entries, after.receipts, after.duties) == (found.entries, found.receipts, found.duties)
    assert not Piece.objects.exists()
    draft.refresh_from_db()
    assert draft.state == Draft.DROPPED


@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the bytes of SQLite")
def test_a_name_in_a_reason_is_in_no_page_of_the_database_afterwards(received, dpo, adviser, salma):
    note("glass.broken", officer=salma, matter=received.id, reason=f"{CANARY} vu près de la gare")
    assert CANARY.encode() in connection.connection.serialize()
    waits = erasures.ask(dpo, received.id, ground=GROUND, now=NOW)
    signed_in(adviser).post(confirming(waits))
    assert outcome(waits) == Erasure.CONFIRMED
    assert CANARY.encode() not in connection.connection.serialize()


def test_what_waits_is_told_to_whoever_may_confirm_it_and_to_nobody_else(asked, dpo, adviser):
    home = reverse("desk:desk")
    assert "1 erasure waits for your word" in text_of(signed_in(adviser).get(home))
    for other in (dpo, officer("duty-officer", language="en"), officer("auditor", language="en")):
        assert "waits for your word" not in text_of(signed_in(other).get(home))
    erasures.call_off(adviser, asked, now=NOW)
    assert "waits for your word" not in text_of(signed_in(adviser).get(home))


def test_the_house_log_leads_the_dpo_there_and_says_the_ground_in_words(asked, dpo):
    page = signed_in(dpo).get("/house/")
    assert f'href="{PAGE}"' in page.content.decode()
    assert "Request of the person upheld" in text_of(page)
    assert f'href="{PAGE}"' not in signed_in(officer("auditor")).get("/house/").content.decode()


def test_a_matter_that_the_dpo_works_on_leads_there_and_no_other_officer_is_led(received, dpo, salma):
    Assignment.objects.create(matter=received.id, officer=dpo, at=NOW)
    page = reverse("web:matter", args=[REFERENCE])
    assert f'href="{PAGE}"' in signed_in(dpo).get(page).content.decode()
    assert f'href="{PAGE}"' not in signed_in(salma).get(page).content.decode()
