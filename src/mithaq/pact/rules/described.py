"""Described: what cannot be so of a person whom a step describes.

Nobody is born on a day that is still to come, and a name that a field asks for in the letters of one script is written in
it: the partner's register is searched by both. Of several words some may be in another script, as a company's
short name is; none of them mixes two. Asked of what is about to be said, never of what has arrived: a
name that a partner wrote in the wrong place is still looked up.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from mithaq.pact.names.script import scripts_in
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import BIRTH, Field, Type

WRITTEN_IN = {"Latn": "rules.not-in-latin-letters", "Arab": "rules.not-in-arabic-letters"}
ONE_DAY = timedelta(days=1)


def check_described(fields: tuple[Field, ...], values: Mapping[str, Any], today: date) -> Iterator[Problem]:
    """What is refused of the persons that `values` describe, place by place.

    Shape: the values a form holds, well formed or not.
    """
    for each in fields:
        value = values.get(each.name)
        if each.type is Type.BIRTH and is_to_come(value, today):
            yield Problem("rules.born-in-the-future", (each.name,))
        elif each.script and isinstance(value, str) and not _is_in(each.script, value):
            yield Problem(WRITTEN_IN[each.script], (each.name,))
        elif each.type is Type.GROUP and isinstance(value, list | tuple):
            for number, row in enumerate(value):
                for problem in check_described(each.fields, row if isinstance(row, Mapping) else {}, today):
                    yield Problem(problem.code, (each.name, str(number), *problem.path))


def _is_in(script: str, name: str) -> bool:
    """Whether a name is written in a script: some word of it is, and no word mixes it with another."""
    words = [found for word in name.split() if (found := scripts_in(word))]
    return not words or ({script} in words and all(len(found) == 1 for found in words))


def is_to_come(born: Any, today: date) -> bool:
    """Whether no day that fits this birth has been yet.

    Shape: `born` as a form says it: `2010-02-28`, `2010-02`, `2010`, `201X`; anything else is nobody.
    Units: `today` by UTC; where the day begins first, it is tomorrow already.
    """
    if not isinstance(born, str) or not BIRTH.fullmatch(born):
        return False
    earliest = (born.replace("X", "0") + "-01-01"[len(born) - 4 :])[:10]
    return earliest > (today + ONE_DAY).isoformat()
