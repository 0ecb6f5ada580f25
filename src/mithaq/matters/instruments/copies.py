"""Copies: the signed text as files, one for each party, sealed by every authority one after the other.

A copy is typeset from what all have signed, the party whose copy it is first (alternat), in every language,
and is the same to the byte on every node. Each authority adds its signature behind the last one and states
the file as a step, through a draft and a second person like any other. Whoever adds its seal makes the same
file itself first: what a partner sent must begin with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from mithaq.matters.instruments.errors import CopyDiffers, CopyNotHere, NotSigned
from mithaq.matters.instruments.shown import Column, Instrument
from mithaq.node.ledger import attached, drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft
from mithaq.node.papers import compose
from mithaq.node.papers.content import Article, ByLanguage, Closing, Party
from mithaq.node.papers.content import Instrument as Filled
from mithaq.node.papers.own import own_certificate
from mithaq.node.papers.sign import sign_copy
from mithaq.node.papers.typeset import typeset
from mithaq.node.papers.verify import Answer, Trusted, verify
from mithaq.node.web.authorities import known
from mithaq.pact.codes import code_list
from mithaq.pact.exchange.attachment import IN_BODY, Manifest, manifests_in
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import fixing, signing
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import LANGUAGES, Words

SEAL, SEAL_TOO = "seal-copy", "seal-copy-too"
FOR = Words("عن {name}", "Pour {name}", "For {name}")
NAMES = "states"
STANDS = frozenset({Answer.VALID, Answer.AUTHORITY_UNKNOWN})


def unsealed(text: Instrument, holder: str) -> bytes:
    """The copy of a party before anybody has sealed it. Shape: the same bytes on every node.

    Raises: NotSigned.
    """
    last = _last_signature(text)
    filled = _filled(text, last)
    composed = compose.instrument(filled, copy_of=holder)
    return typeset("instrument", composed, language=text.languages[0], at=last.at)


def begin(text: Instrument, holder: str, *, now: datetime) -> Draft:
    """A draft that states the copy of a party with our seal, for a second person to look through.

    Raises: NotSigned, NoCertificate, NotSignable.
    """
    sealed = _with_our_seal(unsealed(text, holder), now)
    values = {"holder": holder, "hash": fixing.signed_hash(text.state)}
    return _draft(text, SEAL, values, sealed, now=now)


def add(text: Instrument, key: str, *, now: datetime) -> Draft:
    """A draft that states the last file of a copy with our seal added.

    Raises: NotSigned, CopyNotHere, CopyDiffers, NoCertificate, NotSignable.
    """
    copy = text.state.item("copy", key)
    if copy is None:
        raise CopyNotHere
    holder, last = str(copy.entries[0].says.get("holder", "")), signing.last_file(copy)
    file = _file(text, copy, last)
    _check(text, copy, holder, file)
    sealed = _with_our_seal(file, now)
    return _draft(text, SEAL_TOO, {"over": last}, sealed, item=key, now=now)


def _check(text: Instrument, copy: Item, holder: str, file: bytes) -> None:
    """What is to be sealed is the copy we make ourselves, with the seals of those who stated it, and no more.

    Raises: CopyDiffers.
    """
    if not file.startswith(unsealed(text, holder)):
        raise CopyDiffers(rule="text")
    verdict = verify(file, Trusted())
    if verdict.answer not in STANDS:
        raise CopyDiffers(rule=verdict.answer.value)
    if {each.field for each in verdict.signatures} != set(copy.yes | {copy.holder}):
        raise CopyDiffers(rule="signatures")


def _with_our_seal(pdf: bytes, now: datetime) -> bytes:
    return sign_copy(pdf, own_certificate(now), field=settings.AUTHORITY, at=now)


def _draft(
    text: Instrument, step: str, values: Mapping[str, Any], pdf: bytes, *, item: str = "", now: datetime
) -> Draft:
    name = f"{text.matter.reference}-{len(pdf)}.pdf"
    manifest = attached.store(pdf, name=name, mime="application/pdf")
    said = {**values, "sha256": sha256(pdf).hexdigest(), IN_BODY: [manifest.stated()]}
    act = Act("instrument", step, said, matter=text.matter.id, item=item)
    return drafts.begin(act, officer=text.officer, now=now)


def _file(text: Instrument, copy: Item, digest: str) -> bytes:
    """The bytes of the file of a copy that has this hash. Raises: CopyNotHere."""
    for entry in copy.entries:
        if entry.says.get("sha256") != digest:
            continue
        for manifest in _manifests(text, entry):
            content = b"".join(attached.content_of(manifest))
            if sha256(content).hexdigest() == digest:
                return content
    raise CopyNotHere


def _manifests(text: Instrument, entry: Entry) -> Iterator[Manifest]:
    yield from manifests_in(text.bodies.get(entry.id, {}))


def _last_signature(text: Instrument) -> Entry:
    """Raises: NotSigned."""
    if text.within is None:
        raise NotSigned
    signatures = fixing.last_of(text.state, "sign", text.within).values()
    return max(signatures, key=lambda entry: (entry.at, entry.id))


def _filled(text: Instrument, last: Entry) -> Filled:
    return {
        "frame": {
            "reference": text.matter.reference,
            "marking": dict.fromkeys(LANGUAGES, ""),
            "watermark": "",
            "content_hash": fixing.signed_hash(text.state),
            "ne_varietur": True,
        },
        "languages": list(text.languages),
        "title": _headings(text.frame),
        "parties": [_party(text, code) for code in text.state.parties],
        "recitals": _paragraphs(text.frame),
        "articles": list(_articles(text)),
        "closing": _closing(text, last),
        # As negotiated, and signed with the text; the formula stands only where no end was written.
        "entry_rule": _headings(text.closing),
        "ends_with": {column.language: column.text for column in text.closing},
    }


def _articles(text: Instrument) -> Iterator[Article]:
    for article in text.articles:
        columns = article.versions[0].columns
        yield {
            "number": str(article.number),
            "heading": _headings(columns),
            "body": {column.language: column.text for column in columns},
        }


def _closing(text: Instrument, last: Entry) -> Closing:
    place = str(text.bodies.get(last.id, {}).get("place", ""))
    return {
        "place": dict.fromkeys(LANGUAGES, place),
        "on": date.fromisoformat(str(last.says["signed_on"])),
    }


def _party(text: Instrument, code: str) -> Party:
    names = _names(code)
    stated = text.state.item("signatory", code)
    named = stated.latest("name-signatory") if stated else None
    body = text.bodies.get(named.id, {}) if named else {}
    titles = {str(row.get("language")): str(row.get("title", "")) for row in body.get("titles", ())}
    latin, arabic = str(body.get("name", "")), str(body.get("name_ar", ""))
    first = next(iter(titles.values()), "")
    return {
        "authority": code,
        "names": names,
        "signs_for": {each: FOR.say(each).format(name=name) for each, name in names.items()},
        "signatory": {
            "name": {each: (arabic if each == "ar" else latin) or latin for each in LANGUAGES},
            "title": {each: titles.get(each, first) for each in LANGUAGES},
        },
    }


def _names(code: str) -> ByLanguage:
    """How a party is named in a text: its state, or the authority's own name where the list has none."""
    state = code_list(NAMES).codes.get(code.partition("-")[0])
    if state is not None:
        return dict(state.labels)
    here = known().get(code)
    return {each: (here.words.say(each) if here else "") or code for each in LANGUAGES}


def _headings(columns: tuple[Column, ...]) -> ByLanguage:
    return {column.language: column.heading for column in columns}


def _paragraphs(columns: tuple[Column, ...]) -> list[ByLanguage]:
    """The preamble paragraph by paragraph where every language has as many, else as one."""
    said = {
        column.language: [one.strip() for one in column.text.split("\n\n") if one.strip()]
        for column in columns
    }
    counts = {len(paragraphs) for paragraphs in said.values()}
    if counts == {0} or not said:
        return []
    if len(counts) > 1:
        return [{language: "\n".join(paragraphs) for language, paragraphs in said.items()}]
    return [{language: said[language][number] for language in said} for number in range(counts.pop())]
