"""Stages of a wanted note: where it stands, and which step leads where.

Three things move by themselves: the note, which is its issuer's; the search, which is of each authority asked; and the screening,
which everybody does alone. A suspension reopens every screening; a cancellation ends every search.

Part of the kind `wanted`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.kind import Choice, Every, Side, Stage, Target
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

SEARCH_STAGES = (
    Stage("awaiting", W("في انتظار الإشعار بالتوصل", "accusé de réception attendu", "to be acknowledged"), "waiting", Side.HOLDER),
    Stage("received", W("تم التوصل، قيد التدقيق", "reçu, en contrôle", "received, being screened"), "waiting", Side.HOLDER),
    Stage("clarifying", W("في انتظار توضيح", "précisions demandées", "clarification asked"), "waiting", Side.OPENER),
    Stage("active", W("البحث جار", "recherche active", "sought"), "moving"),
    Stage("located", W("حُدد مكانه", "localisé", "located"), "moving", Side.HOLDER),
    Stage("arrested", W("أُوقف", "arrêté", "arrested"), "waiting", Side.OPENER),
    Stage("requested", W("طُلب تسليمه رسميا", "demande formelle transmise", "formally requested"), "waiting", Side.HOLDER),
    Stage("in-court", W("معروض على القضاء", "devant la justice", "before the courts"), "moving", Side.HOLDER),
    Stage("granted", W("قُبل التسليم", "extradition accordée", "extradition granted"), "good", Side.HOLDER),
    Stage("surrender-set", W("حُدد يوم التسليم", "remise fixée", "surrender set"), "good", Side.OPENER),
    Stage("surrendered", W("سُلِّم", "remis", "surrendered"), "good", final=True),
    Stage("refused", W("رُفض التسليم", "extradition refusée", "extradition refused"), "bad", final=True),
    Stage("local-prosecution", W("يُتابع أمام قضاء الدولة المطلوبة", "poursuivi dans l’État requis", "prosecuted in the requested state"), "good", final=True),
    Stage("declined", W("لم يُقبل البحث", "recherche rejetée", "search declined"), "bad", final=True),
)  # fmt: skip
ENDS = (
    Stage("suspended", W("معلق", "suspendu", "suspended"), "bad", Side.ANY),
    Stage("cancelled", W("ملغى، يجب وقف البحث", "annulé : cesser la recherche", "cancelled: stop the search"), "bad", final=True),
    Stage("cleared", W("ملغى، توقف البحث لدى الجميع", "annulé, recherche levée partout", "cancelled, stopped everywhere"), "quiet", final=True),
    Stage("closed", W("مغلق", "clos", "closed"), "quiet", final=True),
)  # fmt: skip
OVER = frozenset({"cancelled", "cleared", "closed"})
SEARCH_ENDED = frozenset(stage.name for stage in SEARCH_STAGES if stage.final)
RUNNING = frozenset(stage.name for stage in SEARCH_STAGES)
ALIVE = RUNNING | {"suspended"}
SOUGHT = frozenset({"awaiting", "received", "clarifying", "active", "located"})
MOST_PRESSING = (
    "arrested", "surrender-set", "granted", "in-court", "requested", "located", "clarifying", "awaiting", "received",
    "active", "surrendered", "local-prosecution", "refused", "declined",
)  # fmt: skip


def stage(state: State) -> str:
    """How the note stands if it does not run; else the search that needs something first."""
    note = state.item("note")
    if note is not None and note.stage != "issued":
        return note.stage
    standing = {item.stage for item in state.items("search").values()}
    return next((name for name in MOST_PRESSING if name in standing), "awaiting")


def is_off(state: State) -> bool:
    """Whether nobody may be sought on this note: it was cancelled, or is closed."""
    return state.stage in OVER


def searching(state: State) -> tuple[str, ...]:
    """The authorities that search on this note: none while it is suspended, nor who declined, nor after an arrest."""
    note = state.item("note")
    if note is None or note.stage != "issued":
        return ()
    running = [party for party, item in state.items("search").items() if item.stage in SOUGHT]
    return tuple(sorted({state.opener, *running})) if running else ()


def _screened(state: State, party: str) -> bool:
    screening = state.item("screening", party)
    return screening is not None and screening.stage == "screened"


def _taken_up(state: State, entry: Entry) -> str | None:
    """A search is taken up by who has screened the note."""
    return "active" if _screened(state, entry.author) else None


def screening_first(state: State, party: str) -> str:
    """What a party does before it takes a search up, or agrees to resume one, unless its own has ended."""
    search = state.item("search", party)
    if search is not None and search.stage in SEARCH_ENDED:
        return ""
    return "" if _screened(state, party) else "screen"


def screening(_: State, entry: Entry) -> str:
    return "doubtful" if entry.says.get("finding") == "doubt" else "screened"


def _lifted(state: State, _: Entry) -> str | None:
    """A suspension ends when nobody's screening is left from before it."""
    stages = {item.stage for item in state.items("screening").values()}
    return "issued" if not stages & {"reopened", "doubtful"} else None


