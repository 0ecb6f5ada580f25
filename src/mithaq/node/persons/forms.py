"""What an officer types to search the register or to bring a list in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.node import clock
from mithaq.node.persons.born import read_born
from mithaq.node.persons.errors import RowError
from mithaq.node.persons.search import Question
from mithaq.node.safeguards.forms import CodeField, LineField, ProseField, SafeForm
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.normalise import normalise

# A file number names a case, never a person: it goes into the log.
CASE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 ./-]{2,39}")
LEAST_REASON = 10  # characters
# Digits and dashes change places in a line from right to left.
LEFT_TO_RIGHT = {"dir": "ltr", "autocomplete": "off"}
ANY_SCRIPT = {"dir": "auto", "autocomplete": "off"}
FORMATS = [
    ("csv", _("Table of this office (CSV)")),
    ("un", _("Consolidated list of the United Nations (XML)")),
    ("ftm", _("FollowTheMoney entities (JSON lines)")),
]


class SearchForm(SafeForm):
    """Who is looked for, for which case, and why."""

    name = LineField(
        label=_("Name in Latin letters"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=ANY_SCRIPT),
    )
    name_ar = LineField(
        label=_("Name in Arabic"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=ANY_SCRIPT),
    )
    born = CodeField(
        label=_("Date of birth"),
        required=False,
        max_length=24,
        help_text=_("24/06/1984, 00/06/1984, 1984 or 198X"),
        widget=forms.TextInput(attrs=LEFT_TO_RIGHT),
    )
    document = LineField(
        label=_("Document number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=LEFT_TO_RIGHT),
    )
    case = CodeField(
        label=_("Case reference"),
        max_length=40,
        help_text=_("The file this search is for, as 2026/1234"),
        widget=forms.TextInput(attrs=LEFT_TO_RIGHT),
    )
    reason = ProseField(
        label=_("Reason for the search"),
        max_length=500,
        min_length=LEAST_REASON,
        help_text=_("Offence, role of the person and aim; kept in the house log"),
        widget=forms.Textarea(attrs={"rows": 2, "data-most": 500}),
    )

    def clean_born(self) -> str:
        typed: str = self.cleaned_data["born"]
        try:
            read_born(typed, on=clock.now().date())
        except RowError:
            raise forms.ValidationError(_("There is no such date of birth."), code="bad-date") from None
        return typed

    def clean_document(self) -> str:
        typed: str = self.cleaned_data["document"]
        if typed:
            try:
                normalise_document(typed)
            except DocumentNotUnderstood:
                raise forms.ValidationError(
                    _("A document number has letters A to Z and digits only."), code="bad-document"
                ) from None
        return typed

    def clean_case(self) -> str:
        typed = str(self.cleaned_data["case"]).upper()
        if not CASE.fullmatch(typed):
            raise forms.ValidationError(
                _("A case reference has Latin letters and digits, at least one digit, and no name."),
                code="bad-case",
            )
        return typed

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.question().names and not self.question().documents:
            raise forms.ValidationError(_("Give a name or a document number."), code="nothing-asked")
        return cleaned

    def question(self) -> Question:
        """What was typed, as a question to the register."""
        said = {name: self.cleaned_data.get(name, "") for name in ("name", "name_ar", "born", "document")}
        names = tuple(said[name] for name in ("name", "name_ar") if normalise(said[name]))
        return Question(names, said["born"], (said["document"],) if said["document"] else ())


class ImportForm(SafeForm):
    """A list, and what it is."""

    file = forms.FileField(label=_("File"), help_text=_("At most 512 MiB; the text is UTF-8"))
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    source = LineField(
        label=_("Name of the list"),
        required=False,
        max_length=60,
        help_text=_("Only if it is not the usual one; records of one list replace each other"),
    )
