"""Pen: draws pictures as SVG text, from the start of the line to its end, whichever side that is.

Whatever is drawn is placed from the *start*: the right in Arabic, the left elsewhere. The pen mirrors
positions, never letters. It escapes every word. Looks are named: on a page a name is a class, which the
sheet of the room colours; in a picture that stands alone (a PDF) it is written out as attributes. Nothing
is styled inside, so a strict content security policy has nothing to refuse.

Words stand in isolates of their own direction, set by their letters: whoever draws the picture need not
know of directions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mithaq.node.web.looks import ARABIC as ARABIC_FACE
from mithaq.node.web.looks import LATIN as LATIN_FACE
from mithaq.node.web.looks import LOOKS

RIGHT_TO_LEFT, LEFT_TO_RIGHT, END_OF_ISOLATE = "\u2067", "\u2066", "\u2069"
ARABIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
ANCHORS = {"start": "end", "end": "start", "middle": "middle"}
# What no XML may hold, and what would turn the reading around.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)

XMLNS = "http://www.w3.org/2000/svg"

# A run of what the Arabic face has, the space and the marks among it; then of what the Latin face has.
RUN = re.compile(r"(?P<arabic>[\u0600-\u06ff\u2066-\u2069 ]+)|[^\u0600-\u06ff\u2066-\u2069 ]+")
PRINTED = re.compile(
    r"[\u0020-\u007e\u00a1-\u00ff\u0152\u0153\u0600-\u06ff\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac]"
)

Point = tuple[float, float]


def isolated(words: str) -> str:
    """The words set apart, in the direction of their letters: Arabic if any of them is Arabic."""
    clean = UNSEEN.sub("", words)
    mark = RIGHT_TO_LEFT if ARABIC.search(clean) else LEFT_TO_RIGHT
    return f"{mark}{clean}{END_OF_ISOLATE}"


def in_faces(words: str) -> str:
    """The words with each run in the face that has its letters, for typesetters that look no further.

    A line with Arabic begins and ends in the Arabic face: the marks of its direction stand there. What
    neither face has is shown by its plain letter, or by a dot.
    """
    plain = "".join(_plain(letter) for letter in normalize("NFKC", words))
    marked = isolated(plain)
    if not ARABIC.search(plain):
        return f'<tspan font-family="{LATIN_FACE}">{escape(marked)}</tspan>'
    runs = (
        (ARABIC_FACE if match["arabic"] is not None else LATIN_FACE, match[0])
        for match in RUN.finditer(marked)
    )
    return "".join(f'<tspan font-family="{face}">{escape(run)}</tspan>' for face, run in runs)


def _plain(letter: str) -> str:
    if PRINTED.match(letter):
        return letter
    base = normalize("NFKD", letter)[:1]
    return base if PRINTED.match(base) else " " if letter.isspace() else "·"


def number(value: float) -> str:
    """A position as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0")


def width_of(words: str, size: float) -> float:
    """About how wide the words are at that size: enough to break a line, not to set it."""
    return (
        sum(
            _EM[0] if letter in "iljtfrI.,:;'’ |!()" else _EM[1] if letter < "\u0250" else _EM[2]
            for letter in words
        )
        * size
    )


_EM = (0.3, 0.57, 0.53)  # narrow Latin letters, other Latin letters, Arabic letters


def broken(words: str, size: float, width: float, lines: int) -> list[str]:
    """The words on so many lines of that width; what does not fit ends in an ellipsis."""
    left, made = words.split(), list[str]()
    while left and len(made) < lines:
        line = left.pop(0)
        while left and width_of(f"{line} {left[0]}", size) <= width:
            line += f" {left.pop(0)}"
        made.append(line)
    if made and left:
        made[-1] = f"{made[-1]} {left[0]}"
    return [_cut(line, size, width) for line in made]


