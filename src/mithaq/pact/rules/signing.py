"""Signing: who signs for each party and how, what a signature says, and whether it holds.

Before anybody initials, each party states its signatory: the head of its service, or who holds full powers, with the key that
is the person's own if there is one. A signature by hand is its scan and two witnesses; one by passkey or certificate proves
itself to whoever reads it. Which is which is said wherever a signature is shown: no recognition of certificates between
the parties is assumed, and the legal value is what the instrument says it is.

Source: Vienna Convention on the Law of Treaties, articles 7 and 10 to 12; Moroccan law 43-20; decisions D8, D19.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mithaq.pact.exchange import signatory
from mithaq.pact.exchange.attachment import IN_BODY
from mithaq.pact.exchange.errors import SignatoryUnproven
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.articles import hash_of
from mithaq.pact.rules.days import is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.fixing import fixed, signed_hash, text_signed
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

WET, PASSKEY, CERTIFICATE = "wet-scan", "passkey", "certificate"
WITNESSES = 2
PROVEN, BY_HAND, WITHHELD = "proven", "by-hand", "withheld"
_MOST = signatory.LONGEST

HASH = Field("hash", Type.FINGERPRINT, W("بصمة المحتوى", "empreinte du contenu", "hash of the content"), required=True, public=True)  # fmt: skip
METHOD = Field("method", Type.CODE, W("طريقة التوقيع", "mode de signature", "method"), required=True, public=True, codes="signing-methods", default=WET)  # fmt: skip
FILES = Field(IN_BODY, Type.ATTACHMENT, W("الملفات", "fichiers", "files"), most=4, wide=True)

FREEZING = (Section(W("التجميد", "Gel du texte", "Freezing"), (HASH,)),)


def _fingerprint(body: Mapping[str, Any]) -> str:
    """The hash of the key a body states; "" where there is none."""
    try:
        return signatory.fingerprint(str(body.get("key") or ""))
    except SignatoryUnproven:
        return ""


SIGNATORY = (
    Section(W("الموقّع", "Signataire", "Signatory"), (
        Field("name", Type.NAME, W("الاسم بالحروف اللاتينية", "NOM Prénom", "name in Latin letters"), required=True, most=120, script="Latn"),
        Field("name_ar", Type.NAME, W("الاسم بالعربية", "nom en arabe", "name in Arabic"), required=True, most=120, script="Arab"),
        Field("titles", Type.GROUP, W("الصفة", "qualité", "title"), required=True, least=1, most=6, fields=(
            Field("language", Type.CODE, W("اللغة", "langue", "language"), required=True, codes="languages"),
            Field("title", Type.LINE, W("الصفة", "qualité", "title"), required=True, most=200, wide=True),)),
        Field("full_powers", Type.LINE, W("مرجع التفويض المطلق", "référence des pleins pouvoirs", "reference of full powers"), most=200, wide=True),
    )),
    Section(W("المفتاح", "Clé", "Key"), (
        METHOD,
        Field("key", Type.PROSE, W("الشهادة أو المفتاح العمومي (PEM)", "certificat ou clé publique (PEM)", "certificate or public key (PEM)"), most=_MOST),
        Field("domain", Type.LINE, W("نطاق مفتاح المرور", "domaine de la clé d’accès", "domain of the passkey"), most=253, example="mithaq.example"),
        Field("fingerprint", Type.FINGERPRINT, W("بصمة المفتاح", "empreinte de la clé", "hash of the key"), public=True, derived=_fingerprint),
    )),
)  # fmt: skip
SIGNATURE = (
    Section(W("التوقيع", "Signature", "Signature"), (
        HASH,
        METHOD,
        Field("signed_on", Type.DAY, W("التاريخ", "date", "date"), required=True, public=True),
        Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, most=120),
    )),
    Section(W("التوقيع بخط اليد", "Signature manuscrite", "By hand"), (
        Field("witnesses", Type.GROUP, W("الشاهدان", "témoins", "witnesses"), most=4, fields=(
            Field("name", Type.NAME, W("الاسم", "nom", "name"), required=True, most=120),)),
        FILES,
    ), help=W("النسخة الممسوحة وشاهدان", "le document numérisé et deux témoins", "the scan and two witnesses")),
    Section(W("الإثبات الإلكتروني", "Preuve électronique", "Electronic proof"), (
        Field("signature", Type.LINE, W("التوقيع (base64url)", "signature (base64url)", "signature (base64url)"), most=_MOST),
        Field("authenticator_data", Type.LINE, W("معطيات أداة التوثيق (base64url)", "données de l’authentificateur (base64url)", "authenticator data (base64url)"), most=_MOST),
        Field("client_data", Type.LINE, W("معطيات المتصفح (base64url)", "données du navigateur (base64url)", "client data (base64url)"), most=_MOST),
    )),
)  # fmt: skip
COPY = (Section(W("النسخة", "Exemplaire", "Copy"), (
    Field("holder", Type.AUTHORITY, W("الطرف الحائز", "partie dépositaire", "party that keeps it"), required=True, public=True),
    HASH,
    Field("sha256", Type.FINGERPRINT, W("بصمة الملف", "empreinte du fichier", "hash of the file"), required=True, public=True),
    FILES,
)),)  # fmt: skip
COPY_TOO = (Section(W("النسخة", "Exemplaire", "Copy"), (
    Field("over", Type.FINGERPRINT, W("بصمة الملف السابق", "empreinte du fichier précédent", "hash of the file it adds to"), required=True, public=True),
    Field("sha256", Type.FINGERPRINT, W("بصمة الملف", "empreinte du fichier", "hash of the file"), required=True, public=True),
    FILES,
)),)  # fmt: skip


# What an empty form begins with


def given_hash(state: State, _: str, bodies: Bodies) -> Mapping[str, Any]:
    """The hash of the text as it stands here."""
    found = fixed(state).frozen or hash_of(state, bodies, text_signed(state))
    return {"hash": found} if found else {}


def given_copy(state: State, _: str, __: Bodies) -> Mapping[str, Any]:
    return {"hash": signed_hash(state)}


def given_signature(state: State, _: str, __: Bodies) -> Mapping[str, Any]:
    frozen = fixed(state).frozen
    return {"hash": frozen} if frozen else {}


def given_file(state: State, item: str, _: Bodies) -> Mapping[str, Any]:
    copy = state.item("copy", item)
    return {"over": last_file(copy)} if copy else {}


# What is checked beyond the fields


def check_hash(saying: Saying) -> Iterable[Problem]:
    """What is frozen is the text as it stands here, by its own content."""
    if saying.state is None or not saying.says.get("hash"):
        return
    found = hash_of(saying.state, saying.bodies())
    if found is None:
        yield Problem("instruments.text-not-here", ("hash",))
    elif found != saying.says["hash"]:
        yield Problem("instruments.not-this-text", ("hash",))


def check_frozen(saying: Saying) -> Iterable[Problem]:
    """What is initialled or signed is what every party froze, and what stands here."""
    stated = saying.says.get("hash")
    if saying.state is not None and stated and stated != fixed(saying.state).frozen:
        yield Problem("instruments.not-the-frozen-text", ("hash",))
    yield from check_hash(saying)


def check_copied(saying: Saying) -> Iterable[Problem]:
    """A copy is of the signed text, for a party, once, and has its file."""
    if saying.state is not None:
        if saying.says.get("hash") and saying.says["hash"] != signed_hash(saying.state):
            yield Problem("instruments.not-the-signed-text", ("hash",))
        if saying.says.get("holder") and saying.says["holder"] not in saying.state.parties:
            yield Problem("rules.not-a-party", ("holder",))
        begun = [item.entries[0].says.get("holder") for item in saying.state.items("copy").values()]
        if saying.says.get("holder") in begun:
            yield Problem("instruments.copy-begun-already", ("holder",), soft=True)
    yield from check_file(saying)


def check_file(saying: Saying) -> Iterable[Problem]:
    if not saying.body.get(IN_BODY):
        yield Problem("instruments.file-missing", (IN_BODY,))


def check_over(saying: Saying) -> Iterable[Problem]:
    """A file adds to the last one of its copy: two that add to the same would each lack a signature."""
    copy = saying.state.item("copy", saying.item) if saying.state else None
    if copy is not None and saying.says.get("over") and saying.says["over"] != last_file(copy):
        yield Problem("instruments.not-the-last-file", ("over",))
    yield from check_file(saying)


def check_signatory(saying: Saying) -> Iterable[Problem]:
    """A key for who has one, of the right sort, with its domain."""
    method, key = saying.says.get("method"), str(saying.body.get("key") or "")
    if method in (PASSKEY, CERTIFICATE):
        try:
            signatory.read_key(key)
        except SignatoryUnproven:
            yield Problem("instruments.no-such-key", ("key",))
        if method == CERTIFICATE and "BEGIN CERTIFICATE" not in key:
            yield Problem("instruments.key-without-certificate", ("key",))
    if method == PASSKEY and not str(saying.body.get("domain") or "").strip():
        yield Problem("instruments.passkey-without-domain", ("domain",))


def check_signature(saying: Saying, act: str) -> Iterable[Problem]:
    """The date is not to come; a hand has its scan and witnesses; a proof holds before it leaves."""
    if is_to_come(str(saying.says.get("signed_on") or ""), saying):
        yield Problem("instruments.signed-in-the-future", ("signed_on",))
    if saying.state is None:
        return
    if saying.says.get("method") == WET:
        rows = saying.body.get("witnesses")
        if not isinstance(rows, list | tuple) or len(rows) < WITNESSES:
            yield Problem("instruments.two-witnesses", ("witnesses",))
        if not saying.body.get(IN_BODY):
            yield Problem("instruments.scan-missing", (IN_BODY,))
        return
    item = saying.state.item("signatory", saying.author)
    stated = item.latest("name-signatory") if item else None
    if stated is None:
        yield Problem("instruments.no-signatory", ("method",))
        return
    rule = _broken(act, saying.says, saying.body, saying.bodies().get(stated.id), saying.now)
    if rule:
        yield Problem("instruments.proof-does-not-hold", ("signature",), facts={"rule": rule})


def check_initialling(saying: Saying) -> Iterable[Problem]:
    yield from check_signature(saying, "initial")


def check_signing(saying: Saying) -> Iterable[Problem]:
    yield from check_signature(saying, "sign")


# What a signature is worth


def verdict(state: State, bodies: Bodies, entry: Entry) -> str:
    """What can be said of an initial or a signature by itself: `proven`, `by-hand`, `withheld`, or the rule it breaks.

    Against the signatory its party had stated when it was given; nobody else is asked.
    """
    if entry.says.get("method") == WET:
        return BY_HAND
    item = state.item("signatory", entry.author)
    stated = [each for each in (item.entries if item else ()) if state.saw(entry, each.id)]
    if entry.id not in bodies or not stated or stated[-1].id not in bodies:
        return WITHHELD
    return _broken(entry.step, entry.says, bodies[entry.id], bodies[stated[-1].id], entry.at) or PROVEN


def _broken(
    act: str, says: Mapping[str, Any], body: Mapping[str, Any], stated: Mapping[str, Any] | None, at: Any
) -> str:
    """The rule that a proof breaks; "" if it holds."""
    if stated is None:
        return "key"
    key, content = str(stated.get("key") or ""), str(says.get("hash") or "")
    try:
        signature = signatory.read_bytes(body.get("signature"))
        if says.get("method") == CERTIFICATE:
            signatory.check_certificate(key, act=act, content=content, signature=signature, at=at)
        elif says.get("method") == PASSKEY:
            proof = signatory.Assertion(
                signatory.read_bytes(body.get("authenticator_data")),
                signatory.read_bytes(body.get("client_data")),
                signature,
            )
            signatory.check_passkey(
                key, domain=str(stated.get("domain") or ""), act=act, content=content, proof=proof
            )
        else:
            return "method"
    except SignatoryUnproven as error:
        return error.facts["rule"]
    return ""


# Copies


def last_file(copy: Item) -> str:
    """The hash of the last file of a copy: each adds to the one before it."""
    return _chain(copy)[0]


def _chain(copy: Item) -> tuple[str, frozenset[str]]:
    last, sealed = str(copy.entries[0].says.get("sha256", "")), {copy.holder}
    for each in copy.entries[1:]:
        if each.says.get("over") == last and each.author not in sealed:
            last, sealed = str(each.says.get("sha256", "")), sealed | {each.author}
    return last, frozenset(sealed)


def stand_copy(copy: Item, parties: tuple[str, ...]) -> Item:
    """The copy as its files leave it. Shape: who has sealed it is whose file the last one builds on."""
    _, sealed = _chain(copy)
    stage = "complete" if sealed >= set(parties) else "sealed"
    return replace(copy, stage=stage, yes=sealed, yes_to="seal-copy-too")


def upon_copies(state: State, entry: Entry) -> Iterable[Item]:
    """A file that adds to another than the last one of its copy seals nothing: it is to be made again."""
    copy = state.item("copy", entry.item or entry.id)
    if copy is not None and entry in copy.entries:
        yield stand_copy(copy, state.parties)
