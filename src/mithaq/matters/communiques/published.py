"""Published: communiqués whose agreed text is out, in each language, as the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mithaq.node.ledger import held
from mithaq.node.ledger.models import Matter
from mithaq.pact.rules import communiques
from mithaq.pact.rules.articles import codes_of, texts_of

KIND = "communique"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
RIGHT_TO_LEFT = frozenset({"ar"})


@dataclass(frozen=True, slots=True)
class Text:
    """A communiqué in one language."""

    language: str
    heading: str
    text: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.text.split("\n") if part.strip()]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The agreed text of a communiqué. `out_at`: when it was published, None before; `until`: the embargo."""

    matter: str
    reference: str
    parties: tuple[str, ...]
    texts: tuple[Text, ...]
    until: datetime | None
    out_at: datetime | None


def read(matter: Matter) -> Agreed | None:
    """The agreed text of a communiqué; None while there is none, or its words are not here."""
    everything = held.entries_of(matter.id)
    standing = held.standing_of(everything)
    state = standing.state if standing else None
    text = communiques.in_force(state) if state else None
    if state is None or text is None:
        return None
    said = texts_of(held.bodies_of([text]).get(text.id, {}))
    spoken = [language for language in codes_of(state.opening, "languages") if language in said]
    if not spoken:
        return None
    out = communiques.published(state)
    texts = tuple(Text(language, *said[language]) for language in spoken)
    until = communiques.embargo(text)
    return Agreed(matter.id, matter.reference, state.parties, texts, until, out.at if out else None)


def published() -> list[Agreed]:
    """Every communiqué that is out and whose words are here, the latest first."""
    rows = Matter.objects.filter(kind=KIND).order_by("reference", "pk")
    found = [agreed for row in rows if (agreed := read(row)) and agreed.out_at is not None]
    return sorted(found, key=lambda agreed: agreed.out_at or NEVER, reverse=True)
