"""Composing: from what a room filled in to what a template prints, each language in its own words.

Here dates get their months, numbers their isolates, and the parties of an instrument the order
of the alternat: in each party's copy, that party stands first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mithaq.node.papers.closing import closing_formula
from mithaq.node.papers.content import (
    ByLanguage,
    CommitteeReport,
    Frame,
    HalfYearReport,
    Instrument,
    LateLine,
    ListPaper,
    MatterPaper,
    Party,
    PlanOnAPage,
    ReportLine,
    Signed,
    Table,
)
from mithaq.node.papers.isolate import left_to_right, with_plates
from mithaq.node.papers.words import RIGHT_TO_LEFT, day, listed, words

TOLD = ("achieved", "not_achieved", "why", "added_value", "next", "needs")
Composed = dict[str, Any]


def instrument(filled: Instrument, *, copy_of: str) -> Composed:
    """One party's copy: that party first, then the others in their order; one language after the other."""
    own = [party for party in filled["parties"] if party["authority"] == copy_of]
    if not own:
        raise ValueError("a copy is that of a party")
    others = [party for party in filled["parties"] if party["authority"] != copy_of]
    versions = [_version(filled, [*own, *others], language) for language in filled["languages"]]
    return {"title": filled["title"][filled["languages"][0]], **_hash(filled["frame"]), "versions": versions}


def plan_on_a_page(filled: PlanOnAPage, *, language: str) -> Composed:
    """The plan on one page in one language."""
    return {
        **_head(filled["frame"], filled["title"], language),
        "period": filled["period"][language],
        "as_of": words(language)["as-of"].format(day=day(filled["as_of"], language)),
        "axes": [
            {
                **axis,
                **_in(language, name=axis["name"], leads=axis["leads"]),
                "code": left_to_right(axis["code"]),
            }
            for axis in filled["axes"]
        ],
        "late": [_late(line, language) for line in filled["late"]],
        "drawing": filled.get("drawing", {}).get(language, ""),
        "drawing_says": filled.get("drawing_says", {}).get(language, ""),
    }


def half_year_report(filled: HalfYearReport) -> Composed:
    """The report: every language one after the other."""
    versions = [
        {
            **_head(filled["frame"], filled["title"], language),
            "period": filled["period"][language],
            "as_of": words(language)["progress-as-of"].format(day=day(filled["as_of"], language)),
            "figures": [
                _in(language, name=figure["name"], value=figure["value"]) for figure in filled["figures"]
            ],
            "actions": [_reported(line, language) for line in filled["actions"]],
            "signed": [_signed(each, language) for each in filled["signed"]],
        }
        for language in filled["languages"]
    ]
    return {"title": versions[0]["title"], **_hash(filled["frame"]), "versions": versions}


def committee_report(filled: CommitteeReport) -> Composed:
    """The report for the joint committee: every language one after the other."""
    versions = [
        {
            **_head(filled["frame"], filled["title"], language),
            "period": filled["period"][language],
            "as_of": words(language)["as-of"].format(day=day(filled["as_of"], language)),
            "note": filled["note"][language],
            "tables": [_table(each, language) for each in filled["tables"]],
            "signs": [each[language] for each in filled["signs"]],
        }
        for language in filled["languages"]
    ]
    return {"title": versions[0]["title"], **_hash(filled["frame"]), "versions": versions}


def matter(frame: Frame, versions: Mapping[str, MatterPaper]) -> Composed:
    """A matter's page: every language one after the other."""
    composed = [{**head(frame, said["title"], language), **said} for language, said in versions.items()]
    # The title of the file names no person: it stands in lists of files.
    return {"title": frame["reference"], **_hash(frame), "versions": composed}


def matters(frame: Frame, versions: Mapping[str, ListPaper]) -> Composed:
    """A list of matters: every language one after the other."""
    composed = [{**head(frame, said["title"], language), **said} for language, said in versions.items()]
    return {"title": frame["reference"], **_hash(frame), "versions": composed}


