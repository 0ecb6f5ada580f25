"""A list of matters as a paper: Arabic first, then French, in the columns of its kind."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from mithaq.node.papers import compose
from mithaq.node.papers.content import Frame, ListPaper
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.papers.typeset import typeset
from mithaq.node.web import dates
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.exports.paper_of_matter import PAPER_LANGUAGES
from mithaq.node.web.exports.plain import instant, prose
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.listing import Row, nameless, rows_of
from mithaq.pact.rules.kind import Kind

ALL = "ALL"  # in the place of a kind's mark


def as_pdf(listed: list[Row], kind: Kind | None, copy: Copy) -> bytes:
    """The list as a paper."""
    frame: Frame = {
        "reference": f"{copy.authority}-{kind.mark if kind else ALL}",
        "marking": copy.markings,
        "watermark": copy.watermark,
        "content_hash": "",
        "ne_varietur": False,
    }
    versions = {}
    for each in PAPER_LANGUAGES:
        with translation.override(each):
            versions[each] = _paper(listed, kind, copy)
    return typeset("list", compose.matters(frame, versions), language=PAPER_LANGUAGES[0], at=copy.at)


def _paper(listed: list[Row], kind: Kind | None, copy: Copy) -> ListPaper:
    own = kind.columns if kind else ()
    # The words of a row are those of its language: it is made anew in each.
    rows = rows_of([row.matter for row in listed], copy.at, own)
    heading = [
        *(gettext("Reference"), *([] if kind else [gettext("Kind")]), gettext("Stage"), gettext("Title")),
        *(gettext("Waits for"), gettext("We owe by"), *(label_of(each.words) for each in own)),
    ]
    return {
        "title": label_of(kind.plural) if kind else gettext("Matters"),
        "facts": [(gettext("Rows"), str(len(rows))), (gettext("Time"), instant(copy.at))],
        "heading": heading,
        "rows": [_cells(row, kind) for row in rows],
    }


def _cells(row: Row, kind: Kind | None) -> list[str]:
    matter = row.matter
    return [
        *(left_to_right(matter.reference), *([] if kind else [row.kind_name])),
        row.stage.words.say(language()) if row.stage else matter.stage,
        prose(matter.title or nameless(matter)),
        *(" · ".join(matter.waiting_for), instant(matter.due_at) if matter.due_at else ""),
        *(dates.said(said, language()) for _, said in row.columns),
    ]
