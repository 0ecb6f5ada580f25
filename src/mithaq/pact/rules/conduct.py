"""Conduct: what a text about a threat may say, in a warning and in a note alike.

It describes what was done, never what somebody believes or belongs to; it is taken from nothing classified; whom it would name
is named in a request, with its purpose. The first two stop a text, the third is a doubt: a street may bear a name.

Source: domain model of counter-terrorism support (opinion and religion; classified header); design decision D21.
"""

from collections.abc import Iterable

from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.mention import mentions_a_person
from mithaq.pact.rules.warnings import mentions

BELIEF = ("membership", "religion", "opinion", "origin")


def check_texts(saying: Saying, *, nameless: tuple[str, ...], conduct: tuple[str, ...]) -> Iterable[Problem]:
    """Conduct, never belief; nothing classified; no person outside a request."""
    for name, value in saying.body.items():
        if not isinstance(value, str):
            continue
        if name in conduct and any(mentions(each, value) for each in BELIEF) and not mentions("act", value):
            yield Problem("threats.conduct-not-belief", (name,))
        if mentions("classified", value):
            yield Problem("threats.classified", (name,))
        if name in nameless and mentions_a_person(value):
            yield Problem("threats.names-a-person", (name,), soft=True)
