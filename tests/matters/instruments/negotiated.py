"""An instrument between us and simulated Paris: proposed by us, drafted by both, taken as far as a test
asks.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import attached, held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.officers.models import Officer
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.articles import hash_of
from mithaq.pact.rules.fixing import fixed
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated

TITLES = ("مخطط العمل المشترك في مجال التعاون الشرطي", "Plan d’action conjoint de coopération policière")
PREAMBLES = (
    "إن الطرفين، رغبة منهما في توطيد التعاون بينهما في إطار الاحترام المتبادل،",
    "Les Parties, désireuses de renforcer leur coopération dans le respect mutuel,",
)
CLOSINGS = (
    "وحرر بالرباط في نظيرين أصليين باللغتين العربية والفرنسية، وللنصين نفس الحجية.",
    "Fait à Rabat, en double exemplaire, en langues arabe et française, les deux textes faisant foi.",
)
COMMITTEE = (
    "تحدث لجنة مشتركة تتولى تتبع تنفيذ هذا المخطط.",
    "Il est créé un comité mixte chargé de suivre la mise en œuvre du présent plan.",
)
CONTACTS = (
    "يعين كل طرف نقطة الاتصال الوطنية ويبلغها إلى الطرف الآخر.",
    "Chaque Partie désigne un point de contact national et le notifie à l’autre Partie.",
)
HEADINGS = {1: ("اللجنة", "Comité"), 2: ("نقطة الاتصال", "Point de contact")}
LETTER = ("تحدث لجان مشتركة تتولى تتبع تنفيذ هذا المخطط.", COMMITTEE[1])


def rows(ar: str, fr: str, headings=("", ""), **more):
    pairs = zip(("ar", "fr"), headings, (ar, fr), strict=True)
    return [
        {"language": language, "heading": heading, "text": text} | more for language, heading, text in pairs
    ]


def opening_values() -> dict:
    texts = rows(*PREAMBLES, headings=TITLES)
    for row, closing in zip(texts, CLOSINGS, strict=True):
        row |= {"entry_rule": "", "closing": closing}
    return {
        "title": "Plan d’action conjoint 2026-2028", "sort": "action-plan", "languages": ["ar", "fr"],
        "authentic": ["ar", "fr"], "alternat": True, "notice_months": 6, "texts": texts,
    }  # fmt: skip


@dataclass
class Negotiated:
    """The matter, our officer who takes every step, and Paris."""

    paris: Simulated
    ours: Officer
    opening: Entry = None
    taken: list[Entry] = field(default_factory=list)

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.opening.id)

    @property
    def reference(self) -> str:
        return self.matter.reference

    def we(self, step: str, values=None, *, item: str = "", **more) -> Entry:
        act = Act("instrument", step, values or {}, matter=self.opening.id, item=item, **more)
        entry = state(act, officer=self.ours, now=self._now())
        self.paris.learn(entry)
        self.taken.append(entry)
        return entry

    def they(self, step: str, *, says=None, body=None, item: str = "") -> Entry:
        wire = self.paris.wire(
            step, kind="instrument", matter=self.opening.id, says=says or {}, body=body, item=item
        )
        assert receive(wire, now=self._now()).state == "kept"
        self.taken.append(self.paris.entries[-1])
        return self.paris.entries[-1]

    def _now(self):
        return NOW + timedelta(minutes=len(self.taken) + 1)

    @property
    def standing(self):
        return held.standing_of(held.entries_of(self.opening.id))

    @property
    def hash(self) -> str:
        entries = held.entries_of(self.opening.id)
        return fixed(self.standing.state).frozen or hash_of(
            self.standing.state, held.bodies_of(entries.entries)
        )

    def add(self, number: int, ar_fr=COMMITTEE) -> Entry:
        return self.we("add-article", {"number": number, "texts": rows(*ar_fr, headings=HEADINGS[number])})

    def edited_by_them(self, article: Entry, on: Entry, ar_fr=LETTER, number: int = 1) -> Entry:
        says = {"revision": on.id, "number": number, "written_in": ("ar", "fr")}
        return self.they(
            "edit-article",
            says=says,
            item=article.id,
            body={"texts": rows(*ar_fr, headings=HEADINGS[number])},
        )

    def edited_by_us(self, article: Entry, on: Entry, ar_fr=LETTER, number: int = 1) -> Entry:
        values = {"revision": on.id, "number": number, "texts": rows(*ar_fr, headings=HEADINGS[number])}
        return self.we("edit-article", values, item=article.id)

    def confirmed(self, *articles: Entry) -> None:
        for article in articles:
            self.we("confirm-concordance", {"revision": article.id}, item=article.id)
            self.they("confirm-concordance", says={"revision": article.id}, item=article.id)

    def frozen(self) -> None:
        self.we("freeze", {"hash": self.hash}, item="MA")
        self.they("freeze", says={"hash": self.hash}, item="FR")

    def initialled(self) -> None:
        """Both name who signs for them, and initial; Paris by hand, we too (the scan is no matter here)."""
        says = {"hash": self.hash, "method": "wet-scan", "signed_on": "2026-11-24"}
        for party in ("FR", "MA"):
            self.signatory_of(party)
        self.they("initial", says=says, item="FR", body={"place": "Rabat"})

    def signatory_of(self, party: str) -> None:
        body = {
            "name": "TESTNOM Canari",
            "name_ar": "كناري تجريبي",
            "titles": [{"language": "fr", "title": "Directeur général"}],
        }
        if party == "FR":
            self.they("name-signatory", says={"method": "wet-scan"}, item=party, body=body)
        else:
            self.we("name-signatory", {"method": "wet-scan", **body}, item=party, basis="instrument")


def proposed(paris: Simulated) -> Negotiated:
    """An instrument of ours that Paris has received; our officer may take every step."""
    ours = officer("legal-adviser", "translator", "plan-coordinator", "head-of-service", language="fr")
    act = Act("instrument", "propose-instrument", opening_values(), parties=("FR",))
    opening = state(act, officer=ours, now=NOW)
    paris.learn(opening)
    return Negotiated(paris, ours, opening)


def drafted(paris: Simulated) -> tuple[Negotiated, Entry, Entry]:
    told = proposed(paris)
    return told, told.add(1), told.add(2, CONTACTS)


def ready_to_sign(paris: Simulated) -> tuple[Negotiated, Entry, Entry]:
    """Confirmed and frozen by both; Paris has initialled."""
    told, first, second = drafted(paris)
    told.confirmed(first, second)
    told.frozen()
    told.initialled()
    return told, first, second


def receipted(told: Negotiated) -> None:
    """Paris says of everything of ours that it keeps it: only then is it signed."""
    for entry in (told.opening, *told.taken):
        if entry.author == "MA":
            receive(told.paris.receipt_wire(entry.id, told.opening.id), now=NOW)


def signed(paris: Simulated) -> Negotiated:
    """Signed by both, by hand."""
    made, _, _ = ready_to_sign(paris)
    says = {"hash": made.hash, "method": "wet-scan", "signed_on": "2026-11-24"}
    scan = attached.store(b"%PDF-1.7 a scan", name="scan.pdf", mime="application/pdf")
    by_hand = {"witnesses": [{"name": "A"}, {"name": "B"}], "place": "Rabat", "attachments": [scan.stated()]}
    for step in ("initial", "sign"):
        receipted(made)
        made.we(step, {**says, **by_hand}, item="MA", basis="instrument")
        if step == "sign":
            made.they(step, says=says, item="FR", body={"place": "Rabat"})
    return made
