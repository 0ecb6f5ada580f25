"""The pages of the plan's room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.plan.shown import PlanShown, plan
from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan on a page: its axes, how they are doing, what is late and on whose side."""
    return render(request, "plan/page.html", {"plan": found(request, reference), "here": "plan:page"})


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def tree(request: HttpRequest, reference: str) -> HttpResponse:
    """Axes, objectives and actions as a tree in a table."""
    return render(request, "plan/tree.html", {"plan": found(request, reference), "here": "plan:tree"})


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def late(request: HttpRequest, reference: str) -> HttpResponse:
    """What is late, side by side."""
    return render(request, "plan/late.html", {"plan": found(request, reference), "here": "plan:late"})


def found(request: HttpRequest, reference: str) -> PlanShown:
    """The plan an address names, as this officer may see it.

    Raises: UnknownMatter; Http404 for a matter that is no plan, or that this node does not understand.
    """
    shown = plan(reference, officer_of(request), now=clock.now())
    if shown is None:
        raise Http404
    return shown
