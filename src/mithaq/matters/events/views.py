"""The pages of the room of sports events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mithaq.matters.events.shown import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("event.read")
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The matches day by day, the delegations with their spotters, incidents, the checklist."""
    made = seen_at(request, reference, KIND, read)
    shown = {"matter": made.matter, "made": made, "here": "events:calendar"}
    return render(request, "events/calendar.html", shown)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("event.read")
def match(request: HttpRequest, reference: str, entry: str) -> HttpResponse:
    """One match: what is due before and after kick-off, on which side; its level, groups, incidents."""
    made = seen_at(request, reference, KIND, read)
    card = made.card(entry)
    if card is None:
        return redirect("events:calendar", reference)
    shown = {"matter": made.matter, "made": made, "card": card, "here": ""}
    shown |= {"card_ways": made.ways_at(entry), "incidents": made.incidents_at(entry)}
    return render(request, "events/match.html", shown)
