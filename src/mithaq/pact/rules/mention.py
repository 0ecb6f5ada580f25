"""Mention: whether a text that must name no person looks as if it named one.

A doubt, never a verdict: a street or an exercise may bear a person's name. What is looked for is a known given name beside
another word that could be a name, a title before a word with a capital, or an identifier.

Source: joint roadmap (domain file M1): no personal data in roadmap texts.
"""

import re
from itertools import pairwise

from mithaq.pact.names.rows import given_names

_TITLES = re.compile(r"(?:\b(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)|(?:السيد|السيدة|الآنسة))\s+\S")
_NUMBER = re.compile(r"\+\d[\d \u202f.-]{7,}\d|\b[A-Z]{1,2}\d{5,7}\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def mentions_a_person(text: str) -> bool:
    """Whether the text looks as if it named a person."""
    if _TITLES.search(text) or _NUMBER.search(text):
        return True
    given = given_names()
    words = [match.group() for match in _WORD.finditer(text)]
    return any(_pair(one, other, given) or _pair(other, one, given) for one, other in pairwise(words))


def _pair(name: str, beside: str, given: frozenset[str]) -> bool:
    """Whether one word is a given name, and the other could be a family name beside it."""
    if name.casefold() not in given or not (name[0].isupper() or name[0] >= "\u0600"):
        return False
    return beside[0].isupper() if name[0] < "\u0600" else beside.casefold() in given
