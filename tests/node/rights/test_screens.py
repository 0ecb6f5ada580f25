"""The pages of requests: who may, what the pages show and never show, bad input, the letter."""

import re
import subprocess
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import StepFunction
from mithaq.node.rights import decide, keep, letter, look
from mithaq.node.rights.models import Decision, SubjectRequest
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web.sentences import sentence
from mithaq.pact.codes import code_list
from tests.node.inquiries import BODY
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer
from tests.node.rights.conftest import ARABIC, CONTACT, NAME, REFERENCE, TODAY, WRITES, heard
from tests.node.simulated import NOW
from tests.poppler import poppler

pytestmark = pytest.mark.django_db
FUNCTIONS = (*code_list("functions").values, None)
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])
KEEPERS, SECONDS = {"dpo"}, {"legal-adviser", "head-of-service"}
WHY = "Enquête en cours sur la filière."
FILLED = {
    "sort": "access", "way": "in-writing", "identity": "document-seen", "received_on": "2026-11-20",
    "name": NAME, "also": ARABIC, "born": "24/06/1984", "document": "AB123456", "language": "fr",
    "contact": CONTACT, "words": WRITES,
}  # fmt: skip
ACTS = ("look", "identity", "extend", "decide", "answered")


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    from mithaq.node import clock

    monkeypatch.setattr(clock, "now", lambda: NOW)


def url(name, *args):
    return reverse(f"rights:{name}", args=args)


def actions():
    told = HouseEvent.objects.filter(action__startswith="rights.").order_by("pk")
    return [action.removeprefix("rights.") for action in told.values_list("action", flat=True)]


def test_just_after_midnight_a_request_is_received_on_the_officers_day(dpo, monkeypatch):
    late = NOW.replace(hour=23, minute=30)  # the day after, in Paris
    monkeypatch.setattr("mithaq.node.clock.now", lambda: late)
    dpo.zone = "Europe/Paris"
    dpo.save()
    tomorrow = (late.date() + timedelta(days=1)).isoformat()
    sent = signed_in(dpo).post(url("new"), once(**{**FILLED, "received_on": tomorrow}))
    assert sent.status_code == 302
    assert SubjectRequest.objects.get().received_on.isoformat() == tomorrow


@pytest.mark.law("L37")
def test_a_request_goes_from_entry_to_answer_by_two_persons(named, dpo, adviser, salma):
    keeping, second = signed_in(dpo), signed_in(adviser)
    sent = keeping.post(url("new"), once(**FILLED))
    row = SubjectRequest.objects.get()
    page = url("request", row.reference)
    assert sent.url == page
    assert NAME not in page
    assert keeping.post(url("look", row.reference)).url == page
    concern = row.concerns.get()
    shown = text_of(keeping.get(page))
    assert REFERENCE in shown
    assert NAME in shown
    assert BODY["title"] not in shown
    assert BODY["purpose"] not in shown
    keeping.post(url("say", row.reference, concern.pk), once(said="concerns", officer=salma.pk))
    assert keeping.post(url("decide", row.reference), once(outcome="granted")).url == page
    prepared = Decision.objects.get()
    assert "Confirm the decision" not in text_of(keeping.get(page))
    assert "Confirm the decision" in text_of(second.get(page))
    assert second.post(url("confirm", row.reference, prepared.pk)).url == page
    pdf = keeping.post(url("letter", row.reference, "fr"))
    assert pdf.content.startswith(b"%PDF-")
    number = HouseEvent.objects.get(action="rights.letter-exported").pk
    assert pdf["Content-Disposition"] == f'attachment; filename="{row.reference}-{number}.pdf"'
    assert keeping.post(url("answered", row.reference), once(answered_on="2026-11-24")).url == page
    row.refresh_from_db()
    assert (row.answered_on, row.review_on) == (TODAY, TODAY + timedelta(days=3 * 365 + 1))
    acts = [each for each in actions() if each != "read"]
    assert acts == [
        *("heard", "searched", "concern-said", "decision-prepared", "decision-confirmed"),
        *("letter-exported", "answered"),
    ]
    shown = text_of(keeping.get(page))
    assert "recorded that a person was answered" in shown
    assert "Tazi" in shown


def test_nothing_personal_stands_in_the_house_log_the_list_or_a_title(refused, dpo):
    client = signed_in(dpo)
    page = client.get(url("request", refused.reference)).content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
    listed = client.get(url("list"), {"state": "open"}).content.decode()
    log = repr(list(HouseEvent.objects.values()))
    for secret in ("Zerhouni", "Orangers", "filière"):
        assert secret in page
        assert secret not in title + listed + log


