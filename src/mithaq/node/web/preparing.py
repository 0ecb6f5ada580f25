"""Preparing a step: the form an officer fills in, and the act it makes.

One step, its fields, and beside them the conditions under which it leaves: to whom, with
which handling codes, on which transfer basis.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import pgettext

from mithaq.node.ledger.act import Act, Recorded
from mithaq.node.ledger.judge import Judged
from mithaq.node.ledger.on_behalf import CHANNEL, REACHED
from mithaq.node.ledger.openness import closed_with
from mithaq.node.ledger.page import MatterPage
from mithaq.node.officers.models import Officer
from mithaq.node.partners.models import Partner, State
from mithaq.node.web import dates
from mithaq.node.web.authorities import called, known
from mithaq.node.web.fields import About, Many, Said, label_of, made_from
from mithaq.node.web.forms import Fields, StepForm
from mithaq.node.web.given import given, settled, standing_now
from mithaq.node.web.idents import language
from mithaq.node.web.items import choices, choices_in, groups
from mithaq.node.web.uploads import Brought, manifests_of
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import PERSONAL_TYPES, Field, Type
from mithaq.pact.rules.kind import Kind, Proposals, Step
from mithaq.pact.rules.proposals import only_new
from mithaq.pact.rules.terms import NO_TERMS, Terms
from mithaq.pact.rules.words import Words

BY_DEFAULT = ("H1", "H2")  # common.md 2.2: neither in proceedings nor onward without permission

SAVE = "save"
LOOK, STANDS_FOR = "look", "stands-for"  # the button that shows what stands; what the page showed it of

NOTHING_BROUGHT = Brought()

PARTIES = Field(
    "parties", Type.AUTHORITY, Words("الأطراف الأخرى", "autres parties", "other parties"), required=True
)
TO = Field(
    "to",
    Type.AUTHORITY,
    Words("من يقرأ المضمون", "destinataires du contenu", "who reads the content"),
    required=True,
    help=Words(
        "تصل خطوات الملف إلى جميع الأطراف، والمضمون إلى المختارين وحدهم",
        "toutes les parties voient l’étape ; seules celles qui sont cochées lisent le contenu",
        "every party sees the step; only those ticked read the content",
    ),
)
HANDLING = Field(
    "handling", Type.CODES, Words("رموز المعالجة", "codes de traitement", "handling codes"),
    required=True, codes="handling",
)  # fmt: skip
BASIS = Field(
    "basis",
    Type.CODE,
    Words(
        "سند نقل المعطيات الشخصية", "fondement du transfert de données personnelles", "basis of the transfer"
    ),
    codes="transfer-bases",
    help=Words(
        "إلزامي إذا سُمي شخص",
        "obligatoire si une personne est nommée",
        "required where a person is named",
    ),
)


@dataclass(frozen=True)
class Place:
    """Where a step is prepared: of which kind, by whom, in which matter (None: it opens one), about what.

    `author` is the partner for whom it is recorded, "" where it is ours.
    """

    kind: Kind
    step: Step
    officer: Officer
    page: MatterPage | None = None
    item: str = ""
    terms: Terms = field(default=NO_TERMS)
    about: str = ""  # what a form that creates something begins with
    author: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        """The other parties of the matter; none while it is being opened."""
        return (
            tuple(code for code in self.page.matter.parties if code != settings.AUTHORITY)
            if self.page
            else ()
        )

    def act(self, values: dict[str, Any], conditions: dict[str, Any]) -> Act:
        """What would be stated, as it stands in the form."""
        to = conditions.get("to")
        return Act(
            kind=self.kind.name,
            step=self.step.name,
            values=settled(self.step, values, self.page),
            matter=self.page.matter.id if self.page else "",
            item=self.item,
            parties=tuple(conditions.get("parties", ())) if self.page or not self.author else (self.author,),
            to=tuple(to) if to is not None else None,
            handling=tuple(conditions.get("handling", ())),
            basis=conditions.get("basis", ""),
            recorded=self._recorded(conditions),
        )

    def _recorded(self, conditions: dict[str, Any]) -> Recorded | None:
        """For whom, by which channel and since when; None where it is a step of ours."""
        if not self.author:
            return None
        channel, at = (str(conditions.get(each.name) or "") for each in (CHANNEL, REACHED))
        return Recorded(self.author, channel, at)


class Conditions(Fields):
    """Under which conditions a step leaves: only those fields that this step needs."""

    def __init__(self, place: Place, about: About, *, data: QueryDict | None, act: Act | None) -> None:
        super().__init__((), about, data=data, prefix="on", values=_conditions_of(act, place))
        if place.author:
            self.fields |= {each.name: made_from(each, about) for each in (CHANNEL, REACHED)}
        elif place.page is None:
            self.fields["parties"] = _authorities(PARTIES, _openable(place.kind))
        elif place.step.body_fields and len(place.parties) > 1 and not place.step.held_back:
            self.fields["to"] = _authorities(TO, _named(place.parties))
        if place.step.conveys:
            self.fields["handling"] = made_from(HANDLING, about)
        if asks_persons(place.step.body_fields):
            self.fields["basis"] = made_from(BASIS, about)

    def said(self) -> dict[str, Any]:
        """What was chosen; a question that was asked and left open is an empty choice."""
        if not self.is_bound:
            return dict(self.initial)
        return dict(self._cleaned)


@dataclass
class Prepared:
    """The whole form of a step at its place."""

    place: Place
    form: StepForm
    conditions: Conditions
    files: Brought = NOTHING_BROUGHT

    def act(self) -> Act:
        return self.place.act(self.form.values(), self.conditions.said())

    def with_rows_changed(self) -> "Prepared | None":
        """The same with a row more or less, if that was the button pressed; or with what stands of what the
        change is about by now.
        """
        changed = self.form.with_rows_changed() or self._with_what_stands()
        return replace(self, form=changed) if changed else None

    @property
    def starred(self) -> bool:
        """Whether anything on the page must be filled in."""
        return self.form.starred or self.conditions.starred

    @property
    def subject_field(self) -> str:
        """The field that tells what is changed, where what stands is shown beside; "" elsewhere."""
        track = self.place.kind.track(self.place.step.track)
        if not isinstance(track, Proposals) or not track.stands or self.place.page is None:
            return ""
        return track.subject_field if self.place.step.name in (track.propose, track.counter) else ""

    @property
    def subject(self) -> str:
        """What is changed, as the form has it."""
        said = self.form.plain.initial if self.form.data is None else self.form.data
        return str(said.get(self.subject_field) or "") if self.subject_field else ""

    def _with_what_stands(self) -> StepForm | None:
        """The form about something else than its page showed: what was typed, and the rest as it stands."""
        data = self.form.data
        if data is None or not self.subject_field or STANDS_FOR not in data or SAVE in data:
            return None
        if data[STANDS_FOR] == self.subject and LOOK not in data:
            return None
        place, before = self.place, {self.subject_field: data[STANDS_FOR]}
        typed = only_new(self.form.values(), standing_now(place.step, place.page, before))
        return StepForm(place.step, self.form.about, values={**self.form.about.stands, **typed})

    def tell(self, problems: Iterable[Problem]) -> None:
        """Put each problem where it belongs: among the conditions, or in the step's own form."""
        for problem in problems:
            if len(problem.path) == 1 and problem.path[0] in self.conditions.fields:
                self.conditions.tell_problem(problem)
            else:
                self.form.tell([problem])

    @property
    def takes_files(self) -> bool:
        """Has the form a place for files?"""
        return self.form.plain.is_multipart()

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What is wrong, the step's own first."""
        return [*self.form.wrong, *self.conditions.wrong]

    @property
    def doubted(self) -> list[tuple[str, str, str]]:
        """What an officer has to weigh before it leaves, the step's own first."""
        return [*self.form.doubted, *self.conditions.doubted]

    @property
    def two_persons(self) -> bool:
        """Does what this step says need a second person, as a rule?"""
        return self.place.step.two_persons({})

    def may_go_on(self, judged: Judged, *, weighed: bool) -> bool:
        """Show what is wrong or doubtful; True if nothing stops it (doubts pass once weighed)."""
        hidden = list(self.form.hidden())
        self.tell((*judged.problems, *hidden))
        return not judged.hard and (weighed or not (judged.problems or hidden))


