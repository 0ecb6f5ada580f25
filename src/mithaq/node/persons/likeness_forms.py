"""What an officer fills in to have the register compared, to filter likenesses, and to decide of one."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.node.persons import listed
from mithaq.node.persons.forms import LEAST_REASON
from mithaq.node.persons.models import LIKENESS_STATES, WAYS
from mithaq.node.safeguards.forms import ProseField, SafeForm
from mithaq.pact.codes import code_list

BANDS = ("likely", "possible", "weak")  # what is less is no likeness
EVERY = [("", _("all"))]
FIRST = (listed.WORTH_A_LOOK, _("worth a look first"))
LINES = {"rows": 2, "data-most": 500, "dir": "auto"}


class LikenessFilter(forms.Form):
    """Which likenesses are listed: those to look at, unless something else is asked.

    Of records that may be twice the same person these are the likely ones, so that an officer can work the
    list: among possible ones most are chance (`thresholds`).
    """

    state = forms.ChoiceField(label=_("State"), choices=[*EVERY, *LIKENESS_STATES], required=False)
    to = forms.ChoiceField(
        label=_("Compared with"),
        choices=[*EVERY, ("records", _("another record")), ("sought", _("a person sought"))],
        required=False,
    )
    band = forms.ChoiceField(label=_("Band"), required=False)
    source = forms.ChoiceField(label=_("List"), required=False)

    def __init__(self, data: QueryDict) -> None:
        unasked = {} if "state" in data else {"state": "open", "band": listed.WORTH_A_LOOK}
        super().__init__({**unasked, **data.dict()})
        labels, language = code_list("match-bands"), (get_language() or "en")[:2]
        for name, values in (
            ("band", [FIRST, *((band, labels.label(band, language)) for band in BANDS)]),
            ("source", [(each, each) for each in listed.sources()]),
        ):
            self.fields[name].choices = [*EVERY, *values]  # type: ignore[attr-defined]

    def asked(self, beyond: str) -> listed.Asked:
        """What is asked for; what makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        return listed.Asked(beyond=beyond, **{name: said.get(name, "") for name in self.fields})


class CompareForm(SafeForm):
    """What is compared, and why."""

    way = forms.ChoiceField(
        label=_("What is compared"), choices=[("", _("everything below")), *WAYS], required=False
    )
    reason = ProseField(
        label=_("Reason for the comparison"),
        max_length=500,
        min_length=LEAST_REASON,
        help_text=_("The aim, and on whose behalf; kept in the house log"),
        widget=forms.Textarea(attrs=LINES),
    )

    def ways(self) -> list[str]:
        """The ways that were chosen; the form is valid."""
        chosen = self.cleaned_data["way"]
        return [chosen] if chosen else [way for way, _label in WAYS]


class VerdictForm(SafeForm):
    """What an officer decides of two that may be one person, and why."""

    state = forms.ChoiceField(choices=LIKENESS_STATES, widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=LIKENESS_STATES, widget=forms.HiddenInput)
    why = ProseField(
        label=_("Why"),
        max_length=500,
        min_length=LEAST_REASON,
        help_text=_("What you compared, and what settled it; kept with the pair and in the house log"),
        widget=forms.Textarea(attrs=LINES),
    )
