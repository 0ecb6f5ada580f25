"""From what a step says to what an officer types: one form field for each semantic type.

These fields only read and show; they refuse nothing. What is wrong with a value is said
by the rules (`pact.rules.fields.check_values`), once, for our forms and for what a partner
sends. So what was typed is never lost: a day that does not exist stays a text, and
the rules name it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from mithaq.node.safeguards.files import endings
from mithaq.node.safeguards.text import clean, plain_digits
from mithaq.node.web import widgets
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.canonical import whole
from mithaq.pact.rules import fields as rules
from mithaq.pact.rules.fields import Type, is_day
from mithaq.pact.rules.words import Words

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class About:
    """What a form's choices depend on: the day, the parties, the kinds, and the entries one may name."""

    day: date
    authorities: Choices = field(default_factory=list)
    kinds: Choices = field(default_factory=list)
    entries: Mapping[str, Choices] = field(default_factory=dict)  # by the field that names one
    headings: Mapping[str, str] = field(default_factory=dict)  # of entries, in the order of the headings
    stands: Mapping[str, Any] = field(default_factory=dict)  # by field: what a change would replace
    attached: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)  # manifests of files here
    fresh: tuple[str, ...] = ()  # ids of those that came with this form


HALF_A_LINE = 56  # letters, of a form on a desk
TOLD_FROM = 40  # letters: more than anybody writes without being told
ONE_OF_A_ROW = 28  # letters, of a column of a repeated row


class Said(forms.Field):
    """A field that takes what was typed as it is; `required` only draws the star."""

    wide: bool = False  # takes a whole line
    long: bool = False  # takes two columns of a repeated row

    def __init__(self, spec: rules.Field, **options: Any) -> None:
        super().__init__(
            required=spec.required,
            label=label_of(spec.words),
            help_text=help_of(spec),
            initial=spec.default,
            **options,
        )
        self.spec = spec
        self.wide = spec.wide or spec.type in (Type.PROSE, Type.CODES, Type.DAYS)
        self.removed: tuple[str, ...] = ()

    def validate(self, value: Any) -> None:
        """Nothing: the rules say what is wrong."""

    def to_python(self, value: Any) -> Any:
        return value


class Text(Said):
    """One line, or several, without characters that cannot be seen."""

    def to_python(self, value: Any) -> str:
        cleaned = clean(str(value or ""))
        self.removed = cleaned.removed
        several = self.spec.type is Type.PROSE
        return cleaned.text.strip() if several else " ".join(cleaned.text.split())

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What a form that comes back shows: the text as it would leave, not as hidden marks turned it."""
        return clean(data).text if isinstance(data, str) else super().bound_data(data, initial)


class Plain(Text):
    """One line whose digits are 0–9 whichever keyboard they came from: plates, days, codes."""

    def to_python(self, value: Any) -> str:
        return plain_digits(super().to_python(value))


class Number(Plain):
    """A whole number; what is none, or is larger than a statement can carry, stays as typed."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return whole(text.replace(" ", "").replace("\N{NARROW NO-BREAK SPACE}", "")) if text else ""
        except ValueError:
            return text


class Exact(Plain):
    """An exact number; a decimal comma, whichever keyboard it came from, is stated as a point."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        spaced = str.maketrans(dict.fromkeys(" \u202f\xa0"))
        plain = text.translate(spaced).replace("\N{ARABIC DECIMAL SEPARATOR}", ".").replace(",", ".")
        return plain if rules.DECIMAL.fullmatch(plain) else text


class Minutes(Said):
    """A duration, typed as a number and a unit, stated in minutes."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return "" if value is None else value
        number, _, unit = plain_digits(value).strip().partition(" ")
        try:
            return whole(str(whole(number) * whole(unit or "1"))) if number else ""
        except ValueError:
            return value


