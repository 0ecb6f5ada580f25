"""The authorities this node knows: what each is called and in which zone its clocks run."""

from collections.abc import Mapping
from dataclasses import dataclass

from mithaq.node.web.idents import language
from mithaq.pact.rules.words import Words


@dataclass(frozen=True, slots=True)
class Known:
    """An authority as pages show it."""

    code: str
    words: Words
    zone: str

    @property
    def name(self) -> str:
        """Its name in the language of the page, or its code."""
        return self.words.say(language()) or self.code


def known() -> Mapping[str, Known]:
    """Every authority we have met, ourselves included, by code."""
    return {}
