"""Forms about officers, units and assignments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.validators import RegexValidator, slug_re
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from mithaq.node import clock
from mithaq.node.officers import tokens
from mithaq.node.officers.break_glass import LEAST_REASON
from mithaq.node.officers.duties import FINDINGS, NEVER_READS_CONTENT, excluded_together
from mithaq.node.officers.models import LANGUAGES, Officer, Unit
from mithaq.node.officers.zones import zones
from mithaq.node.safeguards.forms import CodeField, DayField, LineField, OnceForm, ProseField, SafeForm
from mithaq.node.safeguards.text import in_three
from mithaq.pact.codes import code_list
from mithaq.pact.rules import register
from mithaq.pact.rules.described import check_described
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.words import NOTHING

LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
RTL = {"dir": "rtl", "lang": "ar", "autocomplete": "off"}


def labels_of(name: str, values: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    """A code list as the choices of a field, in the language of the page."""
    codes = code_list(name)
    language = (get_language() or "en")[:2]
    return [(value, codes.label(value, language)) for value in values or codes.values]


def in_one_column(form: forms.Form) -> None:
    """For a form in the narrow column beside a page's main one."""
    for field in form.fields.values():
        field.wide = True  # type: ignore[attr-defined]


# The letters each name is asked for in, as a step of a matter says them of its own fields.
WRITTEN = tuple(
    Field(f"{name}{ending}", Type.LINE, NOTHING, script=script)
    for name in ("family_name", "given_name")
    for ending, script in (("", "Latn"), ("_ar", "Arab"))
)
OTHER_LETTERS = {
    "rules.not-in-latin-letters": _(
        "The name is written in Latin letters here; it has letters of another script."
    ),
    "rules.not-in-arabic-letters": _(
        "The name is written in Arabic letters here; it has letters of another script."
    ),
}