class Instant(Plain):
    """An instant, typed in the officer's zone, stated in UTC."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text
        local = at if at.tzinfo else at.replace(tzinfo=timezone.get_current_timezone())
        return local.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")

    def prepare_value(self, value: Any) -> Any:
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            return value
        if at.tzinfo is None:
            return value
        return at.astimezone(timezone.get_current_timezone()).strftime("%Y-%m-%dT%H:%M")


class Flag(Said):
    """Yes or no: left unticked it has said no, so none is starred."""

    def __init__(self, spec: rules.Field) -> None:
        super().__init__(spec, widget=forms.CheckboxInput())
        self.required = False

    def to_python(self, value: Any) -> bool:
        return value in (True, "on", "true", "True", "1")


class Many(Said):
    """Several values of a code list, without characters that cannot be seen."""

    def to_python(self, value: Any) -> list[str]:
        return [clean(str(one)).text for one in value or ()]


class Days(Said):
    """Days, one a line, in any order: stated in theirs. While one of them is none, all stay as typed."""

    def to_python(self, value: Any) -> list[str]:
        named = str(value or "").replace(",", " ").replace("\N{ARABIC COMMA}", " ").split()
        days = [plain_digits(each) for each in named]
        return sorted(set(days)) if all(map(is_day, days)) else days

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(str(each) for each in value or ())


class Files(Said):
    """Files, sent as the ids of manifests that are here."""

    def __init__(self, spec: rules.Field, about: About) -> None:
        widget = widgets.Files(about.attached, about.fresh, ",".join(endings()))
        super().__init__(spec, widget=widget)
        self.manifests = {each["id"]: dict(each) for each in about.attached}

    def to_python(self, value: Any) -> list[Any]:
        return [self.manifests[each] for each in value or () if each in self.manifests]

    def prepare_value(self, value: Any) -> list[str]:
        return [each["id"] if isinstance(each, Mapping) else str(each) for each in value or ()]


def made_from(spec: rules.Field, about: About) -> forms.Field:
    """The form field of a declared field."""
    return MAKERS[spec.type](spec, about)


def label_of(words: Words) -> str:
    """Words at the head of a line: with a capital, where the script has them."""
    said = words.say(language())
    return said[:1].upper() + said[1:]


def help_of(spec: rules.Field) -> str:
    """What guides the officer: the declared help, how much is to be said at least, and an example."""
    said = label_of(spec.help)
    if spec.type is Type.PROSE and (spec.least or 0) >= TOLD_FROM:
        least = gettext("At least %(least)s characters.") % {"least": spec.least}
        said = f"{said}. {least}" if said and said[-1] not in ".!?؟" else f"{said} {least}".strip()
    if not spec.example:
        return said
    example = gettext("For example: %(example)s") % {"example": f"\u2066{spec.example}\u2069"}
    return f"{said} {example}".strip()


def code_choices(name: str, day: date, *, with_none: bool) -> Choices:
    """The values of a list that are open on a day, labelled, in the order of the list."""
    codes = code_list(name)
    choices = [(value, codes.label(value, language())) for value in codes.open(day)]
    return [("", "—"), *choices] if with_none else choices


def _line(spec: rules.Field, _: About) -> forms.Field:
    return Text(spec, widget=forms.TextInput(attrs={"dir": "auto"}))


def _prose(spec: rules.Field, _: About) -> forms.Field:
    attributes = {"dir": "auto", "rows": 4, "data-most": spec.most or 4000}
    return Text(spec, widget=forms.Textarea(attrs=attributes))


def _plain(spec: rules.Field, _: About) -> forms.Field:
    return Plain(spec, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}))


def _days(spec: rules.Field, _: About) -> forms.Field:
    return Days(spec, widget=forms.Textarea(attrs={"dir": "ltr", "rows": 8, "autocomplete": "off"}))


def _identifier(spec: rules.Field, _: About) -> forms.Field:
    attributes = {"dir": "ltr", "autocomplete": "off", "class": "identifier"}
    return Plain(spec, widget=forms.TextInput(attrs=attributes))


def _phone(spec: rules.Field, _: About) -> forms.Field:
    attributes = {"dir": "ltr", "autocomplete": "off", "inputmode": "tel"}
    return Plain(spec, widget=forms.TextInput(attrs=attributes))


def _number(spec: rules.Field, _: About) -> forms.Field:
    return Number(spec, widget=forms.TextInput(attrs=widgets.NUMERIC | {"class": "short"}))


def _decimal(spec: rules.Field, _: About) -> forms.Field:
    return Exact(spec, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "class": "short"}))


def _code(spec: rules.Field, about: About) -> forms.Field:
    # What one of us states is said with our own services and grounds, never with a partner's.
    ours = code_list(spec.codes).of(settings.AUTHORITY)
    choices = code_choices(spec.codes, about.day, with_none=not spec.default)
    return _choice(spec, [choice for choice in choices if choice[0] in ("", *ours)])


def _choice(spec: rules.Field, choices: Iterable[tuple[str, str]]) -> Text:
    listed = list(choices)
    field = Text(spec, widget=forms.Select(choices=listed))
    # What is chosen is read where it stands: less room would cut the difference off.
    longest = max((len(label) for _, label in listed), default=0)
    field.wide = field.wide or longest > HALF_A_LINE
    field.long = longest > ONE_OF_A_ROW
    return field


def _entry(spec: rules.Field, about: About) -> forms.Field:
    choices = about.entries.get(spec.name)
    if choices is None:  # settled by where the matter stands, so there is nothing to choose
        return Text(spec, widget=forms.HiddenInput())
    field = _choice(spec, [("", "—"), *choices])
    field.widget.choices = [("", "—"), *_under_headings(choices, about.headings)]
    if spec.required and not choices:
        nothing = gettext("There is nothing to choose from yet.")
        field.help_text = f"{nothing} {field.help_text}".strip()
    return field


def _under_headings(choices: Choices, headings: Mapping[str, str]) -> list[tuple[str, Any]]:
    """The same choices in groups, if they stand under several headings; else as they are."""
    named = {key for key, _ in choices}
    groups: dict[str, Choices] = {headings[key]: [] for key in headings if key in named}
    if len(groups) < 2 or named - set(headings):
        return [*choices]
    for key, label in choices:
        groups[headings[key]].append((key, label))
    return [*groups.items()]


def _codes(spec: rules.Field, about: About) -> forms.Field:
    choices = code_choices(spec.codes, about.day, with_none=False)
    return Many(spec, widget=forms.CheckboxSelectMultiple(choices=choices))


MAKERS: Mapping[Type, Callable[[rules.Field, About], forms.Field]] = {
    Type.CODE: _code,
    Type.CODES: _codes,
    Type.AUTHORITY: lambda spec, about: _choice(spec, [("", "—"), *about.authorities]),
    Type.KIND: lambda spec, about: _choice(spec, [("", "—"), *about.kinds]),
    Type.ENTRY: _entry,
    Type.DAY: lambda spec, _: Plain(spec, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    Type.DAYS: _days,
    Type.INSTANT: lambda spec, _: Instant(spec, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})),
    Type.NUMBER: _number,
    Type.DECIMAL: _decimal,
    Type.DURATION: lambda spec, _: Minutes(spec, widget=widgets.Duration()),
    Type.FLAG: lambda spec, _: Flag(spec),
    Type.FINGERPRINT: _plain,
    Type.LINE: _line,
    Type.NAME: _line,
    Type.PROSE: _prose,
    Type.BYTES: _plain,
    Type.IDENTIFIER: _identifier,
    Type.PHONE: _phone,
    Type.BIRTH: lambda spec, _: Plain(spec, widget=widgets.DayInParts()),
    Type.ATTACHMENT: Files,
}
