"""Tokens: made and revoked by their officer, shown once, kept as a hash; and what each does not open."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mithaq.front.api.problems import STATUSES, TITLES
from mithaq.node import clock
from mithaq.node.officers import tokens
from mithaq.node.officers.models import ApiToken, Officer
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web.sentences import sentences
from tests.front.api.conftest import REFERENCE, Program
from tests.front.api.test_drafts import ASK, BEGIN
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer

pytestmark = pytest.mark.django_db
PAGE = "officers:tokens"


def refused(answer):
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["code"]


def test_a_token_is_shown_once_and_kept_as_a_hash(salma):
    client = signed_in(salma)
    sent = once(called="Statistiques", scopes=["read"], days="7")
    page = client.post(reverse(PAGE), sent)
    word = re.search(r"mithaq_[\w-]{43}", page.content.decode())
    assert word
    held = ApiToken.objects.get()
    secret = word[0].removeprefix("mithaq_")
    assert secret not in json.dumps([str(value) for value in vars(held).values()])
    assert (held.scopes, held.kinds) == (["read"], [])
    again = client.post(reverse(PAGE), sent)
    assert again.status_code == 302
    assert ApiToken.objects.count() == 1
    later = client.get(reverse(PAGE)).content.decode()
    assert "Statistiques" in later
    assert secret not in later
    assert HouseEvent.objects.get(action="token.made").facts["token"] == held.reference
    assert Client().get("/api/matters", headers={"Authorization": f"Bearer {word[0]}"}).status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_speaks_every_language_and_says_what_is_wrong(salma, language):
    salma.language = language
    salma.save()
    Program(salma, kinds=["inquiry"])
    client = signed_in(salma)
    assert f'lang="{language}"' in client.get(reverse(PAGE)).content.decode()
    page = client.post(reverse(PAGE), once(called="", scopes=["everything"], kinds=["nothing"], days="0"))
    assert page.content.decode().count('aria-invalid="true"') >= 3
    assert not ApiToken.objects.exclude(called="test").exists()
    assert f'lang="{language}"' in client.get(reverse("api:page")).content.decode()


def test_only_its_officer_revokes_a_token(salma, program):
    stranger = officer("duty-officer")
    url = reverse("officers:revoke-token", args=[program.token.reference])
    signed_in(stranger).post(url)
    assert program.get("matters").status_code == 200
    signed_in(salma).post(url)
    assert refused(program.get("matters")) == (401, "officers.token-refused")
    assert HouseEvent.objects.filter(action="token.revoked").count() == 1
    assert "WWW-Authenticate" in program.get("matters")


def test_whoever_has_not_signed_in_just_now_makes_no_token(salma):
    client = signed_in(salma, just_now=False)
    asked = client.post(reverse(PAGE), once(called="x", scopes=["read"], days="7"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_an_officer_holds_no_more_tokens_than_anybody_can_look_after(salma, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 1)
    Program(salma)
    page = signed_in(salma).post(reverse(PAGE), once(called="x", scopes=["read"], days="7"))
    assert page.status_code == 422
    assert ApiToken.objects.count() == 1


REASONS = {
    "expired": lambda _: ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1)),
    "officer-left": lambda held: Officer.objects.filter(pk=held.officer_id).update(is_active=False),
    "password-temporary": lambda held: Officer.objects.filter(pk=held.officer_id).update(
        password_is_temporary=True
    ),
    "revoked": lambda _: ApiToken.objects.update(revoked_at=clock.now()),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_token_that_holds_no_longer_is_refused_and_the_house_log_says_why(program, reason):
    REASONS[reason](program.token)
    assert refused(program.get("matters")) == (401, "officers.token-refused")
    event = HouseEvent.objects.get(action="token.refused")
    assert event.facts == {"token": program.token.reference, "why": reason}


def test_an_approver_without_a_second_factor_has_no_program_either(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert refused(Program(officer("approver")).get("matters")) == (401, "officers.token-refused")


@pytest.mark.parametrize(
    "shown", ["", "x", "mithaq_", "mithaq_" + "x" * 43, "other_word", "mithaq_é", "a b c"]
)
def test_a_word_that_is_no_token_is_refused_and_leaves_no_row(db, shown):
    before = HouseEvent.objects.count()
    answer = Client().get("/api/matters", headers={"Authorization": f"Bearer {shown}"})
    assert refused(answer)[0] == 401
    assert HouseEvent.objects.count() == before


def test_strangers_are_asked_for_a_token_everywhere(db):
    for path in ("matters", "openapi.json", "nothing-here", BEGIN):
        assert refused(Client().get(f"/api/{path}")) == (401, "api.nobody-asks")
    for path in ("matters", "nothing-here", BEGIN):
        assert refused(Client().post(f"/api/{path}")) == (401, "api.nobody-asks")


class TestScopes:
    def test_who_may_only_read_drafts_nothing(self, paris, salma):
        reader = Program(salma, "read")
        assert reader.get("matters").status_code == 200
        assert refused(reader.post(BEGIN, ASK)) == (403, "api.not-in-scope")
        assert refused(reader.put(f"{BEGIN}/{'0' * 8}-0000-4000-8000-{'0' * 12}", ASK)) == (
            403,
            "api.not-in-scope",
        )

    def test_who_may_only_draft_reads_nothing(self, paris, salma):
        writer = Program(salma, "draft")
        begun = writer.post(BEGIN, ASK)
        assert begun.status_code == 201
        for path in ("matters", f"drafts/{begun.json()['draft']}", "openapi.json"):
            assert refused(writer.get(path)) == (403, "api.not-in-scope")

    def test_of_another_kind_there_is_nothing(self, received, salma):
        begun = Program(salma).post(BEGIN, ASK).json()["draft"]
        narrow = Program(salma, kinds=["group"])
        assert narrow.get("matters").json()["matters"] == []
        assert narrow.get("matters", kind="inquiry").json()["matters"] == []
        assert refused(narrow.get("kinds/inquiry/matters")) == (403, "api.not-in-scope")
        for path in ("", "/timeline", "/steps/take-up"):
            assert refused(narrow.get(f"matters/{REFERENCE}{path}")) == (404, "officers.unknown-matter")
        assert refused(narrow.post(BEGIN, ASK)) == (403, "api.not-in-scope")
        assert refused(narrow.get(f"drafts/{begun}")) == (404, "ledger.unknown-draft")
        assert refused(narrow.post(f"drafts/{begun}/submit", {})) == (404, "ledger.unknown-draft")
        assert narrow.get("drafts").json()["drafts"] == []


class TestSignedIn:
    def test_whoever_is_signed_in_reads_and_acts_by_forms_alone(self, received, salma):
        client = signed_in(salma)
        assert client.get(f"/api/matters/{REFERENCE}").json()["title"]
        assert client.get("/api/openapi.json").status_code == 200
        acting = client.post(f"/api/{BEGIN}", ASK, "application/json", headers={"Idempotency-Key": "k"})
        assert refused(acting) == (403, "api.token-needed")

    def test_the_pages_lead_to_it(self, salma):
        client = signed_in(salma)
        assert reverse(PAGE) in client.get(reverse("officers:profile")).content.decode()
        page = client.get(reverse("api:page"))
        assert "/api/kinds/inquiry/drafts" in text_of(page)
        assert "<script" not in page.content.decode().split("<main")[1]


@pytest.mark.parametrize(("language", "word"), [("ar", "الملف"), ("fr", "affaire"), ("en", "matter")])
def test_a_problem_speaks_the_language_asked_for(salma, language, word):
    answer = Program(salma, language=f"{language}-MA,de;q=0.5").get("matters/MA-INQ-2026-00001")
    problem = answer.json()
    assert answer["Content-Language"] == language
    assert word in problem["detail"] or word in problem["detail"].replace("لملف", "الملف")
    assert (problem["status"], problem["code"]) == (404, "officers.unknown-matter")
    meaning = Program(salma).get(problem["type"].removeprefix("/api/")).json()
    assert meaning["sentences"] == dict(sentences()["officers.unknown-matter"])


def test_the_schema_speaks_the_language_asked_for(program):
    made = Client().get("/api/openapi.json", headers=program.headers(**{"Accept-Language": "ar"}))
    assert made["Content-Language"] == "ar"
    assert program.language == "en"
    assert made.json()["paths"]["/api/matters"]["get"]["summary"] == "الملفات من جميع الأصناف"


def test_every_status_has_its_title():
    assert set(STATUSES.values()) <= set(TITLES)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("get", "nothing", (404, "api.no-such-address")),
        ("delete", "matters", (403, "api.not-in-scope")),
        ("put", "matters", (405, "api.not-that-way")),
        ("post", "openapi.json", (405, "api.not-that-way")),
    ],
)
def test_what_nobody_answers_is_a_problem(salma, method, path, expected):
    program = Program(salma, "draft" if method in ("put", "post") else "read")
    asked = getattr(Client(), method)(f"/api/{path}", headers=program.headers(**{"Idempotency-Key": "k"}))
    assert refused(asked) == expected


def test_more_than_a_node_reads_is_a_problem(salma, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert refused(Program(salma).post(BEGIN, {"step": "x" * 20})) == (413, "api.too-much")
