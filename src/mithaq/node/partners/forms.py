"""Forms about partners: a card taken in, a phrase compared, a key lost."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from mithaq.node.officers.zones import zones
from mithaq.node.partners.models import Loss, Partner
from mithaq.node.partners.pair import Spoken
from mithaq.node.safeguards.forms import CodeField, LineField, OnceForm, PastField, SafeForm
from mithaq.node.safeguards.text import in_three
from mithaq.pact.exchange.card import read_card
from mithaq.pact.exchange.errors import BadCard

LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
LARGEST_CARD = 16 * 1024  # characters
CODE = re.compile(r"[A-Z][A-Z0-9-]{1,15}")


class CardForm(OnceForm):
    """A partner's card: pasted, or as a file."""

    card = forms.CharField(
        required=False,
        max_length=LARGEST_CARD,
        label=_("The card as text"),
        widget=forms.Textarea({**LTR, "rows": 8}),
        help_text=_("From “BEGIN MITHAQ AUTHORITY CARD” to “END”. What stands around it does no harm."),
    )
    file = forms.FileField(required=False, label=_("Or the card as a file"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["card"].wide = True  # type: ignore[attr-defined]

    def clean_file(self) -> str:
        """The text of the file; what is too large to be a card is none."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_CARD:
            raise forms.ValidationError(_("This file is too large to be a card."), code="too-large")
        return str(file.read().decode("ascii", errors="replace"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        text = cleaned["card"] or cleaned["file"]
        if not text.strip():
            self.add_error(
                "card", forms.ValidationError(_("Paste the card or choose its file."), code="required")
            )
            return cleaned
        try:
            read_card(text)
        except BadCard:
            problem = _("This is not an authority card, or it was changed on the way. Ask for it again.")
            self.add_error("card", forms.ValidationError(problem, code="bad-card"))
        return {**cleaned, "card": text}


class PhraseForm(SafeForm):
    """The hidden numbers of a phrase as they were heard, on a call to a number known from elsewhere."""

    known_number = forms.BooleanField(
        label=_("I telephoned on a number we already knew, not on one that came with the card.")
    )

    def __init__(self, *args: Any, spoken: tuple[Spoken, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["known_number"].wide = True  # type: ignore[attr-defined]
        self.places = [each.place for each in spoken if each.is_hidden]
        for place in self.places:
            self.fields[f"heard_{place}"] = CodeField(
                max_length=3,
                label=_("Number %(place)s, as you hear it") % {"place": place},
                widget=forms.TextInput({**LTR, "inputmode": "numeric", "class": "short"}),
                validators=[
                    RegexValidator(r"^[0-9]{1,3}$", _("Up to three digits, as the partner reads them."))
                ],
            )

    def heard(self) -> list[str]:
        """What was typed, in the order of the phrase."""
        return [self.cleaned_data[f"heard_{place}"] for place in self.places]


class WithoutNodeForm(OnceForm):
    """An authority that has no node."""

    code = CodeField(
        max_length=16,
        label=_("Code"),
        widget=forms.TextInput(LTR),
        validators=[
            RegexValidator(rf"^{CODE.pattern}$", _("Two to sixteen capital letters, digits or dashes."))
        ],
        help_text=_("Capital letters, for example PT."),
    )
    name_ar = LineField(
        max_length=200, label=_("Name in Arabic"), widget=forms.TextInput({"dir": "rtl", "lang": "ar"})
    )
    name_fr = LineField(max_length=200, label=_("Name in French"), widget=forms.TextInput({"lang": "fr"}))
    name_en = LineField(max_length=200, label=_("Name in English"), widget=forms.TextInput({"lang": "en"}))
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, authority: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.authority = authority
        self.fields["zone"].choices = [("", "–"), *zones()]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code == self.authority or Partner.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is an authority of this code already."), code="taken")
        return code

    def names(self) -> dict[str, str]:
        return in_three(self.cleaned_data)


class LossForm(OnceForm):
    """That a partner's key was lost, and since when."""

    loss = forms.ChoiceField(choices=Loss.choices, label=_("What happened"), widget=forms.RadioSelect)
    since = PastField(
        label=_("Since when at the latest"),
        help_text=_("In your time zone. If in doubt, the earlier time."),
    )


class VoucherForm(SafeForm):
    """The signature of a key we trust under a partner's new card: pasted, or as a file."""

    signature = forms.CharField(
        required=False,
        max_length=8000,
        label=_("Signature that came with the card"),
        widget=forms.Textarea({**LTR, "rows": 4}),
    )
    file = forms.FileField(required=False, label=_("Or the signature as a file"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        file = cleaned["file"]
        given = file.read(LARGEST_CARD) if file else cleaned["signature"].encode()
        if not given.strip():
            problem = _("Paste the signature or choose its file.")
            self.add_error("signature", forms.ValidationError(problem, code="required"))
            return cleaned
        try:
            signature = b64decode(b"".join(given.split()), validate=True)
        except ValueError:
            if not file:
                problem = _("This is not a signature.")
                self.add_error("signature", forms.ValidationError(problem, code="not-a-signature"))
                return cleaned
            signature = given  # a file may also hold the bytes themselves
        return {**cleaned, "signature": signature}
