"""Every address of a node: who may enter is written at its view, and strangers are asked to sign in."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from mithaq.front.config import settings as product

OPEN_TO_STRANGERS = {
    "account_login",
    "account_logout",  # says so, and that is all
    "account_inactive",
    "mfa_authenticate",  # the second half of signing in
    "web:language",
    "health:health",
    # Partners' machines: who speaks is decided by the signatures inside what they send.
    "exchange:inbox",
    "exchange:checkpoint",
    "exchange:leaves",
    "exchange:tail",
    "exchange:items",
    "exchange:chunks",
    # Programs: asked for a token there and then (tests/front/api).
    "api:door",
    "api:schema",
}
PARTS = {
    "reference": "MA-INQ-2026-00001", "step": "answer", "kind": "inquiry", "file": "f", "code": "FR",
    "fingerprint": "0" * 32, "number": 1, "assignment": 1, "absence": 1, "opened": 1,
    "ending": "csv", "language": "ar", "name": "plan", "year": 2026, "half": 1, "span": "2026",
    "path": "matters", "token": "t",
    "holder": "MA", "article": "a" * 64, "entry": "a" * 64,
}  # fmt: skip


def addresses(resolver=None, space=""):
    """Every address with its full name and its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern
        else:
            name = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern, space + name)


ADDRESSES = dict(addresses())
OURS = {name: it for name, it in ADDRESSES.items() if not it.callback.__module__.startswith("allauth")}


@pytest.mark.parametrize("name", sorted(OURS.keys() - OPEN_TO_STRANGERS))
def test_every_view_names_who_may_enter(name):
    assert OURS[name].callback.for_functions


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - OPEN_TO_STRANGERS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_asked_to_sign_in(name, method):
    asked = getattr(Client(), method)(_address(name))
    assert asked.status_code == 302, asked.status_code
    assert asked.url.startswith(reverse("account_login"))


def test_no_address_is_open_by_mistake():
    assert ADDRESSES.keys() >= OPEN_TO_STRANGERS
    without = {name for name, it in ADDRESSES.items() if not getattr(it.callback, "login_required", True)}
    assert without <= OPEN_TO_STRANGERS


def test_what_signing_in_takes_is_not_weakened():
    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in product.MIDDLEWARE
    assert len(set(product.MIDDLEWARE)) == len(product.MIDDLEWARE)
    assert product.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert product.CSRF_COOKIE_HTTPONLY
    assert not product.DEBUG


def _address(name):
    converters = ADDRESSES[name].pattern.converters
    parts = {
        each: uuid.uuid4() if type(it).__name__ == "UUIDConverter" else PARTS[each]
        for each, it in converters.items()
    }
    if name.startswith("assignments:"):  # below the address of a matter
        parts["reference"] = PARTS["reference"]
    return reverse(name, kwargs=parts)
