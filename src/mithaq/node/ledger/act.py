"""An act: what an officer is about to state. At home it is a draft; released, it becomes an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from mithaq.pact.ledger import canonical

LARGEST_ACT = 2 * 1024 * 1024
DEEPEST_ACT = 12


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an act is not ours, but one of a partner without a node that we record (D22): whose it is, by
    which channel and when it reached us. As typed: nothing is checked yet.
    """

    author: str
    channel: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One step, in which matter, to whom, and what it says. Nothing is checked yet.

    An empty `matter` opens one, and `parties` names the other authorities. `to` None means that every party
    reads the body. `values` holds public and confidential fields alike, by name; what they are is the
    kind's word.
    """

    kind: str
    step: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    matter: str = ""
    item: str = ""
    about: str = ""
    parties: tuple[str, ...] = ()
    to: tuple[str, ...] | None = None
    handling: tuple[str, ...] = ()
    basis: str = ""
    recorded: Recorded | None = None

    @property
    def digest(self) -> str:
        """The hash of exactly what would leave: an approval binds to it (D15)."""
        return sha256(self.write()).hexdigest()

    def write(self) -> bytes:
        """The act as canonical bytes.

        Raises: ValueError if a value is no text, whole number, flag, list or mapping.
        """
        return canonical.encode({
            "kind": self.kind, "step": self.step, "values": dict(self.values), "matter": self.matter,
            "item": self.item, "about": self.about, "parties": sorted(self.parties),
            "to": None if self.to is None else sorted(self.to), "handling": list(self.handling),
            "basis": self.basis, **({"recorded": asdict(self.recorded)} if self.recorded else {}),
        })  # fmt: skip

    @classmethod
    def read(cls, written: bytes) -> Act:
        """The act that `write` wrote. Raises: Malformed."""
        stated: dict[str, Any] = canonical.decode(
            written, what="act", largest=LARGEST_ACT, deepest=DEEPEST_ACT
        )
        for name in ("parties", "handling", "to"):
            stated[name] = None if stated[name] is None else tuple(stated[name])
        if recorded := stated.pop("recorded", None):
            stated["recorded"] = Recorded(**recorded)
        return cls(**stated)
