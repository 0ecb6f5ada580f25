"""Events: a sports event policed together, from its calendar to what was learnt for the next one.

Whoever opens an event hosts it, and so does whoever schedules a match of it; all others are guests. A host states its venues
and matches and sets the risk level of a match, which whoever sees it otherwise may contest: both views stand. The information
points that follow the supporters send their forms by days and hours counted from the tournament, the kick-off or the day of the
match (`Offset`); a form of a match that was called off counts for nothing. Delegations are asked for or offered (`assisting`);
whoever sends one posts its spotters to matches. The centre passes information on and commands nobody: there is no step
that tasks another side.

Deliberately absent: supporters as persons, in any field or file; what somebody believes; a number about a crowd that a
machine made; stadium bans (they go by the information points' own channel and rest on no node); force numbers.

Source: domain model of sports events; Convention CETS 218, articles 4 to 11; Council of Europe Rec(2015)1; EU football handbook.
"""

from datetime import timedelta

from mithaq.pact.rules import events_says as says
from mithaq.pact.rules import lessons
from mithaq.pact.rules.assisting import ACCEPT, DECLINE, DELIVER, EFFECT, OFFER, Told, assisting
from mithaq.pact.rules.events_checks import (
    check_accreditation,
    check_delegation,
    check_figures,
    check_goes_live,
    check_goes_on,
    check_group,
    check_has_kicked_off,
    check_host,
    check_incident,
    check_lesson,
    check_line,
    check_match,
    check_period,
    check_posting,
    check_texts,
    check_there,
    check_venue,
)
from mithaq.pact.rules.events_stages import (
    BEFORE,
    EVENT_STAGES,
    FOLLOWS,
    FORMS,
    INCIDENT_STAGES,
    INCIDENTS,
    LEVEL_STAGES,
    LINE_STAGES,
    LINES,
    MATCH_STAGES,
    MATCHES,
    OPEN,
    POSTING_STAGES,
    POSTINGS,
    SETTING,
    STAGES,
    at_kickoff,
    before_tournament,
    closed_lesson,
    figures,
    followed,
    form,
    form_of_event,
    is_host,
    last_level,
    lesson_day,
    match_day,
    reporters,
    sending,
    stage,
    superseded,
)
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Key,
    Kind,
    Reminder,
    Side,
    Stage,
    Step,
    Track,
)
from mithaq.pact.rules.matches import SAID, guests, hosts, last_said, level
from mithaq.pact.rules.offsets import Offset
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

PLANNERS = frozenset({"event-planner"})
POINTS = frozenset({"information-point-officer"})
DESK = PLANNERS | POINTS
LEVELS = ("low", "medium", "high")
ADVANCE = tuple(Reminder(timedelta(days=-days), DESK) for days in (14, 3))
LATE = (Reminder(timedelta(days=1), DESK),)


def given_match(state: State, item: str, bodies: Bodies) -> dict[str, object]:
    """What holds of a match, to be amended."""
    match = state.item("match", item)
    said = match.latest(*SAID) if match else None
    return {**said.says, **bodies.get(said.id, {})} if said else {}


def read(state: State, bodies: Bodies) -> Reading:
    public = state.opening.says
    matches = [item for item in state.items("match").values() if item.stage == "scheduled"]
    days = sorted(str(last_said(item).get("played_on", "")) for item in matches)
    set_levels = [found.entries[0].says.get("level") for item in matches if (found := level(state, item.key))]
    highest = max((each for each in set_levels if each in LEVELS), key=LEVELS.index, default="")
    tier = str(public.get("tier", ""))
    named = [item.latest(*SAID) for item in state.items("match").values()]
    named += [item.entries[0] for item in state.items("venue").values()]
    titles = {each.item or each.id: str(bodies.get(each.id, {}).get("title", "")) for each in named if each}
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="EVT",
        columns={"tier": tier, "next": days[0] if days else "", "level": str(highest)},
        facets=(("tier", tier), ("level", str(highest))),
        names={key: {"en": title} for key, title in titles.items() if title},
    )


# The declaration

