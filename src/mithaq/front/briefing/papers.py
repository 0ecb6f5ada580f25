"""The briefing as a paper, in the language of the page: it crosses a border in somebody's bag.

So a matter in which persons may be named stands in it by its reference alone, and by its title only where its
kind names nobody. It has the layout of the committee's report, and nobody signs it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext, pgettext

from mithaq.front.briefing.briefed import Briefing, Owed, Side
from mithaq.node.papers import compose
from mithaq.node.papers.content import ByLanguage, CommitteeReport, Table
from mithaq.node.papers.isolate import apart, left_to_right
from mithaq.node.papers.typeset import typeset
from mithaq.node.web import dates
from mithaq.node.web.authorities import called, known
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language


def paper(made: Briefing, copy: Copy) -> bytes:
    """The briefing under the number of its copy."""
    return typeset(
        "committee-report", compose.committee_report(content(made, copy)), language=language(), at=copy.at
    )


def content(made: Briefing, copy: Copy) -> CommitteeReport:
    """What the paper says."""
    title = gettext("Where we stand: %(partner)s") % {"partner": apart(made.partner.name)}
    period = gettext("What is owed up to %(day)s") % {"day": dates.day(f"{made.until:%Y-%m-%d}", language())}
    note = gettext(
        "Numbers count every matter with this partner; what is listed is what the reader may open. "
        "Of matters in which persons may be named, only the reference is given."
    )
    return {
        "frame": {
            "reference": f"{copy.authority}-{made.partner.code}",
            "marking": copy.markings,
            "watermark": copy.watermark,
            "content_hash": "",
            "ne_varietur": False,
        },
        "languages": [language()],
        "title": _said(title),
        "period": _said(period),
        "as_of": made.now.date(),
        "note": _said(note),
        "tables": list(_tables(made)),
        "signs": [],
    }


def _tables(made: Briefing) -> Iterator[Table]:
    if made.fields:
        yield _fields(made)
    for side in made.sides:
        if side.rows or side.closed:
            yield _side(side)
    for chapter in made.chapters:
        rows = [[apart(cell) for cell in line.cells] for line in chapter.lines]
        yield _table(chapter.title, chapter.heading, rows, wide=[0])
    if made.directions:
        yield _directions(made)


def _fields(made: Briefing) -> Table:
    us, them = left_to_right(settings.AUTHORITY), left_to_right(made.partner.code)
    waits, late = gettext("Waits for"), gettext("Owed and late")
    heading = (
        pgettext("of cooperation", "Field"), gettext("Running"),
        f"{waits} {us}", f"{waits} {them}", f"{late} {us}", f"{late} {them}",
    )  # fmt: skip
    rows = [
        [each.name, *_numbers(each.running, each.ours, each.theirs, each.late_ours, each.late_theirs)]
        for each in made.fields
    ]
    return _table(gettext("What waits, field by field"), heading, rows, wide=[0])


def _side(side: Side) -> Table:
    ours = side.code == settings.AUTHORITY
    title = gettext("What we owe them") if ours else gettext("What they owe us")
    heading = (
        gettext("Reference"),
        gettext("Subject"),
        gettext("What is owed"),
        gettext("Due"),
        gettext("Left or late"),
    )
    rows = [_owed(each) for each in side.rows]
    if beyond := side.more + side.closed:
        rows.append(["", gettext("in other matters: %(number)d") % {"number": beyond}, "", "", ""])
    return _table(title, heading, rows, wide=[1, 2])


def _owed(each: Owed) -> list[str]:
    what = each.words.say(language())
    if each.public_part:
        what = f"{what} · {apart(each.public_part)}"
    if each.about and (about := dates.about(each.about, language())):
        what = f"{what} {apart(f'({about})')}"
    due = dates.day(each.day, language()) if each.day else dates.said(each.due_at.isoformat(), language())
    subject = each.matter.title if each.names_nobody else each.kind_words
    return [left_to_right(each.matter.reference), apart(subject), what, apart(due), apart(each.clock.words)]


def _directions(made: Briefing) -> Table:
    heading = (
        pgettext("of cooperation", "Field"), gettext("Asked by"), gettext("Sent"), gettext("Answered"),
        gettext("Refused"), gettext("Deadlines missed"),
    )  # fmt: skip
    met = known()
    rows = [
        [
            label_of(each.kind.plural), apart(called(each.asks, met)),
            *_numbers(each.every_sent, each.every_answered, each.refused, each.late),
        ]
        for each in made.directions
    ]  # fmt: skip
    year = dates.half_year(made.span.name, language())
    return _table(f"{gettext('Asked and answered')} · {apart(year)}", heading, rows, wide=[0])


def _table(title: str, heading: tuple[str, ...], rows: list[list[str]], *, wide: list[int]) -> Table:
    return {
        "title": _said(title),
        "heading": [_said(each) for each in heading],
        "rows": [[_said(cell) for cell in row] for row in rows],
        "wide": wide,
    }


def _numbers(*numbers: int) -> list[str]:
    return [left_to_right(str(each)) for each in numbers]


def _said(text: str) -> ByLanguage:
    return {language(): text}
