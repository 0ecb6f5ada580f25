"""An entry: a step taken, stated once, signed, for good.

This module knows an entry's *header*: the part both sides hold, on which standings depend.
Its bytes are made once; their SHA-256 is the entry's id, and they are stored and sent as
they are. Nothing personal and no free text stands in a header (it can never be erased):
strings are codes, dates and hashes in printable ASCII, so no header can hide a direction
mark or an escape. Bodies are in `body`, signatures in `exchange`.

Specified in docs/protocol/entry.md.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.body import commitment, encode_body, read_body
from mithaq.pact.ledger.errors import Malformed, UnknownSuite

__all__ = [
    "SUITE", "Entry", "Said", "SignedEntry", "commitment", "compose", "encode_body",
    "read_body", "read_entry", "written_at",
]  # fmt: skip

SUITE = "mithaq-1"  # Ed25519 + ML-DSA-65, HPKE with X-Wing, SHA-256, AES-256-GCM
LARGEST_HEADER = 64 * 1024
DEEPEST_HEADER = 6
MOST_IN_A_LIST = 256

Said = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One step taken by one authority in one matter: the header, as both sides hold it.

    Made by `read_entry` alone, so every rule of the header holds for every instance.
    """

    id: str  # SHA-256 of `header`, hexadecimal
    header: bytes = field(repr=False)
    suite: str
    kind: str
    edition: int
    step: str
    matter: str  # the id of the opening entry; of the opening entry itself, its own
    item: str  # the track item: "", an authority, or the entry that created it
    author: str
    key: str  # fingerprint of the author's keys
    parties: tuple[str, ...]  # stated by the opening entry only; sorted
    to: tuple[str, ...]  # who may read the body, sorted, without the author
    after: tuple[str, ...]  # heads of the matter the author had seen, sorted
    prev: str  # the author's last entry in this matter, or ""
    at: datetime  # the author's clock: shown, never decisive
    about: str  # the entry this one answers, or ""
    terms: str  # the entry that adopted the terms it stands on, or ""
    basis: str  # transfer basis
    handling: tuple[str, ...]
    service: str  # originating service
    function: str  # in which function the officer acted
    officer: str  # opaque reference, known at home
    reference: str  # stated by the opening entry only, else ""
    says: Mapping[str, Said]
    body: str  # commitment to the body, or ""
    attachments: tuple[str, ...]

    @property
    def opens(self) -> bool:
        """Whether this entry opens its matter."""
        return self.matter == self.id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.header == other.header

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """An entry with its author's signature, not yet verified."""

    entry: Entry
    signature: bytes = field(repr=False)  # Ed25519 (64 bytes), then ML-DSA-65 (3309)


def compose(
    *,
    kind: str,
    edition: int,
    step: str,
    author: str,
    key: str,
    at: datetime,
    matter: str = "",
    says: Mapping[str, Said] | None = None,
    **parts: str | Iterable[str],
) -> bytes:
    """The header bytes of an entry, from its parts; a part left out is empty.

    An empty `matter` opens one. `parts` are the other fields of `Entry`: parties, to, after,
    handling, attachments (any iterable of strings), item, prev, about, terms, basis, service,
    function, officer, reference, body (strings). Sorts what must be sorted.

    Units: `at` is any aware instant; cut to milliseconds, UTC.
    Raises: Malformed if a partner would refuse these bytes; TypeError for an unknown part.
    """
    if unknown := parts.keys() - _EMPTY.keys():
        raise TypeError(f"not a part of a header: {', '.join(sorted(unknown))}")
    header: dict[str, Any] = {
        **_EMPTY, **parts,
        "suite": SUITE, "kind": kind, "edition": edition, "step": step, "author": author, "key": key,
        "at": written_at(at), "matter": matter or None, "says": dict(says or {}),
    }  # fmt: skip
    for name in _LISTS:
        header[name] = sorted(set(header[name])) if name in _SORTED else list(header[name])
    try:
        written = canonical.encode_unchecked(header)
    except ValueError:
        raise Malformed(what="header", rule="not-canonical") from None
    read_entry(written)
    return written


