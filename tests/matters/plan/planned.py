"""Plans for tests: negotiated with a simulated partner by real acts, as small or as large as a test needs."""

from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import plan as rules
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated

BEGUN = NOW - timedelta(days=20)  # the keys of these tests are a month old
TODAY = NOW.date()
TITLE = {
    "title_ar": "مخطط العمل المشترك",
    "title_fr": "Plan d’action conjoint",
    "title_en": "Joint action plan",
}
HOLIDAYS = {
    "MA": ["2026-11-06", "2026-11-18", "2027-01-01", "2027-01-11", "2027-01-14", "2027-05-01", "2027-07-30"],
    "FR": ["2026-11-11", "2026-12-25", "2027-01-01", "2027-05-01", "2027-05-08", "2027-07-14"],
}
ZONES = {"MA": "Africa/Casablanca", "FR": "Europe/Paris"}


def titles(ar: str, fr: str, en: str = "") -> dict[str, str]:
    return {"title_ar": ar, "title_fr": fr, **({"title_en": en} if en else {})}


@dataclass
class Planned:
    """A plan between us and Paris. Every step is a minute later than the one before."""

    paris: Simulated
    now: datetime = BEGUN
    ours: object = None
    opening: Entry = None
    said: dict[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ours = self.ours or officer("plan-coordinator", "liaison-officer")
        values = {**TITLE, "from_on": "2025-06-24"}
        self.opening = self.we("open-plan", values, parties=("FR",), matter="")

    def copied(self) -> "Planned":
        """Another of which the same was said so far."""
        made = copy(self)
        made.paris, made.ours, made.said = self.paris.copied(), copy(self.ours), {**self.said}
        return made

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.opening.id)

    @property
    def reference(self) -> str:
        return self.matter.reference

    def we(self, step: str, values=None, *, item="", matter=None, **parts) -> Entry:
        """A step of ours, as an officer takes it."""
        self.now += timedelta(minutes=1)
        where = self.opening.id if matter is None else matter
        handling = ("H0",) if rules.KIND.step(step).conveys else ()
        entry = state(
            Act("plan", step, values or {}, matter=where, item=_id(item), handling=handling, **parts),
            officer=self.ours, now=self.now,
        )  # fmt: skip
        self.paris.learn(entry)
        return entry

    def they(self, step: str, values=None, *, item="") -> Entry:
        """A step of theirs, as it arrives."""
        self.now += timedelta(minutes=1)
        self.paris.now = self.now
        declared = rules.KIND.step(step)
        public = {each.name for each in declared.public_fields}
        said = values or {}
        says = {name: value for name, value in said.items() if name in public}
        body = {name: value for name, value in said.items() if name not in public}
        handling = {"handling": ("H0",)} if declared.conveys else {}
        wire = self.paris.wire(
            step,
            kind="plan",
            matter=self.opening.id,
            item=_id(item),
            says=says,
            body=body or None,
            **handling,
        )
        assert receive(wire, now=self.now).state == "kept"
        return self.paris.entries[-1]

    def agreed(self, step: str, values) -> Entry:
        """A part that we propose and Paris agrees to."""
        part = self.we(step, values)
        self.they("agree-part", item=part)
        return part

    def signed(self) -> "Planned":
        made = self.we("propose-signature", {"signed_on": "2025-06-24", "place": "Rabat"})
        self.they("accept-signature", item=made)
        return self

    def axis(self, code="FUG", **said) -> Entry:
        title = titles("الأشخاص المبحوث عنهم", "Personnes recherchées", "Wanted persons")
        return self.agreed("propose-axis", {"axis": code, **title, **said})

    def objective(self, axis: Entry, **said) -> Entry:
        title = titles("تسريع تبليغ الأبحاث", "Accélérer la diffusion", "Faster notices")
        return self.agreed("propose-objective", {"axis": axis.id, **title, **said})

    def of_action(
        self, objective: Entry, starts="2026-01-05", ends="2026-12-31", **said
    ) -> dict[str, object]:
        title = titles("تكوين محققي الطرفين", "Former les enquêteurs", "Train investigators")
        return {
            "objective": objective.id, "sort": "training", "lead": "MA", "co_lead": "FR",
            "starts_on": starts, "ends_on": ends, **title, **said,
        }  # fmt: skip

    def action(self, objective: Entry, starts="2026-01-05", ends="2026-12-31", **said) -> Entry:
        return self.agreed("propose-action", self.of_action(objective, starts, ends, **said))

    def depends(self, first: Entry, then: Entry, relation="FS") -> Entry:
        return self.agreed("propose-dependency", {"first": first.id, "then": then.id, "relation": relation})

    def deliverable(self, action: Entry, due="2026-11-30", **said) -> Entry:
        title = titles("دليل المساطر", "Guide des procédures", "Handbook")
        values = {"action": action.id, "lead": "MA", "due_on": due, **title, **said}
        return self.agreed("propose-deliverable", values)

    def indicator(self, action: Entry, **said) -> Entry:
        title = titles("المحققون المكونون", "Enquêteurs formés", "Investigators trained")
        of = {
            "subject": "training",
            "level": "output",
            "measure": "unit",
            "baseline": "20",
            "baseline_year": 2024,
        }
        return self.agreed("propose-indicator", {"action": action.id, **of, **title, **said})

    def period(self, indicator: Entry, starts: str, ends: str, target=None, lead="MA") -> Entry:
        values = {"indicator": indicator.id, "starts_on": starts, "ends_on": ends, "lead": lead}
        return self.agreed("propose-target", values | ({"target": target} if target else {}))

    def measured(self, period: Entry, actual: str, *, verified=True) -> None:
        self.we("state-actual", {"actual": actual, "source": "Registre des formations"}, item=period)
        if verified:
            self.they("verify-actual", item=period)

    def changed(self, part: Entry, change: str, *, accepted=True, base="", **said) -> Entry:
        values = {"part": part.id, "change": change, "reason": "Convenu au comité mixte.", **said}
        made = self.we("propose-change", {**values, **({"base": _id(base)} if base else {})})
        if accepted:
            self.they("accept-change", item=made)
        return made


