"""The timeline of a matter as a page shows it: each line of the ledger with its words, tone and picture.

Nothing is left out. A line that does not count stands there with the reason; one whose
step this edition does not know says so; a body that was erased, or was not addressed to
us, leaves its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from mithaq.node.ledger.page import Line
from mithaq.node.web.said import Said, said, unknown
from mithaq.pact.rules.words import NOTHING


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as the timeline shows it; `strangers` are fields this edition does not know."""

    line: Line
    sections: list[Said] = field(default_factory=list)
    strangers: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """An entry that does not count is quiet, one that stops something warns."""
        if self.line.aside:
            return "quiet"
        return "bad" if self.line.step and self.line.step.precedence < 0 else "moving"

    @property
    def picture(self) -> str:
        if self.line.aside:
            return "aside"
        return "cross" if self.tone == "bad" else "check"

    @property
    def attests(self) -> bool:
        """Can we make a signed paper of it? Of what we stated ourselves, and what counts."""
        step = self.line.step
        ours = self.line.entry.author == settings.AUTHORITY and not self.line.aside
        return ours and step is not None and step.attests != NOTHING

    @property
    def place(self) -> str:
        """Its place on the page, for links."""
        return place_of(self.line.entry.id)


def events(lines: Iterable[Line]) -> list[Event]:
    """Every line, the latest first."""
    return [_event(line) for line in lines][::-1]


def place_of(entry: str) -> str:
    """The place of an entry on its matter's page."""
    return f"e-{entry[:16]}"


def _event(line: Line) -> Event:
    values = {**line.entry.says, **line.body.values}
    sections = said(line.step, values) if line.step else []
    return Event(line, sections, unknown(line.step, values))
