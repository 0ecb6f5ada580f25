"""What may be asked of the house log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.node.safeguards.actions import ACTIONS
from mithaq.node.safeguards.find import officers
from mithaq.node.safeguards.forms import CodeField, DayField, SafeForm

LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class HouseForm(SafeForm):
    """Filters of the house log; all may stay empty."""

    action = forms.ChoiceField(required=False, label=_("Action"))
    officer = forms.ChoiceField(required=False, label=_("Officer"))
    matter = CodeField(
        max_length=64, required=False, label=_("Matter (reference, or how its id begins)"),
        widget=forms.TextInput(LTR),
    )  # fmt: skip
    from_on = DayField(required=False, label=_("From"))
    until_on = DayField(required=False, label=_("Until"))
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("every action")),
            *ACTIONS.items(),
        ]
        # Chosen by name, sent as a reference: no name stands in an address.
        self.fields["officer"].choices = [("", _("every officer")), *officers()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day lies before the first."))
        return cleaned
