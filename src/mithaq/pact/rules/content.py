"""Content: the one hash of a text that stands in several languages.

It is what is read aloud before anything is signed, so it depends on nothing but what is agreed: title, provisions and articles
in their order, each in every language of the text. Letters and harakat count; how a file was spaced or composed does
not: text is put into NFC, and any run of white space is one space. Nothing else is folded: لجنة and لجان are two
texts, and so are لجنة and لَجنة.

Source: Vienna Convention on the Law of Treaties, articles 10 and 33; RFC 8785 for how it is written down.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mithaq.pact.ledger.entry import Said

Text = tuple[str, str]
"""A heading and what stands under it, in one language."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the text, the same in every language. `number` is its place, and its number where it has one."""

    number: int
    texts: Mapping[str, Text] = field(default_factory=dict)


def content_hash(
    languages: Iterable[str], parts: Iterable[Part], terms: Mapping[str, Said] | None = None
) -> str:
    """The hash of a text in its languages; equal for equal content, however it was spaced, composed or collected.

    Shape: 64 hexadecimal digits. A language that a part lacks counts as empty there. `terms` are codes and numbers that
    are signed with the text.
    """
    spoken = sorted(set(languages))
    written = [
        [part.number, [[language, *map(folded, part.texts.get(language, ("", "")))] for language in spoken]]
        for part in sorted(parts, key=lambda part: part.number)
    ]
    stated = [[name, value] for name, value in sorted((terms or {}).items()) if value not in ("", ())]
    said = json.dumps([spoken, stated, written], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def folded(text: str) -> str:
    """The text as it counts: composed (NFC), with one space for any run of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_aloud(digest: str) -> tuple[str, ...]:
    """The hash in groups of four, as it is shown and read aloud. Shape: sixteen groups for a whole hash."""
    return tuple(digest[place : place + 4] for place in range(0, len(digest), 4))
