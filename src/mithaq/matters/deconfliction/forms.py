"""What is filled in for an activity that is to be compared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.matters.deconfliction.activities import Activity
from mithaq.node import clock
from mithaq.node.ledger.models import Matter
from mithaq.node.safeguards.forms import CodeField, LineField, OnceForm
from mithaq.node.safeguards.text import plain_digits
from mithaq.pact.codes import code_list
from mithaq.pact.exchange.blinding import MOST_POINTS
from mithaq.pact.rules.presence import LARGEST_M, LONGEST, token_of_identifier, tokens_of_place

LEFT_TO_RIGHT = {"dir": "ltr", "autocomplete": "off"}
WATCHED = ("vehicle", "phone", "account", "document")


class WhenField(forms.DateTimeField):
    """An instant, typed in the officer's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M",)


class DegreesField(forms.DecimalField):
    """A latitude or longitude, in the digits of any keyboard, with a point or a comma."""

    def __init__(self, most: int, **options: Any) -> None:
        widget = forms.TextInput(LEFT_TO_RIGHT | {"inputmode": "decimal"})
        super().__init__(
            required=False, widget=widget, min_value=-most, max_value=most, max_digits=9, decimal_places=6,
            **options,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        typed = plain_digits(value).strip().replace(",", ".") if isinstance(value, str) else value
        return super().to_python(typed)


def _any_script() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


class ActivityForm(OnceForm):
    """An activity: where and when, or what it watches; and whom to call about it."""

    register = forms.ModelChoiceField(
        Matter.objects.none(), label=_("Deconfliction register"), empty_label=None
    )
    label = LineField(
        label=_("Name of the activity"), min_length=3, max_length=120, widget=_any_script(),
        help_text=_("Stays on this node, like everything here but blinded points."),
    )  # fmt: skip
    from_at = WhenField(label=_("Begins"))
    until_at = WhenField(label=_("Ends"), help_text=_("24 hours later at most"))
    latitude = DegreesField(90, label=_("Latitude"), help_text=_("In degrees: 34.020000"))
    longitude = DegreesField(
        180, label=_("Longitude"), help_text=_("In degrees; in the west with a minus before it")
    )
    radius_m = forms.IntegerField(
        label=_("Radius in metres"), initial=250, min_value=50, max_value=LARGEST_M, required=False
    )
    sort = forms.ChoiceField(label=_("What is watched"), required=False)
    identifier = CodeField(
        label=_("Its number"), required=False, max_length=60, widget=forms.TextInput(LEFT_TO_RIGHT),
        help_text=_("A plate, a telephone with its country, an account or a document"),
    )  # fmt: skip
    contact = LineField(
        label=_("Whom colleagues call"), min_length=5, max_length=200, widget=_any_script(),
        help_text=_("Leaves only if two activities collide: a colleague and the number of the duty desk."),
    )  # fmt: skip

    def __init__(self, *args: Any, registers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        registered = self.fields["register"]
        registered.queryset = registers  # type: ignore[attr-defined]
        registered.initial = registers.first()
        registered.label_from_instance = lambda row: row.reference  # type: ignore[attr-defined]
        labels = [(sort, code_list("subject-kinds").label(sort, get_language() or "en")) for sort in WATCHED]
        self.fields["sort"].choices = [("", "—"), *labels]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("from_at"), cleaned.get("until_at")
        if begins and ends:
            if ends <= begins:
                self.add_error(
                    "until_at", forms.ValidationError(_("It ends before it begins."), code="order")
                )
            elif ends - begins > LONGEST:
                self.add_error(
                    "until_at", forms.ValidationError(_("It lasts more than 24 hours."), code="long")
                )
            elif ends <= clock.now():
                self.add_error("until_at", forms.ValidationError(_("It is over already."), code="over"))
        if bool(cleaned.get("identifier")) != bool(cleaned.get("sort")):
            self.add_error(
                "identifier", forms.ValidationError(_("Say what is watched, and its number."), code="half")
            )
        if not self.errors:
            self._check_size(cleaned)
        return cleaned

    def _check_size(self, cleaned: dict[str, Any]) -> None:
        count = len(_tokens(cleaned))
        if not count:
            wrong = _("Say where it takes place, or what it watches.")
            self.add_error("latitude", forms.ValidationError(wrong, code="nothing"))
        elif count > MOST_POINTS:
            wrong = _("Too wide to be compared: make the circle or the time smaller.")
            self.add_error("radius_m", forms.ValidationError(wrong, code="too-wide"))

    def said(self) -> Activity:
        """What was filled in; the form is valid."""
        said = self.cleaned_data
        return Activity(said["label"], tuple(_tokens(said)), said["until_at"], said["contact"])


def _tokens(said: dict[str, Any]) -> list[str]:
    """What is compared: cells and hours, and what is watched."""
    found: list[str] = []
    latitude, longitude = said.get("latitude"), said.get("longitude")
    if isinstance(latitude, Decimal) and isinstance(longitude, Decimal):
        radius = said.get("radius_m") or 250
        found += tokens_of_place(latitude, longitude, radius, said["from_at"], said["until_at"])
    if said.get("identifier"):
        found.append(token_of_identifier(said["sort"], said["identifier"]))
    return found
