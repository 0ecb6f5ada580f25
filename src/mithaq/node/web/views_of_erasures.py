"""Pages on which one officer asks for an erasure and another confirms it. They name nobody but officers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.ledger import erasures, retention
from mithaq.node.ledger.models import Erasure, Matter
from mithaq.node.national.models import Piece
from mithaq.node.officers.duties import DPO, HEAD_OF_SERVICE, LEGAL_ADVISER
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, may_take, takers
from mithaq.node.officers.signed_in import officer_of, recently_signed_in
from mithaq.node.persons.models import CrossCheck
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.forms import CodeField, OnceForm, SafeForm
from mithaq.node.web.fields import code_choices
from mithaq.node.web.listing import declared
from mithaq.pact.rules.kind import Stage, Step
from mithaq.pact.rules.words import Words

LATELY = 50  # decided requests that the list still shows
GIVEN_UP = 50  # matters judged no longer needed that the list shows, the oldest
MOST_WAITING = 12  # statements that have not reached everybody; the others are counted


class GroundForm(OnceForm):
    """Why a matter is to be erased: a code, since words might name the person again."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The house log keeps it for good, as a code."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = code_choices(erasures.GROUNDS, clock.now().date(), with_none=False)
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        self.fields["ground"].wide = True  # type: ignore[attr-defined]


