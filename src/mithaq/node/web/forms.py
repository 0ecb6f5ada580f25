"""The form of a step, made from what the step says it must and may say.

Values go in and come out as a draft keeps them: by field name, text as text, rows of a
group as a list of mappings. What is wrong is found by the rules and put where it belongs
with `tell`; adding and removing a row works by a button that sends the form, so it works
without a script, and whatever was typed comes back.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.node.web.fields import About, Said, label_of, made_from
from mithaq.node.web.idents import language
from mithaq.node.web.said import shown
from mithaq.node.web.sentences import sentence
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Step

log = logging.getLogger(__name__)

MOST_ROWS = 100  # of any group, whatever its declaration says: a hostile form must end
HIDDEN = "rules.hidden-characters-removed"
ADD, REMOVE = "add-row", "remove-row"
Values = dict[str, Any]


class Fields(forms.Form):
    """Fields of one section or one row; refuses nothing, and holds what doubts were raised."""

    use_required_attribute = False

    def __init__(
        self,
        specs: Iterable[Field],
        about: About,
        *,
        data: QueryDict | None = None,
        values: Values | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=values)
        self.specs = tuple(spec for spec in specs if _is_asked(spec))
        self.fields = {spec.name: made_from(spec, about) for spec in self.specs}
        if values is not None:  # a draft: what was emptied stays empty
            for field in self.fields.values():
                field.initial = None
        for name in self.fields.keys() & about.stands.keys():  # beside what is said anew, what stands now
            self.fields[name].help_text = _with_now(self.fields[name], about.stands[name])
        self.doubts: dict[str, list[str]] = {}

    @property
    def starred(self) -> bool:
        """Whether something in it must be filled in."""
        return any(field.required and not field.widget.is_hidden for field in self.fields.values())

    def said(self) -> Values:
        """What stands in the fields, without what was left empty."""
        if not self.is_bound:
            return {name: value for name, value in self.initial.items() if name in self.fields}
        return {name: value for name, value in self._cleaned.items() if value not in ("", None, [])}

    @cached_property
    def _cleaned(self) -> Values:
        """What was typed, read once: reading it again would forget what was told since."""
        self.full_clean()
        for name, removed in self.removed.items():
            log.warning("hidden characters taken out: %s %s", name, removed)
        return dict(self.cleaned_data)

    @property
    def removed(self) -> dict[str, tuple[str, ...]]:
        """The hidden characters that were taken out of what was typed, by field."""
        told = {name: getattr(field, "removed", ()) for name, field in self.fields.items()}
        return {name: removed for name, removed in told.items() if removed}

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What is wrong, for the summary: the place's id, its label, the sentence."""
        return [
            (bound.id_for_label or bound.auto_id, str(bound.label), str(error))
            for bound in self
            for error in bound.errors
        ]

    @property
    def doubted(self) -> list[tuple[str, str, str]]:
        """What an officer has to weigh, for the summary, as `wrong` says what is wrong."""
        return [
            (bound.id_for_label or bound.auto_id, str(bound.label), doubt)
            for bound in self
            for doubt in self.doubts.get(bound.name, ())
        ]

    def tell_problem(self, problem: Problem) -> None:
        """Put a problem's sentence beside the field it is about."""
        text = sentence(problem.code, problem.facts, language())
        self.tell(problem.path[0], text, soft=problem.soft)

    def tell(self, name: str, text: str, *, soft: bool) -> None:
        """Put a sentence beside a field: an error, or a doubt that an officer may pass."""
        if self.is_bound:
            _ = self._cleaned  # before anything is told: a field that is wrong is no longer among the clean
        if soft:
            self.doubts.setdefault(name, []).append(text)
        else:
            self.add_error(name, text)


def _is_asked(spec: Field) -> bool:
    """Whether an officer fills it in here; the rows of a group have forms of their own."""
    return spec.is_filled_in and not spec.drawn and spec.type is not Type.GROUP


