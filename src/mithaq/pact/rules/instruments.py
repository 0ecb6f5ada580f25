"""Instruments: a text negotiated in several languages, frozen, initialled, signed and in force.

The opener proposes title, languages and general provisions; every party adds and edits articles and confirms, article by
article, that all languages say the same. When all is confirmed each party freezes the text by naming the hash of its content; then
its head initials and signs that hash. An edit after the freeze voids the initials on every node, and says why. What all
have signed is changed by an amendment alone, which is an instrument of its own.

Deliberately absent: national positions, red lines and opinions, which never leave; machine translation.

Source: Vienna Convention on the Law of Treaties, articles 7, 10 to 12, 24, 33, 40, 56; decisions D2, D3, D8.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import articles, drafting, fixing, signing
from mithaq.pact.rules.articles import codes_of
from mithaq.pact.rules.days import day_of
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.fixing import stage
from mithaq.pact.rules.kind import (  # fmt: skip
    Every,
    Key,
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
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

LEGAL = frozenset({"legal-adviser"})
COORDINATION = frozenset({"legal-adviser", "plan-coordinator"})
LANGUAGES = frozenset({"translator", "legal-adviser"})
HEAD = frozenset({"head-of-service"})
NEGOTIATED = frozenset({"draft", "concordance", "frozen", "initialled", "ready"})
SIGNED = frozenset({"signed", "in-force", "amended"})
IN_FORCE = frozenset({"in-force", "amended"})

STAGES = (
    Stage("draft", W("مسودة", "projet", "draft"), "waiting", Side.ANY),
    Stage("concordance", W("مطابقة اللغات", "concordance", "concordance"), "moving", Side.ANY),
    Stage("frozen", W("نص مجمد", "texte gelé", "frozen"), "waiting", Side.ANY),
    Stage("initialled", W("موقع بالأحرف الأولى", "paraphé", "initialled"), "moving", Side.ANY),
    Stage("ready", W("جاهز للتوقيع", "prêt pour la signature", "ready to be signed"), "waiting", Side.ANY),
    Stage("signed", W("موقع", "signé", "signed"), "good"),
    Stage("in-force", W("ساري المفعول", "en vigueur", "in force"), "good"),
    Stage("amended", W("ساري المفعول بصيغته المعدلة", "en vigueur, modifié", "in force as amended"), "good"),
    Stage("terminated", W("منتهٍ", "éteint", "terminated"), "quiet", final=True),
    Stage("abandoned", W("متخلى عنه", "abandonné", "abandoned"), "quiet", final=True),
)
ARTICLE_STAGES = (
    Stage("open", W("في انتظار تأكيد المطابقة", "concordance à confirmer", "to be confirmed"), "waiting", Side.ANY),
    Stage("matched", W("مطابقة", "concordant", "matched"), "good"),
    Stage("disputed", W("محل خلاف", "en discussion", "disputed"), "bad", Side.ANY),
    Stage("removed", W("محذوفة", "supprimé", "removed"), "quiet", final=True),
)  # fmt: skip
_CHANGED: dict[str, Target] = {
    "edit-article": articles.names_a_revision, "remove-article": articles.names_a_revision,
    "dispute-article": articles.names_a_revision, "comment-article": articles.as_it_stands,
}  # fmt: skip
ARTICLES: dict[str, dict[str, Target]] = {
    "": {"add-article": "open"},
    "open": {**_CHANGED, "confirm-concordance": Every("matched")},
    "matched": _CHANGED,
    "disputed": {**_CHANGED, "confirm-concordance": Every("matched")},
    "removed": dict.fromkeys(("edit-article", "dispute-article"), articles.names_a_revision),
}
# What is not asked for at a stage and still counts is what crossed: its author had not seen what led there.
FIXING_STAGES = (
    Stage("drafting", W("قبل التجميد", "avant le gel", "before the freeze"), "quiet", final=True),
    Stage("to-freeze", W("في انتظار تجميد النص", "texte à geler", "to be frozen"), "waiting", Side.HOLDER),
    Stage("froze", W("جمد النص", "texte gelé", "has frozen it"), "moving"),
    Stage("differs", W("بصمة مختلفة", "empreinte différente", "names another hash"), "bad", Side.HOLDER),
    Stage("to-initial", W("في انتظار التوقيع بالأحرف الأولى", "à parapher", "to be initialled"), "waiting", Side.HOLDER),
    Stage("initialled", W("وقع بالأحرف الأولى", "paraphé", "has initialled"), "moving"),
    Stage("to-sign", W("في انتظار التوقيع", "à signer", "to be signed"), "waiting", Side.HOLDER),
    Stage("signed", W("وقع", "signé", "has signed"), "good", final=True),
    Stage("voided", W("لاغٍ بفعل تعديل لاحق", "caduc, le texte a changé", "voided, the text has changed"), "bad", final=True),
)  # fmt: skip
FIXING: dict[str, dict[str, Target]] = {
    "drafting": {"freeze": "froze"},
    "to-freeze": {"freeze": "froze"},
    "differs": {"freeze": "froze"},
    "to-initial": {"initial": fixing.initialled},
    "to-sign": {"sign": fixing.signed},
    "voided": {"freeze": "froze", "initial": fixing.initialled, "sign": fixing.signed},
}


def _is_over(state: State, entry: Entry) -> str | None:
    """A node may state the end only once it has come."""
    over_at = ends_at(state)
    return "terminated" if over_at is not None and entry.at >= over_at else None


WHOLE: dict[str, dict[str, Target]] = {
    "": {"propose-instrument": "negotiated"},
    "negotiated": {"abandon": "abandoned", "confirm-entry-into-force": Every("in-force")},
    "in-force": {"state-end": _is_over},
}


def ends_at(state: State) -> datetime | None:
    """When the instrument ends: midnight UTC after the day on which fewer than two parties are bound; None if never."""
    ends: dict[str, date] = {}
    for item in state.items("denunciation").values():
        try:
            day = date.fromisoformat(str(item.entries[0].says.get("ends_on", "")))
        except ValueError:
            continue
        ends[item.holder] = min(day, ends.get(item.holder, day))
    free = sorted(ends.values())
    if len(free) < len(state.parties) - 1:
        return None
    try:
        return datetime.combine(free[len(state.parties) - 2] + timedelta(days=1), time(0), UTC)
    except OverflowError:
        return None


# What is said after the signature

ENTRY = (Section(W("الدخول حيز التنفيذ", "Entrée en vigueur", "Entry into force"), (
    Field("in_force_on", Type.DAY, W("تاريخ الدخول حيز التنفيذ", "date d’entrée en vigueur", "in force on"), required=True, public=True),
    Field("reference", Type.LINE, W("مرجع استيفاء الإجراءات الداخلية", "référence des procédures internes accomplies", "reference of the internal procedure"), most=200, wide=True),
)),)  # fmt: skip
AMENDMENT = (Section(W("التعديل", "Avenant", "Amendment"), (
    Field("instrument", Type.ENTRY, W("وثيقة التعديل", "instrument modificatif", "amending instrument"), required=True, public=True,
          of=("propose-instrument",), in_kind="instrument",
          help=W("افتحوا أولا وثيقة نوعها «تعديل»", "ouvrez d’abord un instrument de nature « avenant »", "open an instrument of the sort “amendment” first")),
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=20, most=2000),
)),)  # fmt: skip
DENUNCIATION = (Section(W("الإنهاء", "Dénonciation", "Denunciation"), (
    Field("ends_on", Type.DAY, W("تاريخ انتهاء المفعول", "date d’effet", "ends on"), required=True, public=True),
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=20, most=2000),
)),)  # fmt: skip


def check_notice(saying: Saying) -> Iterable[Problem]:
    """The notice that was agreed is kept: so many months of thirty days at least."""
    if saying.state is None:
        return
    ends_on, months = str(saying.says.get("ends_on") or ""), notice_months(saying.state)
    if ends_on and ends_on < day_of(saying.now + timedelta(days=30 * months), saying):
        yield Problem("instruments.notice-too-short", ("ends_on",), facts={"months": str(months)})


def check_in_force(saying: Saying) -> Iterable[Problem]:
    """Nothing is in force before it was signed, and every party states the same day."""
    if saying.state is None:
        return
    day = str(saying.says.get("in_force_on") or "")
    signed = [str(each.says.get("signed_on", "")) for each in fixing.last_of(saying.state, "sign").values()]
    if day and day < max(signed, default=""):
        yield Problem("instruments.in-force-before-signed", ("in_force_on",))
    whole = saying.state.item("instrument")
    stated = {
        str(each.says.get("in_force_on", ""))
        for each in (whole.all("confirm-entry-into-force") if whole else ())
    }
    if day and stated - {day}:
        yield Problem("instruments.another-day", ("in_force_on",), soft=True)


def notice_months(state: State) -> int:
    months = articles.provisions(state).says.get("notice_months", 0)
    return months if isinstance(months, int) and not isinstance(months, bool) else 0


def read(state: State, bodies: Bodies) -> Reading:
    says, opened = state.opening.says, bodies.get(state.opening.id, {})
    spoken = codes_of(articles.provisions(state), "languages")
    return Reading(
        title=str(opened.get("title", "")),
        axis="INS",
        columns={
            "sort": str(says.get("sort", "")),
            "languages": " ".join(spoken),
            "articles": str(_count(state)),
        },
        facets=(("sort", str(says.get("sort", ""))), ("axis", "INS")),
    )


def _count(state: State) -> int:
    return sum(1 for _ in articles.standing_articles(state))


# The declaration

TRACKS = (
    Track("article", W("المواد", "articles", "articles"), ARTICLE_STAGES, ARTICLES, key=Key.ITEM, upon=fixing.upon_articles),
    Proposals("provisions", W("العنوان والأحكام العامة", "intitulé et dispositions générales", "title and general provisions"),
              "propose-provisions", "accept-provisions", "decline-provisions", "withdraw-provisions"),
    Track("fixing", W("التجميد والتوقيع", "gel et signature", "freeze and signature"), FIXING_STAGES, FIXING,
          key=Key.PARTY, start="drafting", upon=fixing.upon_fixing),
    Track("signatory", W("الموقعون", "signataires", "signatories"),
          (Stage("unnamed", W("لم يُعيَّن", "à désigner", "to be named"), "waiting"), Stage("named", W("معين", "désigné", "named"), "good")),
          {"unnamed": {"name-signatory": "named"}, "named": {"name-signatory": "named"}}, key=Key.PARTY, start="unnamed"),
    Track("instrument", W("الوثيقة", "instrument", "instrument"),
          (Stage("negotiated", W("قيد التفاوض", "en négociation", "negotiated"), "waiting"),
           Stage("in-force", W("ساري المفعول", "en vigueur", "in force"), "good"),
           Stage("terminated", W("منتهٍ", "éteint", "terminated"), "quiet", final=True),
           Stage("abandoned", W("متخلى عنه", "abandonné", "abandoned"), "quiet", final=True)), WHOLE, upon=fixing.upon_instrument),
    Track("copy", W("النسخ الأصلية", "exemplaires originaux", "original copies"),
          (Stage("sealed", W("في انتظار باقي الأختام", "sceaux attendus", "other seals awaited"), "waiting", Side.OTHERS),
           Stage("complete", W("مكتملة", "complet", "complete"), "good", final=True)),
          {"": {"seal-copy": "sealed"}, "sealed": {"seal-copy-too": Every("complete", creator_counts=True)}},
          key=Key.ITEM, upon=signing.upon_copies),
    Track("amendment", W("التعديلات", "avenants", "amendments"),
          (Stage("proposed", W("مقترح", "proposé", "proposed"), "waiting"), Stage("applied", W("ساري المفعول", "en vigueur", "in force"), "good", final=True)),
          {"": {"propose-amendment": "proposed"}, "proposed": {"confirm-amendment": Every("applied")}}, key=Key.ITEM),
    Track("denunciation", W("إشعارات الإنهاء", "dénonciations", "denunciations"),
          (Stage("denounced", W("أُشعر بالإنهاء", "dénoncé", "denounced"), "bad"),), {"": {"denounce": "denounced"}}, key=Key.ITEM),
)  # fmt: skip

TEXT_STEPS = (
    Step("propose-instrument", "instrument", Side.OPENER, W("اقتراح وثيقة", "Proposer un instrument", "Propose an instrument"),
         W("اقترحت وثيقة", "a proposé un instrument", "proposed an instrument"),
         W("تُحرر مواده باتفاق جميع الأطراف", "Ses articles sont rédigés d’un commun accord", "All parties draft its articles together"),
         sections=drafting.OPENING, functions=COORDINATION, checks=(drafting.check_opening, drafting.check_languages)),
    Step("add-article", "article", Side.ANY, W("إضافة مادة", "Ajouter un article", "Add an article"),
         W("أضافت مادة", "a ajouté un article", "added an article"), W("يلزم أن تؤكد جميع الأطراف مطابقة اللغات", "Chaque partie en confirmera la concordance", "Every party has to confirm that the languages match"),
         sections=drafting.NEW_ARTICLE, functions=LEGAL, when=NEGOTIATED, checks=(drafting.check_article, drafting.check_for_all), given=drafting.given_article),
    Step("edit-article", "article", Side.ANY, W("تعديل المادة", "Modifier l’article", "Edit the article"),
         W("عدلت مادة", "a modifié un article", "edited an article"),
         W("تُعاد المطابقة، ويسقط كل تجميد وتوقيع بالأحرف الأولى", "La concordance est à refaire ; gel et paraphes deviennent caducs", "Concordance starts anew; freezes and initials become void"),
         sections=drafting.EDITED_ARTICLE, functions=LEGAL, when=NEGOTIATED,
         checks=(drafting.check_revision, drafting.check_article, drafting.check_for_all), given=drafting.given_edit),
    Step("remove-article", "article", Side.ANY, W("حذف المادة", "Supprimer l’article", "Remove the article"),
         W("اقترحت حذف مادة", "a supprimé un article, à confirmer", "removed an article, to be confirmed"),
         W("تُحذف عندما تؤكد ذلك جميع الأطراف", "L’article disparaît quand toutes les parties l’ont confirmé", "It is gone once every party has confirmed"),
         sections=drafting.ONE_REVISION, functions=LEGAL, when=NEGOTIATED, checks=(drafting.check_revision,), given=drafting.given_revision),
    Step("confirm-concordance", "article", Side.ANY, W("تأكيد المطابقة", "Confirmer la concordance", "Confirm the concordance"),
         W("أكدت مطابقة اللغات", "a confirmé la concordance", "confirmed that the languages match"),
         W("المادة مطابقة عندما تؤكدها جميع الأطراف", "L’article est concordant quand toutes les parties l’ont confirmé", "The article is matched once every party has confirmed"),
         sections=drafting.ONE_REVISION, functions=LANGUAGES, when=NEGOTIATED, checks=(drafting.check_one_version,), given=drafting.given_revision),
    Step("dispute-article", "article", Side.ANY, W("الاعتراض على المادة", "Contester l’article", "Dispute the article"),
         W("اعترضت على مادة", "a contesté un article", "disputed an article"), W("لا يُجمد النص ما دام الاعتراض قائما", "Le texte ne peut être gelé tant que la réserve subsiste", "The text cannot be frozen while it lasts"),
         sections=drafting.DISPUTED, functions=LANGUAGES, when=NEGOTIATED, checks=(drafting.check_revision, drafting.check_for_all), given=drafting.given_revision),
    Step("comment-article", "article", Side.ANY, W("التعليق على المادة", "Commenter l’article", "Comment on the article"),
         W("علقت على مادة", "a commenté un article", "commented on an article"),
         sections=drafting.COMMENT, functions=LANGUAGES | COORDINATION, when=NEGOTIATED),
    Step("propose-provisions", "provisions", Side.ANY, W("اقتراح عنوان وأحكام", "Proposer l’intitulé et les dispositions", "Propose title and provisions"),
         W("اقترحت العنوان والأحكام العامة", "a proposé l’intitulé et les dispositions générales", "proposed title and general provisions"),
         sections=drafting.NEW_PROVISIONS, functions=LEGAL, when=NEGOTIATED, checks=(drafting.check_languages, drafting.check_for_all), given=drafting.given_provisions),
    Step("accept-provisions", "provisions", Side.OTHERS, W("قبول العنوان والأحكام", "Accepter l’intitulé et les dispositions", "Accept title and provisions"),
         W("قبلت العنوان والأحكام", "a accepté l’intitulé et les dispositions", "accepted title and provisions"), functions=LEGAL, when=NEGOTIATED),
    Step("decline-provisions", "provisions", Side.OTHERS, W("رفض الاقتراح", "Décliner la proposition", "Decline the proposal"),
         W("رفضت العنوان والأحكام المقترحة", "a décliné l’intitulé et les dispositions", "declined title and provisions"), functions=LEGAL, when=NEGOTIATED),
    Step("withdraw-provisions", "provisions", Side.HOLDER, W("سحب الاقتراح", "Retirer la proposition", "Withdraw the proposal"),
         W("سحبت اقتراحها", "a retiré sa proposition", "withdrew its proposal"), functions=LEGAL, when=NEGOTIATED),
    Step("abandon", "instrument", Side.ANY, W("التخلي عن الوثيقة", "Renoncer à l’instrument", "Give up the instrument"),
         W("تخلت عن الوثيقة", "a renoncé à l’instrument", "gave up the instrument"), W("لا رجعة فيه؛ ويبقى ما سُجل", "C’est définitif ; ce qui a été dit reste inscrit", "There is no way back; what was said stays recorded"),
         functions=COORDINATION, when=NEGOTIATED),
)  # fmt: skip
SIGNING_STEPS = (
    Step("freeze", "fixing", Side.HOLDER, W("تجميد النص", "Geler le texte", "Freeze the text"),
         W("جمدت النص", "a gelé le texte", "froze the text"), W("يُجمد عندما تذكر جميع الأطراف البصمة نفسها", "Il est gelé quand toutes les parties nomment la même empreinte", "It is frozen once every party names the same hash"),
         sections=signing.FREEZING, functions=LEGAL, checks=(drafting.check_complete, signing.check_hash), given=signing.given_hash),
    Step("name-signatory", "signatory", Side.HOLDER, W("تعيين الموقّع", "Désigner le signataire", "Name the signatory"),
         W("عينت من يوقع عنها", "a désigné son signataire", "named its signatory"), sections=signing.SIGNATORY, functions=LEGAL | HEAD, when=NEGOTIATED,
         checks=(signing.check_signatory, drafting.check_for_all)),
    Step("initial", "fixing", Side.HOLDER, W("التوقيع بالأحرف الأولى", "Parapher", "Initial"),
         W("وقعت بالأحرف الأولى", "a paraphé", "initialled"), W("يسقط إذا عُدل النص", "Le paraphe tombe si le texte change", "It becomes void if the text changes"),
         sections=signing.SIGNATURE, functions=HEAD, checks=(signing.check_frozen, signing.check_initialling, drafting.check_for_all), given=signing.given_signature),
    Step("sign", "fixing", Side.HOLDER, W("التوقيع", "Signer", "Sign"), W("وقعت", "a signé", "signed"),
         W("لا يُغيَّر ما وقعه الجميع إلا بتعديل", "Ce que tous ont signé ne change plus que par avenant", "What all have signed changes by amendment alone"),
         sections=signing.SIGNATURE, functions=HEAD, checks=(signing.check_frozen, signing.check_signing, drafting.check_for_all), given=signing.given_signature, settled=True),
    Step("seal-copy", "copy", Side.ANY, W("ختم نسخة أصلية", "Sceller un exemplaire", "Seal a copy"),
         W("ختمت نسخة أصلية", "a scellé un exemplaire", "sealed a copy"), W("تضيف باقي الأطراف أختامها إلى الملف نفسه", "Les autres parties ajoutent leur sceau au même fichier", "The other parties add their seals to the same file"),
         sections=signing.COPY, functions=LEGAL | HEAD, when=SIGNED, checks=(signing.check_copied, drafting.check_for_all), given=signing.given_copy, settled=True),
    Step("seal-copy-too", "copy", Side.OTHERS, W("إضافة الختم", "Ajouter le sceau", "Add our seal"),
         W("أضافت ختمها إلى نسخة أصلية", "a ajouté son sceau à un exemplaire", "added its seal to a copy"),
         sections=signing.COPY_TOO, functions=LEGAL | HEAD, when=SIGNED, checks=(signing.check_over, drafting.check_for_all), given=signing.given_file),
    Step("confirm-entry-into-force", "instrument", Side.ANY, W("تأكيد الدخول حيز التنفيذ", "Confirmer l’entrée en vigueur", "Confirm the entry into force"),
         W("أكدت الدخول حيز التنفيذ", "a confirmé l’entrée en vigueur", "confirmed the entry into force"), sections=ENTRY, functions=COORDINATION,
         when=frozenset({"signed"}), checks=(check_in_force,), settled=True),
    Step("propose-amendment", "amendment", Side.ANY, W("اقتراح تعديل", "Proposer un avenant", "Propose an amendment"),
         W("اقترحت تعديلا", "a proposé un avenant", "proposed an amendment"), W("يُحرر التعديل ويُوقع كوثيقة مستقلة", "L’avenant est rédigé et signé comme un instrument distinct", "The amendment is drafted and signed as an instrument of its own"),
         sections=AMENDMENT, functions=COORDINATION, when=IN_FORCE),
    Step("confirm-amendment", "amendment", Side.ANY, W("تأكيد سريان التعديل", "Confirmer l’avenant", "Confirm the amendment"),
         W("أكدت سريان التعديل", "a confirmé l’entrée en vigueur de l’avenant", "confirmed that the amendment is in force"), functions=COORDINATION, when=IN_FORCE),
    Step("denounce", "denunciation", Side.ANY, W("إنهاء الوثيقة بإشعار", "Dénoncer l’instrument", "Denounce the instrument"),
         W("أشعرت بإنهاء الوثيقة", "a dénoncé l’instrument", "denounced the instrument"), W("ينتهي المفعول عند انقضاء أجل الإشعار", "Il cesse à l’expiration du préavis", "It ends when the notice is over"),
         sections=DENUNCIATION, functions=COORDINATION, when=IN_FORCE, checks=(check_notice,)),
    Step("state-end", "instrument", Side.ANY, W("إثبات الانتهاء", "Constater l’extinction", "State the end"),
         W("أثبتت انتهاء الوثيقة", "a constaté l’extinction de l’instrument", "stated that the instrument has ended"), lapse_at=ends_at),
)  # fmt: skip

KIND = enter(Kind(
    name="instrument",
    mark="INS",
    edition=1,
    words=W("وثيقة", "instrument", "instrument"),
    plural=W("الوثائق", "instruments", "instruments"),
    help=W("نص يُحرر بعدة لغات، يُجمد ثم يُوقع بالأحرف الأولى ثم يُوقع", "un texte rédigé en plusieurs langues, gelé, paraphé, puis signé",
           "a text drafted in several languages, frozen, initialled, then signed"),
    opening="propose-instrument",
    stages=STAGES,
    stage=stage,
    tracks=TRACKS,
    steps=(*TEXT_STEPS, *SIGNING_STEPS),
    read=read,
    columns=(
        Column("sort", W("النوع", "nature", "sort"), codes="instrument-kinds", priority=1, filters=True),
        Column("languages", W("اللغات", "langues", "languages"), codes="languages"),
        Column("articles", W("عدد المواد", "articles", "articles"), priority=3),
    ),
    empty=W("لا توجد وثائق. ابدأ باقتراح وثيقة.", "Aucun instrument. Commencez par en proposer un.", "No instruments yet. Begin by proposing one."),
))  # fmt: skip
