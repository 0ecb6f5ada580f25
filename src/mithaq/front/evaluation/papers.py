"""The report for the joint committee: the whole and every field in a span, in Arabic and then in French.

The same figures as on the pages, of every matter; the committee signs it by hand, or as an instrument of its
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import translation

from mithaq.front.evaluation import statistics
from mithaq.front.evaluation.evaluated import FieldLine, Whole
from mithaq.node.papers import compose
from mithaq.node.papers.content import ByLanguage, CommitteeReport, Table
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.papers.typeset import typeset
from mithaq.node.web import field_indicators
from mithaq.node.web.authorities import known
from mithaq.node.web.dates import NO_BREAK, half_year
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.field_indicators import Measured
from mithaq.pact.indicators.indicator import Unit
from mithaq.pact.rules.words import LANGUAGES, Words

REPORT_LANGUAGES = ["ar", "fr"]
TITLE = Words(
    "تقرير اللجنة المختلطة حول مستوى التعاون",
    "Rapport du comité mixte sur le niveau de coopération",
    "Report of the joint committee on the level of cooperation",
)
NOTE = Words(
    "تُحصى جميع الملفات، وتُستخرج الأرقام نفسها لدى كل طرف، ولا يُذكر أي شخص. وبين قوسين عدد ما تم إحصاؤه.",
    "Toutes les affaires sont comptées, et chaque partie obtient les mêmes chiffres ; personne n’est nommé. "
    "Entre parenthèses, le nombre d’éléments comptés.",
    "Every matter is counted, and each side comes to the same figures; nobody is named. "
    "In brackets: how many were counted.",
)
OVERVIEW = Words("التعاون حسب الميدان", "La coopération par domaine", "Cooperation by field")
FIELD = Words("الميدان", "Domaine", "Field")
INDICATOR = Words("المؤشر", "Indicateur", "Indicator")
ALL = Words("المجموع", "Ensemble", "All")
FORMULA = Words("طريقة الحساب", "Calcul", "Formula")
COUNTED = Words("أُحصي", "Comptés", "Counted")
LEFT_OUT = Words("لم يُحص", "Écartés", "Left out")
EXCHANGE = Words(
    "إحصائيات التبادل (التوجيه 2023/977، المادة 18)",
    "Statistiques des échanges (directive 2023/977, article 18)",
    "Statistics of exchange (Directive 2023/977, article 18)",
)
ASKED_BY = Words("الطرف الطالب", "Partie requérante", "Asked by")
ASKED_OF = Words("الطرف المطلوب منه", "Partie requise", "Asked of")
GROUNDS = Words("حالات الرفض حسب السبب", "Refus par motif", "Refusals by ground")
GROUND = Words("السبب", "Motif", "Ground")
REFUSED = Words("رفض كلي", "Refus", "Refused")
IN_PART = Words("رفض جزئي", "Refus partiel", "Refused in part")
NOTHING = "—"
UNITS = {Unit.HOURS: Words("س", "h", "h"), Unit.DAYS: Words("ي", "j", "d")}


def report(whole: Whole, copy: Copy) -> bytes:
    """The report of a span, as a paper under the number of its copy."""
    filled = content(whole, copy)
    composed = compose.committee_report(filled)
    return typeset("committee-report", composed, language=REPORT_LANGUAGES[0], at=copy.at)


def content(whole: Whole, copy: Copy) -> CommitteeReport:
    """What the report says."""
    return {
        "frame": {
            "reference": f"{copy.authority}-{whole.span.name}",
            "marking": copy.markings,
            "watermark": copy.watermark,
            "content_hash": "",
            "ne_varietur": False,
        },
        "languages": REPORT_LANGUAGES,
        "title": _words(TITLE),
        "period": _all(lambda language: half_year(whole.span.name, language)),
        "as_of": min(whole.now.date(), whole.span.last),
        "note": _words(NOTE),
        "tables": list(_tables(whole)),
        "signs": [_name(party) for party in whole.parties],
    }


def _tables(whole: Whole) -> Iterator[Table]:
    if whole.fields:
        yield _overview(whole)
    if whole.directions:
        yield _exchange(whole)
    if whole.refusals:
        yield _grounds(whole)
    for line in whole.fields:
        yield _field(line, whole)


def _overview(whole: Whole) -> Table:
    sides = [(each, party) for each in whole.by_side for party in whole.parties]
    return {
        "title": _words(OVERVIEW),
        "heading": [
            _words(FIELD),
            *(_with(each.words, party) for each, party in sides),
            *(_words(each.words) for each in whole.as_a_whole),
        ],
        "rows": [_line(line) for line in whole.fields],
        "wide": [0],
    }


def _line(line: FieldLine) -> list[ByLanguage]:
    parts = (_part(line.figures[each.name], party) for each, party, *_ in line.cells)
    return [_words(line.kind.plural), *parts, *(_value(each) for each in line.sums)]


def _field(line: FieldLine, whole: Whole) -> Table:
    """Every indicator of a field with its formula, the sides beside each other, what was counted and left
    out.
    """
    found = field_indicators.field(
        line.kind.name, field_indicators.EVERY, asked=whole.span.name, now=whole.now, spans=whole.spans
    )
    return {
        "title": _words(line.kind.plural),
        "heading": [
            _words(INDICATOR), _words(FORMULA), *(_code(party) for party in whole.parties),
            _words(ALL), _words(COUNTED), _words(LEFT_OUT),
        ],
        "rows": [
            [
                _words(each.indicator.words), _words(each.indicator.formula),
                *(_part(each, party) for party in whole.parties),
                _value(each), _number(each.figure.counted), _number(each.figure.left_out),
            ]
            for each in found.measured
            if each.indicator.kind  # what is counted of every field stands in the tables before
        ],
        "wide": [0, 1],
    }  # fmt: skip


def _exchange(whole: Whole) -> Table:
    return {
        "title": _words(EXCHANGE),
        "heading": [_words(FIELD), _words(ASKED_BY), _words(ASKED_OF), *_measures()],
        "rows": [
            [_words(each.kind.plural), _code(each.asks), _code(each.asked), *map(_number, each.numbers)]
            for each in whole.directions
        ],
        "wide": [0],
    }


def _grounds(whole: Whole) -> Table:
    return {
        "title": _words(GROUNDS),
        "heading": [_words(each) for each in (FIELD, ASKED_OF, ASKED_BY, GROUND, REFUSED, IN_PART)],
        "rows": [
            [
                _words(each.kind.plural), _name(each.by), _name(each.toward), _all(each.words),
                _number(each.whole), _number(each.part),
            ]
            for each in whole.refusals
        ],
        "wide": [0, 1, 2, 3],
    }  # fmt: skip


def _measures() -> Iterator[ByLanguage]:
    """The names of what is counted of each direction, in every language."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = statistics.measures()
    return (dict(zip(said, each, strict=True)) for each in zip(*said.values(), strict=True))


