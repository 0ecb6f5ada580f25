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
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.safeguards.spreadsheet import csv_bytes

READERS = ("auditor", "dpo")


@require_safe
@for_functions(*READERS)
@shows_personal_data("house-log.read")
def house(request: HttpRequest) -> HttpResponse:
    """The house log, newest first, as it was asked for."""
    form = HouseForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = find.events(wanted, timezone.get_current_timezone())
    events, before = find.page(found, wanted.get("before"))
    names = find.names_of(events)
    called = find.references_of(events)
    rows = [
        (
            event,
            actions.words(event.action),
            names.get(event.officer, ""),
            _called(event, called),
            list(facts(event.facts)),
        )
        for event in events
    ]
    query = request.GET.copy()
    query.pop("before", None)
    shown = {"form": form, "rows": rows, "before": before, "query": query.urlencode()}
    shown["may_erase"] = cast("Holder", request.user).holds("dpo")
    return render(request, "safeguards/house.html", shown)


def _called(event: HouseEvent, called: Mapping[str, str]) -> str:
    """The reference of the matter an event is about; "" if it is not known here."""
    return called.get(event.matter) or str(event.facts.get("reference") or "")


@require_POST
@for_functions(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The same events as a file for a spreadsheet; that it was taken is an event itself.

    Raises: TooMuchToExport.
    """
    form = HouseForm(request.POST)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = find.events(wanted, timezone.get_current_timezone())
    rows = found.count()
    if rows > find.MOST_EXPORTED:
        raise TooMuchToExport(rows=str(rows), most=str(find.MOST_EXPORTED))
    mark = note("house-log.exported", officer=cast("Actor", request.user), rows=rows)
    table: list[tuple[object, ...]] = [
        (
            event.pk,
            event.at.isoformat(),
            event.officer,
            event.action,
            event.matter,
            event.reason,
            _facts(event.facts),
        )
        for event in found.filter(pk__lt=mark.pk)
    ]
    heading = [_("Number"), _("Time"), _("Officer"), _("Action"), _("Matter"), _("Reason"), _("Facts")]
    table.append(("", clock.now().isoformat(), "", f"export {mark.pk}", "", "", f"{rows} rows"))
    response = HttpResponse(csv_bytes(heading, table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="house-log-{mark.pk}.csv"'
    return response


def _facts(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""
