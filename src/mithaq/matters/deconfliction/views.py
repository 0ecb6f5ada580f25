"""The page of deconfliction: our activities, and one more put aside."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mithaq.matters.deconfliction.activities import KIND, submit
from mithaq.matters.deconfliction.compare import IN_USE
from mithaq.matters.deconfliction.forms import ActivityForm
from mithaq.matters.deconfliction.shown import activities
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.forms import was_sent
from mithaq.node.safeguards.reading import shows_personal_data

READ = "deconfliction.read"
WHO = ("operations-planner", "operations-commander", "liaison-officer")


@for_functions(*WHO)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Our activities; a form that was sent comes back only with what is wrong."""
    return (sent if request.method == "POST" else shown)(request)


@shows_personal_data(READ)
def shown(request: HttpRequest) -> HttpResponse:
    """What we have put aside, whether it collides, and the form for one more."""
    return _page(request, ActivityForm(registers=_registers(officer_of(request))))


@shows_personal_data(READ, also_writes=True)
def sent(request: HttpRequest) -> HttpResponse:
    """An activity that was filled in: submitted once, or given back."""
    officer = officer_of(request)
    form = ActivityForm(request.POST, registers=_registers(officer))
    if not form.is_valid():
        return _page(request, form)
    if not was_sent(form.cleaned_data["submission"]):
        submit(form.cleaned_data["register"], form.said(), officer=officer, now=clock.now())
        form.first_time(officer)
    messages.success(request, _("It is being compared. Only blinded points have left."))
    return redirect("deconfliction:activities")


def _registers(officer: Officer) -> QuerySet[Matter]:
    return find.visible(officer).filter(kind=KIND, stage__in=IN_USE).order_by("opened_at", "id")


def _page(request: HttpRequest, form: ActivityForm) -> HttpResponse:
    needs = {"activities": activities(officer_of(request)), "form": form}
    return render(request, "deconfliction/activities.html", needs)
