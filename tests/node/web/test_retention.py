"""Reviewing what is kept through the pages: who works on a matter answers; the DPO reads references alone."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import retention
from mithaq.node.ledger.models import BodyKey, Erasure, Matter, RetentionReview
from mithaq.node.ledger.retention import Found
from mithaq.node.officers.models import Assignment, StepFunction, Watch
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web.sentences import sentence
from mithaq.pact.codes import code_list
from mithaq.pact.rules.retention import NEEDED, NOT_NEEDED, RESTRICTED, USUAL
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
FUNCTIONS = code_list("functions").values
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])
REFERENCE = "FR-INQ-2026-00007"
PAGE, LIST, MATTER = f"/matters/{REFERENCE}/retention/", "/retention/", f"/matters/{REFERENCE}/"
DAY = timedelta(days=1)


@pytest.fixture
def concluded(paris):
    """A request of Paris that it withdrew half a year ago: its review has been due since yesterday."""
    parts = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": REFERENCE, "terms": paris.terms}
    assert receive(paris.wire("ask", **parts, **CONFIDENTIAL), now=NOW).state == "kept"
    opening = paris.entries[-1].id
    assert receive(paris.wire("withdraw", kind="inquiry", matter=opening), now=NOW).state == "kept"
    Matter.objects.filter(pk=opening).update(moved_at=clock.now() - USUAL - DAY)
    return Matter.objects.get(pk=opening)


@pytest.fixture
def nora(db):
    """Who works on the matter, and reads English."""
    return officer("duty-officer", unit=unit(), language="en", family_name="Idrissi")


def today():
    return clock.now().date()


def filled(matter, finding="needed.proceedings", until=None, **more):
    until_on = (until or today() + 60 * DAY).isoformat()
    return once(saw=retention.token(matter), finding=finding, until_on=until_on, **more)


def answered(matter, persona, finding="needed.proceedings"):
    outcome, _, ground = finding.partition(".")
    found = Found(outcome, ground, today() + 60 * DAY if ground else None)
    return retention.review(persona, matter, found, saw=retention.token(matter), now=clock.now())


@pytest.mark.law("L36")
def test_from_the_desk_to_the_answer(concluded, nora):
    client = signed_in(nora)
    assert "1 concluded matter is due for review" in text_of(client.get(reverse("desk:desk")))
    listed = client.get(LIST)
    assert f'href="{PAGE}"' in listed.content.decode()
    assert BODY["title"] in text_of(listed)
    before = text_of(client.get(MATTER))
    assert "The review of what is kept is due" in before
    page = text_of(client.get(PAGE))
    assert BODY["title"] not in page
    assert "Criminal proceedings under way" in page
    answer = client.post(PAGE, filled(concluded))
    assert answer.url == MATTER
    row = RetentionReview.objects.get()
    assert (row.outcome, row.ground, row.until_on) == (NEEDED, "proceedings", today() + 60 * DAY)
    after = text_of(client.get(MATTER))
    assert "Kept until the review on" in after
    assert "The review of what is kept is due" not in after
    assert "due for review" not in text_of(client.get(reverse("desk:desk")))
    assert "No matter of yours is due" in text_of(client.get(LIST))
    assert BodyKey.objects.filter(entry=concluded.id).exists()


@pytest.mark.law("L35")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_reviews_is_who_works_on_matters_and_sees_this_one(concluded, function):
    Watch.objects.all().delete()
    persona = officer(function, language="en")
    client, form = signed_in(persona), filled(concluded)
    may = function not in {"administrator", "auditor", "dpo", "rights-reviewer", "translator"}
    unseen = 404 if may else 403
    assert client.get(LIST).status_code == (200 if may else 403)
    assert REFERENCE not in text_of(client.get(LIST))
    assert (client.get(PAGE).status_code, client.post(PAGE, form).status_code) == (unseen, unseen)
    assert not RetentionReview.objects.exists()
    Assignment.objects.create(matter=concluded.id, officer=persona, at=NOW)
    assert client.get(PAGE).status_code == (200 if may else 403)
    assert (REFERENCE in text_of(client.get(LIST))) is may
    assert client.post(PAGE, form).status_code == (302 if may else 403)
    assert RetentionReview.objects.exists() is may


def test_a_node_may_say_itself_who_reviews(concluded, nora):
    StepFunction.objects.create(kind="retention", step="review", function="legal-adviser")
    client = signed_in(nora)
    assert (client.get(PAGE).status_code, client.get(LIST).status_code) == (403, 403)
    page = client.get(MATTER).content.decode()
    assert "The review of what is kept is due" in page
    assert PAGE not in page


@pytest.mark.law("L36")
def test_what_is_no_longer_needed_goes_to_the_dpo_who_reads_its_reference_alone(concluded, nora):
    signed_in(nora).post(PAGE, filled(concluded, NOT_NEEDED))
    assert "the data protection officer decides on the erasure" in text_of(signed_in(nora).get(MATTER))
    dpo = officer("dpo", language="en")
    client = signed_in(dpo)
    assert "1 matter was judged no longer needed" in text_of(client.get(reverse("desk:desk")))
    page = client.get(reverse("web:erasures"))
    assert f'href="/matters/{REFERENCE}/erase/"' in page.content.decode()
    assert "Idrissi" in text_of(page)
    erase = reverse("web:erase", args=[REFERENCE])
    shown = text_of(client.get(erase))
    assert "No longer needed" in shown
    assert BODY["title"] not in text_of(page) + shown
    assert client.post(erase, once(ground="end-of-retention")).status_code == 302
    assert f'href="{erase}"' in client.get(reverse("web:erasures")).content.decode()  # it waits there now
    assert "no longer needed" not in text_of(client.get(reverse("desk:desk")))
    second = officer("head-of-service", language="en")
    assert "Reviews of what is kept" not in text_of(signed_in(second).get(reverse("web:erasures")))
    waits = Erasure.objects.get()
    signed_in(second).post(reverse("web:erase-confirm", args=[REFERENCE, waits.pk]))
    assert not BodyKey.objects.filter(entry=concluded.id).exists()
    assert signed_in(nora).get(PAGE).status_code == 200
    assert "There is nothing to review" in text_of(signed_in(nora).get(PAGE))


@pytest.mark.law("L36")
def test_the_dpo_reads_how_many_are_due_and_for_how_long(concluded):
    client, url = signed_in(officer("dpo", language="en")), reverse("web:erasures")
    cells = '<td class="number" data-label="due to be reviewed">1</td>'
    assert cells in client.get(url).content.decode()
    Matter.objects.update(moved_at=clock.now() - 2 * USUAL)
    assert '<span class="left-bad">1</span>' in client.get(url).content.decode()


@pytest.mark.law("L38")
@pytest.mark.parametrize("ground", ["accuracy-contested", "evidence"])
def test_what_is_restricted_is_read_under_a_banner_and_leaves_by_no_export(concluded, nora, ground):
    client = signed_in(nora)
    export = reverse("web:export", args=[REFERENCE, "json"])
    titles = reverse("web:export-list", args=["json"])
    assert BODY["title"] in client.post(export).content.decode()
    assert BODY["title"] in client.post(titles).content.decode()
    client.post(PAGE, filled(concluded, f"{RESTRICTED}.{ground}"))
    page = client.get(MATTER)
    assert "Processing restricted" in text_of(page)
    assert code_list("retention-restrictions").label(ground, "en") in text_of(page)
    assert BODY["title"] in text_of(page)
    assert export.replace("json", "pdf") not in page.content.decode()
    for ending in ("pdf", "csv", "json", "ics"):
        refused = client.post(reverse("web:export", args=[REFERENCE, ending]))
        assert refused.status_code == 422
        assert BODY["title"] not in refused.content.decode()
        assert sentence("ledger.matter-restricted", {}, "en") in text_of(refused)
    listed = client.post(titles).content.decode()
    assert REFERENCE in listed
    assert BODY["title"] not in listed
    [row] = [each for each in json.loads(listed)["matters"] if each["reference"] == REFERENCE]
    assert (row["columns"], row["urgency"]) == ({}, "")
    noted = HouseEvent.objects.filter(action="read.refused").latest("pk")
    assert noted.facts["code"] == "ledger.matter-restricted"
    dpo = signed_in(officer("dpo", language="en"))
    erase = reverse("web:erase", args=[REFERENCE])
    assert 'name="ground"' not in dpo.get(erase).content.decode()
    assert dpo.post(erase, once(ground="ordered")).status_code == 422
    assert not Erasure.objects.exists()
    client.post(PAGE, filled(concluded))
    assert "Processing restricted" not in text_of(client.get(MATTER))
    assert BODY["title"] in client.post(export).content.decode()


def test_a_matter_that_is_still_open_says_nothing_of_it(concluded, nora):
    Matter.objects.update(final=False)
    client = signed_in(nora)
    assert 'id="retention"' not in client.get(MATTER).content.decode()
    assert "There is nothing to review" in text_of(client.get(PAGE))
    assert client.post(PAGE, filled(concluded)).status_code == 422
    assert not RetentionReview.objects.exists()


def test_who_comes_second_is_told_and_changes_nothing(concluded, nora):
    late, form = officer("duty-officer", language="en"), filled(concluded, NOT_NEEDED)
    answered(concluded, nora)
    answer = signed_in(late).post(PAGE, form)
    assert answer.status_code == 422
    assert sentence("ledger.review-overtaken", {}, "en") in text_of(answer)
    assert [row.outcome for row in RetentionReview.objects.all()] == [NEEDED]


def test_a_second_click_answers_once(concluded, nora):
    client, form = signed_in(nora), filled(concluded)
    assert [client.post(PAGE, form).status_code for _ in range(2)] == [302, 302]
    assert RetentionReview.objects.count() == 1
    assert HouseEvent.objects.filter(action="retention.reviewed").count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"finding": ""}, id="no answer"),
        pytest.param({"finding": "needed"}, id="no ground"),
        pytest.param({"finding": "needed.evidence"}, id="a ground of another outcome"),
        pytest.param({"finding": "restricted.because CANARI asked"}, id="words in place of a code"),
        pytest.param({"finding": "\u202enot-needed"}, id="hidden characters"),
        pytest.param({"finding": "x" * 100_000}, id="endless"),
        pytest.param({"until_on": ""}, id="no day"),
        pytest.param({"until_on": "2026-02-31"}, id="a day that does not exist"),
        pytest.param({"until_on": "9" * 5000}, id="more digits than Python reads"),
        pytest.param({"until_on": "2099-01-01"}, id="far ahead"),
        pytest.param({"until_on": "a\x00b"}, id="controls"),
        pytest.param({"submission": "no-key"}, id="a key that is none"),
    ],
)
def test_bad_input_records_nothing_and_comes_back(concluded, nora, typed):
    answer = signed_in(nora).post(PAGE, filled(concluded) | {"submission": str(uuid4())} | typed)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not RetentionReview.objects.exists()


@pytest.mark.parametrize("saw", ["", "x" * 100_000, "\u202e", "0/0"])
def test_a_form_that_names_no_page_is_overtaken(concluded, nora, saw):
    answer = signed_in(nora).post(PAGE, filled(concluded) | {"saw": saw})
    assert answer.status_code == 422
    assert not RetentionReview.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 181])
def test_a_day_outside_the_span_is_said(concluded, nora, days):
    answer = signed_in(nora).post(PAGE, filled(concluded, until=today() + days * DAY))
    assert "Choose a day after today, not later than" in text_of(answer)
    assert not RetentionReview.objects.exists()


def test_what_is_none_is_not_found(concluded, nora):
    client = signed_in(nora)
    for reference in ("FR-INQ-2026-1", "%00", "\u202e", "x" * 500):
        assert client.get(f"/matters/{reference}/retention/").status_code == 404
    assert client.get(LIST, {"after": "no place"}).status_code == 200
    assert client.put(PAGE).status_code == 405


@EVERY_LANGUAGE
@pytest.mark.parametrize("finding", ["", "needed.proceedings", "restricted.evidence", NOT_NEEDED])
def test_every_screen_speaks_the_officers_language(concluded, language, finding):
    nora, dpo = (officer(each, language=language) for each in ("duty-officer", "dpo"))
    if finding:
        answered(concluded, nora, finding)
    outcome = code_list("retention-outcomes").label(finding.partition(".")[0] or NEEDED, language)
    for persona, url in ((nora, MATTER), (nora, PAGE), (nora, LIST), (dpo, f"/matters/{REFERENCE}/erase/")):
        answer = signed_in(persona).get(url)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
        if finding and url != LIST:
            assert outcome in text_of(answer)


def test_the_list_leaves_a_trace_before_it_shows_a_title(concluded, nora):
    signed_in(nora).get(LIST)
    assert HouseEvent.objects.filter(action="retention.listed", officer=nora.reference).count() == 1


def test_the_house_log_says_it_in_words(concluded, nora):
    answered(concluded, nora, "restricted.evidence")
    page = text_of(signed_in(officer("dpo", language="en")).get("/house/"))
    assert "reviewed whether a matter is still kept" in page
    assert "Needed as evidence" in page
    assert "Kept, processing restricted" in page