def _cut(line: str, size: float, width: float) -> str:
    if width_of(line, size) <= width:
        return line
    while line and width_of(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


class Pen:
    """A sheet of a width and what was drawn on it so far."""

    def __init__(self, width: float, *, mirrored: bool, alone: bool) -> None:
        self.width, self.mirrored, self.alone = width, mirrored, alone
        self.drawn: list[str] = []

    def _box(self, x: float, y: float, width: float, height: float) -> str:
        at = self.width - x - width if self.mirrored else x
        sides = {"x": at, "y": y, "width": width, "height": height}
        return "".join(f' {name}="{number(value)}"' for name, value in sides.items())

    def rect(self, x: float, y: float, width: float, height: float, look: str, *, rounded: float = 0) -> None:
        """A box; nothing if it has no width."""
        if width > 0:
            corner = f' rx="{number(rounded)}"' if rounded else ""
            self.drawn.append(f"<rect{self._box(x, y, width, height)}{corner}{self.look(look)}/>")

    def line(self, points: Iterable[Point], look: str, *, closed: bool = False) -> None:
        """A line from point to point; a face if it is closed."""
        steps = " ".join(f"{number(self.at(x))} {number(y)}" for x, y in points)
        self.drawn.append(f'<path d="M{steps}{"Z" if closed else ""}"{self.look(look)}/>')

    def circle(self, x: float, y: float, radius: float, look: str) -> None:
        self.drawn.append(
            f'<circle cx="{number(self.at(x))}" cy="{number(y)}" r="{number(radius)}"{self.look(look)}/>'
        )

    def words(self, x: float, y: float, words: str, look: str, *, anchor: str = "start") -> None:
        """Words on one line; `anchor` is which part of them stands at `x`, as the line runs."""
        side = ANCHORS[anchor] if self.mirrored else anchor
        held = "" if side == "start" else f' text-anchor="{side}"'
        where = f'x="{number(self.at(x))}" y="{number(y)}"'
        shown = in_faces(words) if self.alone else escape(isolated(words))
        self.drawn.append(f"<text {where}{held}{self.look(look)}>{shown}</text>")

    def told(self, words: str) -> None:
        """What the element it stands in is: shown when pointed at."""
        self.drawn.append(f"<title>{escape(UNSEEN.sub('', words))}</title>")

    def pattern(self, name: str, shape: str, look: str) -> None:
        """A pattern that faces are filled with; `shape` is the outline of one tile of eight by eight."""
        self.drawn.append(
            f'<pattern id="{escape(name)}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path d="{shape}"{self.look(look)}/></pattern>'
        )

    def patterned(self, x: float, y: float, width: float, height: float, pattern: str) -> None:
        """A box filled with a pattern."""
        if width > 0:
            self.drawn.append(f'<rect{self._box(x, y, width, height)} fill="url(#{escape(pattern)})"/>')

    @contextmanager
    def inside(self, tag: str, look: str = "", **attributes: str) -> Iterator[None]:
        """What is drawn meanwhile stands inside an element."""
        said = "".join(
            f' {name.replace("_", "-")}="{escape(UNSEEN.sub("", value))}"'
            for name, value in attributes.items()
        )
        self.drawn.append(f"<{tag}{said}{self.look(look) if look else ''}>")
        yield
        self.drawn.append(f"</{tag}>")

    def link(self, url: str, name: str) -> AbstractContextManager[None]:
        """What is drawn meanwhile leads somewhere; in a picture that stands alone it leads nowhere."""
        if self.alone or not url:
            return self.inside("g")
        return self.inside("a", "row", href=url, aria_label=name)

    def at(self, x: float) -> float:
        """Where a distance from the start stands on the sheet."""
        return self.width - x if self.mirrored else x

    def look(self, name: str) -> str:
        """A look as a class, or written out."""
        if not self.alone:
            return f' class="{name}"'
        return "".join(f' {attribute}="{value}"' for attribute, value in LOOKS.get(name, {}).items())

    def sheet(self, height: float, *, name: str, look: str) -> SafeString:
        """The finished picture. On a page a group of links with a name; without a name it is hidden."""
        width, tall = number(self.width), number(height)
        size = f'width="{width}" height="{tall}" ' if self.alone else ""
        role = "img" if self.alone else "group"
        called = escape(UNSEEN.sub("", name))
        said = f'role="{role}" aria-label="{called}"' if name else 'aria-hidden="true"'
        head = f'<svg xmlns="{XMLNS}" direction="ltr" {size}viewBox="0 0 {width} {tall}" {said}'
        head += f"{self.look(look)}>"
        return mark_safe(f"{head}{''.join(self.drawn)}</svg>")  # noqa: S308 - every word was escaped
