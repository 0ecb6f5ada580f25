"""The letter that answers a person: the outcome, and where they may turn to. In one language.

What stands in it follows from the request and the decision alone, never from what was found: a neutral answer
is the same letter whether or not anything was. Why something is refused stays at home; the grounds are said
where the decision says so.

Source: Directive (EU) 2016/680, articles 12(3), 15(3) and 17(3).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from mithaq.node.papers import compose
from mithaq.node.papers.isolate import apart, left_to_right
from mithaq.node.papers.typeset import typeset
from mithaq.node.papers.words import day
from mithaq.node.rights.decide import GROUNDS, NEUTRAL
from mithaq.node.web import authorities
from mithaq.pact.codes import code_list

if TYPE_CHECKING:
    from mithaq.node.papers.content import Frame
    from mithaq.node.rights.keep import Person
    from mithaq.node.rights.models import Decision, SubjectRequest
    from mithaq.node.web.exports.leaving import Copy


def as_pdf(row: SubjectRequest, stands: Decision, person: Person, *, language: str, copy: Copy) -> bytes:
    """The letter as a paper that bears the number of this copy."""
    frame: Frame = {
        "reference": row.reference,
        "marking": {},
        "watermark": copy.watermark,
        "content_hash": "",
        "ne_varietur": False,
    }
    said = words(language)
    version = {
        **compose.head(frame, said["heading"], language),
        "from": name_of(copy.authority, language),
        "to": [apart(line) for line in (*person.names[:1], *person.contact.splitlines()) if line.strip()],
        "facts": _facts(row, said, language=language, today=timezone.localdate(copy.at)),
        "to_label": said["to"],
        "paragraphs": paragraphs(row, stands, language=language),
        "signed": said["signed"],
    }
    # The title of the file names no person: it stands in lists of files.
    content = {"title": row.reference, "content_hash": "", "versions": [version]}
    return typeset("letter", content, language=language, at=copy.at)


def paragraphs(row: SubjectRequest, stands: Decision, *, language: str) -> list[str]:
    """What the letter says, a paragraph each."""
    said = words(language)
    sort = code_list("rights-requests").label(row.sort, language)
    told = [said["received"].format(day=day(row.received_on, language), sort=sort)]
    told.append(said[_outcome(row, stands)].format(owner=name_of(stands.owner, language)))
    if stands.grounds_told and stands.outcome != NEUTRAL:
        comma = "، " if language == "ar" else ", "
        labels = (code_list(GROUNDS).label(each, language) for each in stands.grounds)
        told.append(said["grounds"].format(grounds=comma.join(labels)))
    supervisor = settings.SUPERVISOR[language]
    there = said["remedies-there"].format(supervisor=apart(supervisor)) if supervisor else said["remedies"]
    return [*told, there, said["free"]]


def _facts(row: SubjectRequest, said: Mapping[str, str], *, language: str, today: date) -> list[list[str]]:
    """Its reference and day. What is printed after the person was answered bears the day of the answer."""
    facts = [
        [said["reference"], left_to_right(row.reference)],
        [said["date"], day(row.answered_on or today, language)],
    ]
    if row.answered_on is not None:
        facts.append([said["copy"], said["copied"].format(day=day(today, language))])
    return facts


def words(language: str) -> Mapping[str, str]:
    """The fixed words of letters, in one language."""
    return {name: each[language] for name, each in _all().items()}


def name_of(code: str, language: str) -> str:
    """What an authority is called; its code where nobody here has met it."""
    known = authorities.known().get(code)
    return (known.words.say(language) if known else "") or code


def _outcome(row: SubjectRequest, stands: Decision) -> str:
    """The entry of `letter.toml`: of this right, if it has one of its own."""
    of_this = f"{stands.outcome}-{row.sort}"
    return of_this if of_this in _all() else stands.outcome


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("letter.toml").read_text("utf-8"))