@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_may_look_and_who_may_act_is_as_the_table_says(looked, dpo, function):
    decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    client = signed_in(officer(*filter(None, [function])))
    may_look = function in KEEPERS | SECONDS
    assert client.get(url("list")).status_code == (200 if may_look else 403)
    assert client.get(url("request", looked.reference)).status_code == (200 if may_look else 403)
    assert client.get(url("new")).status_code == (200 if function in KEEPERS else 403)
    before = list(Decision.objects.values())
    for act in ACTS:
        answer = client.post(url(act, looked.reference), once())
        # The keeper is told what is missing, or that a decision waits.
        assert answer.status_code in ((200, 422) if function in KEEPERS else (403,)), act
    assert client.post(url("letter", looked.reference, "fr")).status_code == (
        422 if function in KEEPERS else 403
    )
    assert list(Decision.objects.values()) == before
    confirmed = client.post(url("confirm", looked.reference, before[0]["id"]))
    assert confirmed.status_code == (302 if function in SECONDS else 403)


def test_a_second_person_sees_only_what_waits_for_them(asked, adviser, dpo):
    client = signed_in(adviser)
    assert client.get(url("request", asked.reference)).status_code == 404
    assert asked.reference not in text_of(client.get(url("list")))
    assert signed_in(dpo).get(url("request", "MA-RGT-2026-99999")).status_code == 404
    assert HouseEvent.objects.filter(action="read.refused").count() == 2


def test_a_node_may_say_itself_who_confirms(looked, dpo):
    prepared = decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    StepFunction.objects.create(kind="rights", step="confirm", function="rights-reviewer")
    address = url("confirm", looked.reference, prepared.pk)
    assert signed_in(officer("legal-adviser")).post(address).status_code == 403
    assert signed_in(officer("rights-reviewer")).post(address).status_code == 302


def test_who_confirms_has_signed_in_just_now(looked, dpo, adviser):
    prepared = decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    client = signed_in(adviser, just_now=False)
    answer = client.post(url("confirm", looked.reference, prepared.pk))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    prepared.refresh_from_db()
    assert prepared.state == ""


def test_a_second_click_does_nothing_twice(dpo, adviser, looked):
    client, form = signed_in(dpo), once(**FILLED)
    for _ in range(2):
        assert client.post(url("new"), form).status_code == 302
    assert SubjectRequest.objects.count() == 2  # with the one that was there
    prepared = decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    second = signed_in(adviser)
    for _ in range(2):
        assert second.post(url("confirm", looked.reference, prepared.pk)).status_code == 302
    assert second.post(url("call-off", looked.reference, prepared.pk)).status_code == 302
    assert actions().count("decision-confirmed") == 1


BAD = {
    "nothing": dict.fromkeys(FILLED, ""),
    "a day that does not exist": {"received_on": "2026-02-31"},
    "tomorrow": {"received_on": "2026-11-25"},
    "long ago": {"received_on": "1899-12-31"},
    "a code of no list": {"sort": "because"},
    "hidden characters in a code": {"way": "\u202ein-writing"},
    "nothing but hidden characters": {"name": "\u202e\u2066"},
    "one letter": {"name": "x"},
    "ten thousand letters": {"name": "x" * 10_000},
    "broken decoding": {"name": "x\ufffdy"},
    "born in the future": {"born": "24/06/2084"},
    "no day of birth": {"born": "yesterday"},
    "no document": {"document": "!!!"},
    "endless words": {"words": "x" * 10_000},
    "a key that is none": {"submission": "none"},
}


@EVERY_LANGUAGE
@pytest.mark.parametrize("typed", BAD.values(), ids=BAD)
def test_bad_input_enters_nothing_and_is_said(dpo, typed, language):
    dpo.language = language
    dpo.save()
    answer = signed_in(dpo).post(url("new"), {"submission": str(uuid4()), **FILLED, **typed})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert not SubjectRequest.objects.exists()
    if "words" not in typed and "sort" not in typed:
        assert WRITES in page  # nothing typed is lost


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        pytest.param("decide", {}, id="no outcome"),
        pytest.param("decide", {"outcome": "because"}, id="an outcome of no list"),
        pytest.param("decide", {"outcome": "refused", "grounds": ["because"]}, id="a ground of no list"),
        pytest.param("decide", {"outcome": "refused", "why": "x" * 5000}, id="endless"),
        pytest.param("decide", {"outcome": "handed-over", "owner": "XX"}, id="nobody's code"),
        pytest.param("identity", {"identity": "because"}, id="an identity of no list"),
        pytest.param("extend", {"why": "", "told_on": "2026-11-24"}, id="no reason"),
        pytest.param("extend", {"why": "Il faut entendre Paris.", "told_on": "2099-01-01"}, id="told later"),
        pytest.param("extend", {"why": "bref", "told_on": "2026-11-24"}, id="a reason nobody can judge"),
    ],
)
def test_bad_input_on_the_page_changes_nothing_and_comes_back(looked, dpo, act, typed):
    SubjectRequest.objects.update(identity="not-shown")
    before = SubjectRequest.objects.values().get()
    answer = signed_in(dpo).post(url(act, looked.reference), once(**typed))
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert SubjectRequest.objects.values().get() == before
    assert not Decision.objects.exists()


