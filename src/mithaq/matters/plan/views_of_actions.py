"""The plan by its parts: the board, one action, the indicators, what changed between two revisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.plan import drawn, revisions
from mithaq.matters.plan.action import action as page_of
from mithaq.matters.plan.board import board as columns_of
from mithaq.matters.plan.indicators import indicator as one_indicator
from mithaq.matters.plan.indicators import indicators as all_indicators
from mithaq.matters.plan.views import found
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """The actions by stage, each with what this officer may do now."""
    plan = found(request, reference)
    return render(
        request, "plan/board.html", {"plan": plan, "here": "plan:board", "columns": columns_of(plan)}
    )


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def action(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One action: figures, dates, what it yields, what it waits for, what was proposed of it, who serves
    it.
    """
    plan = found(request, reference)
    page = page_of(plan, name, request.GET.get("after", ""))
    if page is None:
        raise Http404
    return render(request, "plan/action.html", {"plan": plan, "here": "plan:tree", "page": page})


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def indicators(request: HttpRequest, reference: str) -> HttpResponse:
    """Every indicator, with its last figure."""
    plan = found(request, reference)
    shown = all_indicators(plan)
    return render(
        request, "plan/indicators.html", {"plan": plan, "here": "plan:indicators", "indicators": shown}
    )


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def indicator(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One indicator: target and actual drawn and as a table, who counted, who verified."""
    plan = found(request, reference)
    shown = one_indicator(plan, name)
    if shown is None:
        raise Http404
    needs = {"plan": plan, "here": "plan:indicators", "indicator": shown, "picture": drawn.indicator(shown)}
    return render(request, "plan/indicator.html", needs)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """The difference between two revisions, and every proposal with how it ended."""
    plan = found(request, reference)
    made = revisions.revisions(plan)
    earlier, later = (_revision(made, request.GET.get(name, "")) for name in ("from", "to"))
    earlier, later = earlier or revisions.first_to_compare(made), later or (made[-1] if made else None)
    needs = {
        "plan": plan,
        "here": "plan:compare",
        "revisions": list(reversed(made)),
        "earlier": earlier,
        "later": later,
        "differences": revisions.differences(plan, earlier, later),
        "proposals": revisions.proposals_on(plan),
    }
    return render(request, "plan/compare.html", needs)


def _revision(made: list[revisions.Revision], number: str) -> revisions.Revision | None:
    return next((each for each in made if str(each.number) == number), None)