def _decided(*outcomes: str) -> Choice:
    """Where a decision leads, if it is one of those that can be taken now."""

    def choose(_: State, entry: Entry) -> str | None:
        outcome = str(entry.says.get("outcome", ""))
        return outcome if outcome in outcomes else None

    return choose


def review_ends_at(state: State) -> datetime | None:
    """When a note that was not looked at again is suspended: midnight UTC after the day last stated."""
    note = state.item("note")
    stated = note.latest("issue", "review-note") if note else None
    try:
        day = date.fromisoformat(str(stated.says.get("review_by", ""))) if stated else None
        return datetime.combine(day + timedelta(days=1), time(0), UTC) if day else None
    except (ValueError, OverflowError):
        return None


def _not_reviewed(state: State, entry: Entry) -> str | None:
    """A node may state it only once the day is over; before, the statement counts for nothing."""
    ends_at = review_ends_at(state)
    return "suspended" if ends_at is not None and entry.at >= ends_at else None


def look_again(state: State, entry: Entry) -> Iterable[Item]:
    """Who issues a note has screened it; a suspension reopens every screening there was."""
    if entry.opens:
        yield Item(state.opener, state.opener, screening(state, entry), (entry,))
    note = state.item("note")
    if note is not None and note.stage == "suspended" and entry.step in ("suspend-note", "state-lapse"):
        for item in state.items("screening").values():
            if item.stage in ("screened", "doubtful"):
                yield replace(item, stage="reopened")


_LOCALLY: Target = _decided("local-prosecution")
_BACK: dict[str, Target] = {"report-release": "active"}
SEARCHING: dict[str, dict[str, Target]] = {
    "awaiting": {"acknowledge": "received", "decline-search": "declined"},
    "received": {"accept-search": _taken_up, "decline-search": "declined", "ask-clarification": "clarifying", "record-decision": _LOCALLY},
    "clarifying": {"clarify": "received", "decline-search": "declined"},
    "active": {"report-hit": "located", "report-arrest": "arrested", "record-decision": _LOCALLY},
    "located": {"report-hit": "located", "rule-out": "active", "report-arrest": "arrested"},
    "arrested": {"send-formal-request": "requested", **_BACK},
    "requested": {"record-milestone": "in-court", **_BACK},
    "in-court": {"record-milestone": "in-court", "record-decision": _decided("granted", "refused", "local-prosecution"), **_BACK},
    "granted": {"set-surrender": "surrender-set", **_BACK},
    "surrender-set": {"set-surrender": "surrender-set", "confirm-surrender": "surrendered", **_BACK},
}  # fmt: skip
NOTING: dict[str, dict[str, Target]] = {
    "": {"issue": "issued"},
    "issued": {
        "review-note": "issued", "suspend-note": "suspended", "state-lapse": _not_reviewed, "cancel-note": "cancelled", "close-note": "closed",
    },
    "suspended": {"lift-suspension": Every(_lifted), "review-note": "suspended", "cancel-note": "cancelled"},
    "cancelled": {"confirm-stopped": Every("cleared", creator_counts=True)},
}  # fmt: skip