def _part(measured: Measured, party: str) -> ByLanguage:
    part = measured.figure.by.get(party)
    if part is None or part.value is None or not part.counted:
        return _same(NOTHING)
    unit = measured.unit_by
    beside = f" ({part.counted})" if measured.says_more(part) else ""
    return _all(lambda language: left_to_right(_measured(part.value, unit, language) + beside))


def _value(measured: Measured) -> ByLanguage:
    figure, unit = measured.figure, measured.indicator.unit
    beside = f" ({figure.counted}/{figure.asked})" if measured.indicator.asks and figure.counted else ""
    return _all(lambda language: left_to_right((_measured(figure.value, unit, language) or NOTHING) + beside))


def _measured(value: float | None, unit: Unit, language: str) -> str:
    """A figure with its unit, where the number alone does not say it."""
    figure = field_indicators.plain(value, unit, language)
    return f"{figure}{NO_BREAK}{UNITS[unit].say(language)}" if figure and unit in UNITS else figure


def _with(words: Words, party: str) -> ByLanguage:
    return _all(lambda language: f"{words.say(language)} {left_to_right(party)}")


def _name(code: str) -> ByLanguage:
    here = known().get(code)
    return _words(here.words) if here else _same(code)


def _code(party: str) -> ByLanguage:
    return _same(left_to_right(party))


def _number(number: int) -> ByLanguage:
    return _same(left_to_right(str(number)))


def _words(words: Words) -> ByLanguage:
    return _all(lambda language: words.say(language)[:1].upper() + words.say(language)[1:])


def _same(text: str) -> ByLanguage:
    return dict.fromkeys(LANGUAGES, text)


def _all(say: Callable[[str], str]) -> ByLanguage:
    return {language: say(language) for language in LANGUAGES}
