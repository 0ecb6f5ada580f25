"""In words: a text in negotiation as a file for word processors, its languages side by side.

What leaves is the text as it stands here, every version of what is in dispute, and where each article
stands. It is a draft to read and to write on: nothing comes back from it by itself, and once all have signed
there is none: what was signed leaves as the sealed copies alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from mithaq.matters.instruments.shown import Article, Column, Instrument
from mithaq.node.papers.word import Row, Said, file
from mithaq.node.papers.words import RIGHT_TO_LEFT, words
from mithaq.node.web.exports.leaving import Copy
from mithaq.pact.rules.words import LANGUAGES, Words

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFT = Words(
    "مشروع نص، لا يُلزم أي طرف", "Projet de texte, n’engage aucune partie", "Draft text, binds no party"
)
REMOVAL = Words("اقتُرح حذف المادة", "Suppression proposée", "Removal proposed")
HASH = Words("بصمة المحتوى", "Empreinte du contenu", "Hash of the content")
ARTICLE = Words("المادة", "Article", "Article")
PREAMBLE = Words("الديباجة", "Préambule", "Preamble")
VERSION = Words("صيغة {by}", "Version {by}", "Version of {by}")


def as_docx(text: Instrument, copy: Copy) -> bytes:
    """The text as it stands, for a word processor."""
    return file(
        _rows(text),
        columns=len(text.languages),
        header=[*_ends(text, copy)],
        footer=[Said(_foot(text, copy), "fr", soft=True)],
        at=copy.at,
    )


def _rows(text: Instrument) -> Iterator[Row]:
    yield _side_by_side(text.frame)
    for article in text.everywhere:
        yield Row([[_heading(article, language) for language in _spoken(text)]], over_all=True)
        for version in article.versions:
            if article.is_disputed:
                said = [_by(version.entry.author, language) for language in _spoken(text)]
                yield Row([said], over_all=True)
            if version.removes:
                yield Row([[_of(REMOVAL, language)] for language in _across(text)])
            else:
                yield _side_by_side(version.columns)
    yield _side_by_side(text.closing)


def _side_by_side(columns: tuple[Column, ...]) -> Row:
    """A cell for each language, those from the right last: they stand on the right."""
    across = sorted(columns, key=lambda column: column.language in RIGHT_TO_LEFT)
    return Row([list(_cell(column)) for column in across])


def _cell(column: Column) -> Iterator[Said]:
    if column.heading:
        yield Said(column.heading, column.language, bold=True)
    for paragraph in column.text.split("\n\n"):
        if paragraph.strip():
            yield Said(paragraph.strip(), column.language)


def _heading(article: Article, language: str) -> Said:
    named = ARTICLE.say(language) + f" {article.number}" if article.number else PREAMBLE.say(language)
    return Said(f"{named} – {article.stage.words.say(language)}", language, bold=True)


def _by(author: str, language: str) -> Said:
    return Said(VERSION.say(language).format(by=author), language, soft=True)


def _of(said: Words, language: str) -> Said:
    return Said(said.say(language), language, soft=True)


def _spoken(text: Instrument) -> list[str]:
    """The languages of the text in which this node has words of its own."""
    return [language for language in text.languages if language in LANGUAGES] or ["fr"]


def _across(text: Instrument) -> list[str]:
    return sorted(text.languages, key=lambda language: language in RIGHT_TO_LEFT)


def _ends(text: Instrument, copy: Copy) -> Iterator[Said]:
    """What stands over every page: that it is a draft, how far it is, how widely it may be shared."""
    for language in _spoken(text):
        told = (DRAFT.say(language), text.stage.words.say(language), copy.marking(language))
        yield Said(" – ".join(told), language, bold=True)


def _foot(text: Instrument, copy: Copy) -> str:
    told = [text.matter.reference, f"{words('fr')['copy']} {copy.watermark}"]
    if text.hash:
        told.append(f"{HASH.say('fr')} {text.hash}")
    return " · ".join(told)
