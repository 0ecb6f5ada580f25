"""Crisis: what each side sees to in the hours after an attack, line by line, in sight of the others.

A part of a kind. Any party declares the crisis and says when its hour 0 was; from then on every party has the same
list, with the lines of hours 0, 1, 6 and 24. Each side ticks its own lines, or says by a code why a line does not
apply to it; what neither was done for is owed, and shown, once its hour is over. Nobody ticks for another. A line that was
ticked by mistake is opened again. The crisis is over when every party has said so.

Nothing here is free text: one officer states it at any hour, alone, and it names nobody. A line counts as done when it was
said to be done; `done_at` is shown beside it and makes nobody punctual.

Source: domain model of counter-terrorism support (crisis checklist of hours 0, 1, 6 and 24).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant
from mithaq.pact.rules.kind import Dated, Every, Key, Saying, Side, Stage, Step, Track
from mithaq.pact.rules.offsets import Offset
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

DECLARE, TICK, WAIVE, REOPEN, END = "declare-crisis", "tick-line", "waive-line", "reopen-line", "end-crisis"
# Frozen with the edition: a value added to the list later is a line of a later edition.
LINES: Mapping[int, tuple[str, ...]] = {
    0: ("h0-call", "h0-read-back"),
    1: ("h1-support", "h1-people"),
    6: ("h6-team", "h6-reception"),
    24: ("h24-assessment", "h24-relief", "h24-victims", "h24-consulates"),
}
EVERY_LINE = tuple(line for lines in LINES.values() for line in lines)
CODES = "crisis-checklist"


def settled(item: Item) -> dict[str, Entry]:
    """By line: the entry by which this side did it, or said that it does not apply."""
    found: dict[str, Entry] = {}
    for entry in item.all(TICK, WAIVE, REOPEN):
        line = str(entry.says.get("line", ""))
        if entry.step == REOPEN:
            found.pop(line, None)
        else:
            found[line] = entry
    return found


def unsettled(item: Item) -> tuple[str, ...]:
    """The lines this side has not seen to, in the order of their hours."""
    done = settled(item)
    return tuple(line for line in EVERY_LINE if line not in done)


def hour_zero(state: State) -> str:
    """The instant from which the hours are counted; "" while no crisis was declared."""
    crisis = state.item("crisis")
    return str(crisis.entries[0].says.get("since", "")) if crisis else ""


def _lists(state: State, entry: Entry) -> Iterable[Item]:
    """A declared crisis gives every party its list; one that is over closes those with open lines."""
    crisis = state.item("crisis")
    if entry.step == DECLARE and not state.items("checklist"):
        yield from (Item(party, party, "open", (entry,)) for party in state.parties)
    elif entry.step == END and crisis is not None and crisis.stage == "over":
        every = state.items("checklist").values()
        yield from (replace(item, stage="left-open") for item in every if item.stage == "open")


def _item_of(state: State, entry: Entry) -> Item:
    return state.items("checklist")[entry.item or entry.author]  # the fold has refused one that is not there


def _settles(state: State, entry: Entry) -> str | None:
    """A line is seen to once; the last one completes the list."""
    left, line = unsettled(_item_of(state, entry)), entry.says.get("line")
    if line not in left:
        return None
    return "complete" if len(left) == 1 else "open"


def _opens_again(state: State, entry: Entry) -> str | None:
    return "open" if entry.says.get("line") in settled(_item_of(state, entry)) else None


# What is said


def _line() -> Field:
    return Field("line", Type.CODE, W("النقطة", "point", "line"), required=True, public=True, codes=CODES)


DECLARED = (Section(W("الأزمة", "Crise", "Crisis"), (
    Field("since", Type.INSTANT, W("الساعة صفر", "heure 0", "hour 0"), required=True, public=True,
          help=W("منها تُحسب الساعات 1 و6 و24 لدى جميع الأطراف", "d’où partent les heures 1, 6 et 24, pour toutes les parties", "hours 1, 6 and 24 are counted from it, for every party")),
)),)  # fmt: skip
TICKED = (Section(W("قائمة الأزمة", "Liste de crise", "Crisis checklist"), (
    _line(),
    Field("done_at", Type.INSTANT, W("وقت الإنجاز، إن كان قبل الآن", "fait le, si avant maintenant", "done at, if before now"), public=True),
)),)  # fmt: skip
WAIVED = (Section(W("قائمة الأزمة", "Liste de crise", "Crisis checklist"), (
    _line(),
    Field("reason", Type.CODE, W("لماذا لا تنطبق", "pourquoi il est sans objet", "why it does not apply"), required=True, public=True, codes="crisis-line-reasons"),
)),)  # fmt: skip
REOPENED = (Section(W("قائمة الأزمة", "Liste de crise", "Crisis checklist"), (_line(),)),)


def check_since(saying: Saying) -> Iterable[Problem]:
    """Hour 0 has been."""
    since = instant(saying.says.get("since"))
    if since and since > saying.now:
        yield Problem("threats.not-yet", ("since",))


def check_line(saying: Saying) -> Iterable[Problem]:
    """A line is seen to once, and not before it was."""
    item = saying.state.item("checklist", saying.author) if saying.state else None
    line, done_at = saying.says.get("line"), instant(saying.says.get("done_at"))
    if item is not None and line in settled(item):
        yield Problem("threats.line-seen-to", ("line",))
    if done_at and done_at > saying.now:
        yield Problem("threats.not-yet", ("done_at",))


def check_reopened(saying: Saying) -> Iterable[Problem]:
    item = saying.state.item("checklist", saying.author) if saying.state else None
    if item is not None and saying.says.get("line") not in settled(item):
        yield Problem("threats.line-open-already", ("line",))


def _next_line(state: State, item: str, _: Bodies) -> Mapping[str, Any]:
    """An empty form begins with the first line that is open."""
    own = state.item("checklist", item)
    left = unsettled(own) if own else ()
    return {"line": left[0]} if left else {}


# The declaration

TRACKS = (
    Track("crisis", W("الأزمة", "crise", "crisis"),
          (Stage("on", W("أزمة جارية", "crise en cours", "crisis under way"), "bad"), Stage("over", W("انتهت الأزمة", "crise terminée", "crisis over"), "quiet", final=True)),
          {"": {DECLARE: "on"}, "on": {END: Every("over")}}),
    Track("checklist", W("قائمة الأزمة", "liste de crise", "crisis checklist"),
          (Stage("open", W("نقط مفتوحة", "points à traiter", "lines open"), "waiting", Side.HOLDER),
           Stage("complete", W("مكتملة", "complète", "complete"), "good"),
           Stage("left-open", W("انتهت ونقط منها مفتوحة", "close, des points ouverts", "over, with lines open"), "quiet", final=True)),
          {"open": {TICK: _settles, WAIVE: _settles, REOPEN: _opens_again}, "complete": {REOPEN: _opens_again}},
          key=Key.PARTY, upon=_lists),
)  # fmt: skip


def steps(functions: frozenset[str], *, when: frozenset[str]) -> tuple[Step, ...]:
    """The five steps, for officers of these functions, while the matter stands in one of these stages."""
    return (
        Step(DECLARE, "crisis", Side.ANY, W("إعلان أزمة", "Déclarer une crise", "Declare a crisis"), W("أعلنت أزمة", "a déclaré une crise", "declared a crisis"),
             W("تُفتح لدى كل طرف قائمة للساعات 0 و1 و6 و24", "Chaque partie reçoit la liste des heures 0, 1, 6 et 24", "Every party gets the checklist of hours 0, 1, 6 and 24"),
             sections=DECLARED, functions=functions, when=when, checks=(check_since,)),
        Step(TICK, "checklist", Side.HOLDER, W("التأشير على نقطة", "Cocher un point", "Tick a line"), W("أشرت على نقطة من قائمة الأزمة", "a coché un point de la liste de crise", "ticked a line of the crisis checklist"),
             W("يطلع الطرف الآخر عليها حالا", "L’autre partie le voit aussitôt", "The other side sees it at once"), sections=TICKED, functions=functions, when=when, checks=(check_line,), given=_next_line),
        Step(WAIVE, "checklist", Side.HOLDER, W("بيان أن نقطة لا تنطبق", "Indiquer un point sans objet", "Say that a line does not apply"), W("بينت أن نقطة لا تنطبق عليها", "a indiqué un point sans objet", "said that a line does not apply"),
             sections=WAIVED, functions=functions, when=when, checks=(check_line,), given=_next_line),
        Step(REOPEN, "checklist", Side.HOLDER, W("إعادة فتح نقطة", "Rouvrir un point", "Open a line again"), W("أعادت فتح نقطة من قائمة الأزمة", "a rouvert un point de la liste de crise", "opened a line again"),
             sections=REOPENED, functions=functions, when=when, checks=(check_reopened,)),
        Step(END, "crisis", Side.ANY, W("إنهاء الأزمة", "Mettre fin à la crise", "End the crisis"), W("اعتبرت الأزمة منتهية", "a déclaré la crise terminée", "said that the crisis is over"),
             W("تنتهي عندما توافق جميع الأطراف", "Elle est terminée quand toutes les parties l’ont dit", "It is over once every party has said so"), functions=functions, when=when),
    )  # fmt: skip


def _since(state: State, _: Item) -> Iterable[tuple[str, str]]:
    yield "", hour_zero(state)


def _done(line: str) -> Callable[[State, Item, str, str], Entry | None]:
    return lambda _, item, __, ___: settled(item).get(line)


def _owed(hour: int, line: str) -> Dated:
    labels = code_list(CODES).codes[line].labels
    return Dated(
        f"crisis-{line}", W(labels["ar"], labels["fr"], labels["en"]), "checklist", Side.HOLDER, _since, _done(line),
        ends=frozenset({TICK, WAIVE}), offset=Offset(f"crisis_{hour}"),
    )  # fmt: skip


DATED = tuple(_owed(hour, line) for hour, lines in LINES.items() for line in lines)
