"""What the plan's pages may say: how an action is doing, and many of them at once."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mithaq.matters.plan.rag import said
from mithaq.node.web import icons, idents

register = template.Library()

TONES = {"red": "bad", "amber": "waiting", "green": "good", "grey": "quiet", "none": "quiet"}
PICTURES = {"red": "urgent", "amber": "clock", "green": "check", "grey": "doubt", "none": "quiet"}


@register.simple_tag
def rag(value: str) -> SafeString:
    """How an action is doing: a shape and a word in a colour, never the colour alone."""
    return icons.badge(TONES[value], said(value, idents.language()), PICTURES[value])


@register.simple_tag
def rag_counts(counted: Iterable[tuple[str, int]]) -> SafeString:
    """How many actions are doing how, worst first: a number, a shape, a word."""
    shown = (
        (TONES[value], icons.icon(PICTURES[value]), number, said(value, idents.language()))
        for value, number in counted
    )
    row = '<li class="left-{}">{} <strong>{}</strong> <span>{}</span></li>'
    return format_html('<ul class="rags">{}</ul>', format_html_join("", row, shown))


@register.simple_tag
def rag_bar(counted: Iterable[tuple[str, int]]) -> SafeString:
    """The same as a drawn bar; hidden from screen readers, since the words stand beside it."""
    parts = list(counted)
    whole = sum(number for _, number in parts) or 1
    drawn, at = [], 0.0
    for value, number in parts:
        width = 100 * number / whole
        drawn.append((f"{at:.2f}", f"{max(width - 0.6, 0.4):.2f}", value))
        at += width
    rects = format_html_join("", '<rect x="{}" y="0" width="{}" height="6" class="rag-{}"/>', drawn)
    return format_html(
        '<svg class="rag-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">{}</svg>',
        rects,
    )