DELEGATIONS = assisting(
    Step("begin-delegation", "delegation", Side.ANY, W("طلب وفد أو عرضه", "Demander ou proposer une délégation", "Ask for a delegation, or offer one"),
         W("طلبت وفدا أو عرضته", "a demandé ou proposé une délégation", "asked for a delegation, or offered one"),
         sections=says.DELEGATION, functions=DESK, when=OPEN, checks=(check_delegation,)),
    W("الوفود", "délégations", "delegations"), functions=DESK, term="event_effect",
    told={
        ACCEPT: Told(sections=says.ACCREDITATION, checks=(check_accreditation,), consequence=W("يكلف الطرف الموفد مراقبيه بعد ذلك", "La partie qui envoie affecte ensuite ses spotters", "The sending side then posts its spotters")),
        DELIVER: Told(checks=(check_there,)),
        EFFECT: Told(sections=says.EFFECT, checks=(check_texts,)),
    },
)  # fmt: skip
KIND = enter(Kind(
    name="event",
    mark="EVT",
    edition=1,
    words=W("تظاهرة رياضية", "manifestation sportive", "sports event"),
    plural=W("التظاهرات الرياضية", "manifestations sportives", "sports events"),
    help=W("النموذج المناسب في وقته، ومخاطر المجموعات لا الأشخاص، ودروس إلى 2030", "le bon formulaire au bon moment, des risques de groupes et non de personnes, des leçons jusqu’en 2030",
           "the right form at the right time, the risk of groups and never of people, lessons to 2030"),
    opening="open-event",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("event", W("التظاهرة", "manifestation", "event"), EVENT_STAGES, FOLLOWS),
        Track("venue", W("الملاعب", "enceintes", "venues"), (Stage("listed", W("مدرج", "inscrite", "listed"), "good"),), {"": {"add-venue": "listed"}}, key=Key.ITEM),
        Track("match", W("المباريات", "matchs", "matches"), MATCH_STAGES, MATCHES, key=Key.ITEM, shows=("played_on",)),
        Track("form", W("نماذج نقط المعلومات", "formulaires des points d’information", "forms of the information points"), (Stage("sent", W("موجه", "transmis", "sent"), "good"),), FORMS, key=Key.ITEM, shows=("phase", "view")),
        Track("level", W("مستويات الخطر", "niveaux de risque", "risk levels"), LEVEL_STAGES, SETTING, key=Key.ITEM, upon=superseded, shows=("level", "view")),
        DELEGATIONS.track,
        Track("posting", W("المراقبون المكلفون", "spotters affectés", "spotters posted"), POSTING_STAGES, POSTINGS, key=Key.ITEM, shows=("spotter",)),
        Track("incident", W("الحوادث", "incidents", "incidents"), INCIDENT_STAGES, INCIDENTS, key=Key.ITEM),
        Track("line", W("قائمة المراجعة", "liste de contrôle", "checklist"), LINE_STAGES, LINES, key=Key.ITEM),
        lessons.TRACK,
    ),
    steps=(
        Step("open-event", "event", Side.OPENER, W("فتح ملف تظاهرة", "Ouvrir une manifestation", "Open an event"), W("فتحت ملف تظاهرة", "a ouvert une manifestation", "opened an event"),
             W("من يفتح الملف هو المنظم", "Qui l’ouvre en est l’hôte", "Whoever opens it hosts it"), sections=(*says.EVENT, SERVES), functions=PLANNERS, checks=(check_period,)),
        Step("confirm-event", "event", Side.OPENER, W("تأكيد التظاهرة", "Confirmer la manifestation", "Confirm the event"), W("أكدت التظاهرة", "a confirmé la manifestation", "confirmed the event"), functions=PLANNERS),
        Step("go-live", "event", Side.ANY, W("إعلان انطلاق التظاهرة", "Déclarer la manifestation en cours", "Go live"), W("أعلنت انطلاق التظاهرة", "a déclaré la manifestation en cours", "went live"), functions=PLANNERS, who=is_host, usual=BEFORE, checks=(check_goes_live,)),
        Step("stand-down", "event", Side.ANY, W("إعلان انتهاء التظاهرة", "Lever le dispositif", "Stand down"), W("أعلنت انتهاء التظاهرة", "a levé le dispositif", "stood down"), functions=PLANNERS, who=is_host),
        Step("close-event", "event", Side.ANY, W("إغلاق الملف", "Clore l’affaire", "Close the matter"), W("وافقت على إغلاق الملف", "a accepté la clôture", "agreed to close"),
             W("يُغلق عندما توافق جميع الأطراف", "Elle est close quand toutes les parties l’ont accepté", "It is closed once every party has agreed"), functions=PLANNERS, when=frozenset({"post-reports", "lessons"}), settled=True),
        Step("cancel-event", "event", Side.OPENER, W("إلغاء التظاهرة", "Annuler la manifestation", "Cancel the event"), W("ألغت التظاهرة", "a annulé la manifestation", "cancelled the event"), sections=says.REASON, functions=PLANNERS, usual=frozenset(), precedence=-10),
        Step("add-venue", "venue", Side.ANY, W("إضافة ملعب", "Ajouter une enceinte", "Add a venue"), W("أضافت ملعبا", "a ajouté une enceinte", "added a venue"), sections=says.VENUE, functions=PLANNERS, when=OPEN, checks=(check_venue,)),
        Step("schedule-match", "match", Side.ANY, W("برمجة مباراة", "Programmer un match", "Schedule a match"), W("برمجت مباراة", "a programmé un match", "scheduled a match"),
             W("تبدأ آجال النماذج قبل المباراة وبعدها", "Les délais des formulaires en découlent", "The times of the forms follow from it"), sections=says.MATCH, functions=PLANNERS, when=OPEN, checks=(check_match,)),
        Step("amend-match", "match", Side.HOLDER, W("تعديل مباراة", "Modifier un match", "Amend a match"), W("عدلت مباراة", "a modifié un match", "amended a match"), sections=says.MATCH, functions=PLANNERS, when=OPEN, checks=(check_match,), given=given_match),
        Step("call-off-match", "match", Side.HOLDER, W("إلغاء مباراة", "Annuler un match", "Call a match off"), W("ألغت مباراة", "a annulé un match", "called a match off"), sections=says.REASON, functions=PLANNERS, when=OPEN, precedence=-10),
        Step("report-figures", "match", Side.HOLDER, W("الإدلاء بأعداد المباراة", "Donner les chiffres du match", "Report the figures"), W("أدلت بأعداد المباراة", "a donné les chiffres du match", "reported the figures of a match"), sections=says.FIGURES, functions=DESK, when=OPEN, checks=(check_figures, check_has_kicked_off)),
        Step("send-analysis", "form", Side.ANY, W("توجيه تحليل قبلي", "Transmettre une analyse préalable", "Send an advance analysis"), W("وجهت تحليلا قبليا", "a transmis une analyse préalable", "sent an advance analysis"),
             sections=(*says.ANALYSIS, RESTRICTED), functions=POINTS, when=OPEN, conveys=True, checks=(check_group, check_goes_on, check_texts)),
        Step("send-update", "form", Side.ANY, W("توجيه تحيين", "Transmettre une mise à jour", "Send an update"), W("وجهت تحيينا", "a transmis une mise à jour", "sent an update"), sections=says.UPDATE, functions=POINTS, when=OPEN, checks=(check_group, check_goes_on)),
        Step("send-post-report", "form", Side.ANY, W("توجيه تقرير بعدي", "Transmettre un rapport d’après-match", "Send a post-match report"), W("وجهت تقريرا بعديا", "a transmis un rapport d’après-match", "sent a post-match report"),
             sections=(*says.POST_REPORT, RESTRICTED), functions=POINTS, when=OPEN, conveys=True, checks=(check_goes_on, check_has_kicked_off, check_texts)),
        Step("set-level", "level", Side.ANY, W("تحديد مستوى الخطر", "Fixer le niveau de risque", "Set the risk level"), W("حددت مستوى الخطر", "a fixé le niveau de risque", "set the risk level"), sections=says.SET_LEVEL, functions=PLANNERS, when=OPEN, creators=hosts, checks=(check_host, check_goes_on)),
        Step("contest-level", "level", Side.OTHERS, W("إبداء رأي مخالف", "Donner un avis différent", "State another view"), W("أبدت رأيا مخالفا", "a donné un avis différent", "stated another view"),
             W("يبقى الرأيان معا، والمنظم هو من يحدد المستوى", "Les deux avis sont conservés ; le niveau reste celui de l’hôte", "Both views stand; the level stays the host’s"), sections=says.DISAGREEMENT, functions=POINTS, when=OPEN, checks=(check_texts,)),
        *DELEGATIONS.steps,
        Step("post-spotter", "posting", Side.ANY, W("تكليف مراقب بمباراة", "Affecter un spotter", "Post a spotter"), W("كلفت مراقبا بمباراة", "a affecté un spotter à un match", "posted a spotter"), sections=says.POSTING, functions=DESK, when=OPEN, creators=sending, checks=(check_posting, check_goes_on)),
        Step("relieve-spotter", "posting", Side.HOLDER, W("إنهاء تكليف مراقب", "Relever un spotter", "Relieve a spotter"), W("أنهت تكليف مراقب", "a relevé un spotter", "relieved a spotter"), functions=DESK, precedence=-5),
        Step("report-incident", "incident", Side.ANY, W("التبليغ عن حادث", "Signaler un incident", "Report an incident"), W("بلغت عن حادث", "a signalé un incident", "reported an incident"), sections=says.INCIDENT, functions=DESK, when=OPEN, checks=(check_incident, check_goes_on)),
        Step("resolve-incident", "incident", Side.HOLDER, W("إثبات انتهاء الحادث", "Constater la fin de l’incident", "Resolve"), W("أثبتت انتهاء حادث", "a constaté la fin d’un incident", "recorded that an incident was over"), functions=DESK),
        Step("confirm-line", "line", Side.ANY, W("تأكيد نقطة من القائمة", "Confirmer un point de la liste", "Confirm a line"), W("أكدت نقطة من قائمة المراجعة", "a confirmé un point de la liste", "confirmed a line of the checklist"), sections=says.LINE, functions=PLANNERS, when=OPEN, creators=hosts, checks=(check_line,)),
        Step("reopen-line", "line", Side.HOLDER, W("إعادة فتح النقطة", "Rouvrir le point", "Reopen the line"), W("أعادت فتح نقطة", "a rouvert un point de la liste", "reopened a line"), functions=PLANNERS),
        *lessons.steps(DESK, when=OPEN, sections=says.LESSONS, checks=(check_lesson, check_texts)),
    ),
    read=read,
    duties=(DELEGATIONS.duty,),
    dated=(
        Dated("tournament-analysis", W("التحليل القبلي للدورة", "analyse préalable du tournoi", "advance analysis of the tournament"), "event", Side.ANY, before_tournament, form_of_event("send-analysis"),
              ends=frozenset({"send-analysis"}), who=lambda state, _: guests(state), reminders=ADVANCE, offset=Offset("event_tournament_analysis", before=True)),
        Dated("match-analysis", W("التحليل القبلي للمباراة", "analyse préalable du match", "advance analysis of the match"), "match", Side.ANY, at_kickoff, form("send-analysis"),
              ends=frozenset({"send-analysis"}), who=followed, reminders=ADVANCE, offset=Offset("event_match_analysis", before=True)),
        Dated("update", W("التحيين قبل المباراة", "mise à jour avant le match", "update before the match"), "match", Side.ANY, at_kickoff, form("send-update", "update"),
              ends=frozenset({"send-update"}), who=followed, offset=Offset("event_update", before=True)),
        Dated("last-level", W("مستوى الخطر النهائي", "niveau de risque définitif", "last risk level"), "match", Side.HOLDER, at_kickoff, last_level,
              ends=frozenset({"set-level"}), offset=Offset("event_level", before=True)),
        Dated("figures", W("أعداد المباراة", "chiffres du match", "figures of the match"), "match", Side.HOLDER, at_kickoff, figures, ends=frozenset({"report-figures"}), offset=Offset("event_figures")),
        Dated("post-report", W("التقرير البعدي", "rapport d’après-match", "post-match report"), "match", Side.ANY, match_day, form("send-post-report"),
              ends=frozenset({"send-post-report"}), who=reporters, reminders=LATE, offset=Offset("event_post_report", working_days=True)),
        Dated("lesson", W("الأخذ بالدرس", "mise en œuvre de l’enseignement", "acting on the lesson"), "lesson", Side.HOLDER, lesson_day, closed_lesson, ends=frozenset({lessons.CLOSE}), reminders=ADVANCE),
    ),
    counts_as=("activity",),
    asks=frozenset({"begin-delegation"}),
    answers=frozenset({OFFER}),
    refuses={DECLINE: ""},
    columns=(
        Column("tier", W("النوع", "nature", "sort"), codes="event-tiers", filters=True),
        Column("next", W("المباراة المقبلة", "prochain match", "next match"), priority=1),
        Column("level", W("أعلى مستوى خطر", "risque le plus élevé", "highest risk"), codes="event-risk-levels", priority=1, filters=True),
    ),
    empty=W("لا توجد تظاهرات.", "Aucune manifestation.", "No events."),
))  # fmt: skip
