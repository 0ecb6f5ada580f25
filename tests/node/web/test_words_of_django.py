"""What Django and allauth say in a form is said in three languages: nothing of theirs stays English."""

import re
from importlib import import_module

import pytest
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.apps import apps
from django.contrib.auth.password_validation import get_password_validators
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.module_loading import module_has_submodule

from mithaq.front.config import settings as product
from mithaq.node.safeguards.forms import SafeForm

ARABIC = re.compile("[\u0620-\u064a]")
NUMBERS = {"limit_value": 12, "show_value": 3, "max": 12, "length": 30}
TURNS = re.compile("[\u202a-\u202e]")


def forms():
    """Every form with declared fields, and those of signing in."""
    for app in apps.get_app_configs():
        if app.name.startswith("mithaq.") and app.module and module_has_submodule(app.module, "forms"):
            import_module(f"{app.name}.forms")
    left, found = [SafeForm], {ChangePasswordForm, LoginForm, ReauthenticateForm, ActivateTOTPForm}
    while left:
        left += (inner := left.pop().__subclasses__())
        found |= set(inner)
    return sorted(found, key=lambda each: (each.__module__, each.__qualname__))


def said_by(form):
    for field in form.base_fields.values():
        yield from field.error_messages.values()
        for validator in field.validators:
            yield getattr(validator, "message", "")


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.__qualname__)
def test_no_message_of_a_form_is_english_on_an_arabic_or_a_french_screen(form):
    for message in filter(_whole, said_by(form)):
        with translation.override("en"):
            english = _whole(message)
        for language in ("ar", "fr"):
            with translation.override(language):
                said = _whole(message)
            assert said != english
            assert not TURNS.search(said)
        with translation.override("ar"):
            assert ARABIC.search(_whole(message))


def _whole(message):
    """The message as it is shown, a plural one for twelve."""
    return str(message) or str(message % NUMBERS)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_word_on_a_weak_password_is_english(language):
    validators = get_password_validators(product.AUTH_PASSWORD_VALIDATORS)
    assert len(validators) == len(product.AUTH_PASSWORD_VALIDATORS)
    for validator, weak in zip(validators[1:], ("Ifr4ne", "password", "493027561830"), strict=True):
        assert _refused(validator, weak, language) != _refused(validator, weak, "en")


def _refused(validator, weak, language):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validator.validate(weak)
    return refused.value.messages[0]