def calendars(partner: Simulated, agreement: str) -> None:
    """Both sides state their calendars in the agreement."""
    ours = officer("plan-coordinator", "legal-adviser")
    at = BEGUN + timedelta(minutes=1)
    values = {"zone": ZONES["MA"], "holidays": HOLIDAYS["MA"]}
    act = Act("agreement", "state-calendar", values, matter=agreement, item="MA")
    partner.learn(state(act, officer=ours, now=at))
    partner.now = at
    says = {"zone": ZONES["FR"], "holidays": tuple(HOLIDAYS["FR"])}
    assert (
        receive(
            partner.wire("state-calendar", kind="agreement", matter=agreement, item="FR", says=says), now=at
        ).state
        == "kept"
    )


def days_from(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _id(item) -> str:
    return item.id if isinstance(item, Entry) else item


def in_force(paris: Simulated) -> Planned:
    """One axis, one objective, three actions of which the third waits for the second; what became of each."""
    made = Planned(paris).signed()
    made.first_axis = made.axis()
    made.first_objective = made.objective(made.first_axis)
    made.one = made.action(made.first_objective)
    two = titles("مسطرة موحدة للتبليغ", "Procédure commune de diffusion", "Common procedure")
    made.two = made.action(
        made.first_objective, "2026-03-01", "2026-09-30", sort="procedure", lead="FR", co_lead="MA", **two
    )
    three = titles(
        "منصة تبادل <مؤمنة>", "Plateforme <b>sécurisée</b> & suivie", "Secure <script>platform</script>"
    )
    made.three = made.action(made.first_objective, "2026-10-01", "2027-06-30", sort="equipment", **three)
    made.depends(made.two, made.three)
    made.we("start-action", item=made.one)
    made.we("report-progress", {"progress": 60, "forecast_on": "2027-01-10"}, item=made.one)
    made.handbook = made.deliverable(made.one)
    made.indicator_one = made.indicator(made.one)
    last, this = (("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31"))
    made.measured(made.period(made.indicator_one, *last, target="60"), "70")
    made.measured(made.period(made.indicator_one, *this, target="120"), "80", verified=False)
    made.period(made.indicator_one, "2027-01-01", "2027-12-31", target="160")
    made.drop = made.they(
        "propose-change", {"part": made.two.id, "change": "drop", "reason": "Faute de moyens."}
    )
    counter = {
        "part": made.two.id,
        "change": "hold",
        "ends_on": "2027-06-30",
        "reason": "Attendre le budget.",
    }
    made.hold = made.we("counter-change", counter, item=made.drop)
    made.later = made.changed(made.three, "reschedule", starts_on="2026-12-01", ends_on="2027-09-30")
    return made
