"""Pages on which an officer reviews whether a concluded matter is still needed; the answer is a code."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mithaq.node import clock
from mithaq.node.ledger import retention
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.retention import Found, Kept
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.forms import DayField, OnceForm
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web import dates
from mithaq.node.web.fields import code_choices
from mithaq.node.web.idents import language
from mithaq.node.web.listing import declared, listed
from mithaq.pact.codes import code_list
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.retention import NOT_NEEDED, latest_next

MARK = "."  # between an outcome and its ground


class FindingForm(OnceForm):
    """What a review finds: one answer, with its ground where it has one, and the day of the next review."""

    saw = forms.CharField(widget=forms.HiddenInput, required=False)
    finding = forms.ChoiceField(
        label=gettext_lazy("What the review finds"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The house log keeps it for good, as a code."),
    )
    until_on = DayField(required=False, label=gettext_lazy("To be reviewed again on"))

    def __init__(self, *args: Any, latest: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.latest = latest
        self.fields["finding"].choices = _findings()  # type: ignore[attr-defined]
        self.fields["finding"].wide = True  # type: ignore[attr-defined]
        self.fields["until_on"].initial = latest
        self.fields["until_on"].help_text = _(
            "Not later than %(day)s. What is no longer needed has no next review."
        ) % {"day": dates.day(latest, language())}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("finding", NOT_NEEDED) != NOT_NEEDED and "until_on" in cleaned:
            day = cleaned["until_on"]
            if day is None or not clock.now().date() < day <= self.latest:
                self.add_error("until_on", forms.ValidationError(self._no_such_day(), code="day"))
        return cleaned

    def found(self) -> Found:
        """What was filled in; the form is valid."""
        outcome, _mark, ground = self.cleaned_data["finding"].partition(MARK)
        return Found(outcome, ground, None if outcome == NOT_NEEDED else self.cleaned_data["until_on"])

    def _no_such_day(self) -> str:
        day = dates.day(self.latest, language())
        return _("Choose a day after today, not later than %(day)s.") % {"day": day}


def _findings() -> list[tuple[str, Any]]:
    """Each ground under its outcome; then that nothing asks for the matter any more."""
    outcomes, today = code_list(retention.OUTCOMES), clock.now().date()
    grounded = [
        (
            outcomes.label(outcome, language()),
            [
                (f"{outcome}{MARK}{code}", label)
                for code, label in code_choices(grounds, today, with_none=False)
            ],
        )
        for outcome, grounds in retention.GROUNDS.items()
    ]
    told = _("The data protection officer is told, and asks for the erasure")
    return [*grounded, (outcomes.label(NOT_NEEDED, language()), [(NOT_NEEDED, told)])]


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("retention.listed")
def due(request: HttpRequest) -> HttpResponse:
    """The matters whose review waits for this officer, those concluded first before the others."""
    officer, now = officer_of(request), clock.now()
    check_may_take(officer, retention.RETENTION, retention.REVIEW)
    found = retention.due_to(officer, now=now, after=request.GET.get("after", ""))
    last = retention.standing_in(row.id for row in found.rows)
    page = listed(found, None, request.GET, now)
    rows = [(row, own := last.get(row.matter.id), retention.due_on(row.matter, own)) for row in page.rows]
    return render(request, "web/retention_due.html", {"page": page, "rows": rows})


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """The form of a review, for whoever may take one and sees the matter."""
    officer, now = officer_of(request), clock.now()
    matter = retention.matter_to_review(reference, officer)
    latest = latest_next(now, retention.span_of(matter))
    if request.method != "POST":
        form = FindingForm(latest=latest, initial={"saw": retention.token(matter)})
        return _page(request, matter, officer, form)
    form = FindingForm(request.POST, latest=latest)
    if not form.is_valid():
        return _page(request, matter, officer, form)
    with transaction.atomic():
        if form.first_time(officer):
            retention.review(officer, matter, form.found(), saw=form.cleaned_data["saw"], now=now)
    messages.success(request, _("Reviewed. Nothing was erased."))
    return redirect("web:matter", reference=reference)


def _page(request: HttpRequest, matter: Matter, officer: Officer, form: FindingForm) -> HttpResponse:
    kept: Kept | None = retention.kept(matter, officer, now=clock.now())
    shown = {"matter": matter, "stage": _stage(matter), "kept": kept, "form": form if kept else None}
    return render(request, "web/retention.html", shown)


def _stage(matter: Matter) -> Stage | None:
    kind = declared(matter.kind, matter.edition)
    return next((each for each in kind.stages if each.name == matter.stage), None) if kind else None
