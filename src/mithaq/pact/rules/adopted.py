"""Adopted: a table that parties keep in common, a directory or a register: proposed by one, used once all have adopted it.

A part of a kind, the same wherever such a table is kept: its stages and its track. Who proposes has adopted it; whoever
declines ends it for all; and it goes on until every party has asked to end it.

Source: design decision D2 (every party once).
"""

from mithaq.pact.rules.kind import Every, Side, Stage, Track
from mithaq.pact.rules.words import W, Words

STAGES = (
    Stage("proposed", W("مقترح", "proposé", "proposed"), "waiting", Side.OTHERS),
    Stage("in-use", W("معمول به", "en usage", "in use"), "good"),
    Stage("declined", W("مرفوض", "décliné", "declined"), "bad", final=True),
    Stage("ended", W("منتهٍ", "clos", "ended"), "quiet", final=True),
)


def adopted(name: str, words: Words, *, propose: str, adopt: str, decline: str, end: str) -> Track:
    """The track of the table, moved by these steps."""
    return Track(
        name,
        words,
        STAGES,
        {
            "": {propose: "proposed"},
            "proposed": {adopt: Every("in-use", creator_counts=True), decline: "declined"},
            "in-use": {end: Every("ended")},
        },
    )
