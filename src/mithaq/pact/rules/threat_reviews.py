"""Threats, edition 2: a crisis is worked through line by line, and a share of what is over is reviewed for rights.

What edition 1 says holds (`threats`), and beyond it: any party declares a crisis, and every side ticks its lines in sight
of the others (`crisis`). Once a warning is over, the rights reviewer of each side may say what they find in it, and owes it
for the share that was agreed. Which ones is drawn from what the others said last, so that no side draws its own lot. A
review is a code and whether it was referred: nothing of whom the warning concerned.

Source: domain model of counter-terrorism support (sampling by the reviewer of rights); Convention against Torture, article 15.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import crisis
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Duty, Key, Kind, Reminder, Side, Stage, Step, Track
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

REVIEW = "review-rights"
REVIEWERS = frozenset({"rights-reviewer"})
ENDINGS = ("close-warning", "call-back")
OVER = frozenset({"closed", "called-back"})
IN_ORDER = "in-order"

FOUND = (Section(W("مراجعة الحقوق", "Contrôle des droits", "Review of rights"), (
    Field("finding", Type.CODE, W("المعاينة", "constat", "finding"), required=True, public=True, codes="rights-findings"),
    Field("referred", Type.FLAG, W("أُحيل على الجهة المختصة", "transmis à l’autorité compétente", "referred to the competent authority"), public=True, default=False),
), help=W("لا يُذكر أي شخص ولا أي مضمون: رمز وحده", "ni personne ni contenu : un code seul", "neither a person nor any content: a code alone")),)  # fmt: skip


def _over(state: State, entry: Entry) -> Iterable[Item]:
    """What is over can be reviewed by every side, from what ended it."""
    warning = state.items("warning")[""]
    if entry.step in ENDINGS and warning.stage in OVER:
        ended = warning.all(*ENDINGS)
        yield from (Item(party, party, "unreviewed", ended) for party in state.parties)


RIGHTS = Track(
    "rights", W("مراجعة الحقوق", "contrôle des droits", "review of rights"),
    (Stage("unreviewed", W("لم تتم المراجعة", "non contrôlée", "not reviewed"), "quiet"),
     Stage("reviewed", W("تمت المراجعة", "contrôlée", "reviewed"), "good", final=True)),
    {"unreviewed": {REVIEW: "reviewed"}},
    key=Key.PARTY, upon=_over, shows=("finding",),
)  # fmt: skip
DUTY = Duty(
    "rights-review", W("مراجعة الحقوق بالعينة", "contrôle des droits par sondage", "review of rights by sample"), "rights",
    frozenset(ENDINGS), frozenset({REVIEW}), Side.HOLDER, lambda *_: "rights_review", outlives=True, drawn="rights_sample",
    reminders=tuple(Reminder(timedelta(days=days), REVIEWERS) for days in (-28, -7, 0, 7)),
)  # fmt: skip
STEP = Step(
    REVIEW, "rights", Side.HOLDER, W("مراجعة الحقوق", "Contrôler le respect des droits", "Review for rights"),
    W("راجعت الإنذار من حيث احترام الحقوق", "a contrôlé l’alerte au titre des droits", "reviewed the warning for rights"),
    W("تُحتسب النتيجة ولا يُذكر أحد", "Le constat est compté, personne n’est nommé", "What is found is counted; nobody is named"),
    sections=FOUND, functions=REVIEWERS,
)  # fmt: skip


def second(first: Kind, desk: frozenset[str], when: frozenset[str]) -> Kind:
    """Edition 2, made of the first; `desk` works through a crisis while the warning stands in one of the stages `when`."""
    return replace(
        first,
        edition=2,
        tracks=(*first.tracks, *crisis.TRACKS, RIGHTS),
        steps=(*first.steps, *crisis.steps(desk, when=when), STEP),
        duties=(*first.duties, DUTY),
        dated=(*first.dated, *crisis.DATED),
    )
