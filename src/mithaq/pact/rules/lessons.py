"""Lessons: what was learnt, recorded by whoever learnt it, and closed once it was acted on.

A part of a kind, the same after a warning and after an event. A lesson that nobody acted on stays open, visibly.

Source: domain model (after-action reviews of counter-terrorism support and of sports events).
"""

from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Check, Key, Side, Stage, Step, Track
from mithaq.pact.rules.words import W

DRAW, CLOSE = "draw-lesson", "close-lesson"
LESSON = Field("lesson", Type.PROSE, W("الدرس", "enseignement", "lesson"), required=True, least=20, most=2000)
HEADING = W("الدرس المستخلص", "Enseignement", "Lesson")
SECTIONS = (Section(HEADING, (LESSON,)),)

TRACK = Track(
    "lesson", W("الدروس المستخلصة", "enseignements", "lessons"),
    (Stage("open", W("قيد التتبع", "à suivre", "being followed"), "waiting", Side.HOLDER),
     Stage("learnt", W("تم الأخذ به", "mis en œuvre", "acted on"), "good", final=True)),
    {"": {DRAW: "open"}, "open": {CLOSE: "learnt"}},
    key=Key.ITEM,
)  # fmt: skip


def steps(
    functions: frozenset[str],
    *,
    when: frozenset[str],
    sections: tuple[Section, ...] = SECTIONS,
    checks: tuple[Check, ...] = (),
) -> tuple[Step, Step]:
    """The two steps, for officers of these functions; `when` names the stages in which a lesson may be recorded."""
    return (
        Step(DRAW, "lesson", Side.ANY, W("تسجيل درس مستخلص", "Consigner un enseignement", "Record a lesson"),
             W("سجلت درسا مستخلصا", "a consigné un enseignement", "recorded a lesson"), sections=sections, functions=functions, when=when, checks=checks),
        Step(CLOSE, "lesson", Side.HOLDER, W("الأخذ بالدرس", "Constater sa mise en œuvre", "Record that it was acted on"),
             W("أخذت بالدرس المستخلص", "a mis en œuvre un enseignement", "acted on a lesson"), functions=functions),
    )  # fmt: skip
