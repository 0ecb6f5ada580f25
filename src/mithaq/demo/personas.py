"""The invented people of this node, as cards that sign in with one click."""

from dataclasses import dataclass

from django.conf import settings

from mithaq.demo.nodes import described
from mithaq.pact.codes import code_list
from mithaq.pact.rules.words import Words


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody invented: both names, what they do, where."""

    username: str
    latin: str
    arabic: str
    functions: tuple[str, ...]
    unit: Words

    def does(self, language: str) -> str:
        """What they do, in the words of the code list."""
        comma = "، " if language == "ar" else ", "
        return comma.join(code_list("functions").label(each, language) for each in self.functions)


def personas() -> tuple[Persona, ...]:
    """Everybody of this node, whoever the tour begins with first."""
    people = described("personas")[settings.AUTHORITY]
    return tuple(
        Persona(
            username=said["username"],
            latin=f"{said['given_name']} {said['family_name'].upper()}",
            arabic=f"{said['given_name_ar']} {said['family_name_ar']}",
            functions=tuple(said["functions"]),
            unit=Words(**people["units"][said["unit"]]["names"]),
        )
        for said in people["personas"]
    )
