"""Pages about officers and units: for administrators, and each officer's own."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers import enrol
from mithaq.node.officers.duties import ADMINISTRATOR
from mithaq.node.officers.forms import AbsenceForm, NamesForm, NewOfficerForm, OfficerForm, UnitForm
from mithaq.node.officers.models import Absence, Officer, Unit
from mithaq.node.officers.signed_in import lacks_second_factor, officer_of, recently_signed_in
from mithaq.node.officers.zones import own_zone
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions


@require_safe
@for_functions(ADMINISTRATOR)
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody who works here."""
    everybody = (
        Officer.objects.select_related("unit")
        .prefetch_related("functions")
        .order_by("-is_active", "family_name", "pk")
    )
    return render(request, "officers/list.html", {"officers": everybody})


@require_http_methods(["GET", "POST"])
@for_functions(ADMINISTRATOR)
@recently_signed_in
def new_officer(request: HttpRequest) -> HttpResponse:
    """Enrol an officer; the temporary password is shown once."""
    spoken = (get_language() or settings.LANGUAGE_CODE)[:2]
    form = NewOfficerForm(request.POST or None, initial={"language": spoken, "zone": own_zone()})
    if form.is_valid():
        by = officer_of(request)
        with transaction.atomic():
            if not form.first_time(by):
                return redirect("officers:list")
            filled = form.cleaned_data
            officer, password = enrol.enrol(
                by,
                username=filled["username"],
                said=form.said(),
                functions=filled["functions"],
                now=clock.now(),
            )
        return render(request, "officers/password.html", {"officer": officer, "password": password})
    return render(request, "officers/officer.html", {"form": form, "officer": None})


@require_http_methods(["GET", "POST"])
@for_functions(ADMINISTRATOR)
@recently_signed_in
def officer(request: HttpRequest, reference: str) -> HttpResponse:
    """Change an officer's names, unit and functions, or let them go."""
    changed = get_object_or_404(Officer, reference=reference)
    form = OfficerForm(request.POST or None, initial=_said(changed))
    if form.is_valid():
        by = officer_of(request)
        with transaction.atomic():
            if form.first_time(by):
                enrol.change(by, changed, said=form.said(), is_active=form.cleaned_data["is_active"])
                enrol.hold(by, changed, form.cleaned_data["functions"], now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("officers:list")
    has_factor = is_mfa_enabled(changed) and changed.pk != officer_of(request).pk
    return render(
        request, "officers/officer.html", {"form": form, "officer": changed, "has_factor": has_factor}
    )


@require_POST
@for_functions(ADMINISTRATOR)
@recently_signed_in
def renew_password(request: HttpRequest, reference: str) -> HttpResponse:
    """A new temporary password, shown once."""
    changed = get_object_or_404(Officer, reference=reference)
    password = enrol.renew_password(officer_of(request), changed)
    return render(request, "officers/password.html", {"officer": changed, "password": password})


@require_POST
@for_functions(ADMINISTRATOR)
@recently_signed_in
def remove_second_factor(request: HttpRequest, reference: str) -> HttpResponse:
    """Take away the second factor of an officer who lost it."""
    enrol.remove_second_factor(officer_of(request), get_object_or_404(Officer, reference=reference))
    messages.success(
        request, _("The second factor is removed. The officer sets up a new one at the next sign-in.")
    )
    return redirect("officers:officer", reference=reference)


@require_http_methods(["GET", "POST"])
@for_functions(ADMINISTRATOR)
def units(request: HttpRequest) -> HttpResponse:
    """The units, and a form for one more."""
    by = officer_of(request)
    form = UnitForm(request.POST or None, authority=by.authority)
    if form.is_valid():
        with transaction.atomic():
            if form.first_time(by):
                filled = form.cleaned_data
                enrol.open_unit(by, service=filled["service"], code=filled["code"], names=form.names())
        return redirect("officers:units")
    listed = Unit.objects.select_related("service")
    return render(request, "officers/units.html", {"form": form, "units": listed})


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def profile(request: HttpRequest) -> HttpResponse:
    """One's own names, language and zone, functions and absences."""
    own = officer_of(request)
    form = NamesForm(request.POST or None, initial=_said(own))
    if form.is_valid():
        if form.first_time(own):
            Officer.objects.filter(pk=own.pk).update(**form.said())
        messages.success(request, _("Saved."))
        return redirect("officers:profile")
    return _profile(request, own, form, AbsenceForm(officer=own))


@require_POST
@for_functions(ANY_OFFICER)
def away(request: HttpRequest) -> HttpResponse:
    """Say when one is away and who stands in."""
    own = officer_of(request)
    form = AbsenceForm(request.POST, officer=own)
    if form.is_valid():
        with transaction.atomic():
            if form.first_time(own):
                days = {name: form.cleaned_data[name] for name in ("deputy", "from_on", "until_on")}
                enrol.be_away(own, **days)
        return redirect("officers:profile")
    return _profile(request, own, NamesForm(initial=_said(own)), form)


@require_POST
@for_functions(ANY_OFFICER)
def back(request: HttpRequest, absence: int) -> HttpResponse:
    """End an absence of one's own."""
    enrol.be_back(officer_of(request), get_object_or_404(Absence, pk=absence))
    return redirect("officers:profile")


def _profile(request: HttpRequest, own: Officer, form: NamesForm, absence_form: AbsenceForm) -> HttpResponse:
    today = clock.today()
    shown = {
        "form": form,
        "absence_form": absence_form,
        "absences": own.absences.filter(until_on__gte=today).select_related("deputy"),
        "standing_in": own.stands_in.filter(until_on__gte=today).select_related("officer"),
        "functions": sorted(own.held),
        "lacks_second_factor": lacks_second_factor(own),
        "second_factor_is_off": not settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "officers/profile.html", shown)


def _said(officer: Officer) -> dict[str, object]:
    said = {name: getattr(officer, name) for name in (*NamesForm.NAMES, "unit", "is_active")}
    return {**said, "functions": list(officer.functions.values_list("function", flat=True))}
