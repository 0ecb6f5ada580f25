"""Words: one thing said in the three languages officers work in."""

from dataclasses import dataclass

from mithaq.pact.codes.spacing import as_printed

LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A label or sentence in Arabic, French and English; none of the three is empty."""

    ar: str
    fr: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language`; English for a language we do not have."""
        return as_printed({"ar": self.ar, "fr": self.fr}.get(language, self.en), language)


NOTHING = Words("", "", "")
W = Words  # in declarations, which are read as tables
