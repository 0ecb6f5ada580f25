"""Agreement: the terms authorities work under, and the fields they have opened to each other.

Deadlines, grounds and handling defaults are proposed and adopted by all (D3), and every other matter pins the adopted
proposal it stands on. A field of cooperation is open where every party has opened it. Cooperation may be suspended by any
party alone, per legal basis and field, and resumes when all agree. A suspension gates new steps at home and is taken off the
clocks; it never changes how another matter folds, and what arrives meanwhile is kept. Each party states its own calendar,
alone: its zone and its holidays.

Source: decision D4.
"""

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import proposals
from mithaq.pact.rules.calendars import Calendar, restated, zone_of
from mithaq.pact.rules.fields import MOST_DAYS, Field, Section, Type, instant, is_day
from mithaq.pact.rules.kind import Every, Key, Kind, Proposals, Side, Stage, Step, Track
from mithaq.pact.rules.reading import Bodies, Reading  # fmt: skip
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.state import State
from mithaq.pact.rules.terms import LONGEST_MINUTES, Span
from mithaq.pact.rules.words import W

COORDINATION = frozenset({"plan-coordinator", "legal-adviser"})
ALIVE = frozenset({"founding", "in-force", "suspended"})
DAY, HOUR = 24 * 60, 60


def _time(name: str, words: W, default: int | None = None) -> Field:
    return Field(name, Type.DURATION, words, public=True, least=1, most=LONGEST_MINUTES, default=default)