@lru_cache(maxsize=512)  # composing, signing and recording read the same bytes
def read_entry(header: bytes) -> Entry:
    """The entry that header bytes state.

    Raises: Malformed (UnknownSuite among them), whatever the bytes.
    """
    if len(header) > LARGEST_HEADER:
        raise Malformed(what="header", rule="too-large")
    found = _HEADER.fullmatch(header.decode("latin-1"))
    if not found:
        raise _refusal(header)
    stated: dict[str, Any] = dict(zip(PARTS, found.groups(), strict=True))
    for name in _LISTS:
        stated[name] = _list(name, stated[name])
    stated["at"] = _instant(stated["at"])
    stated["edition"] = int(stated["edition"])
    stated["says"] = _says(stated["says"])
    entry_id = sha256(header).hexdigest()
    opens = stated["matter"] is None
    stated["matter"] = stated["matter"] or entry_id
    entry = Entry(id=entry_id, header=header, **stated)
    _check_together(entry, opens)
    return entry


def written_at(at: datetime) -> str:
    """An instant as statements carry it: UTC, milliseconds, for example 2026-03-01T09:00:00.000Z.

    Raises: ValueError if `at` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant names its zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def is_instant(value: object) -> bool:
    """Whether this is an instant as `written_at` writes it, of this century or the next."""
    if not (isinstance(value, str) and _AT.fullmatch(value)):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:  # 30 February
        return False
    return True


def _instant(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:  # 30 February
        raise Malformed(what="header", rule="at") from None


def _check_together(entry: Entry, opens: bool) -> None:
    """Check what one field implies for another."""
    if entry.author in entry.to:
        raise Malformed(what="header", rule="to")
    if not opens:
        if entry.parties or entry.reference:
            raise Malformed(what="header", rule="parties" if entry.parties else "reference")
        if not entry.after:  # who takes a step in a matter has seen at least its opening
            raise Malformed(what="header", rule="after")
        return
    if entry.after or entry.prev:
        raise Malformed(what="header", rule="after")
    if len(entry.parties) < 2 or entry.author not in entry.parties:
        raise Malformed(what="header", rule="parties")
    if not set(entry.to) <= set(entry.parties):
        raise Malformed(what="header", rule="to")
    if entry.reference and not entry.reference.startswith(f"{entry.author}-"):
        raise Malformed(what="header", rule="reference")


def _list(name: str, written: str) -> tuple[str, ...]:
    if not written:
        return ()
    values = tuple(written[1:-1].split('","'))
    if len(set(values)) < len(values) or (name in _SORTED and list(values) != sorted(values)):
        raise Malformed(what="header", rule=name)
    return values


def _says(written: str) -> Mapping[str, Said]:
    if written == "{}":
        return _NOTHING_SAID
    try:
        return MappingProxyType(_SAYS.decode(written))
    except canonical.NotWhole:
        raise Malformed(what="header", rule="number") from None


def _in_order(pairs: list[tuple[str, Any]]) -> dict[str, Said]:
    """What is said, if its names are sorted and none comes twice."""
    names = [name for name, _ in pairs]
    if names != sorted(set(names)):
        raise Malformed(what="header", rule="not-canonical")
    return {name: tuple(said) if isinstance(said, list) else said for name, said in pairs}


def _refusal(header: bytes) -> Malformed:
    """Why the header is none, found the slow way. Raises: Malformed, if it cannot even be decoded."""
    if not _PRINTABLE.fullmatch(header):
        return Malformed(what="header", rule="forbidden-character" if header else "empty")
    stated = canonical.decode(header, what="header", largest=LARGEST_HEADER, deepest=DEEPEST_HEADER)
    if stated.get("suite") != SUITE:
        return UnknownSuite(what="header")
    if stated.keys() != PARTS.keys():
        return Malformed(what="header", rule="wrong-keys")
    wrong = (
        name
        for name, part in PARTS.items()
        if not re.fullmatch(part, canonical.encode(stated[name]).decode())
    )
    return Malformed(what="header", rule=next(wrong, "parts"))


AUTHORITY = r"[A-Z][A-Z0-9-]{1,15}"
WORD = r"[a-z][a-z0-9-]{0,63}"  # of a kind, a step
CODE = r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}"  # of a list
DIGEST = r"[0-9a-f]{64}"
FINGERPRINT = r"[0-9a-f]{32}"
# The hours are bounded here: later versions of Python read 24:00 as the next day, earlier ones refuse it.
INSTANT = r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"


def _text(pattern: str) -> str:
    return f'"({pattern})"'


def _list_of(one: str) -> str:
    return rf'\[((?:"{one}"(?:,"{one}"){{0,{MOST_IN_A_LIST - 1}}})?)\]'


_STRING = r'"[!#-\[\]-~]{0,4096}"'  # printable ASCII without space, quote and backslash
_NUMBER = r"(?:0|-?[1-9][0-9]{0,15})"
_STRINGS = rf"\[(?:{_STRING}(?:,{_STRING}){{0,{MOST_IN_A_LIST - 1}}})?\]"
_SAID = rf'"[a-z][a-z0-9_-]{{0,63}}":(?:{_STRING}|{_NUMBER}|true|false|{_STRINGS})'

PARTS = {
    "about": _text(f"(?:{DIGEST})?"),
    "after": _list_of(DIGEST),
    "at": _text(INSTANT),
    "attachments": _list_of(DIGEST),
    "author": _text(AUTHORITY),
    "basis": _text(f"(?:{CODE})?"),
    "body": _text(f"(?:{DIGEST})?"),
    "edition": "([1-9][0-9]{0,3})",
    "function": _text(f"(?:{CODE})?"),
    "handling": _list_of(CODE),
    "item": _text(f"(?:{AUTHORITY}|{DIGEST})?"),
    "key": _text(FINGERPRINT),
    "kind": _text(WORD),
    "matter": f'(?:null|"({DIGEST})")',
    "officer": _text(f"(?:{CODE})?"),
    "parties": _list_of(AUTHORITY),
    "prev": _text(f"(?:{DIGEST})?"),
    "reference": _text(f"(?:{CODE})?"),
    "says": rf"(\{{(?:{_SAID}(?:,{_SAID}){{0,{MOST_IN_A_LIST - 1}}})?\}})",
    "service": _text(f"(?:{CODE})?"),
    "step": _text(WORD),
    "suite": _text(SUITE),
    "terms": _text(f"(?:{DIGEST})?"),
    "to": _list_of(AUTHORITY),
}
"""The parts of a header, in their order, each with the pattern of its JSON; the group is its value.

There is nothing else in a header and one spelling for each part, so the whole is one pattern;
every choice in it is decided by the next character, so matching takes linear time.
"""

_HEADER = re.compile(r"\{" + ",".join(f'"{name}":{part}' for name, part in PARTS.items()) + r"\}")
_SAYS = json.JSONDecoder(parse_int=canonical.whole, object_pairs_hook=_in_order)
_NOTHING_SAID: Mapping[str, Said] = MappingProxyType({})
_PRINTABLE = re.compile(rb"[!-\[\]-~]+")
_AT = re.compile(INSTANT)
_LISTS = ("parties", "to", "after", "handling", "attachments")
_SORTED = frozenset({"parties", "to", "after"})
_EMPTY: dict[str, str | tuple[str, ...]] = {
    "item": "", "prev": "", "about": "", "terms": "", "basis": "", "service": "", "function": "",
    "officer": "", "reference": "", "body": "",
    "parties": (), "to": (), "after": (), "handling": (), "attachments": (),
}  # fmt: skip
