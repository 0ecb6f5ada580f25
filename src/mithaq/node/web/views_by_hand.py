"""The page on which an officer records that a statement of ours reached a partner without a node (D22)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mithaq.node import clock
from mithaq.node.exchange.by_hand import check_may_hand_over, hand_over
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.forms import OnceForm, PastField
from mithaq.node.web.fields import code_choices
from mithaq.node.web.listing import declared


class HandOverForm(OnceForm):
    """By which channel it went, and when it was handed over."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    at = PastField(
        label=gettext_lazy("Handed over on"),
        help_text=gettext_lazy("In your time zone. Their deadlines run from it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = code_choices("channels", clock.now().date(), with_none=True)
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def hand_over_page(request: HttpRequest, reference: str, entry: str, code: str) -> HttpResponse:
    """What went to whom, and the form; recorded once, it stays so."""
    officer, now = officer_of(request), clock.now()
    matter = find.matter(reference, officer)
    row = check_may_hand_over(entry, code, officer=officer, matter=matter.id)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with transaction.atomic():
            if form.first_time(officer):
                hand_over(entry, code, officer=officer, channel=said["channel"], at=said["at"], now=now)
        messages.success(request, _("Recorded. Their deadlines run from the time you stated."))
        return redirect("web:matter", reference)
    kind = declared(row.kind, row.edition)
    shown = {"form": form, "matter": matter, "row": row, "code": code}
    shown["step"] = kind.step(row.step) if kind else None
    return render(request, "web/hand_over.html", shown, status=422 if request.method == "POST" else 200)