def head(frame: Frame, title: str, language: str) -> Composed:
    """What every version of every paper has: its direction, its fixed words, the foot of its pages."""
    return {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "words": words(language),
        "title": title,
        "reference": left_to_right(frame["reference"]),
        "marking": frame["marking"].get(language, ""),
        "watermark": left_to_right(frame["watermark"]) if frame["watermark"] else "",
        "ne_varietur": frame["ne_varietur"],
        **_hash(frame),
    }


def _head(frame: Frame, title: ByLanguage, language: str) -> Composed:
    return head(frame, title[language], language)


def _hash(frame: Frame) -> Composed:
    return {"content_hash": frame["content_hash"]}


def _in(language: str, **texts: ByLanguage) -> dict[str, str]:
    return {name: with_plates(said.get(language, "")) for name, said in texts.items()}


def _version(filled: Instrument, parties: Sequence[Party], language: str) -> Composed:
    return {
        **_head(filled["frame"], filled["title"], language),
        **_opening(filled, parties, language),
        "articles": [
            {
                "number": left_to_right(_numbered(article["number"], language)),
                "heading": article["heading"][language],
                "paragraphs": _paragraphs(article["body"][language]),
            }
            for article in filled["articles"]
        ],
        "closing": _closing(filled, len(parties), language),
        "signatures": [
            {
                "signs_for": party["signs_for"][language],
                "title": party["signatory"]["title"][language],
                "name": party["signatory"]["name"][language],
            }
            for party in parties
        ],
    }


def _opening(filled: Instrument, parties: Sequence[Party], language: str) -> Composed:
    """What stands before the articles: as it was negotiated, or as such texts begin."""
    fixed, number = words(language), "two" if len(parties) == 2 else "more"
    names = [party["names"][language] for party in parties]
    if "preamble" in filled:
        negotiated = _paragraphs(filled["preamble"][language])
        return {"between": names, "parties": "", "recitals": negotiated, "agreed": ""}
    named = listed(names, language)
    return {
        "between": [],
        "parties": fixed[f"hereinafter-{number}"].format(parties=named[:1].upper() + named[1:]),
        "recitals": [recital[language] for recital in filled.get("recitals", [])],
        "agreed": fixed[f"agreed-{number}"],
    }


def _closing(filled: Instrument, originals: int, language: str) -> list[str]:
    rule = _paragraphs(filled.get("entry_rule", {}).get(language, ""))
    if end := _paragraphs(filled.get("ends_with", {}).get(language, "")):
        return [*rule, *end]
    closing = filled["closing"]
    formula = closing_formula(
        language,
        place=closing["place"][language],
        on=closing["on"],
        originals=originals,
        languages=filled["languages"],
        hijri=closing.get("hijri", ""),
    )
    return [*rule, formula]


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n\n") if each.strip()]


def _numbered(number: str, language: str) -> str:
    return "1er" if (number, language) == ("1", "fr") else number


def _table(table: Table, language: str) -> Composed:
    return {
        "title": table["title"][language],
        "heading": [each[language] for each in table["heading"]],
        "rows": [[cell[language] for cell in row] for row in table["rows"]],
        "wide": table["wide"],
    }


def _late(line: LateLine, language: str) -> Composed:
    return {
        **_in(language, what=line["what"], side=line["side"]),
        "code": left_to_right(line["code"]),
        "due": day(line["due_on"], language),
        "days": line["days"],
    }


def _reported(line: ReportLine, language: str) -> Composed:
    return {
        **_in(language, name=line["name"], lead=line["lead"], state=line["state"]),
        "code": left_to_right(line["code"]),
        "rag": line["rag"],
        "progress": left_to_right(f"{line['progress']} %" if language == "fr" else f"{line['progress']}%"),
        "told": [
            {"what": words(language)[name], "text": with_plates(text)}
            for name in TOLD
            if (text := line[name].get(language, ""))  # type: ignore[literal-required]
        ],
        "charts": [
            {part: each[part][language] for part in ("name", "drawing", "says")}
            for each in line.get("charts", ())
        ],
    }


def _signed(each: Signed, language: str) -> Composed:
    fixed = words(language)
    on = fixed["on"].format(day=day(each["on"], language)) if "on" in each else fixed["not-yet"]
    return {**_in(language, authority=each["authority"], what=each["what"]), "on": on}