def _with_now(field: forms.Field, value: Any) -> SafeString:
    """A field's help, and what stands now where the field would replace it."""
    now = shown(field.spec, value, {})  # type: ignore[attr-defined]
    return format_html('{} <span class="stands">{} {}</span>', field.help_text, _("Stands now:"), now)


class Row(Fields):
    """One row of a group."""

    row_number: int = 1  # not `number`: a page asks a row for its fields first


@dataclass
class Group:
    """The rows of a repeated part of a form."""

    spec: Field
    rows: list[Row]
    blank: Row
    problems: list[str]

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def label(self) -> str:
        return label_of(self.spec.words)

    def is_typed(self, row: Values) -> bool:
        """Was anything typed? A row that stands as it was offered, and could not stand so, was left alone."""
        offered = _defaults(self.spec)
        return bool(row) and (
            row != offered or all(each.name in offered for each in self.spec.fields if each.required)
        )

    @property
    def full(self) -> bool:
        """Are there as many rows as there may be?"""
        return len(self.rows) >= (self.spec.most or MOST_ROWS)

    @property
    def bounds(self) -> str:
        """How many rows there may be, in words."""
        most = self.spec.most
        return (
            ngettext("%(most)d row at most", "%(most)d rows at most", most) % {"most": most} if most else ""
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A section as a page shows it: its heading, and fields and groups in the order they are asked.

    `titled` says that its heading is the page's own, or that of its only field: said once. `unseen` says that
    nobody is asked anything in it: the page shows no box for it.
    """

    words: str
    help: str
    pieces: list[BoundField | Group]
    titled: bool = False
    unseen: bool = False


class StepForm:
    """The whole form of a step: its fields and groups, in sections."""

    def __init__(
        self, step: Step, about: About, *, data: QueryDict | None = None, values: Values | None = None
    ) -> None:
        self.step, self.about, self.data = step, about, data
        self.plain = Fields(step.fields, about, data=data, values=values)
        self.groups = {
            spec.name: _group(spec, about, data, (values or {}).get(spec.name))
            for spec in step.fields
            if spec.type is Type.GROUP
        }
        self.problems: list[str] = []
        self.doubts: list[str] = []

    def values(self) -> Values:
        """Everything typed so far, as a draft keeps it."""
        rows = {name: [row.said() for row in group.rows] for name, group in self.groups.items()}
        typed = {name: any(self.groups[name].is_typed(row) for row in said) for name, said in rows.items()}
        return self.plain.said() | {name: said for name, said in rows.items() if typed[name]}

    def parts(self) -> Iterator[Part]:
        """The sections in their order."""
        title = label_of(self.step.button)
        for section in self.step.sections:
            if pieces := list(self._pieces(section)):  # what is worked out is not asked
                words = label_of(section.words)
                asked = [each for each in pieces if isinstance(each, Group) or not each.is_hidden]
                alone = asked[0].label if len(asked) == 1 and isinstance(asked[0], BoundField) else ""
                titled = words.casefold() in (title.casefold(), str(alone).casefold())
                yield Part(words, label_of(section.help), pieces, titled=titled, unseen=not asked)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Show each problem where it belongs; what belongs nowhere stands at the top."""
        for problem in problems:
            text = sentence(problem.code, problem.facts, language())
            self._tell(problem.path, text, soft=problem.soft)

    def with_rows_changed(self) -> "StepForm | None":
        """The same form with a row more or less, if that is the button that was pressed."""
        if self.data is None or not (ADD in self.data or REMOVE in self.data):
            return None
        values = self.values()
        for name, group in self.groups.items():
            values[name] = _changed_rows(group, self.data)
        return StepForm(self.step, self.about, values=values)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What is wrong, for the summary: the place's id, its label, the sentence."""
        return [("", "", text) for text in self.problems] + [
            (place, f"{lead}{label}", text)
            for lead, form in self._forms()
            for place, label, text in form.wrong
        ]

    @property
    def doubted(self) -> list[tuple[str, str, str]]:
        """What an officer has to weigh before sending, for the summary."""
        return [("", "", text) for text in self.doubts] + [
            (place, f"{lead}{label}", text)
            for lead, form in self._forms()
            for place, label, text in form.doubted
        ]

    def hidden(self) -> Iterator[Problem]:
        """Where characters that nobody sees were taken out: what is left may read otherwise."""
        yield from (Problem(HIDDEN, (name,), soft=True) for name in self.plain.removed)
        for name, group in self.groups.items():
            for number, row in enumerate(group.rows):
                yield from (Problem(HIDDEN, (name, str(number), each), soft=True) for each in row.removed)

    @property
    def starred(self) -> bool:
        """Whether something in it must be filled in, so that the star is explained."""
        needed = any(group.spec.required for group in self.groups.values())
        return needed or any(form.starred for _, form in self._forms())

    @property
    def asks_anything(self) -> bool:
        return bool(self.plain.fields or self.groups)

    def _pieces(self, section: Section) -> Iterator[BoundField | Group]:
        for spec in section.fields:
            if spec.name in self.groups:
                yield self.groups[spec.name]
            elif spec.name in self.plain.fields:
                yield self.plain[spec.name]

    def _forms(self) -> Iterator[tuple[str, Fields]]:
        yield "", self.plain
        for group in self.groups.values():
            for row in group.rows:
                yield f"{group.label} {row.row_number} – ", row

    def _tell(self, path: tuple[str, ...], text: str, *, soft: bool) -> None:
        if len(path) == 1 and path[0] in self.plain.fields:
            self.plain.tell(path[0], text, soft=soft)
        elif len(path) == 3 and (row := self._row(path[0], path[1])) and path[2] in row.fields:
            row.tell(path[2], text, soft=soft)
        elif path and path[0] in self.groups and not soft:
            group = self.groups[path[0]]
            group.problems.append(text)
            self.problems.append(group.label + _(":") + f" {text}")
        else:
            (self.doubts if soft else self.problems).append(text)

    def _row(self, group: str, number: str) -> Row | None:
        rows = self.groups[group].rows if group in self.groups else []
        place = int(number) if number.isdecimal() else len(rows)
        return rows[place] if place < len(rows) else None


def _group(spec: Field, about: About, data: QueryDict | None, values: list[Values] | None) -> Group:
    if data is None:
        # One empty row to begin with, so that there is something to type into; or those the kind begins with.
        given: list[Values | None] = [*(values or spec.default or [])] or [_defaults(spec)]
        rows = [Row(spec.fields, about, values=row, prefix=_prefix(spec, at)) for at, row in enumerate(given)]
    else:
        total = _count(data.get(f"{spec.name}-total"))
        rows = [Row(spec.fields, about, data=data, prefix=_prefix(spec, at)) for at in range(total)]
    for at, row in enumerate(rows):
        row.row_number = at + 1
    blank = Row(spec.fields, about, values=_defaults(spec), prefix=_prefix(spec, "__row__"))
    return Group(spec, rows, blank, [])


def _changed_rows(group: Group, data: Mapping[str, Any]) -> list[Values]:
    rows = [row.said() for row in group.rows]
    name, _, at = str(data.get(REMOVE, "")).rpartition("-")
    if name == group.name and at.isdecimal() and int(at) < len(rows):
        del rows[int(at)]
    if data.get(ADD) == group.name and not group.full:
        rows.append(_defaults(group.spec))
    return rows


def _defaults(spec: Field) -> Values:
    return {each.name: each.default for each in spec.fields if each.default is not None}


def _prefix(spec: Field, at: int | str) -> str:
    return f"{spec.name}-{at}"


def _count(typed: Any) -> int:
    text = str(typed or "0")
    return min(int(text), MOST_ROWS) if text.isdecimal() and len(text) < 5 else 0


__all__ = ["About", "Fields", "Group", "Part", "Row", "Said", "StepForm"]