TERMS = (
    Section(W("آجال الجواب", "Délais de réponse", "Times to answer"), (
        _time("answer_life", W("خطر على الحياة", "danger pour la vie", "danger to life"), 60),
        _time("answer_urgent_direct", W("مستعجل، معلومات متاحة مباشرة", "urgent, accès direct", "urgent, directly accessible"), 8 * HOUR),
        _time("answer_urgent_indirect", W("مستعجل، معلومات غير متاحة مباشرة", "urgent, accès indirect", "urgent, indirectly accessible"), 3 * DAY),
        _time("answer_normal", W("باقي الطلبات", "autres demandes", "other requests"), 7 * DAY),
        _time("correction_confirm", W("تأكيد التصحيح", "confirmation d’une rectification", "confirming a correction"), 3 * DAY),
        _time("information_feedback", W("الإفادة بنتيجة معلومات تلقائية", "retour sur une information spontanée", "outcome of information given unasked"), 30 * DAY),
        Field("clarification_rounds", Type.NUMBER, W("عدد طلبات التوضيح الممكنة", "tours de précisions possibles", "rounds of clarification"), public=True, least=0, most=9, default=2),
    ), help=W("من تاريخ التوصل؛ يوم واحد يساوي 24 ساعة", "à compter de la réception ; un jour vaut 24 heures", "from receipt; a day is 24 hours")),
    Section(W("الأشخاص المبحوث عنهم", "Personnes recherchées", "Wanted persons"), (
        _time("wanted_receive", W("الإشعار بالتوصل بمذكرة بحث", "accusé de réception d’un avis de recherche", "acknowledging a wanted note"), DAY),
        _time("wanted_decide", W("قبول البحث أو رفضه", "acceptation ou rejet de la recherche", "taking up or declining the search")),
        _time("wanted_stop", W("تأكيد وقف البحث", "confirmation de la cessation de recherche", "confirming that a search has stopped"), DAY),
        _time("wanted_provisional_arrest", W("مدة الاعتقال المؤقت قبل التوصل بالطلب الرسمي", "arrestation provisoire, avant la demande formelle", "provisional arrest, until the formal request")),
        Field("wanted_least_penalty", Type.NUMBER, W("أدنى عقوبة مقررة، بالأشهر", "peine encourue minimale, en mois", "least maximum penalty, in months"), public=True, least=1, most=1200, default=24),
        Field("wanted_least_remaining", Type.NUMBER, W("أدنى مدة باقية للتنفيذ، بالأشهر", "reliquat de peine minimal, en mois", "least sentence left to serve, in months"), public=True, least=1, most=1200, default=6),
    ), help=W("ما تُرك فارغا يظهر غير محدد، ولا يُقدَّر أبدا", "ce qui est laissé vide est dit non configuré, jamais supposé", "what is left empty is shown as not configured, never guessed")),
    Section(W("آجال المساعدة والإنذار", "Délais de l’assistance et de l’alerte", "Times of assistance and warnings"), (
        _time("training_effect", W("أثر التكوين على العمل", "effet de la formation sur le poste", "effect of a course on the job"), 150 * DAY),
        _time("assistance_effect", W("تتبع المساعدة التقنية", "suivi de l’assistance technique", "follow-up of technical assistance"), 180 * DAY),
        _time("mission_report", W("تقرير المهمة", "rapport de mission", "report of a mission"), 15 * DAY),
        _time("mission_evaluation", W("تقييم المهمة من المستفيد", "évaluation de la mission par le bénéficiaire", "evaluation of a mission by who was helped"), 30 * DAY),
        _time("warning_life", W("إنذار بخطر على الحياة", "alerte de danger pour la vie", "warning of danger to life"), 30),
        _time("warning_other", W("إنذار آخر", "autre alerte", "other warning"), DAY),
        _time("support_effect", W("أثر الدعم عند الأزمات", "effet de l’appui en cas de crise", "effect of crisis support"), 30 * DAY),
        _time("crisis_0", W("قائمة الأزمة: نقط الساعة 0", "liste de crise : points de l’heure 0", "crisis checklist: lines of hour 0"), 30),
        _time("crisis_1", W("قائمة الأزمة: نقط الساعة 1", "liste de crise : points de l’heure 1", "crisis checklist: lines of hour 1"), HOUR),
        _time("crisis_6", W("قائمة الأزمة: نقط الساعة 6", "liste de crise : points de l’heure 6", "crisis checklist: lines of hour 6"), 6 * HOUR),
        _time("crisis_24", W("قائمة الأزمة: نقط الساعة 24", "liste de crise : points de l’heure 24", "crisis checklist: lines of hour 24"), DAY),
        Field("rights_sample", Type.NUMBER, W("حصة الإنذارات المنتهية التي تُراجع من حيث الحقوق، في المائة", "part des alertes terminées contrôlées au titre des droits, en pour cent", "share of warnings that are over to be reviewed for rights, in per cent"),
              public=True, least=0, most=100, default=10),
        _time("rights_review", W("مراجعة الحقوق بالعينة", "contrôle des droits par sondage", "review of rights by sample"), 30 * DAY),
        Field("silence_days", Type.NUMBER, W("أيام العمل التي يُعد السكوت بعدها موافقة", "jours ouvrables après lesquels le silence vaut accord", "working days after which silence agrees"),
              public=True, least=1, most=60, default=5),
    )),
    Section(W("آجال التظاهرات الرياضية", "Délais des manifestations sportives", "Times of sports events"), (
        _time("event_tournament_analysis", W("التحليل القبلي، قبل بداية الدورة", "analyse préalable, avant le début du tournoi", "advance analysis, before a tournament"), 56 * DAY),
        _time("event_match_analysis", W("التحليل القبلي، قبل المباراة", "analyse préalable, avant le match", "advance analysis, before a match"), 14 * DAY),
        _time("event_update", W("التحيين، قبل المباراة", "mise à jour, avant le match", "update, before a match"), DAY),
        _time("event_level", W("مستوى الخطر النهائي، قبل المباراة", "niveau de risque définitif, avant le match", "last risk level, before a match"), 2 * HOUR),
        _time("event_figures", W("أعداد المباراة، بعد انطلاقها", "chiffres du match, après le coup d’envoi", "figures of a match, after kick-off"), 4 * HOUR),
        Field("event_post_report", Type.NUMBER, W("أيام عمل الطرف المبلغ لتقديم التقرير البعدي", "jours ouvrables de la partie qui rend compte, pour le rapport d’après-match", "working days of the reporting party, for the post-match report"),
              public=True, least=1, most=60, default=5),
        _time("event_effect", W("تقرير الوفد الزائر بعد المهمة", "bilan de la délégation après sa mission", "report on a delegation after its mission"), 30 * DAY),
    )),
    Section(W("القواعد", "Règles", "Rules"), (
        Field("refusal_grounds", Type.CODES, W("أسباب الرفض المقبولة", "motifs de refus admis", "grounds for refusal"), public=True, codes="refusal-grounds"),
        Field("handling_default", Type.CODES, W("رموز المعالجة الافتراضية", "codes de traitement par défaut", "default handling codes"), public=True, codes="handling", default=("H1", "H2")),
        Field("review_after", Type.DURATION, W("أجل المراجعة الأولى بعد الإغلاق", "premier réexamen après clôture", "first review after closing"), public=True, least=DAY, most=LONGEST_MINUTES, default=180 * DAY),
        Field("source", Type.CODE, W("السند القانوني", "base juridique", "legal basis"), public=True, required=True, codes="legal-bases", default="JAP2025"),
        Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True),
    )),
)  # fmt: skip
FIELD = (Section(W("الميدان", "Domaine", "Field"), (
    Field("field", Type.KIND, W("ميدان التعاون", "domaine de coopération", "field of cooperation"), required=True, public=True),
)),)  # fmt: skip
SUSPENSION = (Section(W("التعليق", "Suspension", "Suspension"), (
    Field("field", Type.KIND, W("ميدان التعاون", "domaine de coopération", "field of cooperation"), required=True, public=True),
    Field("legal_basis", Type.CODE, W("السند القانوني", "base juridique", "legal basis"), public=True, codes="legal-bases",
          help=W("لا تُعلق إلا الملفات القائمة على شروط تستند إليه؛ وإن لم يُحدد عُلق الميدان كله",
                 "seules sont suspendues les affaires dont les conditions reposent sur elle ; sans base indiquée, tout le domaine",
                 "only matters whose terms rest on it are suspended; with none named, the whole field")),
    Field("from_at", Type.INSTANT, W("ابتداء من", "à compter du", "from"), required=True, public=True),
)),)  # fmt: skip
CALENDAR = (Section(W("التقويم", "Calendrier", "Calendar"), (
    Field("zone", Type.CODE, W("المنطقة الزمنية", "fuseau horaire", "time zone"), required=True, public=True, codes="zones",
          help=W("تنتهي الآجال المحددة بيوم عند منتصف الليل بتوقيت هذه المنطقة", "une échéance à jour fixe expire à minuit, heure de ce fuseau", "what is owed by a day is due at midnight in this zone")),
    Field("holidays", Type.DAYS, W("أيام العطل الرسمية", "jours fériés", "public holidays"), public=True, most=MOST_DAYS, wide=True, example="2026-07-30",
          help=W("كل يوم في سطر؛ ولا حاجة إلى ذكر السبت والأحد.", "un jour par ligne ; il n’est pas nécessaire de citer les samedis et dimanches.", "one day a line; Saturdays and Sundays need not be named.")),
)),)  # fmt: skip
OPENING = (Section(W("الاتفاق", "Accord", "Agreement"), (
    Field("title", Type.LINE, W("العنوان", "intitulé", "title"), required=True, least=5, most=120, wide=True),
    Field("legal_basis", Type.CODE, W("السند القانوني", "base juridique", "legal basis"), required=True, public=True, codes="legal-bases", default="JAP2025"),
)),)  # fmt: skip
ENDED = Stage("ended", W("منتهٍ", "terminé", "ended"), "quiet", final=True)


