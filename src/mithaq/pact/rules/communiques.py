"""Communiqués: one text for the press, agreed in every language before anybody publishes it.

The opener says what it is about; a text in all its languages is proposed, with the instant before which nobody publishes,
and adopted when every party has accepted. It is published once that instant has passed; publishing earlier, or another
text than the one agreed, counts for nothing. A later text that all accept can be published in its place.

Deliberately absent: names of persons under investigation, and anything that is not meant for everybody.

Source: domain model of meetings (communiqué); decision D3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import proposals
from mithaq.pact.rules.articles import codes_of
from mithaq.pact.rules.bilingual import each_once
from mithaq.pact.rules.drafting import TEXT_LANGUAGE
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant
from mithaq.pact.rules.kind import (  # fmt: skip
    Kind,
    Proposals,
    Saying,
    Side,
    Stage,
    Step,
    Target,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

PRESS = frozenset({"plan-coordinator", "translator", "legal-adviser"})
DECIDES = frozenset({"plan-coordinator", "head-of-service"})
OPEN = frozenset({"draft", "agreed", "published"})

STAGES = (
    Stage("draft", W("قيد الصياغة", "en rédaction", "being drafted"), "waiting"),
    Stage("agreed", W("متفق عليه", "convenu", "agreed"), "good", Side.ANY),
    Stage("published", W("منشور", "publié", "published"), "good"),
    Stage("dropped", W("متخلى عنه", "abandonné", "dropped"), "quiet", final=True),
)


def in_force(state: State) -> Entry | None:
    """The text every party has accepted; None while there is none."""
    return proposals.in_force(state, "text")


def embargo(text: Entry) -> datetime | None:
    """The instant before which a text is not published; None if it has none."""
    return instant(text.says.get("embargo_at"))


def published(state: State) -> Entry | None:
    """The entry that published the text in force; None while it is not out."""
    whole, text = state.item("communique"), in_force(state)
    out = whole.latest("publish") if whole else None
    return out if out and text and out.says.get("agreed_text") == text.id else None


def may_be_published(state: State) -> bool:
    """Whether publishing would say something new: a text is published once, whoever did it."""
    return published(state) is None


def _out(state: State, entry: Entry) -> str | None:
    """Publishing counts for the agreed text, by who had seen it agreed, when the embargo is over."""
    text = in_force(state)
    if text is None or entry.says.get("agreed_text") != text.id:
        return None
    accepted = state.items("text")[text.id].all("accept-text")
    if not all(state.saw(entry, each.id) for each in accepted):
        return None
    over_at = embargo(text)
    return "published" if over_at is None or entry.at >= over_at else None


FOLLOWS: dict[str, dict[str, Target]] = {
    "": {"announce": "draft"},
    "draft": {"drop": "dropped"},
    "agreed": {"publish": _out, "drop": "dropped"},
    "published": {"publish": _out},
}


def upon(state: State, _: Entry) -> Iterable[Item]:
    """The draft is agreed once every party has accepted a text."""
    whole = state.item("communique")
    if whole is not None and whole.stage == "draft" and in_force(state) is not None:
        yield replace(whole, stage="agreed")


def stage(state: State) -> str:
    return state.at("communique", "draft")


ABOUT = (Section(W("البلاغ", "Communiqué", "Communiqué"), (
    Field("title", Type.LINE, W("الموضوع", "objet", "subject"), required=True, least=5, most=120, wide=True),
    Field("occasion", Type.LINE, W("المناسبة", "occasion", "occasion"), most=200, wide=True),
    Field("languages", Type.CODES, W("لغات البلاغ", "langues du communiqué", "languages"), required=True, public=True, codes="languages", default=("ar", "fr")),
    Field("concerns", Type.ENTRY, W("الوثيقة المعنية", "instrument concerné", "instrument it is about"), public=True,
          of=("propose-instrument",), in_kind="instrument"),
)),)  # fmt: skip
TEXT = (Section(W("النص", "Texte", "Text"), (
    Field("texts", Type.GROUP, W("النص بكل لغة", "texte dans chaque langue", "text in each language"), required=True, least=1, most=6, fields=(
        TEXT_LANGUAGE,
        Field("heading", Type.LINE, W("العنوان", "titre", "heading"), required=True, least=5, most=200, wide=True),
        Field("text", Type.PROSE, W("النص", "texte", "text"), required=True, least=20, most=10000, wide=True),
    )),
    Field("embargo_at", Type.INSTANT, W("لا يُنشر قبل", "ne pas publier avant", "not before"), public=True),
    Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True),
)),)  # fmt: skip
PUBLICATION = (Section(W("النشر", "Publication", "Publication"), (
    Field("agreed_text", Type.ENTRY, W("النص المتفق عليه", "texte convenu", "agreed text"), required=True, public=True),
)),)  # fmt: skip


def given_text(state: State, _: str, bodies: Bodies) -> Mapping[str, Any]:
    """The text in force to start from, or a row for each language."""
    text = in_force(state)
    if text is not None and text.id in bodies:
        return {"texts": bodies[text.id].get("texts", ())}
    return {"texts": [{"language": language} for language in codes_of(state.opening, "languages")]}


def given_publication(state: State, _: str, __: Bodies) -> Mapping[str, Any]:
    text = in_force(state)
    return {"agreed_text": text.id} if text else {}


def check_text(saying: Saying) -> Iterable[Problem]:
    """Every language of the communiqué once, and no other; for every party to read."""
    if saying.state is None:
        return
    if not each_once(saying.body.get("texts"), codes_of(saying.state.opening, "languages")):
        yield Problem("communiques.not-in-each-language", ("texts",))
    if set(saying.state.parties) - {saying.author} - set(saying.to):
        yield Problem("communiques.not-for-all", ("to",))


def check_publication(saying: Saying) -> Iterable[Problem]:
    """The agreed text, not before its time, and once."""
    text = in_force(saying.state) if saying.state else None
    if text is None:
        yield Problem("communiques.not-agreed", ("agreed_text",))
        return
    if saying.says.get("agreed_text") and saying.says["agreed_text"] != text.id:
        yield Problem("communiques.another-text", ("agreed_text",))
    over_at = embargo(text)
    if over_at is not None and saying.now < over_at:
        yield Problem("communiques.under-embargo", ("agreed_text",))
    if saying.state and not may_be_published(saying.state):
        yield Problem("communiques.published-already", ("agreed_text",))


def read(state: State, bodies: Bodies) -> Reading:
    text = in_force(state)
    out = published(state)
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="INS",
        columns={
            "languages": " ".join(codes_of(state.opening, "languages")),
            "embargo": str(text.says.get("embargo_at", "")) if text else "",
            "published": out.at.date().isoformat() if out else "",
        },
        facets=(("axis", "INS"),),
    )


KIND = enter(Kind(
    name="communique",
    mark="COM",
    edition=1,
    words=W("بلاغ مشترك", "communiqué commun", "joint communiqué"),
    plural=W("البلاغات المشتركة", "communiqués communs", "joint communiqués"),
    help=W("نص واحد للصحافة، متفق عليه بكل لغة، وله أجل نشر", "un seul texte pour la presse, convenu dans chaque langue, sous embargo s’il y a lieu",
           "one text for the press, agreed in each language, under embargo where needed"),
    counts_as=("activity",),
    opening="announce",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("communique", W("البلاغ", "communiqué", "communiqué"),
              STAGES, FOLLOWS, upon=upon),
        Proposals("text", W("النص", "texte", "text"), "propose-text", "accept-text", "decline-text", "withdraw-text", "counter-text"),
    ),
    steps=(
        Step("announce", "communique", Side.OPENER, W("اقتراح بلاغ", "Proposer un communiqué", "Propose a communiqué"),
             W("اقترحت بلاغا مشتركا", "a proposé un communiqué commun", "proposed a joint communiqué"),
             W("يُنشر بعد أن تقبل جميع الأطراف نصه", "Il paraît quand toutes les parties ont accepté son texte", "It is published once every party has accepted its text"),
             sections=(*ABOUT, SERVES), functions=PRESS),
        Step("propose-text", "text", Side.ANY, W("اقتراح نص", "Proposer un texte", "Propose a text"), W("اقترحت نصا", "a proposé un texte", "proposed a text"),
             sections=TEXT, functions=PRESS, when=OPEN, checks=(check_text,), given=given_text),
        Step("accept-text", "text", Side.OTHERS, W("قبول النص", "Accepter le texte", "Accept the text"), W("قبلت النص", "a accepté le texte", "accepted the text"),
             functions=DECIDES, when=OPEN),
        Step("decline-text", "text", Side.OTHERS, W("رفض النص", "Décliner le texte", "Decline the text"), W("رفضت النص", "a décliné le texte", "declined the text"),
             functions=PRESS, when=OPEN),
        Step("counter-text", "text", Side.OTHERS, W("اقتراح نص مقابل", "Contre-proposer un texte", "Counter with a text"),
             W("اقترحت نصا مقابلا", "a contre-proposé un texte", "countered with a text"), sections=TEXT, functions=PRESS, when=OPEN, checks=(check_text,), given=given_text),
        Step("withdraw-text", "text", Side.HOLDER, W("سحب النص", "Retirer le texte", "Withdraw the text"), W("سحبت نصها المقترح", "a retiré son texte", "withdrew its text"),
             functions=PRESS, when=OPEN),
        Step("publish", "communique", Side.ANY, W("النشر", "Publier", "Publish"), W("نشرت البلاغ", "a publié le communiqué", "published the communiqué"),
             W("يصبح النص متاحا للعموم", "Le texte devient public", "The text becomes public"),
             sections=PUBLICATION, functions=DECIDES, checks=(check_publication,), settled=True, given=given_publication, offered=may_be_published),
        Step("drop", "communique", Side.ANY, W("التخلي عن البلاغ", "Abandonner le communiqué", "Drop the communiqué"),
             W("تخلت عن البلاغ", "a abandonné le communiqué", "dropped the communiqué"), functions=DECIDES),
    ),
    read=read,
    columns=(
        Column("languages", W("اللغات", "langues", "languages"), codes="languages"),
        Column("embargo", W("لا يُنشر قبل", "ne pas publier avant", "not before"), priority=1),
        Column("published", W("تاريخ النشر", "publié le", "published"), priority=1),
    ),
    empty=W("لا توجد بلاغات.", "Aucun communiqué.", "No communiqués yet."),
))  # fmt: skip
