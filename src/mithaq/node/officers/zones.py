"""Zones: those that may be chosen, each as it is called, and the one of this authority.

The zones of the plan have names in three languages and stand first; every other zone is there, by the name
it has in the tz database. Which one is ours stands on our card: the storey that keeps cards tells it.
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

from django.utils.translation import get_language

from mithaq.pact.codes import code_list

_own: list[Callable[[], str]] = [lambda: ""]


def know_own_zone(own: Callable[[], str]) -> None:
    """Have officers know in which zone their authority is."""
    _own[0] = own


def own_zone() -> str:
    """The zone of this authority; UTC as long as it has no card."""
    return _own[0]() or "UTC"


def zones() -> list[tuple[str, str]]:
    """Every time zone as the choices of a field, in the language of the page: those of the plan first."""
    named, language = code_list("zones"), (get_language() or "en")[:2]
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in named.values)
    return [(zone, named.label(zone, language)) for zone in named.values] + [(zone, zone) for zone in others]