def stage(state: State) -> str:
    """In force once terms have been adopted; whether a field is suspended is shown beside it."""
    if (whole := state.item("agreement")) and whole.stage == "ended":
        return "ended"
    if any(item.stage == "suspended" for item in state.items("suspension").values()):
        return "suspended"
    return "in-force" if proposals.in_force(state, "terms") else "founding"


def opened_by(state: State, field: str) -> frozenset[str]:
    """The parties that have opened a field of cooperation under this agreement."""
    items = state.items("field").values()
    return frozenset(
        item.holder for item in items if item.stage == "open" and item.entries[0].says.get("field") == field
    )


def basis_of(proposal: Entry) -> str:
    """The legal basis that terms name, and with them every matter that stands on them."""
    return str(proposal.says.get("source", ""))


def is_open(state: State, field: str) -> bool:
    """Whether every party has opened the field, none has suspended it for what would stand on the terms in force, and the
    agreement has not ended.
    """
    in_force = proposals.in_force(state, "terms")
    stopped = suspended(state, field, basis_of(in_force) if in_force else "")
    return opened_by(state, field) == set(state.parties) and not stopped and state.stage in ALIVE


def suspended(state: State, field: str, basis: str) -> bool:
    """Whether a field is suspended for matters on that legal basis."""
    items = state.items("suspension").values()
    return any(item.stage == "suspended" and _stops(item.entries[0], field, basis) for item in items)


