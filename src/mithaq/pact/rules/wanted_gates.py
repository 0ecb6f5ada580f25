"""Gates: what a wanted note has to show before it leaves, as data; and the twelve questions of its screening.

A gate says what is lacking, in which field, and by which source. It advises and blocks at home; it never judges what a
partner sent. A yes to a question of the screening blocks until a *magistrate's decision* is written down: the machine asks,
a person decides. Thresholds are terms of the agreement; one that was not agreed is said to be missing, never supposed.

Source: INTERPOL Constitution, articles 2 and 3; INTERPOL Rules on the Processing of Data, articles 34, 83 and 84;
Franco-Moroccan extradition convention of 2008; the field's own screening list (domain file M5). Checked by a legal adviser
before use.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mithaq.pact.rules.days import day_of, has_come, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.words import W, Words

OF_AGE = 18
LONGEST_REVIEW = timedelta(days=366)
YES, NO, UNKNOWN = "YES", "NO", "UNKNOWN"
EXTRADITION = "extradition"
HIJRI_YEARS = range(1300, 1500)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the screening. `blocks`: a yes needs a magistrate's decision."""

    code: str
    words: Words
    source: str
    blocks: bool = True


QUESTIONS = (
    Question("POL", W("هل يغلب الطابع السياسي أو العسكري أو الديني أو العرقي؟", "caractère politique, militaire, religieux ou racial prédominant ?", "predominantly political, military, religious or racial?"), "ICPO Constitution art 3"),
    Question("HR", W("هل هناك خطر التعذيب أو سوء المعاملة؟", "risque de torture ou de mauvais traitements ?", "risk of torture or ill-treatment?"), "ICPO Constitution art 2; CAT art 3"),
    Question("ASY", W("هل هو لاجئ أو طالب لجوء معروف؟", "réfugié ou demandeur d’asile connu ?", "known as a refugee or asylum seeker?"), "Convention of 1951 art 33"),
    Question("FT", W("هل تنقص ضمانات المحاكمة العادلة؟", "garanties d’un procès équitable insuffisantes ?", "safeguards of a fair trial lacking?"), "ICCPR art 14"),
    Question("NBI", W("هل سبق البت في الأفعال نفسها؟", "faits déjà jugés (ne bis in idem) ?", "already tried for the same facts?"), "EXT2008"),
    Question("LIM", W("هل طال الأفعالَ تقادم أو عفو؟", "faits prescrits ou amnistiés ?", "time-barred or amnestied?"), "EXT2008"),
    Question("DP", W("هل عقوبة الإعدام مقررة؟", "peine de mort encourue ?", "death penalty possible?"), "EXT2008 art 5", blocks=False),
    Question("MIN", W("هل كان قاصرا وقت الأفعال؟", "mineur au moment des faits ?", "a minor at the time of the facts?"), "CRC art 40", blocks=False),
    Question("NAT", W("هل كان من مواطني الدولة المطلوبة تاريخ الأفعال؟", "ressortissant de l’État requis à la date des faits ?", "a national of the requested state at the date of the facts?"), "EXT2008", blocks=False),
    Question("PROP", W("هل الإجراء غير متناسب مع الأفعال؟", "mesure disproportionnée aux faits ?", "out of proportion to the facts?"), "2016/680 art 4(1)(c)"),
    Question("ID", W("هل الهوية غير مؤكدة؟", "identité incertaine ?", "identity uncertain?"), "RPD art 83"),
    Question("PRIV", W("هل هو نزاع خاص أو عائلي أو إداري؟", "litige privé, familial ou administratif ?", "a private, family or administrative dispute?"), "RPD art 83"),
)  # fmt: skip


def screened_as(code: str) -> str:
    """The field in which a question of the screening is answered."""
    return f"screen_{code.lower()}"


def answers(body: Mapping[str, Any]) -> dict[str, str]:
    """What each question was answered, by its code; what nobody answered is unknown."""
    found = {each.code: body.get(screened_as(each.code)) for each in QUESTIONS}
    return {code: said if isinstance(said, str) and said else UNKNOWN for code, said in found.items()}


