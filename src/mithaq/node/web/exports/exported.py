"""A matter on its way out: what an officer sees of it, the copy it becomes, how its lines read in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from mithaq.node.ledger.page import ERASED, WITHHELD, Line, MatterPage
from mithaq.node.web.authorities import called
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.exports.plain import Authorities, told
from mithaq.node.web.idents import language
from mithaq.node.web.matter_page import Shown
from mithaq.node.web.said import Line as SaidLine
from mithaq.node.web.sentences import sentence
from mithaq.node.web.timeline import Event, events


@dataclass(frozen=True)
class Exported:
    """A matter as it leaves: the page an officer sees, and the copy it becomes."""

    page: Shown
    copy: Copy

    @property
    def own(self) -> MatterPage:
        return self.page.own

    @property
    def authorities(self) -> Authorities:
        return self.page.authorities

    def name_of(self, code: str) -> str:
        """An authority in the language of the page."""
        return called(code, self.authorities)

    def events(self) -> list[Event]:
        """The timeline as a file tells it: all of it, from the beginning."""
        return events(self.own.lines)[::-1]


def codes_in(own: MatterPage) -> Iterator[str]:
    """The handling codes of everything in a matter."""
    yield own.matter.sensitivity
    for line in own.lines:
        yield from line.entry.handling


def cells(
    exported: Exported, line: SaidLine, *, on_paper: bool, under: str = ""
) -> Iterator[tuple[str, str]]:
    """A field and its value; of a group each column of each row, named unless the heading `under` says it."""
    if line.rows is None:
        yield line.label, told(line.field, line.value, exported.authorities, on_paper=on_paper)
        return
    for number, row in enumerate(line.rows, start=1):
        for cell in row:
            for label, text in cells(exported, cell, on_paper=on_paper):
                group = "" if line.label == under else f"{line.label} "
                yield f"{group}{number} · {label}", text


def step_words(line: Line) -> str:
    """What was done, as the timeline says it."""
    return line.step.sentence.say(language()) if line.step else line.entry.step


def counts(line: Line) -> str:
    """Does it count; if not, why."""
    return sentence(line.aside, {}, language()) if line.aside else gettext("yes")


def gone(line: Line) -> str:
    """Why nothing is said, if something had been."""
    reasons = {
        ERASED: gettext("The content has been erased. That it was stated, and when, remains."),
        WITHHELD: gettext("The content was not addressed to this authority."),
    }
    return reasons.get(line.body.state, "")
