"""Corrections: the owner of what was stated sets it right, or calls it back, and every recipient confirms.

A part of a kind, the same wherever information is given: a track, its two steps and the duty to confirm. Only the
owner corrects; whoever else finds an error tells the owner. A correction is possible, and its confirmation owed, also
after the matter has ended, since what was received is still held.

Source: Directive (EU) 2016/680, articles 7(3) and 16(5)-(6); Regulation (EU) 2018/1862, article 59 (only the owner edits).
"""

from collections.abc import Iterable, Iterator

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Duty, Every, Key, Saying, Side, Stage, Step, Track
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

CORRECT = "correct"
SECTIONS = (Section(W("التصحيح", "Rectification", "Correction"), (
    Field("corrects", Type.ENTRY, W("ما يتم تصحيحه", "élément rectifié", "what is corrected"), required=True, public=True),
    Field("reason", Type.CODE, W("السبب", "motif", "reason"), required=True, public=True, codes="correction-reasons"),
    Field("text", Type.PROSE, W("المعطى الصحيح", "donnée exacte", "what is right"), required=True, least=5, most=2000),
)),)  # fmt: skip


def check_owner(saying: Saying) -> Iterable[Problem]:
    """What is corrected was stated here, and by us (L25)."""
    corrected = str(saying.says.get("corrects") or "")
    if saying.state is None or not corrected:
        return
    if corrected not in saying.state.past:
        yield Problem("rules.no-such-entry", ("corrects",))
    elif _is_of_another(saying.state, corrected, saying.author):
        yield Problem("rules.not-yours-to-correct", ("corrects",))


def has_stated(state: State, authority: str) -> bool:
    """Whether an authority has said anything here that it could correct."""
    return any(entry.author == authority and entry.body for entry in _counted(state))


def _by_its_owner(state: State, entry: Entry) -> str | None:
    """What somebody else stated is not corrected, whoever signs the correction."""
    return None if _is_of_another(state, str(entry.says.get("corrects", "")), entry.author) else "stated"


def _is_of_another(state: State, entry_id: str, author: str) -> bool:
    """Whether an entry that counts here was stated by somebody else."""
    return any(entry.id == entry_id and entry.author != author for entry in _counted(state))


def _counted(state: State) -> Iterator[Entry]:
    return (entry for track in state.tracks.values() for item in track.values() for entry in item.entries)


TRACK = Track(
    "correction", W("التصحيح", "rectification", "correction"),
    (Stage("stated", W("في انتظار التأكيد", "à confirmer", "to be confirmed"), "bad", Side.OTHERS),
     Stage("confirmed", W("مؤكد", "confirmée", "confirmed"), "good", final=True)),
    {"": {"correct": _by_its_owner}, "stated": {"confirm-correction": Every("confirmed", creator_counts=True)}},
    key=Key.ITEM,
)  # fmt: skip

DUTY = Duty(
    "confirm-correction", W("تأكيد التصحيح", "confirmer la rectification", "confirm the correction"), "correction",
    frozenset({"correct"}), frozenset({"confirm-correction"}), Side.OTHERS, lambda *_: "correction_confirm", outlives=True,
)  # fmt: skip


def steps(functions: frozenset[str]) -> tuple[Step, Step]:
    """The two steps, for officers of these functions."""
    return (
        Step(CORRECT, "correction", Side.ANY, W("تصحيح أو استرجاع", "Rectifier ou rappeler", "Correct or recall"),
             W("صححت معطى سبق تقديمه", "a rectifié une donnée transmise", "corrected what it had stated"),
             W("يلزم كل متوصل أن يؤكد التصحيح", "Chaque destinataire doit confirmer", "Every recipient must confirm"),
             sections=(*SECTIONS, RESTRICTED), functions=functions, conveys=True, precedence=-5, checks=(check_owner,)),
        Step("confirm-correction", "correction", Side.OTHERS, W("تأكيد التصحيح", "Confirmer la rectification", "Confirm the correction"),
             W("أكدت التصحيح", "a confirmé la rectification", "confirmed the correction"), functions=functions),
    )  # fmt: skip
