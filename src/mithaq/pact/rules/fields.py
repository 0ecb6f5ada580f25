"""Fields: what a step must and may say, by meaning rather than by widget.

A field is either public (it stands in the signed header for ever, so it is a code, a date, a number or an id) or
part of the body (personal or free text, which can be erased). The same declaration makes the form, checks the
draft, and checks what a partner sent.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mithaq.pact.codes import code_list
from mithaq.pact.exchange.attachment import IN_BODY, MOST_FILES, manifests_in
from mithaq.pact.exchange.errors import BadAttachment
from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.words import NOTHING, Words


class Type(StrEnum):
    """What a value means. The first group may be public; the second never is."""

    CODE = "code"
    CODES = "codes"
    AUTHORITY = "authority"
    DAY = "day"
    DAYS = "days"  # in order, each once
    INSTANT = "instant"
    NUMBER = "number"
    DECIMAL = "decimal"  # an exact number as text, with a point: "12.50"
    DURATION = "duration"  # minutes
    FLAG = "flag"
    ENTRY = "entry"
    KIND = "kind"
    FINGERPRINT = "fingerprint"

    LINE = "line"
    PROSE = "prose"
    BYTES = "bytes"  # in base64, for machines alone: pages show how it begins and how long it is
    NAME = "name"
    BIRTH = "birth"  # EDTF: 1980-02-31 is refused, 1980-02, 1980 and 198X are not
    IDENTIFIER = "identifier"  # plate, telephone, document: shown component by component
    PHONE = "phone"  # of a service, called from the page that shows it; a private person's is an identifier
    GROUP = "group"  # rows of further fields
    ATTACHMENT = "attachment"  # files: a list of manifests, always in the field `attachments`


PUBLIC_TYPES = frozenset(list(Type)[: list(Type).index(Type.LINE)])
PERSONAL_TYPES = frozenset({Type.NAME, Type.BIRTH, Type.IDENTIFIER, Type.PHONE})
FREE_TYPES = frozenset({Type.LINE, Type.PROSE, Type.BYTES, Type.GROUP, Type.ATTACHMENT}) | PERSONAL_TYPES

RESTRICTIONS = "restrictions"  # the field of the body in which H3 is written out (`restrictions`)

# ASCII digits alone: the same day is written in one way, so that days compare as text.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Hours and offsets are bounded here, since versions of Python differ about 24:00 and +22:99.
_HOUR = r"(?:[01]\d|2[0-3]):[0-5]\d"
INSTANT = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}T{_HOUR}(:[0-5]\d(\.\d{{1,6}})?)?(Z|[+-]{_HOUR})", re.ASCII)
DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?", re.ASCII)
BIRTH = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}|\d{3}X", re.ASCII)
ENTRY_ID = re.compile(r"[0-9a-f]{64}")
AUTHORITY = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
# Marks that are invisible and can change what the reader sees, or cannot be stored at all; lines and tabs may stand.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_DAYS = 100  # of one field


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a step says.

    `least` and `most` bound the length of text (characters), a number, the rows of a group, or how many days. `codes` names the
    code list; `fields` are the columns of a group's rows; `words` label it, `help` and `example` guide the officer.
    A column that `counts` numbers the rows: one is asked for each of what the opening states under that name. An entry
    that is `of` some steps is an item that one of them created; `in_kind` says in a matter of which other kind, "" in
    this one, and `stands` in which stages it has to be there to be offered (none named: in any but an end). What nothing
    stands on is `beside`: badly said by a partner it is left unread, and the step counts. What is `drawn` is random: the
    node draws it as the step is stated, and nobody is asked. What is `observed` is read by whoever observes the matter at home.
    A name is asked for in the letters of one `script` (Latn, Arab; "": of any). A flag `reviewed_by` a function is for no
    author to raise: an officer of that function has read the draft and said so, and the node states it.
    """

    name: str
    type: Type
    words: Words
    required: bool = False
    public: bool = False
    codes: str = ""
    least: int | None = None
    most: int | None = None
    help: Words = NOTHING
    example: str = ""
    wide: bool = False
    default: Any = None
    derived: Callable[[Mapping[str, Any]], Said] | None = None  # stated from the body, never asked
    fields: "tuple[Field, ...]" = ()
    counts: str = ""
    of: "tuple[str, ...]" = ()
    in_kind: str = ""
    stands: "tuple[str, ...]" = ()
    beside: bool = False
    drawn: bool = False
    observed: bool = False
    script: str = ""
    reviewed_by: str = ""

    def __post_init__(self) -> None:
        if self.public and self.type not in PUBLIC_TYPES:
            raise ValueError(f"{self.name}: free text and personal data never stand in the header")
        if (self.type is Type.GROUP) != bool(self.fields):
            raise ValueError(f"{self.name}: a group has columns, and nothing else has")
        if self.drawn and (self.public or self.type is not Type.FINGERPRINT):
            raise ValueError(f"{self.name}: what is drawn is a fingerprint of the body")
        if self.reviewed_by and self.type is not Type.FLAG:
            raise ValueError(f"{self.name}: that somebody reviewed it is a flag")
        if self.beside and self.required:
            raise ValueError(f"{self.name}: what must be said is not beside the rest")
        if self.of and not (self.public and self.type is Type.ENTRY):
            raise ValueError(f"{self.name}: only a public entry can name an item")

    @property
    def is_filled_in(self) -> bool:
        """Whether whoever prepares the step says it: not what the body says by itself, nor what reviewers say."""
        return not (self.derived or self.reviewed_by)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: fields under one heading, in the order they are asked."""

    words: Words
    fields: tuple[Field, ...]
    help: Words = field(default=NOTHING)


def check_values(fields: tuple[Field, ...], values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything wrong with `values`, field by field; empty if they may be stated.

    Shape: `values` maps field names to `str`, `int`, `bool`, a sequence of `str`, or, for a group, a sequence of
    mappings. Unknown names are a problem: nothing is dropped in silence.
    """
    known = {field.name for field in fields}
    problems = [Problem("rules.unknown-field", (name,)) for name in values if name not in known]
    for each in fields:
        problems.extend(_problems(each, values.get(each.name)))
    return tuple(problems)