@pytest.mark.parametrize("day", ["", "2026-11-23", "2026-11-25", "2026-02-31"])
def test_a_day_of_answer_that_cannot_be_is_said(refused, dpo, day):
    SubjectRequest.objects.update(received_on=TODAY)
    answer = signed_in(dpo).post(url("answered", refused.reference), once(answered_on=day))
    assert 'role="alert"' in answer.content.decode()
    assert SubjectRequest.objects.get().is_open


@pytest.mark.parametrize("typed", [{}, {"said": "concerns"}, {"said": "maybe", "officer": 1}])
def test_what_nobody_confirmed_is_not_recorded(asked, named, dpo, salma, typed):
    look.look(dpo, asked, now=NOW)
    concern = asked.concerns.get()
    assert signed_in(dpo).post(url("say", asked.reference, concern.pk), once(**typed)).status_code == 302
    concern.refresh_from_db()
    assert concern.said == ""
    assert signed_in(dpo).post(url("say", asked.reference, concern.pk + 1), once()).status_code == 404


@EVERY_LANGUAGE
def test_a_refusal_is_said_in_the_officers_language(asked, dpo, language):
    dpo.language = language
    dpo.save()
    answer = signed_in(dpo).post(url("decide", asked.reference), once(outcome="neutral"))
    page = answer.content.decode()
    assert sentence("rights.not-looked", {"reference": asked.reference}, language) in page
    assert re.search(r'value="neutral"[^>]*checked', page)  # nothing filled in is lost
    assert not Decision.objects.exists()


@pytest.mark.law("L37")
@EVERY_LANGUAGE
def test_a_neutral_letter_is_the_same_whether_or_not_anything_was_found(named, dpo, adviser, salma, language):
    said = []
    for name, proposed in (
        (NAME, decide.Proposed("neutral", ("inquiries",), grounds_told=True, why=WHY)),
        ("Berthe Guillaumet", decide.Proposed("neutral")),
    ):
        row = heard(dpo, names=(name,))
        look.look(dpo, row, now=NOW)
        for concern in row.concerns.all():
            look.say(dpo, concern, "concerns", with_=salma, now=NOW)
        decide.confirm(adviser, decide.prepare(dpo, row, proposed, now=NOW), now=NOW)
        said.append(letter.paragraphs(row, decide.standing(row), language=language))
    found, not_found = said
    assert Matter.objects.filter(reference=REFERENCE).exists()
    assert found == not_found
    assert len(found) == 4
    ground = code_list("rights-grounds").label("inquiries", language)
    assert ground not in " ".join(found)


@pytest.mark.law("L37")
@pytest.mark.parametrize("outcome", code_list("rights-outcomes").values)
@pytest.mark.parametrize("sort", code_list("rights-requests").values)
@EVERY_LANGUAGE
def test_every_letter_says_its_outcome_and_where_one_may_turn_to(own_keys, sort, outcome, language):
    row = SubjectRequest(reference="MA-RGT-2026-00001", sort=sort, received_on=date(2026, 11, 1))
    stands = Decision(outcome=outcome, grounds=["inquiries"], grounds_told=True, owner="FR")
    told = letter.paragraphs(row, stands, language=language)
    fixed = letter.words(language)
    assert fixed["remedies"] in told
    assert fixed["free"] in told
    assert code_list("rights-requests").label(sort, language) in told[0]
    ground = code_list("rights-grounds").label("inquiries", language)
    assert any(ground in each for each in told) is (outcome != "neutral")
    assert "{" not in "".join(told)


@pytest.mark.poppler
@EVERY_LANGUAGE
def test_the_letter_is_typeset_with_its_copy_number(refused, dpo, language, tmp_path):
    answer = signed_in(dpo).post(url("letter", refused.reference, language))
    path = tmp_path / "letter.pdf"
    path.write_bytes(answer.content)
    tool = poppler().replace("pdfsig", "pdftotext")
    text = subprocess.run([tool, path, "-"], capture_output=True, check=True, text=True).stdout
    number = HouseEvent.objects.get(action="rights.letter-exported").pk
    assert f"MA-{number}" in text
    assert "Zerhouni" in text
    assert "filière" not in text
    assert REFERENCE not in text


