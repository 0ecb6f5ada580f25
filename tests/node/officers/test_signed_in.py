"""Signing in for real: wrong passwords, temporary ones, second factors, and signing in once more."""

import html

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from mithaq.node.officers.models import Officer
from mithaq.node.officers.signed_in import recently_signed_in
from mithaq.node.safeguards.models import HouseEvent
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import PASSWORD, officer

pytestmark = pytest.mark.django_db


def with_password(*functions, **said):
    persona = officer(*functions, **said)
    persona.set_password(PASSWORD)
    persona.save()
    return persona


def sign_in(client, persona, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": persona.username, "password": password})


def actions():
    return list(HouseEvent.objects.order_by("pk").values_list("action", flat=True))


def test_signing_in_and_out_is_noted(client):
    persona = with_password()
    assert sign_in(client, persona).status_code == 302
    client.post(reverse("account_logout"))
    assert actions() == ["sign-in", "sign-out"]


def test_a_wrong_password_is_noted_without_what_was_typed(client):
    persona = with_password()
    assert sign_in(client, persona, "hunter2 hunter2").status_code == 200
    assert actions() == ["sign-in.refused"]
    event = HouseEvent.objects.get()
    assert (event.officer, event.facts) == ("", {"who": persona.reference})


def test_a_name_that_is_nobodys_is_not_kept(client):
    """It may be a password, typed into the wrong field."""
    client.post(reverse("account_login"), {"login": "hunter2 hunter2", "password": PASSWORD})
    event = HouseEvent.objects.get()
    assert (event.action, event.officer, event.facts) == ("sign-in.refused", "", {})


def test_an_officer_who_left_does_not_come_in(client):
    assert sign_in(client, with_password(is_active=False)).status_code == 200
    assert actions() == ["sign-in.refused"]
    assert client.get(reverse("officers:profile")).status_code == 302


def test_nobody_signs_up(client):
    assert client.get("/account/signup/").status_code in {302, 404}


def test_a_temporary_password_is_changed_before_anything_else(client):
    persona = with_password(password_is_temporary=True)
    sign_in(client, persona)
    assert client.get(reverse("officers:profile")).url == reverse("account_change_password")
    new = "another walk to Azrou"
    changed = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert changed.url == "/"
    assert not Officer.objects.get(pk=persona.pk).password_is_temporary
    assert "officer.password-chosen" in actions()


@pytest.mark.parametrize(
    ("language", "too_short", "differs", "done"),
    [
        ("ar", "كلمة المرور قصيرة", "يجب كتابة كلمة المرور نفسها مرتين.", "غُيرت كلمة المرور."),
        (
            "fr",
            "Ce mot de passe est trop court",
            "Vous devez saisir deux fois",
            "Le mot de passe a été modifié.",
        ),
        ("en", "This password is too short", "You must type the same", "Password successfully changed."),
    ],
)
def test_what_is_said_of_a_password_is_said_in_the_language_of_the_page(language, too_short, differs, done):
    client, new = signed_in(with_password(language=language)), "another walk to Azrou"
    page = reverse("account_change_password")
    assert too_short in text_of(
        client.post(page, {"oldpassword": PASSWORD, "password1": "Ifr4ne", "password2": "Ifr4ne"})
    )
    answer = client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": f"{new}u"})
    assert differs in text_of(answer)
    home = client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True)
    assert done in text_of(home)
    assert "\u202a" not in answer.content.decode() + home.content.decode()


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize("function", ["approver", "administrator", "dpo", "auditor", "rights-reviewer"])
    def test_whoever_approves_or_controls_is_led_to_set_one_up(self, function):
        page = signed_in(officer(function)).get(reverse("officers:profile"))
        assert page.url == reverse("mfa_activate_totp")

    @pytest.mark.parametrize("function", ["duty-officer", "translator"])
    def test_others_come_in_without(self, function):
        assert signed_in(officer(function)).get(reverse("officers:profile")).status_code == 200

    def test_whoever_has_one_comes_in(self):
        persona = officer("approver")
        totp.TOTP.activate(persona, totp.generate_totp_secret())
        assert signed_in(persona).get(reverse("officers:profile")).status_code == 200

    def test_the_page_that_sets_it_up_is_reached(self):
        assert signed_in(with_password("approver")).get(reverse("mfa_activate_totp")).status_code in {
            200,
            302,
        }


