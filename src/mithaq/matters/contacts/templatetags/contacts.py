"""What the page of contacts may say of its drawing."""

from django import template
from django.utils.safestring import SafeString

from mithaq.matters.contacts.hours import legend

register = template.Library()


@register.simple_tag
def hours_legend() -> list[tuple[SafeString, str]]:
    """Each shape of the strip of hours, and its words."""
    return legend()
