"""What is filled in for a person's request: itself, what was confirmed, the decision, the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.persons.born import is_written_as_born, read_born
from mithaq.node.persons.errors import RowError
from mithaq.node.persons.forms import LEFT_TO_RIGHT, NameField
from mithaq.node.rights.decide import GROUNDS, OUTCOMES, Proposed
from mithaq.node.rights.keep import NOT_SHOWN, Asked, Person
from mithaq.node.rights.models import Concern, Decision
from mithaq.node.rights.terms import after_months
from mithaq.node.safeguards.forms import CodeField, DayField, LineField, OnceForm, ProseField
from mithaq.node.web import authorities
from mithaq.node.web.fields import code_choices
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.rules.words import LANGUAGES

OWN_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
LEAST = 10  # characters of a reason that a supervisor can judge; the help of the fields says so
MONTHS_BACK = 24  # what came earlier was answered long ago, or its year is mistyped


def _prose(most: int, rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-most": most, "dir": "auto"})


class PastDayField(DayField):
    """A day that has come: not later than today."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This lies in the future."), code="future")
        return day


class RequestForm(OnceForm):
    """A request as it came: what is asked, how it came, who asks and what they write."""

    sort = forms.ChoiceField(label=_("What is asked"))
    way = forms.ChoiceField(label=_("How it came"))
    received_on = PastDayField(
        label=_("Received on"), help_text=_("The term runs from this day; the law of the authority decides")
    )
    identity = forms.ChoiceField(label=_("How identity was shown"))
    name = NameField(label=_("Name, in any script"), help_text=_("As the person writes it"))
    also = NameField(
        label=_("The same name, written otherwise"), help_text=_("In the other script, if known")
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
    language = forms.ChoiceField(label=_("Language of the person"))
    contact = ProseField(
        label=_("Where the answer goes"),
        max_length=500,
        widget=_prose(500, 3),
        help_text=_("Address of the person, of the representative or of the supervisory authority"),
    )
    words = ProseField(
        label=_("What the person writes"),
        max_length=4000,
        widget=_prose(4000, 6),
        help_text=_("Locked on this node with the name; destroyed three years after the answer"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        today = clock.today()
        lists = {"sort": "rights-requests", "way": "rights-ways", "identity": "rights-identity"}
        for name, listed in lists.items():
            self.fields[name].choices = code_choices(listed, today, with_none=True)  # type: ignore[attr-defined]
        self.fields["language"].choices = [(each, OWN_NAMES[each]) for each in LANGUAGES]  # type: ignore[attr-defined]
        self.fields["language"].initial = (get_language() or "en")[:2]
        self.fields["name"].required = True
        for name in ("contact", "words"):
            self.fields[name].wide = True  # type: ignore[attr-defined]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day < after_months(clock.today(), -MONTHS_BACK):
            raise forms.ValidationError(
                _("This is more than two years ago: check the year."), code="too-early"
            )
        return day

    def clean_born(self) -> str:
        typed = str(self.cleaned_data["born"])
        try:
            read_born(typed, on=clock.today())
        except RowError:
            if is_written_as_born(typed):
                said = _("There is no such date of birth.")
            else:
                said = _(
                    "This is not understood as a date of birth. Write 24/06/1984, 00/06/1984, 1984 or 198X."
                )
            raise forms.ValidationError(said, code="bad-date") from None
        return typed

    def clean_document(self) -> str:
        typed = str(self.cleaned_data["document"])
        if typed:
            try:
                normalise_document(typed)
            except DocumentNotUnderstood:
                raise forms.ValidationError(
                    _("A document number has letters A to Z and digits only."), code="bad-document"
                ) from None
        return typed

    def asked(self) -> Asked:
        """The request in codes and days; the form is valid."""
        said = self.cleaned_data
        return Asked(said["sort"], said["way"], said["identity"], said["language"], said["received_on"])

    def person(self) -> Person:
        """Who asks and what they write; the form is valid."""
        said = self.cleaned_data
        names = tuple(each for each in (said["name"], said["also"]) if each)
        return Person(names, said["born"], said["document"], said["contact"], said["words"])


class ConcernForm(OnceForm):
    """What the officer in charge of a matter confirmed; whether they are is asked of `look`."""

    said = forms.ChoiceField(choices=Concern.SAID)
    officer = forms.ModelChoiceField(queryset=Officer.objects.none(), empty_label="—")

    def __init__(self, *args: Any, asks: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Officer.objects.filter(is_active=True).exclude(pk=asks.pk)
        self.fields["officer"].queryset = others  # type: ignore[attr-defined]


class OnThePage(OnceForm):
    """A form that stands on the page of a request beside others: its fields have ids of their own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}-%s", **options})


class IdentityForm(OnThePage):
    """How identity was shown, where that came after the request."""

    identity = forms.ChoiceField(label=_("How identity was shown"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ways = code_choices("rights-identity", clock.today(), with_none=True)
        shown = [each for each in ways if each[0] != NOT_SHOWN]
        self.fields["identity"].choices = shown  # type: ignore[attr-defined]


class SinceReceived(OnThePage):
    """A form about what was done after the request was received."""

    def __init__(self, *args: Any, since: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._since = since

    def day_since(self, name: str) -> date | None:
        """A day as it was filled in. Raises: ValidationError, if it is before the receipt."""
        day: date | None = self.cleaned_data[name]
        if day is not None and day < self._since:
            raise forms.ValidationError(_("This is before the request was received."), code="too-early")
        return day


class ExtensionForm(SinceReceived):
    """Why the term is extended, and when the person was told."""

    why = ProseField(
        label=_("Reason that the person is told"),
        min_length=LEAST,
        max_length=1000,
        widget=_prose(1000, 3),
        help_text=_("At least 10 characters"),
    )
    told_on = PastDayField(label=_("Person told on"))

    def clean_told_on(self) -> date | None:
        return self.day_since("told_on")


class WithdrawalForm(OnThePage):
    """That an entry was made by mistake: said on purpose, since it is not undone."""

    mistaken = forms.BooleanField(label=_("This entry was made by mistake: nobody is owed an answer to it"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mistaken"].wide = True  # type: ignore[attr-defined]


class DecisionForm(SinceReceived):
    """What is decided, on which grounds, and why: for a second person to confirm."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    grounds = forms.MultipleChoiceField(
        label=_("Grounds, where it is not granted"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a refusal, in full or in part, and for a neutral answer where something was found"),
    )
    grounds_told = forms.BooleanField(label=_("The letter says the grounds"), required=False)
    why = ProseField(
        label=_("Why, for the supervisory authority"),
        required=False,
        min_length=LEAST,
        max_length=2000,
        widget=_prose(2000, 4),
        help_text=_("At least 10 characters; stays on this node, locked, never in the letter"),
    )
    owner = forms.ChoiceField(label=_("Authority that owns the data"), required=False)
    owner_told_on = PastDayField(label=_("The owner was told on"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        today = clock.today()
        self.fields["outcome"].choices = code_choices(OUTCOMES, today, with_none=False)  # type: ignore[attr-defined]
        self.fields["grounds"].choices = code_choices(GROUNDS, today, with_none=False)  # type: ignore[attr-defined]
        partners = [each for code, each in authorities.known().items() if code != settings.AUTHORITY]
        self.fields["owner"].choices = [("", "—"), *((each.code, each.name) for each in partners)]  # type: ignore[attr-defined]
        for name in ("outcome", "grounds", "why", "grounds_told"):
            self.fields[name].wide = True  # type: ignore[attr-defined]

    def clean_owner_told_on(self) -> date | None:
        return self.day_since("owner_told_on")

    def proposed(self) -> Proposed:
        """The decision as it was filled in; the form is valid."""
        said = self.cleaned_data
        return Proposed(
            said["outcome"],
            tuple(said["grounds"]),
            said["grounds_told"],
            said["owner"],
            said["owner_told_on"],
            said["why"],
        )


class AnswerForm(OnThePage):
    """When the letter went to the person: not before it was decided."""

    answered_on = PastDayField(label=_("Answered on"))

    def __init__(self, *args: Any, stands: Decision | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._decided_at = stands.decided_at if stands else None

    def clean_answered_on(self) -> date:
        day: date = self.cleaned_data["answered_on"]
        if self._decided_at is not None and day < timezone.localdate(self._decided_at):
            raise forms.ValidationError(_("This is before it was decided."), code="too-early")
        return day
