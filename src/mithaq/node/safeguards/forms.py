"""Forms that bad input cannot break: hidden characters, endless text, a second click.

Every form of the node may be built on these; a field says what is wrong in the reader's
language and gives back what was typed.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mithaq.node import clock
from mithaq.node.safeguards.house import Actor
from mithaq.node.safeguards.models import Submission
from mithaq.node.safeguards.text import clean, plain_digits

log = logging.getLogger(__name__)

FIRST_YEAR, LAST_YEAR = 1900, 2100
CUTS = frozenset({"maxlength", "minlength"})
# Django's own sentence, named here so that it is translated here: in the words of `rules.required`.
REQUIRED = gettext_noop("This field is required.")


class LineField(forms.CharField):
    """One line of text, without characters that cannot be seen.

    What is too long is said, and comes back whole: a browser that knew the limit would cut a pasted text
    in silence.
    """

    default_error_messages = {
        "max_length": _("Too long: at most %(limit_value)d characters, and this has %(show_value)d."),
        "min_length": _("Too short: at least %(limit_value)d characters, and this has %(show_value)d."),
    }

    def __init__(self, *, max_length: int = 300, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.validators = [each for each in self.validators if not _minds_null(each)]
        self.removed: tuple[str, ...] = ()

    def to_python(self, value: Any) -> str:
        cleaned = clean(str(value or ""))
        self.removed = cleaned.removed
        return str(super().to_python(self.shape(cleaned.text)))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        return {name: value for name, value in attributes.items() if name not in CUTS}

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What a form that comes back shows: the text as it was read, not as hidden characters turned it."""
        return clean(data).text if isinstance(data, str) else super().bound_data(data, initial)

    def shape(self, text: str) -> str:
        return " ".join(text.split())


class ProseField(LineField):
    """Several lines of text, without characters that cannot be seen."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 4000, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def shape(self, text: str) -> str:
        return text.strip()


class CodeField(LineField):
    """Letters, digits and dashes that name something, in the digits of any keyboard."""

    def shape(self, text: str) -> str:
        return plain_digits(super().shape(text))


class DayField(forms.DateField):
    """A day between 1900 and 2100, typed with the digits of any keyboard."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("There is no such day.")}

    def to_python(self, value: Any) -> Any:
        day = super().to_python(plain_digits(value) if isinstance(value, str) else value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("The year must lie between 1900 and 2100."), code="year-out-of-range"
            )
        return day


class PastField(forms.DateTimeField):
    """When something happened, typed in the officer's zone: not later than now."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: Any) -> Any:
        at = super().clean(value)
        if at is not None and at > clock.now():
            raise forms.ValidationError(_("This lies in the future."), code="future")
        return at


class SafeForm(forms.Form):
    """A form that remembers which hidden characters it took out, and logs that it did."""

    removed: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, LineField) and field.removed:
                self.removed = tuple(sorted({*self.removed, *field.removed}))
                log.warning("hidden characters taken out: %s.%s %s", type(self).__name__, name, field.removed)
        return cleaned


class OnceForm(SafeForm):
    """A form that acts once, however often it is sent."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def first_time(self, officer: Actor) -> bool:
        """Is this the first time this very form is sent? Call it in the transaction that acts."""
        return first_time(self.cleaned_data["submission"], officer=officer)


def first_time(key: uuid.UUID, *, officer: Actor) -> bool:
    """Note that a form was sent; False if it had been already."""
    try:
        with transaction.atomic():
            Submission.objects.create(key=key, officer=officer.reference, at=clock.now())
    except IntegrityError:
        return False
    return True


def was_sent(key: uuid.UUID) -> bool:
    """Was this very form sent before, and did it act?"""
    return Submission.objects.filter(key=key).exists()


def _minds_null(validator: object) -> bool:
    return type(validator).__name__ == "ProhibitNullCharactersValidator"
