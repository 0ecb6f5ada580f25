"""What every template of a node may say: values set apart, words of lists, badges, clocks.

{% load mithaq %}
{% ident "plate" "12345-أ-6" %}  {% code "urgency" matter.urgency %}  {% words step.button %}
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm
from django.template import Context
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mithaq.node.ledger.models import Draft, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.enter import may_enter
from mithaq.node.web import clocks, dates, icons, idents, named, rooms
from mithaq.node.web.authorities import called
from mithaq.node.web.fields import label_of
from mithaq.node.web.listing import declared, nameless
from mithaq.node.web.said import Line, shown
from mithaq.node.web.sentences import sentence
from mithaq.pact.codes import code_list
from mithaq.pact.indicators.indicator import indicators_of
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.words import Words

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.badge, name="badge")
register.simple_tag(idents.ident, name="ident")


@register.simple_tag
def words(said: Words | None) -> str:
    """Something said in three languages, in that of the page."""
    return said.say(idents.language()) if said else ""


@register.simple_tag
def heading_words(said: Words) -> str:
    """The same at the head of a line: with a capital, where the script has them."""
    return label_of(said)


@register.simple_tag
def code(name: str, value: str | Iterable[str]) -> str:
    """The label of a value of a code list, or of several values."""
    if isinstance(value, str):
        return code_list(name).label(value, idents.language()) if value else ""
    comma = "، " if idents.language() == "ar" else ", "
    return comma.join(code_list(name).label(one, idents.language()) for one in value)


@register.simple_tag(name="doors", takes_context=True)
def doors_of(context: Context, kind: str) -> tuple[rooms.Door, ...]:
    """The pages of the room that a kind of matter has, as far as they are for this officer."""
    officer = getattr(context.get("request"), "user", None)
    return tuple(door for door in rooms.doors_of(kind) if may_enter(officer, resolve(door.url("-")).func))


@register.simple_tag(takes_context=True)
def page_for(context: Context, name: str, *args: str) -> str:
    """The address of a page of another part of the house; "" if there is none, or none for this officer."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    officer = getattr(context.get("request"), "user", None)
    return url if may_enter(officer, resolve(url).func) else ""


@register.simple_tag(name="overviews")
def overviews_of(kind: str) -> tuple[rooms.Overview, ...]:
    """The pages that the room of a kind has over all its matters; none if it has none."""
    return rooms.overviews_of(kind)


@register.simple_tag
def measured(kind: str) -> bool:
    """Whether a field has indicators."""
    return bool(indicators_of(kind))


@register.simple_tag
def stage_pill(stage: Stage) -> SafeString:
    """Where something stands: the stage's word in its tone."""
    return icons.badge(stage.tone, stage.words.say(idents.language()), extra="stage")


@register.simple_tag
def matter_title(matter: Matter) -> SafeString | str:
    """What a list calls a matter; where it may name nobody any more, why."""
    if matter.title:
        return idents.ident("line", matter.title)
    why = nameless(matter)
    return format_html('<span class="small soft">{}</span>', why) if why else ""


@register.simple_tag
def step_words(draft: Draft) -> str:
    """The verb of the step a draft prepares; its name where this node does not know it."""
    kind = declared(draft.kind)
    step = kind.step(draft.step) if kind else None
    return label_of(step.button) if step else draft.step


@register.simple_tag
def kind_words(name: str) -> str:
    """What a kind of matter is called."""
    kind = declared(name)
    return kind.words.say(idents.language()) if kind else name


@register.simple_tag(takes_context=True)
def authority(context: Context, code: str) -> SafeString:
    """The name of an authority; its code where we have not met it."""
    return idents.name(called(code, _authorities(context)))


@register.simple_tag(takes_context=True)
def local_clocks(context: Context, value: datetime | str | None, codes: Iterable[str]) -> SafeString | str:
    """One instant on the clock of each authority: day, hour and authority."""
    at = dates.parse_instant(value) if value else None
    if at is None:
        return ""
    known = _authorities(context)
    shown = [
        (
            dates.weekday(at, ZoneInfo(known[each].zone), idents.language()),
            dates.clock_time(at, known[each].zone),
            each,
        )
        for each in codes
        if each in known
    ]
    each_clock = format_html_join(
        "", '<span><bdi>{}</bdi> <bdi dir="ltr">{}</bdi> <bdi dir="ltr">{}</bdi></span>', shown
    )
    return format_html('<span class="clocks">{}</span>', each_clock)


@register.simple_tag
def colon() -> str:
    """The mark between who says and what is said."""
    return f"{dates.NO_BREAK}:" if idents.language() == "fr" else ":"


@register.simple_tag
def colon_after(said: str) -> str:
    """The same after a label; nothing after a question, which has its mark."""
    return "" if str(said).rstrip().endswith(("?", "؟")) else colon()


@register.simple_tag
def in_words(value: str) -> SafeString:
    """A value of a list: a day, month or instant in words, anything else as it is."""
    return idents.name(dates.said(value, idents.language()))


@register.simple_tag
def duty_about(told: str) -> str:
    """What a duty is about, in words."""
    return dates.about(told, idents.language())


@register.filter
def half_year(name: str) -> str:
    """A half-year in words; a year as it is."""
    return dates.half_year(name, idents.language())


@register.inclusion_tag("web/parts/duty.html", takes_context=True)
def duty_clock(
    context: Context, said: Words, owed: Any, now: datetime, parties: Iterable[str], *, which: str = ""
) -> dict[str, object]:
    """A duty with its clock: `said` names it, `which` the part it is owed for, `owed` is read with `now`."""
    return {
        "said": said,
        "which": which,
        "owed": owed,
        "by": getattr(owed, "owed_by", "") or owed.by,  # a row of the ledger, or the rules' own word
        "clock": clocks.clock(owed, now),
        "parties": tuple(parties),
        "authorities": context.get("authorities", {}),
    }


@register.simple_tag(takes_context=True)
def value(context: Context, line: Line) -> SafeString | str:
    """What a field says, by its type; what it names of another matter leads there, for who may open it."""
    said = shown(line.field, line.value, _authorities(context))
    reader = getattr(context.get("request"), "user", None)
    if not line.field.in_kind or not isinstance(reader, Officer):
        return said
    url, title = named.place_of(str(line.value), reader)
    said = idents.ident("line", title) if title else said
    return format_html('<a href="{}">{}</a>', url, said) if url else said


@register.simple_tag
def refusal(code: str, facts: Mapping[str, str] | None = None) -> str:
    """The sentence of a refusal's or a problem's code."""
    return sentence(code, facts or {}, idents.language())


@register.filter
def tone(level: str) -> str:
    """The tone of a message's level; a tone stays what it is."""
    return {"success": "good", "info": "moving", "warning": "waiting", "error": "bad"}.get(level, level)


@register.filter
def picture(shown: str) -> str:
    """The picture of a tone."""
    return icons.OF_TONE.get(shown, "info")


@register.filter
def as_list(one: str) -> list[str]:
    """A list of one, for tags that take several."""
    return [one]


@register.filter
def any_required(form: BaseForm) -> bool:
    """Does the form have a field that must be filled in, so that the star is explained?"""
    return any(field.required for field in form.fields.values())


@register.filter
def item(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The value under a key that is itself a variable; nothing where there is none."""
    return mapping.get(key, ()) if mapping else ()


def _authorities(context: Context) -> Mapping[str, Any]:
    return context.get("authorities") or {}
