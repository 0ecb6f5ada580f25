"""Mention: whether a text that must name no person looks as if it named one.

A doubt, never a verdict: a street or an exercise may bear a person's name. What is looked for is a known given name beside
another word that could be a name, a title before a word with a capital, or an identifier. In Arabic, which has no capitals,
what could be a name behind a given name is another one, "son of", or a name of origin: الوزاني.

Source: joint roadmap (domain file M1): no personal data in roadmap texts.
"""

import re
from itertools import pairwise

from mithaq.pact.names.rows import given_names

_TITLES = re.compile(r"(?:\b(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)|(?:السيد|السيدة|الآنسة))\s+\S")
_NUMBER = re.compile(r"\+\d[\d \u202f.-]{7,}\d|\b[A-Z]{1,2}\d{5,7}\b")
_SON_OF = frozenset({"بن", "ابن", "بنت", "ولد"})
_OF_ORIGIN = re.compile(r"ال\w{2,}ي")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def mentions_a_person(text: str) -> bool:
    """Whether the text looks as if it named a person."""
    if _TITLES.search(text) or _NUMBER.search(text):
        return True
    given = given_names()
    words = [match.group() for match in _WORD.finditer(text)]
    return any(_named(one, other, given) for one, other in pairwise(words))


def _named(one: str, other: str, given: frozenset[str]) -> bool:
    """Whether one of two words is a given name, and the other could be a family name beside it."""
    first, then = one.casefold() in given, other.casefold() in given
    if one[0] >= "\u0600":
        return first and (then or other in _SON_OF or _OF_ORIGIN.fullmatch(other) is not None)
    return (first or then) and one[0].isupper() and other[0].isupper()
