"""What each paper is filled with: plain data, in the words of the document's language.

A room fills these shapes; the templates lay them out. Whatever depends on the language is a
mapping by language (`ar`, `fr`, `en`), so that one paper can hold every version of a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NotRequired, TypedDict

ByLanguage = Mapping[str, str]
Rag = Literal["green", "amber", "red", "grey"]


class Frame(TypedDict):
    """What stands on every page."""

    reference: str
    marking: ByLanguage
    watermark: str  # the event of the house log under which this copy left; "" for none
    content_hash: str  # of the content, as its kind computes it; "" for none
    ne_varietur: bool  # the text is fixed: every page says so, with the hash


class Signatory(TypedDict):
    """Who signs for a party."""

    name: ByLanguage
    title: ByLanguage


class Party(TypedDict):
    """One party of an instrument: as the preamble names it, and as the signature block does."""

    authority: str
    names: ByLanguage  # with its article, as it stands in a sentence: "le Royaume du Maroc"
    signs_for: ByLanguage  # "Pour le Royaume du Maroc"
    signatory: Signatory


class Article(TypedDict):
    """An article: its number is written left to right, whatever the language."""

    number: str
    heading: ByLanguage
    body: ByLanguage  # paragraphs are set apart by an empty line


class Closing(TypedDict):
    """Where and when the instrument was done."""

    place: ByLanguage
    on: date
    hijri: NotRequired[str]  # as typed: «28 من ذي الحجة 1446»


class Instrument(TypedDict):
    """A text that parties sign, each in its own copy; `parties` in the order they stand in after the holder.

    What was negotiated word by word stands as it is: `preamble` in the place of the parties' sentence and the
    recitals, `ends_with` in the place of the closing formula.
    """

    frame: Frame
    languages: list[str]  # in the order they are printed
    title: ByLanguage
    parties: list[Party]
    articles: list[Article]
    recitals: NotRequired[list[ByLanguage]]
    closing: NotRequired[Closing]
    preamble: NotRequired[ByLanguage]
    entry_rule: NotRequired[ByLanguage]  # when it enters into force
    ends_with: NotRequired[ByLanguage]


class AxisLine(TypedDict):
    """One axis of a plan, counted."""

    code: str
    name: ByLanguage
    leads: ByLanguage
    actions: int
    running: int
    held: int
    delivered: int
    late: int
    rag: Rag


class LateLine(TypedDict):
    """Something late, and on whose side."""

    code: str
    what: ByLanguage
    side: ByLanguage
    due_on: date
    days: int


class PlanOnAPage(TypedDict):
    """A plan on one A4 page, as it stood at an instant."""

    frame: Frame
    title: ByLanguage
    period: ByLanguage
    as_of: date
    axes: list[AxisLine]
    late: list[LateLine]
    drawing: NotRequired[ByLanguage]  # SVG, one for each language: the timeline mirrors
    drawing_says: NotRequired[ByLanguage]  # what a reader who does not see the drawing is told


class Chart(TypedDict):
    """An indicator, drawn: its name, the picture as SVG in each language, and what it says unseen."""

    name: ByLanguage
    drawing: ByLanguage
    says: ByLanguage


class ReportLine(TypedDict):
    """One action in a report: what was promised, and what came of it."""

    code: str
    name: ByLanguage
    lead: ByLanguage
    state: ByLanguage
    rag: Rag
    progress: int  # per cent
    achieved: ByLanguage
    not_achieved: ByLanguage
    why: ByLanguage
    added_value: ByLanguage
    next: ByLanguage
    needs: ByLanguage
    charts: NotRequired[list[Chart]]


class Signed(TypedDict):
    """Who submitted or countersigned, and when; nobody yet if `on` is missing."""

    authority: ByLanguage
    what: ByLanguage
    on: NotRequired[date]


class HalfYearReport(TypedDict):
    """What half a year came to: every language one after the other."""

    frame: Frame
    languages: list[str]
    title: ByLanguage
    period: ByLanguage
    as_of: date  # of how far the actions are; the period may be long over
    figures: list[Figure]
    actions: list[ReportLine]
    signed: list[Signed]


class Table(TypedDict):
    """A table of a report. `wide` columns share the width that the others leave."""

    title: ByLanguage
    heading: list[ByLanguage]
    rows: list[list[ByLanguage]]
    wide: list[int]


class CommitteeReport(TypedDict):
    """What a span of cooperation came to, for the joint committee: every language one after the other."""

    frame: Frame
    languages: list[str]
    title: ByLanguage
    period: ByLanguage
    as_of: date
    note: ByLanguage
    tables: list[Table]
    signs: list[ByLanguage]  # for whom a co-chair signs


class TimelineEvent(TypedDict):
    """One entry of a matter's timeline, in the language of its version."""

    author: str
    step: str
    at: str
    aside: str  # why it does not count; "" if it does
    sections: list[tuple[str, list[tuple[str, str]]]]  # heading; label and value
    gone: str  # why nothing is said; "" if something is
    foot: list[str]


class MatterPaper(TypedDict):
    """The page of a matter, in one language."""

    title: str
    facts: list[tuple[str, str]]
    parts: list[tuple[str, str, str]]  # of which track, what it is about, where it stands
    duties: list[tuple[str, str, str, str]]  # what, who, where it stands, when
    events: list[TimelineEvent]


class ListPaper(TypedDict):
    """A list of matters, in one language."""

    title: str
    facts: list[tuple[str, str]]
    heading: list[str]
    rows: list[list[str]]


class Figure(TypedDict):
    """A figure with its name; the number as it is written in each language."""

    name: ByLanguage
    value: ByLanguage
