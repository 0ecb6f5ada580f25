"""An instrument told step by step: articles, confirmations, freezes, initials, signatures, with hashes."""

from collections.abc import Mapping
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.articles import hash_of
from mithaq.pact.rules.instruments import KIND
from tests.pact.rules.telling import Told

PARTIES = ("ES", "FR", "MA")
OPENING = {
    "sort": "action-plan",
    "languages": ("ar", "fr"),
    "authentic": ("ar", "fr"),
    "alternat": True,
    "notice_months": 6,
}
COMMITTEE = ("تحدث لجنة مشتركة.", "Il est créé un comité mixte.")
MEETS = ("تجتمع اللجنة مرة كل سنة.", "Le comité se réunit une fois par an.")


def in_text() -> list[dict[str, str]]:
    return texts(*COMMITTEE)["texts"]


def texts(ar: str, fr: str) -> dict[str, Any]:
    return {
        "texts": [
            {"language": "ar", "heading": "", "text": ar},
            {"language": "fr", "heading": "", "text": fr},
        ]
    }


class Negotiated(Told):
    """What is said of an instrument, with the bodies that say it."""

    def __init__(self, *parties: str, **changes) -> None:
        super().__init__(KIND, *(parties or PARTIES), says=OPENING | changes, by="MA")
        frame = texts("", "")["texts"]
        for row, title in zip(frame, ("مخطط عمل مشترك", "Plan d’action conjoint"), strict=True):
            row["heading"] = title
        self.bodies: dict[str, Mapping[str, Any]] = {self.opening.id: {"title": "Plan", "texts": frame}}

    @property
    def parties(self) -> tuple[str, ...]:
        return self.opening.parties

    def text(
        self, author: str, step: str, ar_fr, number: int, *, item="", written_in=("ar", "fr"), **more
    ) -> Entry:
        """An article added or edited; what it is edited on is what stands, unless told otherwise."""
        says = {"number": number, "written_in": written_in} | more.pop("says", {})
        new = self.say(author, step, item=item, says=says, **more)
        self.bodies[new.id] = texts(*ar_fr)
        return new

    def add(self, author: str, ar_fr=COMMITTEE, number: int = 1, **more) -> Entry:
        return self.text(author, "add-article", ar_fr, number, **more)

    def edit(self, author: str, article: Entry, on: Entry, ar_fr, number: int = 1, **more) -> Entry:
        return self.text(
            author, "edit-article", ar_fr, number, item=article, says={"revision": on.id}, **more
        )

    def confirm(self, article: Entry, revision: Entry, *parties: str) -> None:
        for party in parties or self.parties:
            self.say(party, "confirm-concordance", item=article, says={"revision": revision.id})

    @property
    def hash(self) -> str:
        found = hash_of(self.state, self.bodies)
        assert found is not None
        return found

    def bind(self, step: str, *parties: str, naming: str = "", **more) -> list[Entry]:
        """Freeze, initial or sign, by each of these parties or by all."""
        says = {"hash": naming or self.hash}
        if step != "freeze":
            says |= {"method": "wet-scan", "signed_on": "2026-01-05"}
        return [self.say(party, step, item=party, says=says, **more) for party in parties or self.parties]

    def name_signatories(self) -> None:
        for party in self.parties:
            self.say(party, "name-signatory", item=party, says={"method": "wet-scan"})

    def rungs(self) -> dict[str, str]:
        return {party: self.item("fixing", party).stage for party in self.parties}


def matched(*parties: str) -> tuple[Negotiated, Entry]:
    """One article, confirmed by all."""
    told = Negotiated(*parties)
    article = told.add("MA")
    told.confirm(article, article)
    return told, article


def frozen(*parties: str) -> tuple[Negotiated, Entry]:
    told, article = matched(*parties)
    told.bind("freeze")
    return told, article


def ready(*parties: str) -> tuple[Negotiated, Entry]:
    told, article = frozen(*parties)
    told.name_signatories()
    told.bind("initial")
    return told, article


def signed(*parties: str) -> tuple[Negotiated, Entry]:
    told, article = ready(*parties)
    told.bind("sign")
    return told, article