def prepare(
    place: Place,
    *,
    now: datetime,
    data: QueryDict | None = None,
    act: Act | None = None,
    files: Brought = NOTHING_BROUGHT,
) -> Prepared:
    """The form of a step: empty, as a draft has it, or as it was sent (then `act` is the draft until now)."""
    values = dict(act.values) if act else given(place.kind, place.step, place.page, place.item, place.about)
    stands = standing_now(place.step, place.page, data if data is not None else values or {})
    if act and stands:
        values = {**stands, **(values or {})}  # a draft holds only what is new
    about = replace(_about(place, now, act, files), stands=stands)
    form = StepForm(place.step, about, data=data, values=values)
    return Prepared(place, form, Conditions(place, about, data=data, act=act), files)


def _about(place: Place, now: datetime, act: Act | None, files: Brought) -> About:
    kinds = [(each.name, label_of(each.words)) for each in register.kinds() if each.name != place.kind.name]
    return About(
        day=timezone.localdate(now),
        authorities=_named((settings.AUTHORITY, *place.parties)),
        kinds=kinds,
        entries=_entries(place),
        headings=_headings(place),
        attached=(*manifests_of(act.values if act else {}), *(each.stated() for each in files.manifests)),
        fresh=tuple(each.id for each in files.manifests),
    )


