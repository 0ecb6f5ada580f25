"""What surrounds every page: language, policy, refusals, errors, sign-in."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from mithaq.node.officers.errors import NotYours, UnknownMatter
from mithaq.node.persons.views import SEARCHERS
from mithaq.node.safeguards.errors import NotForYourFunction
from mithaq.node.web import errors
from mithaq.node.web.errors import status_of
from mithaq.pact.ledger.errors import Malformed
from mithaq.pact.rules.errors import StepNotAllowed
from tests.node.officers.screens import signed_in
from tests.node.people import officer

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])
SIGN_IN = {"ar": "الدخول", "fr": "Se connecter", "en": "Sign in"}


@EVERY_LANGUAGE
def test_before_sign_in_a_page_speaks_as_the_browser_asks(client, language):
    page = client.get(reverse("account_login"), headers={"accept-language": f"{language};q=0.9, de"})
    assert SIGN_IN[language] in page.content.decode()
    assert page.headers["Content-Language"] == language


def test_a_chosen_language_stands_before_the_browsers(client):
    client.post(reverse("web:language"), {"language": "ar", "next": "/"}, headers={"accept-language": "fr"})
    page = client.get(reverse("account_login"), headers={"accept-language": "fr"})
    assert 'lang="ar" dir="rtl"' in page.content.decode()


def test_the_officers_own_language_stands_before_all():
    page = signed_in(officer(language="fr")).get("/nowhere/", headers={"accept-language": "ar"})
    assert 'lang="fr"' in page.content.decode()


def test_a_page_may_load_nothing_from_elsewhere_and_is_not_kept(client):
    headers = client.get(reverse("account_login")).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert headers["X-Frame-Options"] == "DENY"


def test_a_browser_is_told_to_come_by_tls_alone_whoever_ends_it(client, settings):
    assert "Strict-Transport-Security" not in client.get(reverse("account_login")).headers  # plain HTTP
    settings.SECURE_HSTS_SECONDS = 3600
    assert client.get(reverse("account_login")).headers["Strict-Transport-Security"] == "max-age=3600"


@pytest.mark.parametrize("word", ["signup/", "password/reset/", "email/"])
def test_nobody_signs_up_or_resets_by_mail(client, word):
    assert client.get(f"/account/{word}").status_code == 404


def test_a_wrong_password_is_said_and_keeps_nothing_back(client):
    page = client.post(
        reverse("account_login"), {"login": "nobody", "password": "x"}, headers={"accept-language": "fr"}
    ).content.decode()
    assert "La connexion n’a pas abouti." in page


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownMatter(reference="x"), 404),
        (NotYours(kind="x", step="y"), 403),
        (NotForYourFunction(needed="x"), 403),
        (StepNotAllowed(step="x"), 409),
        (Malformed(what="x", rule="y"), 422),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_family_of_a_refusal_gives_its_status(error, status):
    assert status_of(error) == status


@EVERY_LANGUAGE
def test_a_refusal_is_a_page_with_its_sentence_and_its_code(language):
    page = signed_in(officer("duty-officer", language=language)).get(
        reverse("web:matter", args=["MA-INQ-2026-9"])
    )
    text = page.content.decode()
    assert page.status_code == 404
    assert "officers.unknown-matter" in text
    assert reverse("assignments:emergency", args=["MA-INQ-2026-9"]) in text


@EVERY_LANGUAGE
@pytest.mark.parametrize("view", [errors.bad_request, errors.not_allowed, errors.not_found])
def test_every_error_has_its_page(rf: RequestFactory, language, view):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    request.resolver_match = None
    with translation.override(language):
        page = view(request, Exception())
    assert page.status_code >= 400
    assert f'lang="{language}"' in page.content.decode()


def test_a_bug_is_told_in_three_languages_and_asks_for_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = errors.broken(rf.get("/"))
    assert page.status_code == 500
    for lang in ("fr", "ar"):
        assert f'lang="{lang}"' in page.content.decode()


def test_a_form_without_its_token_is_too_old():
    client = Client(enforce_csrf_checks=True)
    page = client.post(reverse("account_login"), {"login": "x"}, headers={"accept-language": "en"})
    assert page.status_code == 403
    assert "This form is too old" in page.content.decode()


@pytest.mark.parametrize(
    "function",
    ["duty-officer", "plan-coordinator", "legal-adviser", "dpo", "auditor", "administrator"],
)
def test_the_bar_leads_only_where_this_officer_may_go(function):
    browser = signed_in(officer(function, language="en"))
    bar = (
        browser.get(reverse("web:matters"))
        .content.decode()
        .partition('<nav class="ways"')[2]
        .partition("</nav>")[0]
    )
    ways = re.findall(r'<a href="([^"]+)"', bar)
    assert reverse("web:matters") in ways
    assert {way for way in ways if browser.get(way).status_code == 403} == set()
    assert (reverse("persons:register") in ways) == (function in SEARCHERS)


@EVERY_LANGUAGE
def test_a_name_this_node_does_not_answer_to_is_a_bad_request(client, language):
    page = client.get("/", headers={"host": "elsewhere.example", "accept-language": language})
    assert page.status_code == 400
    assert f'lang="{language}"' in page.content.decode()
