"""Words: one thing said in the three languages officers work in."""

from dataclasses import dataclass

LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A label or sentence in Arabic, French and English; none of the three is empty."""

    ar: str
    fr: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language`; English for a language we do not have."""
        return {"ar": self.ar, "fr": self.fr}.get(language, self.en)


NOTHING = Words("", "", "")
W = Words  # in declarations, which are read as tables