def check_form(fields: tuple[Field, ...], values: Mapping[str, Any]) -> bool:
    """Whether the public values of an entry have a shape that a fold cannot read.

    Milder than `check_values`, for ever: a code that a later list added is well formed, and an unknown field is
    left unread. Two nodes with lists of different age must set aside the same entries.
    """
    return any(
        problem.code not in _OF_THE_LIST
        for each in fields
        if not each.beside
        for problem in _problems(each, values.get(each.name))
    )


_OF_THE_LIST = frozenset(
    {"rules.unknown-code", "rules.number-out-of-range", "rules.year-out-of-range", "rules.too-many-days"}
)


def is_day(value: Any) -> bool:
    """Whether the value states a day that there is, in a year that a calendar can reach."""
    return (
        isinstance(value, str)
        and DAY.fullmatch(value) is not None
        and FIRST_YEAR <= int(value[:4]) <= LAST_YEAR
        and _exists(value)
    )


def instant(value: Any) -> datetime | None:
    """The instant that a value states; None if it states none. What is compared is this, never the text."""
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def is_empty(value: Any) -> bool:
    return value is None or value in ((), []) or (isinstance(value, str) and not value.strip())


def _problems(each: Field, value: Any) -> Iterator[Problem]:
    if is_empty(value):
        if each.required:
            yield Problem("rules.required", (each.name,))
        return
    checker = _CHECKERS[each.type]
    for problem in checker(each, value):
        yield Problem(problem.code, (each.name, *problem.path), problem.soft, problem.facts)