@EVERY_LANGUAGE
def test_the_letter_names_the_supervisor_in_its_language_where_the_node_was_told(refused, language, settings):
    settings.SUPERVISOR = {"ar": "اللجنة الوطنية", "fr": "Commission nationale", "en": "National Commission"}
    stands = decide.standing(refused)
    told = letter.paragraphs(refused, stands, language=language)
    assert len([each for each in told if settings.SUPERVISOR[language] in each]) == 1
    settings.SUPERVISOR = {**settings.SUPERVISOR, language: ""}
    untold = letter.paragraphs(refused, stands, language=language)
    assert letter.words(language)["remedies"] in untold
    assert len(untold) == len(told)


def test_identity_may_be_shown_after_the_request(dpo):
    row = heard(dpo, identity="not-shown")
    client = signed_in(dpo)
    address, page = url("identity", row.reference), url("request", row.reference)
    assert address in client.get(page).content.decode()
    assert client.post(address, once(identity="document-seen")).url == page
    row.refresh_from_db()
    assert row.identity == "document-seen"
    assert address not in client.get(page).content.decode()
    assert actions()[-2:] == ["identity-shown", "read"]


def test_a_letter_in_no_language_is_not_found(refused, dpo):
    assert signed_in(dpo).post(url("letter", refused.reference, "xx")).status_code == 404


@pytest.mark.law("L37")
def test_an_upheld_erasure_leads_to_each_matter_with_its_ground(named, dpo, adviser, salma):
    row = heard(dpo, sort="erasure")
    look.look(dpo, row, now=NOW)
    look.say(dpo, row.concerns.get(), "concerns", with_=salma, now=NOW)
    decide.confirm(adviser, decide.prepare(dpo, row, decide.Proposed("granted"), now=NOW), now=NOW)
    client = signed_in(dpo)
    link = f"{reverse('web:erase', args=[REFERENCE])}?ground=request-upheld"
    assert link in client.get(url("request", row.reference)).content.decode()
    assert re.search(r'value="request-upheld"[^>]*checked', client.get(link).content.decode())


@EVERY_LANGUAGE
def test_every_screen_speaks_the_officers_language(refused, dpo, adviser, language):
    keep.extend(dpo, refused, why="Il faut entendre Paris.", told_on=TODAY, now=NOW)
    for persona in (dpo, adviser):
        persona.language = language
        persona.save()
    pages = [url("list"), url("new"), url("request", refused.reference)]
    for address in pages:
        page = signed_in(dpo).get(address).content.decode()
        assert f'lang="{language}"' in page
    label = code_list("rights-outcomes").label("refused", language)
    assert label in signed_in(adviser).get(pages[-1]).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.law("L37")
def test_late_is_said_on_the_desk_and_in_the_list(dpo, adviser, named):
    late = heard(dpo, received_on=date(2026, 10, 1))
    heard(dpo, received_on=TODAY)
    client = signed_in(dpo)
    desk = client.get(reverse("desk:desk"))
    assert "1 request of a person is answered late." in text_of(desk)
    assert "2 requests of persons are owed an answer." in text_of(desk)
    listed = text_of(client.get(url("list"), {"state": "late"}))
    assert late.reference in listed
    assert "MA-RGT-2026-00002" not in listed
    assert "No request here." in text_of(client.get(url("list"), {"state": "answered"}))
    assert "of a person" not in text_of(signed_in(officer("duty-officer")).get(reverse("desk:desk")))


def test_a_second_officer_is_told_on_the_desk(looked, dpo, adviser):
    decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    desk = signed_in(adviser).get(reverse("desk:desk"))
    assert "1 decision on a person’s request waits for your word." in text_of(desk)


def test_the_house_log_says_it_in_words_and_leads_to_no_matter(refused, dpo):
    client = signed_in(dpo)
    client.get(url("request", refused.reference))
    client.get(url("request", "MA-RGT-2026-99999"))
    page = client.get(reverse("safeguards:house"), {"matter": refused.reference})
    assert "read a person’s request" in text_of(page)
    assert "Refused" in text_of(page)  # the outcome, not its code
    listed = page.content.decode() + client.get(reverse("safeguards:house")).content.decode()
    assert "/matters/MA-RGT" not in listed
    assert reverse("web:erase", args=[REFERENCE]) in listed  # what was confirmed is about a matter


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_menu_leads_there_for_whom_it_is(own_keys, function):
    page = signed_in(officer(*filter(None, [function]))).get(reverse("desk:desk")).content.decode()
    assert (f'href="{url("list")}"' in page) is (function in KEEPERS | SECONDS)
