"""What the pages of the plan's room say of figures, revisions and differences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy

from mithaq.matters.plan.incoming import NEW, PREPARED, THERE, WAITS, WRONG, Wish
from mithaq.matters.plan.indicators import Achievement
from mithaq.matters.plan.next_steps import next_steps
from mithaq.matters.plan.revisions import ADDED, DROPPED, Difference, Revision
from mithaq.matters.plan.shown import PARTS, PlanShown
from mithaq.matters.plan.to_check import to_check
from mithaq.node.web import dates, hijri, icons
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import ident, language
from mithaq.node.web.items import stage_in
from mithaq.node.web.sentences import sentence
from mithaq.node.web.templatetags.mithaq import stage_pill
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.errors import Problem

register = template.Library()
PERCENT = "percent"


register.simple_tag(next_steps)
register.simple_tag(to_check)


@register.simple_tag
def action_code(plan: PlanShown, action: str) -> SafeString | str:
    """The short name of an action, FUG-2, as papers have it; nothing for what is no action of an axis."""
    code = plan.codes.get(action, "")
    return format_html('<bdi dir="ltr" class="axis-code">{}</bdi> ', code) if code else ""


@register.simple_tag
def title_of(plan: PlanShown, part: str) -> str:
    """What a part is called, in the reader's language."""
    return plan.title_of(part)


@register.simple_tag
def half_of(half: roadmap.Half) -> str:
    """A half-year in words."""
    return dates.half_year(roadmap.called(half), language())


@register.simple_tag
def percent(value: int) -> SafeString:
    """A whole percentage."""
    return format_html('<bdi dir="ltr">{}</bdi>', dates.percent(value, language()))


@register.simple_tag
def figure(value: Decimal | None, measure: str = "") -> SafeString:
    """A figure of an indicator; a dash where there is none."""
    if not isinstance(value, Decimal):
        return format_html("{}", "–")
    shown = dates.number(f"{value:f}", language())
    space = dates.NO_BREAK if language() == "fr" else ""
    return format_html('<bdi dir="ltr">{}</bdi>', f"{shown}{space}%" if measure == PERCENT else shown)


@register.simple_tag
def achieved(value: Achievement | None) -> SafeString:
    """How much of the way was gone, capped, and in brackets as it is where that differs."""
    if not isinstance(value, Achievement):
        return format_html('<span class="soft">{}</span>', pgettext("no figure", "n/a"))
    capped, raw = (dates.percent(each, language()) for each in (value.capped, value.raw))
    more = format_html(' <span class="soft">({})</span>', raw) if value.raw != value.capped else ""
    return format_html('<bdi dir="ltr"><strong>{}</strong>{}</bdi>', capped, more)


@register.simple_tag
def step_said(plan: PlanShown, step: str) -> str:
    """What somebody did, as the timeline of the matter says it."""
    declared = plan.kind.step(step)
    return declared.sentence.say(language()) if declared else step


@register.simple_tag
def part_said(plan: PlanShown, step: str) -> str:
    """What sort of part a step creates: an axis, an action."""
    declared = plan.kind.step(step)
    return label_of(declared.sections[0].words) if declared and declared.sections else ""


@register.simple_tag
def revision_said(plan: PlanShown, revision: Revision) -> str:
    """A revision in one line, for a list of choices."""
    day = dates.day(timezone.localdate(revision.at), language())
    about = revision.title or step_said(plan, revision.what)
    return f"{revision.number} · {day} · {part_said(plan, revision.what)} · {about}"


@register.simple_tag
def how_badge(how: str) -> SafeString:
    """Added, dropped or changed: a word, a shape, a tone."""
    if how == ADDED:
        return icons.badge("good", pgettext("of a part", "added"), "add")
    if how == DROPPED:
        return icons.badge("bad", pgettext("of a part", "dropped"), "cross")
    return icons.badge("waiting", pgettext("of a part", "changed"), "draft")


@register.simple_tag
def respect_said(plan: PlanShown, difference: Difference) -> str:
    """In which respect a part changed."""
    if difference.respect == "stage":
        return gettext("Stage")
    if difference.respect == "title":
        return pgettext("of a part", "Wording")
    step = plan.kind.step(difference.what)
    named = [each for each in step.fields if each.name == difference.respect] if step else []
    return label_of(named[0].words) if named else difference.respect


@register.simple_tag
def respect_shown(plan: PlanShown, difference: Difference, value: str) -> SafeString | str:
    """What it was, or is, in that respect."""
    if not value:
        return ""
    if difference.respect == "stage":
        return stage_pill(stage_in(plan.kind.track(PARTS), value))
    if difference.respect.endswith("_on"):
        return ident("day", value)
    return ident("name" if difference.respect == "title" else "authority", value)


@register.simple_tag
def month_said(day: date) -> str:
    """A month and its year: نونبر 2026, novembre 2026."""
    return dates.day(day, language(), "MMMM y")


@register.simple_tag
def month_named(day: date) -> str:
    """A month without its year: نونبر, novembre."""
    return dates.day(day, language(), "LLLL")


@register.simple_tag
def hijri_span(first: date, last: date) -> SafeString:
    """The hijri days beside the civil ones: 12 رجب – 12 شعبان 1447."""
    return format_html("<bdi>{}</bdi>", hijri.span(first, last, language()))


@register.simple_tag
def wish_badge(status: str) -> SafeString:
    """What becomes of a part of a table."""
    tone, words, picture = _BECOMES[status]
    return icons.badge(tone, str(words), picture)


@register.simple_tag
def wish_counts(counts: Mapping[str, int]) -> SafeString:
    """How many parts of a table become what."""
    shown = ((wish_badge(status), counts[status]) for status in _BECOMES if counts.get(status))
    return format_html_join(" ", "<span>{} {}</span>", shown)


@register.simple_tag
def problem_said(plan: PlanShown, wish: Wish, problem: Problem) -> str:
    """What is wrong with a part, and with which field of it."""
    step, said = plan.kind.step(wish.step), sentence(problem.code, problem.facts, language())
    named = [each for each in step.fields if each.name in problem.path[:1]] if step else []
    colon = gettext("%(field)s: %(problem)s")
    return colon % {"field": label_of(named[0].words), "problem": said} if named else said


_BECOMES = {
    NEW: ("good", pgettext_lazy("of a line", "is proposed"), "add"),
    WAITS: ("waiting", pgettext_lazy("of a line", "waits for the part above it"), "waiting"),
    THERE: ("quiet", pgettext_lazy("of a line", "is in the plan already"), "check"),
    PREPARED: ("quiet", pgettext_lazy("of a line", "is among your drafts already"), "draft"),
    WRONG: ("bad", pgettext_lazy("of a line", "cannot be proposed"), "urgent"),
}
