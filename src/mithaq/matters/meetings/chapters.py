"""Chapters: what meetings tell whoever prepares the next one: decisions that are not done, what is ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mithaq.matters.meetings.tracker import KIND, Decision, Tracker, read
from mithaq.node.ledger import find
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.authorities import Known, called, known
from mithaq.node.web.idents import language
from mithaq.node.web.rooms import Chapter, Line
from mithaq.pact.codes import code_list

MOST_SERIES, MOST = 6, 12


def chapters(officer: Officer, partner: str, now: datetime) -> Iterator[Chapter]:
    """The decisions of all running series with this partner, the first due first; the meetings ahead."""
    rows = find.openable(officer).filter(find.with_party(partner), kind=KIND, final=False)
    series = [
        read(matter, officer, now) for matter in find.with_titles(rows.order_by("-moved_at")[:MOST_SERIES])
    ]
    known_here = [each for each in series if each is not None]
    met = known()
    sides = {settings.AUTHORITY, partner}
    decided = [(each, one) for each in known_here for one in each.open if not one.owner or one.owner in sides]
    decided.sort(key=lambda pair: pair[1].due or "9")
    yield Chapter(
        gettext("Decisions that are not done"),
        (
            gettext("Decision"),
            gettext("In charge"),
            gettext("Due"),
            gettext("Carried over"),
            gettext("Stands"),
        ),
        tuple(_decision(*pair, met) for pair in decided[:MOST]),
        max(0, len(decided) - MOST),
    )
    ahead = [
        Line(
            (
                one.title,
                _sort(one.sort),
                dates.day(one.day, language()),
                called(one.host, met),
                one.stage.words.say(language()),
            ),
            reverse("meetings:tracker", args=[each.matter.reference]),
        )
        for each in known_here
        for one in reversed(each.sessions)
        if one.day >= each.today.isoformat()
    ]
    yield Chapter(
        gettext("Meetings ahead"),
        (gettext("Meeting"), gettext("Sort"), gettext("Day"), gettext("Host"), gettext("Stage")),
        tuple(ahead[:MOST]), max(0, len(ahead) - MOST),
    )  # fmt: skip


def _decision(made: Tracker, each: Decision, met: Mapping[str, Known]) -> Line:
    if each.late_days:
        stands = ngettext("%(days)s day late", "%(days)s days late", each.late_days) % {
            "days": each.late_days
        }
    else:
        stands = each.stage.words.say(language())
    times = (
        ngettext("%(times)s time", "%(times)s times", each.times) % {"times": each.times}
        if each.times
        else "–"
    )
    return Line(
        (
            each.text or "–",
            called(each.owner, met),
            dates.day(each.due, language()) if each.due else "–",
            times,
            stands,
        ),
        reverse("meetings:tracker", args=[made.matter.reference]),
        each.late_days > 0,
    )


def _sort(value: str) -> str:
    return code_list("meeting-kinds").label(value, language()) if value else "–"
