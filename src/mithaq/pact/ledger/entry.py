"""An entry: a step taken, stated once, signed, for good.

This module knows an entry's *header*: the part both sides hold, on which standings depend.
Its bytes are made once; their SHA-256 is the entry's id, and they are stored and sent as
they are. Nothing personal and no free text stands in a header (it can never be erased):
strings are codes, dates and hashes in printable ASCII, so no header can hide a direction
mark or an escape. Bodies are in `body`, signatures in `exchange`.

Specified in docs/protocol/entry.md.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
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
    header: dict[str, Any] = dict.fromkeys(_TEXTS, "") | dict.fromkeys(_LISTS, ())
    if unknown := parts.keys() - header.keys():
        raise TypeError(f"not a part of a header: {', '.join(sorted(unknown))}")
    header |= parts
    for name in _LISTS:
        header[name] = sorted(set(header[name])) if name in _SORTED else list(header[name])
    header |= {"suite": SUITE, "kind": kind, "edition": edition, "step": step}
    header |= {"author": author, "key": key, "at": written_at(at), "matter": matter or None}
    header["says"] = dict(says or {})
    try:
        written = canonical.encode(header)
    except ValueError:
        raise Malformed(what="header", rule="not-canonical") from None
    read_entry(written)
    return written


def read_entry(header: bytes) -> Entry:
    """The entry that header bytes state.

    Raises: Malformed (UnknownSuite among them), whatever the bytes.
    """
    if not _PRINTABLE.fullmatch(header):
        raise Malformed(what="header", rule="forbidden-character" if header else "empty")
    stated: dict[str, Any] = canonical.decode(
        header, what="header", largest=LARGEST_HEADER, deepest=DEEPEST_HEADER
    )
    if stated.get("suite") != SUITE:
        raise UnknownSuite(what="header")
    if stated.keys() != _RULES.keys():
        raise Malformed(what="header", rule="wrong-keys")
    for name, rule in _RULES.items():
        if not rule(stated[name]):
            raise Malformed(what="header", rule=name)
    for name in _LISTS:
        stated[name] = tuple(stated[name])
    stated["says"] = _frozen(stated["says"])
    stated["at"] = _instant(stated["at"])
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
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def is_instant(value: object) -> bool:
    """Whether this is an instant as `written_at` writes it, of this century or the next."""
    if not (isinstance(value, str) and _AT.fullmatch(value)):
        return False
    try:
        _instant(value)
    except ValueError:  # 30 February
        return False
    return True


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)


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


def _frozen(says: dict[str, Any]) -> Mapping[str, Said]:
    return MappingProxyType(
        {name: tuple(said) if isinstance(said, list) else said for name, said in says.items()}
    )


Rule = Callable[[Any], bool]

_PRINTABLE = re.compile(rb"[!-\[\]-~]+")  # printable ASCII without space and backslash
_AT = re.compile(r"2[01]\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_SAID_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
LONGEST_SAID = 4096


def _text(pattern: str) -> Rule:
    matches = re.compile(pattern).fullmatch
    return lambda value: isinstance(value, str) and matches(value) is not None


def _list(pattern: str, *, is_sorted: bool) -> Rule:
    is_one = _text(pattern)

    def rule(values: Any) -> bool:
        if not isinstance(values, list) or len(values) > MOST_IN_A_LIST:
            return False
        if not all(map(is_one, values)) or len(set(values)) < len(values):
            return False
        return not is_sorted or values == sorted(values)

    return rule


def _is_said(said: Any) -> bool:
    if isinstance(said, list):
        return len(said) <= MOST_IN_A_LIST and all(
            isinstance(one, str) and len(one) <= LONGEST_SAID for one in said
        )
    return isinstance(said, int) or (isinstance(said, str) and len(said) <= LONGEST_SAID)


def _are_said(says: Any) -> bool:
    return isinstance(says, dict) and all(
        _SAID_NAME.fullmatch(name) and _is_said(said) for name, said in says.items()
    )


AUTHORITY = r"[A-Z][A-Z0-9-]{1,15}"
WORD = r"[a-z][a-z0-9-]{0,63}"  # of a kind, a step
CODE = r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}"  # of a list
DIGEST = r"[0-9a-f]{64}"
FINGERPRINT = r"[0-9a-f]{32}"

_RULES: dict[str, Rule] = {
    "suite": _text(re.escape(SUITE)),
    "kind": _text(WORD),
    "edition": lambda value: type(value) is int and 1 <= value <= 65535,
    "step": _text(WORD),
    "matter": lambda value: value is None or _text(DIGEST)(value),
    "item": _text(f"({AUTHORITY}|{DIGEST})?"),
    "author": _text(AUTHORITY),
    "key": _text(FINGERPRINT),
    "parties": _list(AUTHORITY, is_sorted=True),
    "to": _list(AUTHORITY, is_sorted=True),
    "after": _list(DIGEST, is_sorted=True),
    "prev": _text(f"({DIGEST})?"),
    "at": is_instant,
    "about": _text(f"({DIGEST})?"),
    "terms": _text(f"({DIGEST})?"),
    "basis": _text(f"({CODE})?"),
    "handling": _list(CODE, is_sorted=False),
    "service": _text(f"({CODE})?"),
    "function": _text(f"({CODE})?"),
    "officer": _text(f"({CODE})?"),
    "reference": _text(f"({CODE})?"),
    "says": _are_said,
    "body": _text(f"({DIGEST})?"),
    "attachments": _list(DIGEST, is_sorted=False),
}
_LISTS = ("parties", "to", "after", "handling", "attachments")
_SORTED = frozenset({"parties", "to", "after"})
_TEXTS = (
    "item", "prev", "about", "terms", "basis", "service", "function", "officer", "reference", "body",
)  # fmt: skip