class ReferenceForm(SafeForm):
    """Which matter is meant, by whoever is told its reference alone."""

    reference = CodeField(
        max_length=80,
        label=gettext_lazy("Reference of the matter"),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"]).upper()
        if not Matter.objects.filter(reference=reference).exists():
            raise forms.ValidationError(_("No matter here has this reference."), code="unknown")
        return reference


@require_safe
@for_functions(DPO, HEAD_OF_SERVICE, LEGAL_ADVISER)
def erasures_page(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, what was decided lately, and the way to a matter by its reference."""
    officer = officer_of(request)
    may_ask = may_take(officer, erasures.ERASURE, erasures.ASK)
    form = ReferenceForm(request.GET if "reference" in request.GET else None) if may_ask else None
    if form is not None and form.is_valid():
        return redirect("web:erase", reference=form.cleaned_data["reference"])
    decided = Erasure.objects.exclude(outcome="").select_related("asked_by", "decided_by")
    rows = [*erasures.waiting()], [*decided.order_by("-decided_at", "-pk")[:LATELY]]
    matters = Matter.objects.in_bulk({each.matter for each in (*rows[0], *rows[1])})
    waiting, lately = ([(each, matters.get(each.matter)) for each in some] for some in rows)
    shown = {"form": form, "waiting": waiting, "decided": lately}
    return render(request, "web/erasures.html", shown | (_watched() if may_ask else {}))


def _watched() -> dict[str, Any]:
    """What reviews have judged no longer needed, and how many are due: by reference and in numbers."""
    given_up = retention.given_up()
    rows = list(given_up[:GIVEN_UP])
    reviews = retention.standing_in(each.id for each in rows)
    return {
        "watches": True,
        "counted": retention.counted(now=clock.now()),
        "given_up": [(each, reviews[each.id]) for each in rows if each.id in reviews],
        "more": max(0, given_up.count() - GIVEN_UP),
    }


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def erase(request: HttpRequest, reference: str) -> HttpResponse:
    """What an erasure of the matter would destroy, and the form that asks for it; whether one may is asked of
    `permission`.
    """
    officer = officer_of(request)
    matter = erasures.matter(reference, officer)
    if request.method != "POST":
        # Where a request of a person was granted, its page leads here with the ground.
        return _page(request, matter, officer, GroundForm(initial={"ground": request.GET.get("ground", "")}))
    check_may_take(officer, erasures.ERASURE, erasures.ASK)
    form = GroundForm(request.POST)
    if not form.is_valid():
        return _page(request, matter, officer, form)
    with transaction.atomic():
        if form.first_time(officer):
            erasures.ask(officer, matter.id, ground=form.cleaned_data["ground"], now=clock.now())
    messages.success(request, _("Asked for. A second person has to confirm; until then nothing is erased."))
    return redirect("web:erase", reference=reference)


@require_POST
@for_functions(ANY_OFFICER)
@recently_signed_in
def confirm(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The second person's word: it is erased now."""
    officer, asked = _asked(request, reference, number)
    if not asked.outcome:
        erasures.confirm(officer, asked, now=clock.now())
        messages.success(request, _("Erased. What was said in confidence is gone for good."))
    return _back(request, reference, asked)


@require_POST
@for_functions(ANY_OFFICER)
def call_off(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Refused, or withdrawn: nothing is erased."""
    officer, asked = _asked(request, reference, number)
    if not asked.outcome:
        erasures.call_off(officer, asked, now=clock.now())
        messages.success(request, _("Called off. Nothing was erased."))
    return _back(request, reference, asked)


def _asked(request: HttpRequest, reference: str, number: int) -> tuple[Officer, Erasure]:
    officer = officer_of(request)
    matter = erasures.matter(reference, officer)
    return officer, get_object_or_404(erasures.of_matter(matter.id), pk=number)


def _back(request: HttpRequest, reference: str, asked: Erasure) -> HttpResponse:
    if asked.outcome:  # when the row was read: a second click, or somebody else was first
        messages.info(request, _("This was decided before. What became of it stands here."))
    return redirect("web:erase", reference=reference)


def _page(request: HttpRequest, matter: Matter, officer: Officer, form: GroundForm) -> HttpResponse:
    stake = erasures.stake(matter.id)
    asked = list(erasures.of_matter(matter.id))
    waits = next((each for each in asked if not each.outcome), None)
    may_ask = may_take(officer, erasures.ERASURE, erasures.ASK)
    may_confirm = may_take(officer, erasures.ERASURE, erasures.CONFIRM)
    is_first = waits is not None and waits.asked_by_id == officer.pk
    second = waits is not None and may_confirm and not is_first
    overtaken = waits is not None and erasures.is_overtaken(waits)
    reviewed = retention.standing_in([matter.id]).get(matter.id)
    restricted = bool(retention.restricted_among([matter.id]))
    possible = not (stake.unsettled or stake.is_nothing or restricted)
    shown = {
        "matter": matter,
        "stage": _stage(matter),
        "elsewhere": _elsewhere(matter),
        "stake": stake,
        "notes": Piece.objects.filter(matter=matter.id).count(),
        "checks": CrossCheck.objects.filter(matter=matter.id).count(),
        "unsettled": [(each, _step(matter, each.entry.step)) for each in stake.unsettled[:MOST_WAITING]],
        "more": len(stake.unsettled[MOST_WAITING:]),
        "reviewed": reviewed,
        "restricted": restricted and not stake.is_nothing,
        "waits": waits,
        "overtaken": overtaken,
        "decided": [each for each in asked if each.outcome],
        "form": form if may_ask and possible and not waits else None,
        "may_confirm": second and possible and not overtaken,
        "may_refuse": second,
        "may_withdraw": may_ask and not second,
        "is_first": is_first,
        "confirmers": sorted(takers(erasures.ERASURE, erasures.CONFIRM)),
    }
    return render(request, "web/erase.html", shown)


def _stage(matter: Matter) -> Stage | None:
    kind = declared(matter.kind, matter.edition)
    return next((each for each in kind.stages if each.name == matter.stage), None) if kind else None


def _elsewhere(matter: Matter) -> Words | None:
    """What other parties go on doing on the strength of the matter, if its kind says that of its stage."""
    kind = declared(matter.kind, matter.edition)
    return kind.elsewhere.get(matter.stage) if kind else None


def _step(matter: Matter, name: str) -> Step | None:
    kind = declared(matter.kind, matter.edition)
    return kind.step(name) if kind else None