def obstacles(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions answered yes that only a magistrate can pass."""
    said = answers(body)
    return tuple(each.code for each in QUESTIONS if each.blocks and said[each.code] == YES)


def is_decided(body: Mapping[str, Any]) -> bool:
    """Whether a magistrate's decision is written down: who, when, and what."""
    return all(str(body.get(name) or "").strip() for name in ("magistrate", "decided_on", "decision"))


def finding(body: Mapping[str, Any]) -> str:
    """What a screening comes to: clear, doubt, or decided by a magistrate."""
    if is_decided(body):
        return "decided"
    return "doubt" if obstacles(body) or UNKNOWN in answers(body).values() else "clear"


@dataclass(frozen=True, slots=True)
class Case:
    """What a note says, as the gates read it; whatever has another shape than asked for is not there."""

    saying: Saying

    def text(self, name: str) -> str:
        said = self.saying.body.get(name) or self.saying.says.get(name)
        return said.strip() if isinstance(said, str) else ""

    def number(self, name: str) -> int | None:
        said = self.saying.body.get(name)
        return said if isinstance(said, int) and not isinstance(said, bool) else None

    def holds(self, name: str) -> bool:
        return self.saying.body.get(name) is True

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        said = self.saying.body.get(name)
        return [row for row in said if isinstance(row, Mapping)] if isinstance(said, list | tuple) else []

    def answer(self, code: str) -> str:
        return answers(self.saying.body)[code]

    @property
    def was_minor(self) -> bool:
        """Whether the person may have been under age when the facts began."""
        at = self.day("facts_from")
        born = self.text("born").replace("X", "9")
        latest = (born + "-12-31"[len(born) - 4 :])[:10] if len(born) in (4, 7, 10) else ""
        return bool(at and latest and latest > f"{at.year - OF_AGE:04d}-{at:%m-%d}")

    @property
    def of_those_asked(self) -> list[Mapping[str, Any]]:
        """The nationalities that are those of an authority asked."""
        states = {party[:2] for party in self.saying.to}
        return [row for row in self.rows("nationalities") if row.get("country") in states]


@dataclass(frozen=True, slots=True)
class Gate:
    """Something a note must show. `shut` tells whether it does not; `soft` gates only warn.

    Units: `term` names the threshold in the agreement, in months.
    """

    code: str
    field: str
    source: str
    shut: Callable[[Case], bool]
    soft: bool = False


def _differs(case: Case) -> bool:
    """A nationality of the state asked, held at the facts, and the question answered no."""
    return any(row.get("at_facts") == YES for row in case.of_those_asked) and case.answer("NAT") != YES


def _not_said(case: Case) -> bool:
    """A nationality of the state asked, and nobody says since when."""
    return any(row.get("at_facts") not in (YES, NO) for row in case.of_those_asked)


def _recognised(case: Case) -> bool:
    """Something beside the names by which this person is told from another of that name."""
    told = case.text("description") or case.rows("documents") or case.holds("prints_held")
    return bool(told or case.saying.body.get("attachments"))


def _before(case: Case, one: str, other: str) -> bool:
    """Whether a day stated lies before another."""
    first, second = case.day(one), case.day(other)
    return first is not None and second is not None and first < second


GATES = (
    Gate("wanted.warrant-not-judicial", "warrant_judicial", "RPD art 83", lambda case: not case.holds("warrant_judicial")),
    Gate("wanted.warrant-in-the-future", "warrant_on", "RPD art 83", lambda case: is_to_come(case.text("warrant_on"), case.saying)),
    Gate("wanted.facts-after-warrant", "facts_from", "RPD art 83", lambda case: _before(case, "warrant_on", "facts_from")),
    Gate("rules.ends-before-it-begins", "facts_to", "domain model", lambda case: _before(case, "facts_to", "facts_from")),
    Gate("wanted.birth-year-needed", "born", "RPD art 83", lambda case: case.text("born").endswith("X")),
    Gate("wanted.hijri-year", "born", "domain model", lambda case: case.text("born")[:4].isdecimal() and int(case.text("born")[:4]) in HIJRI_YEARS),
    Gate("wanted.identity-thin", "description", "RPD art 83", lambda case: not _recognised(case)),
    Gate("wanted.no-such-country", "nationalities", "ISO 3166-1", lambda case: any(not _is_country(row.get("country")) for row in case.rows("nationalities"))),
    Gate("wanted.nationality-not-said", "nationalities", "EXT2008", _not_said),
    Gate("wanted.nationality-differs", "screen_nat", "EXT2008", _differs),
    Gate("wanted.minor-not-said", "screen_min", "CRC art 40", lambda case: case.was_minor and case.answer("MIN") != YES),
    Gate("wanted.minor-not-agreed", "minor_agreed", "CRC art 40", lambda case: case.answer("MIN") == YES and not case.holds("minor_agreed")),
    Gate("wanted.death-penalty-without-assurance", "death_note", "EXT2008 art 5",
         lambda case: (case.holds("death_penalty") or case.answer("DP") == YES) and not case.text("death_note")),
    Gate("wanted.death-penalty-not-screened", "screen_dp", "EXT2008 art 5", lambda case: case.holds("death_penalty") and case.answer("DP") != YES),
    Gate("wanted.absentia-without-retrial", "retrial", "ICCPR art 14", lambda case: case.holds("in_absentia") and not case.holds("retrial") and case.answer("FT") == NO),
    Gate("wanted.time-barred", "limitation_on", "EXT2008", lambda case: has_come(case.text("limitation_on"), case.saying)),
    Gate("wanted.remaining-missing", "remaining_months", "RPD art 83", lambda case: case.text("purpose") == "sentence" and case.number("remaining_months") is None),
    Gate("wanted.extradition-not-assured", "extradition_sought", "RPD art 83", lambda case: case.text("path") == EXTRADITION and not case.holds("extradition_sought")),
    Gate("wanted.national-not-extradited", "path", "EXT2008",
         lambda case: case.text("path") == EXTRADITION and case.answer("NAT") == YES and not is_decided(case.saying.body)),
    Gate("wanted.not-reviewed-by-legal", "legal_reviewed", "RPD art 86", lambda case: not case.holds("legal_reviewed")),
    Gate("wanted.not-reviewed-for-rights", "rights_reviewed", "RPD art 86", lambda case: not case.holds("rights_reviewed")),
    Gate("wanted.urgency-without-priority", "priority", "domain model", lambda case: case.text("urgency") != "normal" and case.text("priority") == "P3", soft=True),
)  # fmt: skip
THRESHOLDS = (
    ("prosecution", "max_penalty_months", "wanted_least_penalty", "wanted.penalty-too-low"),
    ("sentence", "remaining_months", "wanted_least_remaining", "wanted.remaining-too-short"),
)


def check_note(saying: Saying) -> Iterable[Problem]:
    """Every gate that is shut, and every threshold that is not met or was never agreed."""
    case = Case(saying)
    for gate in GATES:
        if gate.shut(case):
            yield Problem(gate.code, (gate.field,), soft=gate.soft)
    for purpose, field, term, code in THRESHOLDS:
        if case.text("purpose") != purpose:
            continue
        least, stated = saying.terms.number(term), case.number(field)
        if least is None:
            yield Problem("wanted.threshold-not-configured", (field,), soft=True)
        elif stated is not None and stated < least:
            yield Problem(code, (field,), facts={"least": str(least), "given": str(stated)})


def check_screening(saying: Saying) -> Iterable[Problem]:
    """Nothing is sent while an answer is unknown; a yes that blocks needs a magistrate's decision."""
    for code, said in answers(saying.body).items():
        if said == UNKNOWN:
            yield Problem("wanted.screening-unknown", (screened_as(code),))
    if not is_decided(saying.body):
        for code in obstacles(saying.body):
            yield Problem("wanted.for-a-magistrate", (screened_as(code),))
    if is_to_come(Case(saying).text("decided_on"), saying):
        yield Problem("wanted.decided-in-the-future", ("decided_on",))


def check_review(saying: Saying) -> Iterable[Problem]:
    """A note is looked at again within a year."""
    day = Case(saying).text("review_by")
    if has_come(day, saying):
        yield Problem("rules.in-the-past", ("review_by",))
    elif is_day(day) and day > day_of(saying.now + LONGEST_REVIEW, saying):
        yield Problem("wanted.review-too-late", ("review_by",))


def _is_country(code: object) -> bool:
    return isinstance(code, str) and code in COUNTRIES


COUNTRIES = frozenset(
    ["AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW"]
)  # fmt: skip
"""ISO 3166-1 alpha-2, as officially assigned."""