class NamesForm(OnceForm):
    """What an officer is called and reads in."""

    family_name = LineField(max_length=80, label=_("Family name in Latin script"))
    given_name = LineField(max_length=80, label=_("Given name in Latin script"))
    family_name_ar = LineField(
        max_length=80, required=False, label=_("Family name in Arabic script"), widget=forms.TextInput(RTL)
    )
    given_name_ar = LineField(
        max_length=80, required=False, label=_("Given name in Arabic script"), widget=forms.TextInput(RTL)
    )
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language of the screens"))
    zone = forms.ChoiceField(choices=zones, label=_("Time zone"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        for problem in check_described(WRITTEN, cleaned, clock.today()):
            self.add_error(problem.path[0], forms.ValidationError(OTHER_LETTERS[problem.code], "script"))
        return cleaned

    NAMES = ("family_name", "given_name", "family_name_ar", "given_name_ar", "language", "zone")

    def said(self) -> dict[str, Any]:
        """The officer's columns, as they were filled in."""
        return {name: self.cleaned_data[name] for name in self.NAMES}


class OfficerForm(NamesForm):
    """An officer, as an administrator changes one."""

    unit = forms.ModelChoiceField(
        Unit.objects.all(), required=False, label=_("Unit"), empty_label=_("no unit")
    )
    functions = forms.MultipleChoiceField(
        choices=lambda: labels_of("functions"),
        required=False,
        label=_("Functions"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What this officer may do. The administrator and the auditor hold no other function."),
    )
    is_active = forms.BooleanField(required=False, initial=True, label=_("May sign in"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["functions"].wide = True  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]

    def clean_functions(self) -> list[str]:
        functions: list[str] = self.cleaned_data["functions"]
        if clash := excluded_together(functions):
            language = (get_language() or "en")[:2]
            one, other = (code_list("functions").label(each, language) for each in clash)
            raise forms.ValidationError(
                _("One person may not be both “%(one)s” and “%(other)s”."),
                code="functions-exclude",
                params={"one": one, "other": other},
            )
        return functions

    def said(self) -> dict[str, Any]:
        return {**super().said(), "unit": self.cleaned_data["unit"]}


class NewOfficerForm(OfficerForm):
    """An officer who is being enrolled."""

    username = CodeField(
        max_length=60,
        label=_("Name to sign in with"),
        widget=forms.TextInput(LTR),
        validators=[
            ASCIIUsernameValidator(message=_("Only Latin letters without accents, digits and @ . + - _"))
        ],
        help_text=_("Latin letters and digits; it is never shown to a partner."),
    )
    field_order = ("username",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["is_active"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Officer.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody signs in with this name already."), code="taken")
        return username


class UnitForm(OnceForm):
    """A unit that is being opened."""

    service = forms.ChoiceField(label=_("Service"))
    code = CodeField(
        max_length=32,
        label=_("Short name"),
        widget=forms.TextInput(LTR),
        validators=[RegexValidator(slug_re, _("Only Latin letters without accents, digits, - and _"))],
        help_text=_("Latin letters, digits and dashes, for lists and the house log."),
    )
    name_ar = LineField(max_length=120, label=_("Name in Arabic"), widget=forms.TextInput(RTL))
    name_fr = LineField(max_length=120, label=_("Name in French"), widget=forms.TextInput({"lang": "fr"}))
    name_en = LineField(max_length=120, label=_("Name in English"), widget=forms.TextInput({"lang": "en"}))

    def __init__(self, *args: Any, authority: str, **options: Any) -> None:
        super().__init__(*args, **options)
        in_one_column(self)
        self.fields["service"].choices = labels_of(  # type: ignore[attr-defined]
            "services", code_list("services").of(authority)
        )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Unit.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("There is a unit of this name already."), code="taken")
        return code

    def names(self) -> dict[str, str]:
        return in_three(self.cleaned_data)


class AbsenceForm(OnceForm):
    """Days on which somebody stands in."""

    deputy = forms.ModelChoiceField(Officer.objects.none(), label=_("Who stands in for you"), empty_label="–")
    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        # It stands beside the form of one's names: no two fields of a page have one id.
        super().__init__(*args, **{"auto_id": "absence_%s", **options})
        in_one_column(self)
        field = self.fields["deputy"]
        field.queryset = colleagues().exclude(pk=officer.pk)  # type: ignore[attr-defined]
        field.label_from_instance = lambda other: other.get_full_name()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day lies before the first."))
        return cleaned


class TokenForm(OnceForm):
    """A token that is being made."""

    called = LineField(
        max_length=60, label=_("What is it for?"), help_text=_("For yourself: nobody else reads it.")
    )
    scopes = forms.MultipleChoiceField(
        choices=tokens.SCOPES,
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No token approves, and none lets anything leave: that takes a person."),
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        label=_("Only for these kinds"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every kind."),
    )
    days = forms.TypedChoiceField(coerce=int, initial=30, label=_("Holds for"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        in_one_column(self)
        language = (get_language() or "en")[:2]
        named = ((each.name, each.plural.say(language)) for each in register.kinds())
        kinds = [(name, words[:1].upper() + words[1:]) for name, words in named]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        days = [
            (each, ngettext("%(days)d day", "%(days)d days", each) % {"days": each}) for each in tokens.DAYS
        ]
        self.fields["days"].choices = days  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("called", "scopes", "kinds", "days")}


class AssignForm(OnceForm):
    """Who is to work on a matter: a unit or an officer."""

    to = forms.ChoiceField(label=_("Unit or officer"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [(f"unit:{unit.pk}", unit.name) for unit in Unit.objects.all()]
        officers = [(f"officer:{each.pk}", each.get_full_name()) for each in colleagues()]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            (_("Units"), units),
            (_("Officers"), officers),
        ]

    def whom(self) -> Unit | Officer:
        sort, _colon, key = self.cleaned_data["to"].partition(":")
        return Unit.objects.get(pk=key) if sort == "unit" else Officer.objects.get(pk=key)


class EmergencyForm(OnceForm):
    """Why a matter has to be read by somebody it was not assigned to."""

    reason = ProseField(
        label=_("Why must you read this matter now?"),
        min_length=LEAST_REASON,
        max_length=2000,
        help_text=_("The data protection officer sees your reason at once and judges it within a day."),
    )


class FindingForm(SafeForm):
    """What the data protection officer found about an emergency reading."""

    finding = forms.ChoiceField(choices=FINDINGS, label=_("Finding"), widget=forms.RadioSelect)


def colleagues() -> Any:
    """Active officers who may work on matters, by name."""
    return (
        Officer.objects.filter(is_active=True)
        .exclude(functions__function__in=NEVER_READS_CONTENT)
        .order_by("family_name", "given_name", "pk")
    )
