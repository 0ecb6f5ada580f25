"""Honours: a joint register of what each side has awarded to officers of the others, from the instrument to the ceremony.

A matter is the register. What comes before the instrument (the idea, the proposal, what is checked and decided at home) is a
draft, sealed at home and never leaving: no other side learns of an award before it has been signed, nor of one that never was.
Nothing is proposed to leave while a complaint, a case or an enquiry concerns what it cites: the draft is on hold.

Once it is entered it may be *received and not worn* until the recipient's own side has permitted it, and says under which
order and from which day. An award cites verified results that all have agreed on, or none. It is never payment for a case.

Source: domain model of recognition; Code de la Légion d'honneur et de la médaille militaire (acceptance and wearing of foreign
decorations); dahir no. 1.00.218 of 5 June 2000.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import honours_say as said
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Every,
    Key,
    Kind,
    Reminder,
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

HONOURS = frozenset({"honours-officer"})
CEREMONIES = HONOURS | {"protocol-officer"}
OPEN = frozenset({"open"})

REGISTER_STAGES = (
    Stage("open", W("مفتوح", "ouvert", "open"), "good"),
    Stage("closed", W("مغلق", "clos", "closed"), "quiet", final=True),
)
AWARD_STAGES = (
    Stage("issued", W("لا يجوز حمله بعد", "port non autorisé à ce jour", "may not be worn yet"), "waiting", Side.HOLDER, first="ask-permission"),
    Stage("pending", W("لا يجوز حمله: الترخيص قيد الدراسة", "port non autorisé : demande en cours", "may not be worn: permission is asked for"), "waiting", Side.HOLDER),
    Stage("permitted", W("حمله مرخص به", "port autorisé", "may be worn"), "good"),
    Stage("refused", W("حمله غير مرخص به", "port refusé", "permission refused"), "bad"),
    Stage("revoked", W("مسحوب", "retirée", "revoked"), "bad", final=True),
)  # fmt: skip
PRESENTED = (Stage("presented", W("مسلَّم في حفل", "remise", "presented"), "good"),)
AWARDS: dict[str, dict[str, Target]] = {
    "": {"enter-award": "issued"},
    "issued": {
        "ask-permission": "pending",
        "permit": "permitted",
        "refuse-permission": "refused",
        "revoke-award": "revoked",
    },
    "pending": {"permit": "permitted", "refuse-permission": "refused", "revoke-award": "revoked"},
    "refused": {"ask-permission": "pending", "revoke-award": "revoked"},
    "permitted": {"revoke-award": "revoked"},
}


def stage(state: State) -> str:
    register = state.item("register")
    return register.stage if register else "open"


def conferred_by(_: State, award: Item) -> frozenset[str]:
    """Who entered it; it is held by the side whose officer was honoured."""
    return frozenset({award.creator})


def awards(state: State) -> list[Item]:
    """The awards of the register, by the day of their instruments."""
    return sorted(state.items("award").values(), key=lambda item: (said.issued_on(item), item.key))


def presentations(state: State, award: Item) -> list[Entry]:
    """The entries that say it was presented, in order."""
    there = (item.entries[0] for item in state.items("presentation").values())
    return [entry for entry in there if entry.says.get("award") == award.key]


def may_wear_from(award: Item) -> str:
    """The day from which it may be worn; "" while it may not."""
    permitted = award.latest("permit") if award.stage == "permitted" else None
    day = permitted.says.get("permitted_on") if permitted else None
    return str(day) if is_day(day) else ""


def permission_days(state: State, award: Item) -> Iterable[tuple[str, str]]:
    """So many days after it was entered, as the register says."""
    days = state.opening.says.get("permission_days")
    if isinstance(days, int) and 0 < days < 800:
        yield "", (award.entries[0].at.date() + timedelta(days=days)).isoformat()


def answered(_: State, award: Item, __: str, party: str) -> Entry | None:
    """The entry by which a side first decided whether it may be worn."""
    decided = award.all("permit", "refuse-permission")
    return next((entry for entry in decided if entry.author == party), None)


def pending_days(award: Item, today: date) -> int:
    """For how many days an award has waited for whether it may be worn; 0 once that is decided."""
    waits = award.stage in ("issued", "pending")
    return max((today - award.entries[0].at.date()).days, 0) if waits else 0


def read(state: State, bodies: Bodies) -> Reading:
    there = [item for item in awards(state) if item.stage != "revoked"]
    waits = sum(item.stage in ("issued", "pending") for item in there)
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="INS",
        columns={"awards": str(len(there)), "waiting": str(waits)},
        facets=(("axis", "INS"),),
    )


REMIND = tuple(Reminder(timedelta(days=days), HONOURS) for days in (-14, 0, 7))

KIND = enter(Kind(
    name="honour",
    mark="HON",
    edition=1,
    words=W("سجل الأوسمة", "registre des distinctions", "register of honours"),
    plural=W("الأوسمة والتكريم", "distinctions honorifiques", "honours"),
    help=W("ما منحه كل طرف لموظفي الطرف الآخر، ومتى يجوز حمله؛ ولا يُعلم بالمقترح إلا بعد صدور قراره", "ce que chaque partie a décerné aux agents de l’autre, et depuis quand ils peuvent le porter ; rien n’en est connu avant l’acte qui le décerne",
           "what each side awarded to officers of the others, and since when they may wear it; nothing is known of it before its instrument"),
    counts_as=("activity",),
    opening="open-register",
    stages=REGISTER_STAGES,
    stage=stage,
    tracks=(
        Track("register", W("السجل", "registre", "register"), REGISTER_STAGES, {"": {"open-register": "open"}, "open": {"close-register": Every("closed")}}),
        Track("award", W("الأوسمة", "distinctions", "awards"), AWARD_STAGES, AWARDS, key=Key.ITEM, held_by="recipient_of", shows=("permitted_on",)),
        Track("presentation", W("حفلات التسليم", "cérémonies de remise", "presentations"), PRESENTED, {"": {"record-presentation": "presented"}}, key=Key.ITEM),
    ),
    steps=(
        Step("open-register", "register", Side.OPENER, W("فتح سجل للأوسمة", "Ouvrir un registre", "Open a register"), W("فتحت سجل الأوسمة", "a ouvert le registre des distinctions", "opened the register of honours"),
             sections=(*said.REGISTER, SERVES), functions=HONOURS),
        Step("close-register", "register", Side.ANY, W("إغلاق السجل", "Clore le registre", "Close the register"), W("طلبت إغلاق السجل", "a demandé la clôture du registre", "asked to close the register"),
             W("يُغلق عندما تطلب ذلك جميع الأطراف", "Il est clos quand toutes les parties l’ont demandé", "It closes once every party has asked"), functions=HONOURS, usual=frozenset(), settled=True),
        Step("enter-award", "award", Side.ANY, W("تقييد وسام", "Inscrire une distinction", "Enter an award"), W("قيدت وساما", "a inscrit une distinction", "entered an award"),
             W("يبقى المقترح مسودة عندنا إلى حين صدور القرار؛ وبالتقييد يعلم به الطرف الآخر", "La proposition reste un brouillon chez nous jusqu’à l’acte ; l’inscription la porte à la connaissance de l’autre partie",
               "The proposal stays a draft at home until its instrument; entering it tells the other side"),
             sections=said.AWARD, functions=HONOURS, when=OPEN, checks=(said.check_award,), sealed=True),
        Step("ask-permission", "award", Side.HOLDER, W("طلب الترخيص بحمله", "Demander l’autorisation de port", "Ask for permission to wear"), W("طلبت الترخيص بحمله", "a demandé l’autorisation de port", "asked for permission to wear it"), functions=HONOURS),
        Step("permit", "award", Side.HOLDER, W("تقييد الترخيص", "Consigner l’autorisation", "Record the permission"), W("قيدت الترخيص بحمله", "a consigné l’autorisation de port", "recorded the permission to wear it"),
             sections=said.PERMISSION, functions=HONOURS, checks=(said.check_permission,)),
        Step("refuse-permission", "award", Side.HOLDER, W("تقييد رفض الترخيص", "Consigner le refus", "Record the refusal"), W("قيدت رفض الترخيص بحمله", "a consigné le refus du port", "recorded that permission was refused"), functions=HONOURS),
        Step("revoke-award", "award", Side.ANY, W("سحب الوسام", "Retirer la distinction", "Revoke the award"), W("سحبت الوسام", "a retiré la distinction", "revoked the award"),
             sections=said.REVOCATION, functions=HONOURS, who=conferred_by, precedence=-5),
        Step("record-presentation", "presentation", Side.ANY, W("تقييد حفل التسليم", "Consigner la remise", "Record the presentation"), W("قيدت تسليم الوسام", "a consigné la remise", "recorded the presentation"),
             sections=said.CEREMONY, functions=CEREMONIES, when=OPEN, checks=(said.check_ceremony,)),
    ),
    read=read,
    dated=(
        Dated("permission", W("البت في الترخيص بالحمل", "statuer sur le port", "decide whether it may be worn"), "award", Side.HOLDER, permission_days, answered,
              ends=frozenset({"permit", "refuse-permission"}), reminders=REMIND),
    ),
    columns=(
        Column("awards", W("عدد الأوسمة", "distinctions", "awards"), priority=1),
        Column("waiting", W("في انتظار الترخيص", "en attente d’autorisation", "waiting for permission"), priority=1),
    ),
    empty=W("لا يوجد سجل للأوسمة.", "Aucun registre des distinctions.", "No register of honours yet."),
))  # fmt: skip