def _stops(suspension: Entry, field: str, basis: str) -> bool:
    """Whether a suspension concerns a field on a legal basis: one that names none concerns all of them."""
    return suspension.says.get("field") == field and (suspension.says.get("legal_basis") or basis) == basis


def suspensions(state: State, field: str = "", basis: str = "") -> tuple[Span, ...]:
    """When a field was suspended for matters on a legal basis, or any if no field is named: from the instant stated, but
    never from before it was stated, since nobody who is late suspends backwards; until the last party agreed to resume.
    What no instant can be read from suspends no clock.
    """
    spans = []
    for item in state.items("suspension").values():
        stated, resumed = item.entries[0], item.latest("resume")
        from_at = instant(stated.says.get("from_at"))
        if from_at is not None and (not field or _stops(stated, field, basis)):
            until = resumed.at if resumed and item.stage == "resumed" else None
            spans.append((max(from_at, stated.at), until))
    return tuple(spans)


def calendars(state: State) -> dict[str, Calendar]:
    """The calendars that parties have stated, by authority. A zone that is none leaves the calendar as it was."""
    found: dict[str, Calendar] = {}
    for party, item in state.items("calendar").items():
        for entry in item.all("state-calendar"):
            zone, holidays = str(entry.says.get("zone", "")), entry.says.get("holidays", ())
            named = holidays if isinstance(holidays, tuple) else ()
            if zone_of(zone) is not None:
                days = (day for day in named if is_day(day))
                found[party] = restated(found.get(party), party, zone, days, entry.at)
    return found


def read(state: State, bodies: Bodies) -> Reading:
    return Reading(title=str(bodies.get(state.opening.id, {}).get("title", "")))


