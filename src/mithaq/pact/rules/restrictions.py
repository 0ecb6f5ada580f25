"""Restrictions: what the provider restricts in words, the same wherever information is given.

Handling codes H0 to H2 say all that they mean. H3 means *another restriction*, which has to be written out and travels with
what it restricts: every step that conveys information has the field, and a step under H3 without it is not stated.

Source: Europol handling codes (Council document 6243/18), H3; domain model, common fields.
"""

from collections.abc import Iterable

from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import RESTRICTIONS, Field, Section, Type
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.words import W

OTHER = "H3"
RESTRICTED = Section(W("قيود الاستعمال", "Restrictions d’usage", "Restrictions on use"), (
    Field(RESTRICTIONS, Type.PROSE, W("قيد آخر", "autre restriction", "other restriction"), most=1000,
          help=W("إلزامي مع الرمز H3", "obligatoire avec le code H3", "required with code H3")),
))  # fmt: skip


def check_restriction(saying: Saying) -> Iterable[Problem]:
    """What is under H3 says what it restricts."""
    if OTHER in saying.handling and not str(saying.body.get(RESTRICTIONS) or "").strip():
        yield Problem("rules.restriction-missing", (RESTRICTIONS,))
