"""Words of templates: what one side’s share of an indicator is."""

from django import template
from django.utils.safestring import SafeString

from mithaq.node.web.field_indicators import Measured

register = template.Library()


@register.simple_tag
def part(measured: Measured, party: str) -> tuple[SafeString, int, bool]:
    """An authority's share, of how many, and whether that says more than the share."""
    return measured.part(party)
