"""What is filled in, in the room: a national note, and which two versions are compared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.matters.instruments.notes import LONGEST
from mithaq.node.safeguards.forms import CodeField, OnceForm, ProseField, SafeForm
from mithaq.pact.exchange.signatory import LONGEST as LONGEST_PROOF


class NoteForm(OnceForm):
    """A note that stays here."""

    text = ProseField(
        min_length=2,
        max_length=LONGEST,
        label=_("National note"),
        widget=forms.Textarea({"rows": 3, "dir": "auto", "data-most": LONGEST}),
        help_text=_("Stays on this node: it is in no entry, draft or export."),
    )


class VersionsForm(SafeForm):
    """Two versions of an article, by their entries."""

    older = forms.ChoiceField(label=_("Earlier version"))
    newer = forms.ChoiceField(label=_("Later version"))

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("older", "newer"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class KeyForm(SafeForm):
    """What a browser says of a passkey it has made: its public key, and the domain it belongs to."""

    key = CodeField(max_length=LONGEST_PROOF, widget=forms.HiddenInput)
    domain = CodeField(max_length=253, widget=forms.HiddenInput)


class ProofForm(SafeForm):
    """What a passkey gave when it was used, as the browser says it."""

    PARTS = ("signature", "authenticator_data", "client_data")

    signature = CodeField(max_length=LONGEST_PROOF, widget=forms.HiddenInput)
    authenticator_data = CodeField(max_length=LONGEST_PROOF, widget=forms.HiddenInput)
    client_data = CodeField(max_length=LONGEST_PROOF, widget=forms.HiddenInput)
