"""States: where a request stands, as its page and the list say it, and the list by state.

A request is open until the person was answered, or until its entry was withdrawn as a mistake. While it is
open it may be late, and it may wait for a second person, or for its letter: what is late says both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.node.rights.models import Decision, SubjectRequest

OPEN, LATE, WAITS, DECIDED = "open", "late", "waits", "decided"
ANSWERED, WITHDRAWN, ALL = "answered", "withdrawn", "all"
WORDS: dict[str, str | Promise] = {
    OPEN: _("open"),
    LATE: _("late"),
    WAITS: _("awaits the second person"),
    DECIDED: _("decided, letter to be sent"),
    ANSWERED: _("answered"),
    WITHDRAWN: _("withdrawn: entered by mistake"),
    ALL: pgettext_lazy("requests", "all"),
}
TONES = {LATE: "bad", ANSWERED: "good", WITHDRAWN: "quiet"}
OWED = Q(answered_on=None, withdrawn_at=None)

Rows = QuerySet[SubjectRequest]
Badge = tuple[str, str | Promise]
"""How a state is shown: its tone and its words."""


def chosen(rows: Rows, state: str, *, today: date) -> tuple[str, Rows]:
    """The requests in a state, what is due first; for a state that is none, those that are open."""
    answered = rows.filter(answered_on__isnull=False).order_by("-answered_on", "-reference")
    withdrawn = rows.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at")
    owed = rows.filter(OWED)
    lists = {
        OPEN: owed,
        LATE: owed.filter(due_on__lt=today),
        WAITS: owed.filter(_decided("")),
        DECIDED: owed.filter(_decided(Decision.CONFIRMED)),
        ANSWERED: answered,
        WITHDRAWN: withdrawn,
        ALL: rows.order_by("-year", "-number"),
    }
    return (state, lists[state]) if state in lists else (OPEN, lists[OPEN])


def badges(rows: Iterable[SubjectRequest], *, today: date) -> list[tuple[SubjectRequest, list[Badge]]]:
    """These requests, each with what is said of where it stands."""
    listed = list(rows)
    told = Decision.objects.filter(request__in=listed, state__in=("", Decision.CONFIRMED)).order_by("pk")
    decided = dict(told.values_list("request", "state"))
    return [(row, [_badge(each) for each in _of(row, decided, today)]) for row in listed]


def _badge(state: str) -> Badge:
    return TONES.get(state, "waiting"), WORDS[state]


def _of(row: SubjectRequest, decided: Mapping[UUID, str], today: date) -> list[str]:
    if row.withdrawn_at is not None:
        return [WITHDRAWN]
    if not row.is_open:
        return [ANSWERED]
    late = [LATE] if row.due_on < today else []
    if row.pk in decided:
        return [*late, DECIDED if decided[row.pk] else WAITS]
    return late or [OPEN]


def _decided(state: str) -> Exists:
    return Exists(Decision.objects.filter(request=OuterRef("pk"), state=state))