def _code(each: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem("rules.not-a-code")
    elif value not in code_list(each.codes).values:
        yield Problem("rules.unknown-code", facts={"list": each.codes})


def _codes(each: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        yield Problem("rules.not-a-code")
    elif set(value) - set(code_list(each.codes).values) or len(set(value)) != len(value):
        yield Problem("rules.unknown-code", facts={"list": each.codes})


def _pattern(pattern: re.Pattern[str], code: str) -> Any:
    def check(_: Field, value: Any) -> Iterator[Problem]:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield Problem(code)

    return check


def _day(_: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str) or not DAY.fullmatch(value) or not _exists(value):
        yield Problem("rules.no-such-day")
    elif not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        yield Problem("rules.year-out-of-range", facts={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)})


def _days(each: Field, value: Any) -> Iterator[Problem]:
    most = each.most or MOST_DAYS
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        yield Problem("rules.not-days")
        return
    if len(value) > most:
        yield Problem("rules.too-many-days", facts={"most": str(most), "given": str(len(value))})
    for number, one in enumerate(value, start=1):
        for problem in _day(each, one):
            code = "rules.no-such-day-there" if problem.code == "rules.no-such-day" else problem.code
            yield Problem(code, facts={**problem.facts, "number": str(number)})
            return
    if list(value) != sorted(set(value)):
        yield Problem("rules.days-out-of-order")


def _instant(_: Field, value: Any) -> Iterator[Problem]:
    at = instant(value)
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        yield Problem("rules.no-such-instant")


def _number(each: Field, value: Any) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield Problem("rules.not-a-number")
    elif (each.least is not None and value < each.least) or (each.most is not None and value > each.most):
        yield Problem("rules.number-out-of-range", facts={"least": str(each.least), "most": str(each.most)})


def _decimal(each: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str) or not DECIMAL.fullmatch(value):
        yield Problem("rules.not-a-decimal")
    elif (each.least is not None and Decimal(value) < each.least) or (
        each.most is not None and Decimal(value) > each.most
    ):
        yield Problem("rules.number-out-of-range", facts={"least": str(each.least), "most": str(each.most)})


def _flag(_: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem("rules.not-yes-or-no")


def _text(each: Field, value: Any) -> Iterator[Problem]:
    most = each.most or {Type.PROSE: 4000}.get(each.type, 300)
    if not isinstance(value, str):
        yield Problem("rules.not-text")
    elif each.least is not None and len(value.strip()) < each.least:
        yield Problem("rules.too-short", facts={"least": str(each.least)})
    elif len(value) > most:
        yield Problem("rules.too-long", facts={"most": str(most)})
    elif _HIDDEN.search(value):
        yield Problem("rules.hidden-characters")
    elif "\n" in value and each.type is not Type.PROSE:
        yield Problem("rules.one-line-only")


def _birth(_: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str) or not BIRTH.fullmatch(value) or (len(value) >= 7 and not _exists(value)):
        yield Problem("rules.no-such-day")
    elif not FIRST_YEAR - 50 <= int(value[:3] + "0") <= LAST_YEAR:
        yield Problem(
            "rules.year-out-of-range", facts={"first": str(FIRST_YEAR - 50), "last": str(LAST_YEAR)}
        )


def _exists(value: str) -> bool:
    try:
        date.fromisoformat(value if len(value) == 10 else value + "-01")
    except ValueError:
        return False
    return True


def _group(each: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        yield Problem("rules.not-rows")
        return
    if each.most is not None and len(value) > each.most:
        yield Problem("rules.too-many-rows", facts={"most": str(each.most), "given": str(len(value))})
    if each.least is not None and len(value) < each.least:
        yield Problem("rules.too-few-rows", facts={"least": str(each.least)})
    for number, row in enumerate(value[: each.most]):
        for problem in check_values(each.fields, row):
            yield Problem(problem.code, (str(number), *problem.path), problem.soft, problem.facts)


def _attachments(each: Field, value: Any) -> Iterator[Problem]:
    most = min(each.most or MOST_FILES, MOST_FILES)
    if isinstance(value, list | tuple) and len(value) > most:
        yield Problem("rules.too-many-files", facts={"most": str(most), "given": str(len(value))})
        return
    try:
        manifests_in({IN_BODY: value})
    except BadAttachment:
        yield Problem("rules.no-such-attachment")


_CHECKERS: dict[Type, Any] = {
    Type.CODE: _code,
    Type.CODES: _codes,
    Type.AUTHORITY: _pattern(AUTHORITY, "rules.unknown-authority"),
    Type.DAY: _day,
    Type.DAYS: _days,
    Type.INSTANT: _instant,
    Type.NUMBER: _number,
    Type.DECIMAL: _decimal,
    Type.DURATION: _number,
    Type.FLAG: _flag,
    Type.ENTRY: _pattern(ENTRY_ID, "rules.no-such-entry"),
    Type.KIND: _pattern(re.compile(r"[a-z][a-z-]{1,30}"), "rules.unknown-kind"),
    Type.FINGERPRINT: _pattern(re.compile(r"[0-9a-f]{32,64}"), "rules.not-a-fingerprint"),
    Type.LINE: _text,
    Type.PROSE: _text,
    Type.BYTES: _text,
    Type.NAME: _text,
    Type.BIRTH: _birth,
    Type.IDENTIFIER: _text,
    Type.PHONE: _text,
    Type.GROUP: _group,
    Type.ATTACHMENT: _attachments,
}
