"""Pages that say who works on a matter, and those of reading one in an emergency."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers import assign as assigning
from mithaq.node.officers import break_glass, matters
from mithaq.node.officers.duties import DPO
from mithaq.node.officers.forms import AssignForm, EmergencyForm, FindingForm, labels_of
from mithaq.node.officers.models import Assignment, BreakGlass, Observation
from mithaq.node.officers.permission import ASSIGN, may_take, takers
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Who works on the matter, and a form for one more; whether one may is asked of `permission`."""
    officer = officer_of(request)
    matter = matters.visible(reference, officer)
    form = AssignForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            if form.first_time(officer):
                assigning.assign(officer, matter.pk, matter.kind, to=form.whom(), now=clock.now())
        messages.success(request, _("Assigned."))
        return redirect("assignments:assign", reference=reference)
    shown = {
        "matter": matter,
        "form": form,
        "assignments": Assignment.objects.filter(matter=matter.pk).select_related("unit", "officer"),
        "observers": Observation.objects.filter(matter=matter.pk).select_related("officer"),
        "may_assign": may_take(officer, matter.kind, ASSIGN),
        "assigned_by": [
            name for _code, name in labels_of("functions", tuple(sorted(takers(matter.kind, ASSIGN))))
        ],
    }
    return render(request, "officers/assign.html", shown)


@require_POST
@for_functions(ANY_OFFICER)
def take_back(request: HttpRequest, reference: str, assignment: int) -> HttpResponse:
    """End an assignment."""
    officer = officer_of(request)
    matter = matters.visible(reference, officer)
    ended = get_object_or_404(Assignment, pk=assignment, matter=matter.pk)
    assigning.take_back(officer, ended, matter.kind)
    return redirect("assignments:assign", reference=reference)


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def emergency(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a matter one is not assigned to, for a stated reason."""
    officer = officer_of(request)
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        matter = matters.existing(reference)
        with transaction.atomic():
            if form.first_time(officer):
                stated = {"reason": form.cleaned_data["reason"], "reference": matter.reference}
                break_glass.break_glass(officer, matter.pk, **stated, now=clock.now())
        return redirect("web:matter", reference=reference)
    return render(request, "officers/emergency.html", {"form": form, "reference": reference})


@require_safe
@for_functions(DPO)
@shows_personal_data("emergencies.read")
def emergencies(request: HttpRequest) -> HttpResponse:
    """Emergency readings that wait for the data protection officer, and those judged lately."""
    judged = BreakGlass.objects.exclude(reviewed_at=None).select_related("officer", "event", "reviewed_by")
    shown = {
        "waiting": break_glass.awaiting_review(),
        "judged": judged.order_by("-reviewed_at")[:50],
        "now": clock.now(),
    }
    return render(request, "officers/emergencies.html", shown)


@require_POST
@for_functions(DPO)
def judge(request: HttpRequest, opened: int) -> HttpResponse:
    """State whether an emergency reading was justified."""
    officer = officer_of(request)
    form = FindingForm(request.POST)
    if form.is_valid():
        judged = get_object_or_404(BreakGlass, pk=opened)
        break_glass.review(officer, judged, finding=form.cleaned_data["finding"], now=clock.now())
    return redirect("officers:emergencies")
