"""The small pictures of the screens and the badges they stand in; `icons.toml` holds their strokes.

They stand in the page itself, so nothing is fetched and they take the colour of the
words beside them. They never carry a meaning alone: each stands beside its word, and is hidden from
screen readers.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

STROKES: Mapping[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SVG = (
    '<svg class="icon{}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
    '<path d="{}"/></svg>'
)
# Which tone has which picture, where a page names none.
OF_TONE = {"waiting": "waiting", "moving": "moving", "good": "good", "bad": "doubt", "quiet": "quiet"}
# These mean a direction and turn with the page.
TURN = frozenset({"back", "forward", "moving", "out", "send", "list", "timeline"})


def icon(name: str) -> SafeString:
    """The picture of that name. An unknown name is our own mistake: KeyError."""
    return format_html(SVG, " turns" if name in TURN else "", STROKES[name])


def badge(tone: str, text: str, picture: str = "", extra: str = "") -> SafeString:
    """A word in a frame of its tone, with a picture: never colour alone."""
    tone = tone if tone in OF_TONE else "quiet"
    return format_html(
        '<span class="badge {}{}">{}<span>{}</span></span>',
        tone,
        f" {extra}" if extra else "",
        icon(picture or OF_TONE[tone]),
        text,
    )
