"""Publish: communiqués as files for any web server: a page in each language, an index, an Atom feed.

Everything that was written by anybody is escaped; nothing is fetched from elsewhere, and nothing runs. The
same ledger gives the same bytes, so that writing again changes nothing, and two sides can compare what they
show.

Source: RFC 4287 (Atom).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from mithaq.matters.communiques.published import NEVER, Agreed, Text, published
from mithaq.node.web import dates
from mithaq.node.web.authorities import known, zone_where

STYLE = """:root { font-family: "IBM Plex Sans", "IBM Plex Sans Arabic", system-ui, sans-serif; line-height:
1.6; } :lang(ar) { line-height: 1.9; } body { max-inline-size: 42rem; margin-inline: auto; padding: 1.5rem;
} a { color: #0b5773; } ul { padding-inline-start: 1.2rem; } .parties, time { color: #4e5a61; }
"""


def publish(folder: Path) -> list[Path]:
    """Write every published communiqué into a folder; what was written, in order.

    Raises: OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    out = published()
    return [_write(folder / name, content) for name, content in _files(out)]


def page_of(agreed: Agreed, text: Text) -> str:
    """The name of a communiqué's page in one language."""
    return f"{agreed.reference}-{text.language}.html"


def _files(out: list[Agreed]) -> Iterator[tuple[str, str]]:
    for agreed in out:
        for text in agreed.texts:
            yield page_of(agreed, text), _page(agreed, text)
    listed = [
        {
            "agreed": agreed,
            "updated": _instant(agreed.out_at or NEVER),
            "texts": [{"text": text, "page": page_of(agreed, text)} for text in agreed.texts],
        }
        for agreed in out
    ]
    latest = max((agreed.out_at or NEVER for agreed in out), default=NEVER)
    ours = known().get(settings.AUTHORITY)
    name = f"{ours.words.say('fr')} · {ours.words.say('ar')}" if ours else settings.AUTHORITY
    shown = {"listed": listed, "updated": _instant(latest), "authority": settings.AUTHORITY, "name": name}
    yield "index.html", render_to_string("communiques/index.html", shown)
    yield "feed.xml", render_to_string("communiques/feed.xml", shown)
    yield "style.css", STYLE


def _page(agreed: Agreed, text: Text) -> str:
    others = [(other.language, page_of(agreed, other)) for other in agreed.texts if other is not text]
    spoken = text.language if text.language in ("ar", "fr") else "en"
    out_at, authorities = agreed.out_at or NEVER, known()
    here = zone_where(settings.AUTHORITY, authorities)
    with translation.override(spoken):
        shown = {
            "agreed": agreed,
            "text": text,
            "others": others,
            "authorities": authorities,
            "day": dates.day(out_at.astimezone(here).date(), spoken, dates.LONG),
        }
        return render_to_string("communiques/page.html", shown)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write(file: Path, content: str) -> Path:
    """Put a file in its place at once: nobody reads half of it."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(content.encode("utf-8"))
    beside.replace(file)
    return file
