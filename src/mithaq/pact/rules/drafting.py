"""Drafting: what is said while a text is negotiated, and what is checked of it beyond the fields.

An article is the same article in every language: it has one number, which its own words must not contradict, in whatever
digits they write it. National positions, red lines and opinions have no field here: they stay at home.

Source: Vienna Convention on the Law of Treaties, articles 10 and 33; domain model of instruments.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mithaq.pact.rules.articles import (
    codes_of,
    languages,
    number_of,
    obstacles,
    provisions,
    standing_articles,
    variants,
)
from mithaq.pact.rules.bilingual import written_in
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

LONGEST_TEXT = 20_000
MOST_LANGUAGES = 6

TEXT_LANGUAGE = Field(
    "language", Type.CODE, W("اللغة", "langue", "language"), required=True, codes="languages"
)
FIRST_ROWS = ({"language": "ar"}, {"language": "fr"})
PROVISIONS = (
    Section(W("اللغات", "Langues", "Languages"), (
        Field("languages", Type.CODES, W("لغات النص", "langues du texte", "languages of the text"), required=True, public=True, codes="languages", default=("ar", "fr")),
        Field("authentic", Type.CODES, W("اللغات ذات الحجية", "langues faisant foi", "authentic languages"), required=True, public=True, codes="languages", default=("ar", "fr")),
        Field("alternat", Type.FLAG, W("التناوب في ترتيب الأطراف", "alternat", "alternat"), public=True, default=True,
              help=W("يُذكر كل طرف أولا في النسخة التي يحتفظ بها", "chaque partie figure en premier dans son propre exemplaire", "each party comes first in its own copy")),
    )),
    Section(W("النص", "Texte", "Text"), (
        Field("texts", Type.GROUP, W("العنوان والأحكام العامة", "intitulé et dispositions générales", "title and general provisions"), required=True, least=1, most=MOST_LANGUAGES, default=FIRST_ROWS, fields=(
            TEXT_LANGUAGE,
            Field("heading", Type.LINE, W("العنوان الكامل", "intitulé complet", "full title"), required=True, least=5, most=300, wide=True),
            Field("text", Type.PROSE, W("الديباجة", "préambule", "preamble"), most=LONGEST_TEXT, wide=True),
            Field("entry_rule", Type.PROSE, W("الدخول حيز التنفيذ", "entrée en vigueur", "entry into force"), most=2000, wide=True),
            Field("closing", Type.PROSE, W("صيغة الختم والحجية", "formule finale et clause de foi", "closing formula and authentic texts"), most=2000, wide=True,
                  help=W("مثال: وحرر بالرباط في …، في نظيرين أصليين باللغتين العربية والفرنسية، وللنصين نفس الحجية",
                         "exemple : Fait à Rabat, le …, en double exemplaire, en langues arabe et française, les deux textes faisant également foi",
                         "example: Done at Rabat on …, in duplicate, in the Arabic and French languages, both texts being equally authentic")),
        )),
    )),
    Section(W("المدة", "Durée", "Duration"), (
        Field("duration_months", Type.NUMBER, W("المدة بالأشهر", "durée en mois", "duration in months"), public=True, least=1, most=1200,
              help=W("يُترك فارغا إذا كانت المدة غير محددة", "laissez vide si la durée est indéterminée", "leave empty if it has no end")),
        Field("notice_months", Type.NUMBER, W("أجل الإشعار بالإنهاء بالأشهر", "préavis de dénonciation en mois", "notice of termination in months"), public=True, least=1, most=60, default=6),
    )),
)  # fmt: skip
OPENING = (
    Section(W("الوثيقة", "Instrument", "Instrument"), (
        Field("title", Type.LINE, W("العنوان المختصر", "intitulé abrégé", "short title"), required=True, least=5, most=120, wide=True),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="instrument-kinds"),
        Field("amends", Type.ENTRY, W("الوثيقة المعدَّلة", "instrument modifié", "instrument that is amended"), public=True, of=("propose-instrument",), in_kind="instrument",
              help=W("إلزامي بالنسبة للتعديل", "obligatoire pour un avenant", "required for an amendment")),
    )),
    *PROVISIONS,
    SERVES,
)  # fmt: skip
NEW_PROVISIONS = (
    *PROVISIONS,
    Section(W("الاقتراح", "Proposition", "Proposal"), (
        Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True),)),
)  # fmt: skip

REVISION = Field("revision", Type.ENTRY, W("الصيغة المعنية", "version concernée", "version concerned"), required=True, public=True)  # fmt: skip


ARTICLE_TEXT = (
    Field("number", Type.NUMBER, W("رقم المادة", "numéro d’article", "number of the article"), required=True, public=True, least=0, most=999,
          help=W("0 للديباجة؛ وبدون ثغرات في الترقيم عند التجميد", "0 pour un préambule ; numérotation sans lacune au moment du gel", "0 for a preamble; no gaps when it is frozen")),
    Field("texts", Type.GROUP, W("النص بكل لغة", "texte dans chaque langue", "text in each language"), required=True, least=1, most=MOST_LANGUAGES, fields=(
        TEXT_LANGUAGE,
        Field("heading", Type.LINE, W("عنوان المادة", "intitulé de l’article", "heading"), most=300, wide=True),
        Field("text", Type.PROSE, W("النص", "texte", "text"), required=True, most=LONGEST_TEXT, wide=True),
    )),
    Field("written_in", Type.CODES, W("اللغات المحررة", "langues rédigées", "languages written"), public=True, codes="languages", derived=written_in),
)  # fmt: skip
NEW_ARTICLE = (Section(W("المادة", "Article", "Article"), ARTICLE_TEXT),)
EDITED_ARTICLE = (Section(W("المادة", "Article", "Article"), (REVISION, *ARTICLE_TEXT)),)
ONE_REVISION = (Section(W("الصيغة", "Version", "Version"), (REVISION,)),)
DISPUTED = (Section(W("الاعتراض", "Réserve", "Objection"), (
    REVISION,
    Field("reason", Type.PROSE, W("سبب الاعتراض", "motif de la réserve", "why it is disputed"), required=True, least=5, most=4000),
)),)  # fmt: skip
COMMENT = (Section(W("التعليق", "Commentaire", "Comment"), (
    Field("text", Type.PROSE, W("تعليق مشترك", "commentaire commun", "joint comment"), required=True, least=2, most=4000,
          help=W("تقرؤه جميع الأطراف", "lu par toutes les parties", "every party reads it")),
)),)  # fmt: skip


# What an empty form begins with


def given_article(state: State, _: str, __: Bodies) -> Mapping[str, Any]:
    there = [number_of(found[-1]) for _, found in standing_articles(state)]
    rows = [{"language": language} for language in languages(state)]
    return {"number": max(there, default=0) + 1, "texts": rows}


def given_revision(state: State, item: str, _: Bodies) -> Mapping[str, Any]:
    """The revision in force; the first of several."""
    article = state.item("article", item)
    found = variants(state, article) if article else ()
    return {"revision": found[0].id} if found else {}


def given_edit(state: State, item: str, bodies: Bodies) -> Mapping[str, Any]:
    """The article as it stands, with a row for each language of the text."""
    article = state.item("article", item)
    found = variants(state, article) if article else ()
    if not found:
        return {}
    rows = [dict(row) for row in bodies.get(found[0].id, {}).get("texts", ()) if isinstance(row, Mapping)]
    there = {row.get("language") for row in rows}
    rows += [{"language": language} for language in languages(state) if language not in there]
    return {"revision": found[0].id, "number": number_of(found[0]), "texts": rows}


_PROVIDED = frozenset(each.name for section in PROVISIONS for each in section.fields if each.public)


def given_provisions(state: State, _: str, bodies: Bodies) -> Mapping[str, Any]:
    """The provisions as they stand."""
    first = provisions(state)
    says = {name: value for name, value in first.says.items() if name in _PROVIDED}
    said = {name: value for name, value in bodies.get(first.id, {}).items() if name == "texts"}
    return says | said


# What is checked beyond the fields


def check_opening(saying: Saying) -> Iterable[Problem]:
    if saying.says.get("sort") == "amendment" and not saying.says.get("amends"):
        yield Problem("instruments.amends-nothing", ("amends",))


def check_languages(saying: Saying) -> Iterable[Problem]:
    """What is authentic is a language of the text, and the title stands in each of them."""
    spoken, authentic = _codes(saying, "languages"), _codes(saying, "authentic")
    if set(authentic) - set(spoken):
        yield Problem("instruments.authentic-in-no-text", ("authentic",))
    yield from _check_rows(saying, spoken)


def check_article(saying: Saying) -> Iterable[Problem]:
    """Each language once, of those agreed; the words do not contradict the number."""
    if saying.state is None:
        return
    yield from _check_rows(saying, languages(saying.state))
    number = saying.says.get("number")
    taken = [
        number_of(found[0]) for item, found in standing_articles(saying.state) if item.key != saying.item
    ]
    if number in taken:
        yield Problem("instruments.number-taken", ("number",), soft=True)
    for place, row in enumerate(_rows(saying.body)):
        for name in ("heading", "text"):
            written = numbered(str(row.get(name) or ""))
            if isinstance(number, int) and written not in (None, number):
                yield Problem(
                    "instruments.number-contradicted",
                    ("texts", str(place), name),
                    facts={"number": str(written)},
                )


def check_revision(saying: Saying) -> Iterable[Problem]:
    """What is edited, confirmed or disputed is what stands."""
    item = saying.state.item("article", saying.item) if saying.state else None
    if saying.state is None or item is None:
        return
    found = [each.id for each in variants(saying.state, item)]
    if saying.says.get("revision") not in found:
        yield Problem("instruments.not-the-version-in-force", ("revision",), soft=True)


def check_one_version(saying: Saying) -> Iterable[Problem]:
    """Of two versions none can be confirmed before one text takes their place; and only what all languages have."""
    item = saying.state.item("article", saying.item) if saying.state else None
    if saying.state is None or item is None:
        return
    found = variants(saying.state, item)
    if len(found) > 1:
        yield Problem("instruments.two-versions", ("revision",))
    elif found and found[0].id != saying.says.get("revision"):
        yield Problem("instruments.confirms-what-is-gone", ("revision",))
    elif found and found[0].step != "remove-article":
        lacking = set(languages(saying.state)) - set(codes_of(found[0], "written_in"))
        if lacking:
            yield Problem(
                "instruments.language-missing-here",
                ("revision",),
                facts={"languages": ", ".join(sorted(lacking))},
            )


def check_for_all(saying: Saying) -> Iterable[Problem]:
    """A joint text goes to every party: who cannot read it cannot freeze it."""
    if saying.state and set(saying.state.parties) - {saying.author} - set(saying.to):
        yield Problem("instruments.not-for-all", ("to",))


def check_complete(saying: Saying) -> Iterable[Problem]:
    """What keeps the text from being frozen, article by article."""
    for code, articles in obstacles(saying.state) if saying.state else ():
        yield Problem(code, ("hash",), facts={"articles": articles})


def _check_rows(saying: Saying, spoken: tuple[str, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    rows = _rows(saying.body)
    for place, row in enumerate(rows):
        language = str(row.get("language") or "")
        if language and language not in spoken:
            yield Problem("instruments.not-a-language-of-the-text", ("texts", str(place), "language"))
        if language in seen:
            yield Problem("instruments.language-twice", ("texts", str(place), "language"))
        seen.add(language)
    if rows and (lacking := set(spoken) - seen):
        yield Problem(
            "instruments.language-not-written",
            ("texts",),
            soft=True,
            facts={"languages": ", ".join(sorted(lacking))},
        )


_ARTICLE = re.compile(
    r"^\W*(?:المادة|الفصل|البند|articles?|art)\W{0,3}(?:n[°o]\W?)?(\d{1,3})\b", re.IGNORECASE
)


def numbered(text: str) -> int | None:
    """The number by which a text calls itself at its beginning (Article 3, المادة ٣), in any digits; None if it does not."""
    found = _ARTICLE.match(unicodedata.normalize("NFKC", text))
    return int(found.group(1)) if found else None


def _codes(saying: Saying, name: str) -> tuple[str, ...]:
    value = saying.says.get(name)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _rows(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = body.get("texts")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