KIND = enter(Kind(
    name="agreement",
    mark="AGR",
    edition=1,
    words=W("اتفاق", "accord", "agreement"),
    plural=W("الاتفاقات", "accords", "agreements"),
    help=W("الآجال والأسباب والميادين المفتوحة بين الأطراف", "les délais, les motifs et les domaines ouverts entre les parties",
           "deadlines, grounds, and the fields open between the parties"),
    opening="found",
    stages=(
        Stage("founding", W("قيد التأسيس", "en cours d’établissement", "being founded"), "waiting"),
        Stage("in-force", W("ساري المفعول", "en vigueur", "in force"), "good"),
        Stage("suspended", W("معلق جزئيا", "partiellement suspendu", "partly suspended"), "bad"),
        ENDED,
    ),
    stage=stage,
    tracks=(
        Track("agreement", W("الاتفاق", "accord", "agreement"), (Stage("founded", W("مؤسس", "établi", "founded")), ENDED),
              {"": {"found": "founded"}, "founded": {"end": Every("ended")}}),
        Proposals("terms", W("الشروط", "conditions", "terms"),
                  "propose-terms", "accept-terms", "decline-terms", "withdraw-terms", "counter-terms"),
        Track("field", W("الميادين المفتوحة", "domaines ouverts", "open fields"),
              (Stage("open", W("مفتوح", "ouvert", "open"), "good"), Stage("shut", W("مغلق", "fermé", "shut"), "quiet", final=True)),
              {"": {"open-field": "open"}, "open": {"shut-field": "shut"}}, key=Key.ITEM),
        Track("suspension", W("التعليق", "suspension", "suspension"),
              (Stage("suspended", W("معلق", "suspendu", "suspended"), "bad", Side.ANY), Stage("resumed", W("مستأنف", "repris", "resumed"), "good", final=True)),
              {"": {"suspend": "suspended"}, "suspended": {"resume": Every("resumed")}}, key=Key.ITEM),
        Track("calendar", W("التقويم", "calendrier", "calendar"),
              (Stage("unstated", W("لم يُصرح به", "non communiqué", "not stated"), "quiet"), Stage("stated", W("مصرح به", "communiqué", "stated"), "good")),
              {"unstated": {"state-calendar": "stated"}, "stated": {"state-calendar": "stated"}}, key=Key.PARTY, start="unstated",
              shows=("zone", "holidays")),
    ),
    steps=(
        Step("found", "agreement", Side.OPENER, W("تأسيس الاتفاق", "Établir l’accord", "Found the agreement"),
             W("أسست الاتفاق", "a établi l’accord", "founded the agreement"), sections=OPENING, functions=COORDINATION),
        Step("end", "agreement", Side.ANY, W("إنهاء الاتفاق", "Mettre fin", "End"), W("طلبت إنهاء الاتفاق", "a demandé la fin de l’accord", "asked to end the agreement"),
             W("ينتهي الاتفاق عندما تطلب ذلك جميع الأطراف", "L’accord prend fin quand toutes les parties l’ont demandé", "It ends when every party has asked"),
             functions=COORDINATION, usual=frozenset(), settled=True),
        Step("propose-terms", "terms", Side.ANY, W("اقتراح شروط", "Proposer des conditions", "Propose terms"),
             W("اقترحت شروطا", "a proposé des conditions", "proposed terms"), W("تسري عندما تقبلها جميع الأطراف", "Elles valent quand toutes les parties les ont acceptées", "They hold once every party has accepted"),
             sections=TERMS, functions=COORDINATION, when=ALIVE),
        Step("accept-terms", "terms", Side.OTHERS, W("قبول الشروط", "Accepter les conditions", "Accept the terms"),
             W("قبلت الشروط", "a accepté les conditions", "accepted the terms"), functions=COORDINATION, when=ALIVE),
        Step("decline-terms", "terms", Side.OTHERS, W("رفض الشروط", "Décliner les conditions", "Decline the terms"),
             W("رفضت الشروط", "a décliné les conditions", "declined the terms"), functions=COORDINATION, when=ALIVE),
        Step("counter-terms", "terms", Side.OTHERS, W("اقتراح مقابل", "Contre-proposer", "Counter"),
             W("قدمت اقتراحا مقابلا", "a fait une contre-proposition", "made a counter-proposal"), sections=TERMS, functions=COORDINATION, when=ALIVE),
        Step("withdraw-terms", "terms", Side.HOLDER, W("سحب الاقتراح", "Retirer la proposition", "Withdraw the proposal"),
             W("سحبت اقتراحها", "a retiré sa proposition", "withdrew its proposal"), functions=COORDINATION, when=ALIVE),
        Step("open-field", "field", Side.ANY, W("فتح ميدان", "Ouvrir un domaine", "Open a field"), W("فتحت ميدانا", "a ouvert un domaine", "opened a field"),
             W("يُفتح الميدان عندما تفتحه جميع الأطراف", "Le domaine est ouvert quand toutes les parties l’ont ouvert", "The field is open once every party has opened it"),
             sections=FIELD, functions=COORDINATION, when=ALIVE),
        Step("shut-field", "field", Side.HOLDER, W("إغلاق ميدان", "Fermer un domaine", "Shut a field"), W("أغلقت ميدانا", "a fermé un domaine", "shut a field"), functions=COORDINATION, when=ALIVE),
        Step("suspend", "suspension", Side.ANY, W("تعليق التعاون", "Suspendre la coopération", "Suspend cooperation"),
             W("علقت التعاون في ميدان", "a suspendu la coopération dans un domaine", "suspended cooperation in a field"),
             W("تبقى الإنذارات بخطر على الحياة وإشعارات الإلغاء والتصحيح ممكنة", "Les alertes de danger pour la vie, annulations et rectifications restent possibles",
               "Warnings of danger to life, cancellations and corrections stay possible"),
             sections=SUSPENSION, functions=COORDINATION, when=ALIVE, precedence=-10),
        Step("resume", "suspension", Side.ANY, W("استئناف التعاون", "Reprendre la coopération", "Resume cooperation"),
             W("وافقت على استئناف التعاون", "a accepté la reprise", "agreed to resume"), functions=COORDINATION, when=ALIVE),
        Step("state-calendar", "calendar", Side.HOLDER, W("التصريح بالتقويم", "Communiquer le calendrier", "State the calendar"),
             W("صرحت بتقويمها", "a communiqué son calendrier", "stated its calendar"),
             W("يسري على الأيام التي لم تنقض بعد", "Il vaut pour les jours qui ne sont pas encore écoulés", "It counts for days that are not over yet"),
             sections=CALENDAR, functions=COORDINATION, when=ALIVE),
    ),
    read=read,
    empty=W("لا يوجد اتفاق بعد. بدونه لا آجال ولا ميادين مفتوحة.", "Aucun accord. Sans lui, ni délais ni domaines ouverts.", "No agreement yet. Without one there are no deadlines and no open fields."),
    needs_terms=False,
))  # fmt: skip
