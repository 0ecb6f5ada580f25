"""What a kind reads out of a matter for lists, searches and the cross-check: from where it stands, and from its bodies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from mithaq.pact.rules.words import Words

if TYPE_CHECKING:
    from mithaq.pact.rules.state import State


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone or something a matter names: what the cross-check looks up. Personal.

    `sought_by`: authorities whose search for this person runs: what comes into their registers later is looked up too.
    """

    sort: str
    names: tuple[str, ...] = ()
    born: str = ""
    identifier: str = ""
    entry: str = ""
    sought_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What lists and searches show of a matter. `title`, `subjects` and `names` are personal; the rest is codes.

    `names` are what items are called, by their key and then by language, where a room draws many of them at once.
    """

    title: str = ""
    urgency: str = ""
    axis: str = ""
    sensitivity: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    facets: tuple[tuple[str, str], ...] = ()
    subjects: tuple[Subject, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


Bodies = Mapping[str, Mapping[str, Any]]


class Reader(Protocol):
    def __call__(self, state: "State", bodies: Bodies, /) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list. `priority` 1 stays on a phone; `codes` labels the value."""

    name: str
    words: Words
    codes: str = ""
    priority: int = 2
    filters: bool = False
