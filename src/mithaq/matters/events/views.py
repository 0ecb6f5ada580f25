"""The pages of the room of sports events."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mithaq.matters.events.shown import KIND, Shown, read
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("event.read")
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The matches day by day, the delegations with their spotters, incidents, the checklist."""
    matter, made = _shown(request, reference)
    shown = {"matter": matter, "made": made, "here": "events:calendar"}
    return render(request, "events/calendar.html", shown)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("event.read")
def match(request: HttpRequest, reference: str, entry: str) -> HttpResponse:
    """One match: what is due before and after kick-off, on which side; its level, groups, incidents."""
    matter, made = _shown(request, reference)
    card = made.card(entry)
    if card is None:
        return redirect("events:calendar", reference)
    shown = {"matter": matter, "made": made, "card": card, "here": ""}
    shown |= {"card_ways": made.ways_at(entry), "incidents": made.incidents_at(entry)}
    return render(request, "events/match.html", shown)


def _shown(request: HttpRequest, reference: str) -> tuple[Matter, Shown]:
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer, now=clock.now()) if matter.kind == KIND else None
    if made is None:
        raise Http404
    return matter, made
