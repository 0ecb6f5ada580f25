"""Words of templates: what one side’s share of an indicator is."""

from django import template
from django.utils.safestring import SafeString

from mithaq.node.web.field_indicators import Measured

register = template.Library()


@register.simple_tag
def part(measured: Measured, party: str) -> tuple[SafeString, int]:
    """An authority's share, and of how many."""
    return measured.part(party)
