"""What an officer types to search the register or to bring a list in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.node import clock
from mithaq.node.persons.born import read_born
from mithaq.node.persons.countries import choices as countries
from mithaq.node.persons.errors import RowError
from mithaq.node.persons.models import SORTS, Person
from mithaq.node.persons.search import EVERY_BAND, Question
from mithaq.node.persons.thresholds import THRESHOLDS
from mithaq.node.safeguards.forms import CodeField, LineField, ProseField, SafeForm
from mithaq.pact.codes import code_list
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.letters import LONGEST_NAME

# A file number names a case, never a person: it goes into the log.
CASE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 ./-]{2,39}")
LEAST_REASON = 10  # characters
LEAST_LETTERS = 2  # of a name: one letter is nobody's
BROKEN = re.compile("[\ufffd\ud800-\udfff]")
# Digits and dashes change places in a line from right to left.
LEFT_TO_RIGHT = {"dir": "ltr", "autocomplete": "off"}
ANY_SCRIPT = {"dir": "auto", "autocomplete": "off", "spellcheck": "false"}
FORMATS = [
    ("csv", _("Table of this office (CSV)")),
    ("un", _("Consolidated list of the United Nations (XML)")),
    ("ftm", _("FollowTheMoney entities (JSON lines)")),
]


class NameField(LineField):
    """A name in any script, of at least two letters; says what is wrong with anything else."""

    default_error_messages = {
        "broken-text": _("The text arrived broken: a letter of it cannot be read. Type it again."),
        "no-letters": _("There is no letter in it: a name is searched by its letters."),
        "one-letter": _("One letter is not enough to search by: give at least two."),
        "max_length": _("A name has at most %(limit_value)d letters, and this has %(show_value)d."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs=ANY_SCRIPT)
        super().__init__(max_length=LONGEST_NAME, required=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        typed = str(value or "")
        if BROKEN.search(typed):
            raise forms.ValidationError(self.error_messages["broken-text"], code="broken-text")
        name = super().to_python(typed)
        letters = sum(mark.isalpha() for mark in unicodedata.normalize("NFKC", name[: 2 * LONGEST_NAME]))
        if name and letters < LEAST_LETTERS:
            code = "one-letter" if letters else "no-letters"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return name


class SearchForm(SafeForm):
    """Who is looked for, where, for which case, and why."""

    use_required_attribute = False

    name = NameField(
        label=_("Name, in any script"),
        help_text=_("As it is written or heard: the order of its parts and its spelling do not matter"),
    )
    also = NameField(
        label=_("The same name, written otherwise"),
        help_text=_("In another script, or an alias; the one that fits best counts"),
    )
    born = CodeField(
        label=_("Date of birth"),
        required=False,
        max_length=24,
        help_text=_("24/06/1984, 00/06/1984, 1984 or 198X"),
        widget=forms.TextInput(attrs=LEFT_TO_RIGHT),
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    document = LineField(
        label=_("Document number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=LEFT_TO_RIGHT),
    )
    country = forms.ChoiceField(label=_("Country of the document"), required=False)
    source = forms.ChoiceField(label=_("List"), required=False)
    sort = forms.ChoiceField(label=_("Sort of record"), required=False)
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
    at_least = forms.ChoiceField(
        label=_("Which candidates are shown"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = (get_language() or "en")[:2]
        sexes = code_list("sexes")
        self._offer("sex", ((each, sexes.label(each, language)) for each in ("F", "M")))
        self._offer("country", countries(language))
        self._offer("source", ((each, each) for each in Person.objects.lists()))
        self._offer("sort", SORTS)
        self._offer("at_least", ((each.band, each.words) for each in THRESHOLDS), any_too=False)
        self.fields["at_least"].initial = EVERY_BAND
        for name in ("at_least", "reason"):
            self.fields[name].wide = True  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]], *, any_too: bool = True) -> None:
        offered = [*([("", _("any"))] if any_too else []), *choices]
        self.fields[name].choices = offered  # type: ignore[attr-defined]

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
        unread = {"name", "also", "document"} & {*self.errors}
        if not unread and not self.question().names and not self.question().documents:
            raise forms.ValidationError(_("Give a name or a document number."), code="nothing-asked")
        return cleaned

    def why(self) -> tuple[str, str]:
        """For which case, and why."""
        return str(self.cleaned_data["case"]), str(self.cleaned_data["reason"])

    def question(self) -> Question:
        """What was typed, as a question to the register."""
        said = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        return Question(
            names=tuple(said[name] for name in ("name", "also") if said[name]),
            born=said["born"],
            sex=said["sex"],
            documents=(said["document"],) if said["document"] else (),
            country=said["country"],
            source=said["source"],
            sort=said["sort"],
            at_least=said["at_least"] or EVERY_BAND,
        )


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
