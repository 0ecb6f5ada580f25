"""Hours: the next twenty-four of a side as one strip.

Somebody is there: a full box; a deputy stands in: a box with a stroke; nobody: an open box with a broken
edge. It is read without colour, and from the right in Arabic.

Pure, like every drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.web.pen import Pen

THERE, DEPUTY, NOBODY = "hour-there", "hour-deputy", "hour-nobody"
BOX, GAP, TALL, WORDS = 10, 1, 14, 12
EVERY = 6  # hours from one that is named to the next


def strip(name: str, hours: Sequence[int], looks: Sequence[str]) -> SafeString:
    """The hours, each with its look. `hours` are those of the clock of the side, in order."""
    pen = Pen(len(hours) * BOX, mirrored=get_language_bidi(), alone=False)
    for number, (hour, look) in enumerate(zip(hours, looks, strict=True)):
        with pen.inside("g"):
            pen.told(f"{hour:02d}:00 · {_said(look)}")
            _box(pen, number * BOX, look)
        if hour % EVERY == 0 and number < len(hours) - 1:
            pen.words(number * BOX, TALL + WORDS, f"{hour:02d}", "hour-words")
    return pen.sheet(TALL + WORDS + 3, name=name, look="hours")


def legend() -> list[tuple[SafeString, str]]:
    """Each look and its words."""
    return [(_alone(look), _said(look)) for look in (THERE, DEPUTY, NOBODY)]


def _said(look: str) -> str:
    return {
        THERE: gettext("somebody answers"),
        DEPUTY: gettext("a deputy stands in"),
        NOBODY: gettext("nobody answers"),
    }[look]


def _box(pen: Pen, x: float, look: str) -> None:
    pen.rect(x + 0.5, 0.5, BOX - GAP - 0.5, TALL - 1, look)
    if look == DEPUTY:
        pen.line([(x + 1, TALL - 1), (x + BOX - GAP - 0.5, 1)], "hour-stroke")


def _alone(look: str) -> SafeString:
    pen = Pen(BOX, mirrored=get_language_bidi(), alone=False)
    _box(pen, 0, look)
    return pen.sheet(TALL, name="", look="hours")
