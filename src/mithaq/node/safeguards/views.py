"""Pages of the house log, for the auditor and the data protection officer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mithaq.node import clock
from mithaq.node.safeguards import actions, find
from mithaq.node.safeguards.enter import Holder, for_functions
from mithaq.node.safeguards.errors import TooMuchToExport
from mithaq.node.safeguards.facts import facts
from mithaq.node.safeguards.house import Actor, note
from mithaq.node.safeguards.house_form import HouseForm
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.safeguards.reading import REFUSED, shows_personal_data
from mithaq.node.safeguards.spreadsheet import csv_bytes

READERS = ("auditor", "dpo")


@require_safe
@for_functions(*READERS)
@shows_personal_data("house-log.read")
def house(request: HttpRequest) -> HttpResponse:
    """The house log, newest first, as it was asked for."""
    return _page(request, HouseForm(request.GET))


def _page(request: HttpRequest, form: HouseForm) -> HttpResponse:
    """What was asked for; nothing, and why, where it cannot be read: everything would pass for an answer."""
    is_clear = form.is_valid()
    events: list[HouseEvent] = []
    before = None
    if is_clear:
        found = find.events(form.cleaned_data, timezone.get_current_timezone())
        events, before = find.page(found, form.cleaned_data.get("before"))
    names = find.names_of(events)
    called = find.references_of(events)
    rows = [
        (
            event,
            actions.words(event.action),
            names.get(event.officer, ""),
            _called(event, called),
            list(facts(event.facts, names)),
        )
        for event in events
    ]
    query = request.GET.copy()
    query.pop("before", None)
    shown = {"form": form, "rows": rows, "before": before, "query": query.urlencode(), "is_clear": is_clear}
    shown["may_erase"] = cast("Holder", request.user).holds("dpo")
    return render(request, "safeguards/house.html", shown, status=200 if is_clear else 422)


def _called(event: HouseEvent, called: Mapping[str, str]) -> str:
    """The reference of the matter an event is about; "" if it is not known here, or is about no matter."""
    tried = event.action if event.action != REFUSED else str(event.facts.get("tried", ""))
    if tried.startswith(actions.OF_NO_MATTER) and not event.matter:
        return ""
    return called.get(event.matter) or str(event.facts.get("reference") or "")


@require_POST
@for_functions(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The same events as a file for a spreadsheet; that it was taken is an event itself.

    What cannot be read is answered by the page that says so.

    Raises: TooMuchToExport.
    """
    form = HouseForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    found = find.events(form.cleaned_data, timezone.get_current_timezone())
    rows = found.count()
    if rows > find.MOST_EXPORTED:
        raise TooMuchToExport(rows=str(rows), most=str(find.MOST_EXPORTED))
    mark = note("house-log.exported", officer=cast("Actor", request.user), rows=rows)
    events = list(found.filter(pk__lt=mark.pk))
    called = find.references_of(events)
    table = [_row(event, called) for event in events]
    heading = [
        *(_("Number"), f"{_('Time')} ({timezone.get_current_timezone_name()})", _("Officer (reference)")),
        *(_("Action"), _("Action (code)"), _("Matter"), _("Matter (identifier)"), _("Reason")),
        _("Facts (codes)"),
    ]
    foot = ("", timezone.localtime(clock.now()).isoformat(), "", "", f"export {mark.pk}")
    table.append((*foot, "", "", "", f"{rows} rows"))
    response = HttpResponse(csv_bytes(heading, table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="house-log-{mark.pk}.csv"'
    return response


def _row(event: HouseEvent, called: Mapping[str, str]) -> tuple[object, ...]:
    """An event for a spreadsheet: in words as on the page, and in the codes that programs compare."""
    return (
        event.pk,
        timezone.localtime(event.at).isoformat(),
        event.officer,
        actions.words(event.action),
        event.action,
        _called(event, called),
        event.matter,
        event.reason,
        _facts(event.facts),
    )


def _facts(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""
