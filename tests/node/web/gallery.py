"""Every part of the common look on one page, so that it can be looked at and tested.

`test_gallery.py` renders it in three languages; `look.py` photographs it. No product address leads here.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.engine import Engine
from django.urls import include, path
from django.utils import timezone

from mithaq.front.config import urls as product
from mithaq.node.safeguards.forms import DayField, LineField, ProseField
from mithaq.node.web.authorities import Known
from mithaq.node.web.context import page_frame
from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.words import Words

NOW = datetime(2026, 2, 20, 21, 30, tzinfo=UTC)
TEMPLATE = Path(__file__).parent / "templates" / "gallery.html"

RABAT = Words(
    "المديرية العامة للأمن الوطني",
    "Direction générale de la Sûreté nationale",
    "General Directorate for National Security",
)
PARIS = Words(
    "المديرية العامة للشرطة الوطنية",
    "Direction générale de la Police nationale",
    "General Directorate of the National Police",
)
AUTHORITIES = {
    "MA": Known("MA", RABAT, "Africa/Casablanca"),
    "FR": Known("FR", PARIS, "Europe/Paris"),
}
STAGES = [
    Stage("sent", Words("أُرسل", "envoyée", "sent"), "waiting"),
    Stage("underway", Words("قيد المعالجة", "en cours", "under way"), "moving"),
    Stage("answered", Words("تمت الإجابة", "répondue", "answered"), "good"),
    Stage("refused", Words("مرفوض", "refusée", "refused"), "bad"),
    Stage("closed", Words("مغلق", "close", "closed"), "quiet"),
]
ANSWER = Words("الإجابة", "Réponse", "Answer")


def _owed(**facts):
    return Owed("answer", "", "MA", "urgent", from_at=NOW - timedelta(hours=6), **facts)


REPORT = Owed("report", "", "FR", "", from_at=NOW - timedelta(days=90), about="2025-H2", day="2026-01-31")
DUTIES = [
    replace(REPORT, due_at=datetime(2026, 1, 31, 23, tzinfo=UTC)),
    REPORT,
    _owed(due_at=NOW + timedelta(hours=20)),
    _owed(due_at=NOW + timedelta(hours=1, minutes=20)),
    _owed(due_at=NOW - timedelta(days=2, hours=3)),
    _owed(due_at=NOW + timedelta(hours=2), done_at=NOW - timedelta(minutes=50)),
    _owed(paused_at=NOW - timedelta(hours=1)),
    Owed("answer", "", "FR", "urgent"),
]


class Form(forms.Form):
    """One field of each sort."""

    purpose = ProseField(label="Purpose", help_text="What will it be used for?")
    urgency = forms.ChoiceField(label="Urgency", choices=[("normal", "normal"), ("urgent", "urgent")])
    handling = forms.MultipleChoiceField(
        label="Handling",
        widget=forms.CheckboxSelectMultiple,
        choices=[("h1", "Not in judicial proceedings"), ("h2", "No onward transfer")],
    )
    day = DayField(label="Date of the facts", help_text="For example 2026-02-20")
    plate = LineField(label="Number plate", required=False)
    alone = forms.BooleanField(label="A life is in danger", required=False)


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """The gallery; with ?wrong the form has been sent empty."""
    context = page_frame(request) | {
        "authorities": AUTHORITIES,
        "own_name": AUTHORITIES["MA"].name,
        "now": NOW,
        "stages": STAGES,
        "duties": DUTIES,
        "answer": ANSWER,
        "parties": ("MA", "FR"),
        "form": Form({} if "wrong" in request.GET else None),
        "hostile": '<b>"Ahmed" أحمد</b>',
        "request": request,
        "messages": [],
        "tones": ("good", "moving", "waiting", "bad", "quiet"),
        "at": timezone.localtime(NOW),
    }
    template = Engine.get_default().from_string(TEMPLATE.read_text("utf-8"))
    return HttpResponse(template.render(Context(context)))


urlpatterns = [path("look/", page, name="look"), path("", include(product))]
