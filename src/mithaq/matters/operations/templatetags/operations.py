"""What the board may say of figures: a quantity in a unit that is read easily."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mithaq.node.web import dates
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list

register = template.Library()

LARGER = {"g": ("kg", Decimal(1000)), "ml": ("l", Decimal(1000))}


@register.simple_tag
def figure(number: Decimal, unit: str) -> SafeString:
    """A quantity with its unit; from a thousand grams or millilitres on in kilograms or litres."""
    larger, factor = LARGER.get(unit, (unit, Decimal(1)))
    if number < factor:
        larger, factor = unit, Decimal(1)
    shown = dates.number(f"{(number / factor).normalize():f}", language())
    return format_html('<bdi dir="ltr">{}</bdi> {}', shown, code_list("units").label(larger, language()))