def _entries(place: Place) -> dict[str, list[tuple[str, str]]]:
    """By field: the entries it may name, each as the pages call it."""
    page = place.page
    elsewhere = {
        each.name: choices_in(each.in_kind, each.of, place.officer, stands=each.stands)
        for each in place.step.fields
        if each.in_kind
    }
    if page is None:
        return elsewhere
    own = page.matter.id  # which is nowhere else
    elsewhere = {name: [one for one in found if one[0] != own] for name, found in elsewhere.items()}
    of_here = [each for each in place.step.fields if each.of and not each.in_kind]
    here = {each.name: choices(page, each.of, place.officer) for each in of_here}
    return {"corrects": _stated_by(place.author or settings.AUTHORITY, page)} | here | elsewhere


def _headings(place: Place) -> dict[str, str]:
    """Under which heading each item of this matter stands, where a field may name items of several sorts."""
    of = [each.of for each in place.step.fields if len(each.of) > 1 and not each.in_kind]
    page = place.page
    return {key: heading for steps in of for key, heading in groups(page, steps).items()} if page else {}


def _stated_by(author: str, page: MatterPage) -> list[tuple[str, str]]:
    """The author's own entries that said something in confidence: what a correction can be about."""
    own = [line for line in page.lines if line.entry.author == author and line.entry.body]
    [(_, name)] = _named([author])
    return [(line.entry.id, _called(line.step, name, line.entry.at)) for line in own if line.step]


def _called(step: Step, name: str, at: datetime) -> str:
    comma = "،" if language() == "ar" else ","
    said = f"{name} {step.sentence.say(language())}"  # a sentence of a timeline has its author before it
    return f"{said}{comma} {dates.day(timezone.localdate(at), language())}"


def _conditions_of(act: Act | None, place: Place) -> dict[str, Any]:
    if act is None:
        handling = list(place.terms.codes("handling_default") or BY_DEFAULT)
        partners = [code for code, _ in _partners()]
        return {
            "handling": handling,
            "to": list(place.parties),
            "parties": partners if len(partners) == 1 else [],  # where there is no choice, it is made
        }
    to = place.parties if act.to is None else act.to
    how = {"channel": act.recorded.channel, "at": act.recorded.at} if act.recorded else {}
    chosen = {
        "handling": list(act.handling),
        "basis": act.basis,
        "to": list(to),
        "parties": list(act.parties),
    }
    return chosen | how


def _authorities(spec: Field, choices: list[tuple[str, str]]) -> Said:
    return Many(spec, widget=forms.CheckboxSelectMultiple(choices=choices))


def _partners() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in Partner.objects.filter(state=State.CONFIRMED)]


def _openable(kind: Kind) -> list[tuple[str, str]]:
    """The partners, and of those with whom the field is closed that it is."""
    shut = closed_with([kind]).get(kind.name, {})
    mark = pgettext("field", "closed")
    return [(code, f"{name} ({mark})" if code in shut else name) for code, name in _partners()]


def _named(codes: Iterable[str]) -> list[tuple[str, str]]:
    names = known()
    return [(code, called(code, names)) for code in codes]


def asks_persons(fields: tuple[Field, ...]) -> bool:
    return any(each.type in PERSONAL_TYPES or asks_persons(each.fields) for each in fields)