class TestOnceMore:
    def view(self, persona, *, just_now, method="get", **headers):
        request = getattr(RequestFactory(), method)("/somewhere/?page=2", headers=headers)
        request.user, request.session = persona, signed_in(persona, just_now=just_now).session
        return recently_signed_in(lambda _: HttpResponse("done"))(request)

    def test_whoever_signed_in_just_now_goes_on(self):
        assert self.view(officer(), just_now=True).content == b"done"

    def test_whoever_did_not_is_asked_and_comes_back_to_the_page(self):
        answer = self.view(officer(), just_now=False)
        assert answer.url == "/account/confirm/?next=%2Fsomewhere%2F%3Fpage%3D2"

    def test_after_a_form_one_comes_back_to_the_page_it_stood_on(self):
        answer = self.view(officer(), just_now=False, method="post", Referer="http://testserver/page/")
        assert answer.url == "/account/confirm/?next=http%3A%2F%2Ftestserver%2Fpage%2F"

    def test_nobody_is_led_to_another_site(self):
        answer = self.view(officer(), just_now=False, method="post", Referer="https://evil.example/")
        assert answer.url == "/account/confirm/?next=%2F"

    def test_the_sign_in_of_another_officer_is_not_ones_own(self):
        first, second = officer(), officer()
        request = RequestFactory().get("/somewhere/")
        request.session = signed_in(first).session
        request.user = second
        assert recently_signed_in(lambda _: HttpResponse("done"))(request).status_code == 302

    def test_a_password_once_more_is_enough(self):
        persona = with_password("administrator")
        client = Client()
        sign_in(client, persona)
        assert client.get(reverse("officers:new")).status_code == 200


class TestGuessing:
    """Limits on sign-in count in the database, so over all processes of a node."""

    WRONG = "hunter2 hunter2"

    @pytest.fixture(autouse=True)
    def _nobody_guessed_yet(self):
        cache.clear()

    def test_whoever_guesses_a_password_is_stopped_and_the_right_one_waits_too(self, client):
        persona = with_password()
        for _ in range(5):
            assert sign_in(client, persona, self.WRONG).status_code == 200
        for other in (client, Client(REMOTE_ADDR="192.0.2.9")):
            assert client_is_out(other, sign_in(other, persona))
        with connection.cursor() as cursor:  # where every process of the node looks
            cursor.execute("SELECT COUNT(*) FROM web_cache")
            assert cursor.fetchone()[0]

    def test_another_officer_is_not_locked_out_by_that(self, client):
        guessed, other = with_password(), with_password()
        for _ in range(5):
            sign_in(client, guessed, self.WRONG)
        assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), other).status_code == 302

    def test_an_address_that_tries_name_after_name_is_stopped(self, client):
        for number in range(10):
            client.post(reverse("account_login"), {"login": f"nobody{number}", "password": self.WRONG})
        assert client_is_out(client, sign_in(client, with_password()))

    def test_behind_a_proxy_whoever_asked_it_is_counted_and_nobody_they_name_themselves(self, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

        def asking(forwarded):
            return Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

        for number in range(10):  # in front of the proxy anything may be claimed: it adds what it saw
            tries = {"login": f"nobody{number}", "password": self.WRONG}
            asking(f"198.51.100.{number}, 192.0.2.1").post(reverse("account_login"), tries)
        out, others = asking("192.0.2.1"), asking("192.0.2.2")
        assert client_is_out(out, sign_in(out, with_password()))
        assert sign_in(others, with_password()).status_code == 302

    def test_where_fewer_proxies_stand_than_are_named_the_nearest_is_counted(self, settings, caplog):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

        def asking(nearest, forwarded):
            return Client(REMOTE_ADDR=nearest, HTTP_X_FORWARDED_FOR=forwarded)

        for number in range(10):
            tries = {"login": f"nobody{number}", "password": self.WRONG}
            page = asking("10.0.0.1", f"198.51.100.{number}").post(reverse("account_login"), tries)
            assert page.status_code == 200
        out, others = asking("10.0.0.1", "198.51.100.77"), asking("10.0.0.2", "198.51.100.1")
        assert client_is_out(out, sign_in(out, with_password()))
        assert sign_in(others, with_password()).status_code == 302
        assert "MITHAQ_PROXIES" in caplog.text
        assert "198.51.100" not in caplog.text

    @pytest.mark.parametrize("language", ["ar", "fr", "en"])
    def test_it_is_said_in_the_readers_language(self, client, language):
        persona = with_password()
        client.post(reverse("web:language"), {"language": language, "next": "/"})
        for _ in range(6):
            page = sign_in(client, persona, self.WRONG)
        with translation.override(language):
            said = gettext("Too many attempts. Wait some minutes, then try again.")
        assert said in html.unescape(page.content.decode())
        assert language == "en" or not said.startswith("Too many")


def client_is_out(client, page):
    return page.status_code in (200, 429) and client.get(reverse("officers:profile")).status_code == 302
