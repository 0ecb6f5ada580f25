"""Facts of the house log in words: what each is called, and what stands in it, as far as that is a code.

Names and codes are stable and are what is kept; words are added when the log is shown. A fact that has no
words here is shown by its name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from mithaq.node.safeguards import actions
from mithaq.pact.codes import code_list
from mithaq.pact.rules import register

FACTS: dict[str, str | Promise] = {
    "absence": pgettext_lazy("fact", "absence"),
    "active": pgettext_lazy("fact", "works here"),
    "activity": pgettext_lazy("fact", "activity"),
    "added": pgettext_lazy("fact", "added"),
    "answer": pgettext_lazy("fact", "answer"),
    "approved": pgettext_lazy("fact", "approved by a second person"),
    "article": pgettext_lazy("fact", "article"),
    "assigned": pgettext_lazy("fact", "assigned to"),
    "assignment": pgettext_lazy("fact", "assignment"),
    "at": pgettext_lazy("fact", "at"),
    "author": pgettext_lazy("fact", "author"),
    "authority": pgettext_lazy("fact", "authority"),
    "bodies": pgettext_lazy("fact", "contents destroyed"),
    "by": pgettext_lazy("fact", "by"),
    "changed": pgettext_lazy("fact", "changed"),
    "channel": pgettext_lazy("fact", "channel"),
    "code": pgettext_lazy("fact", "because"),
    "concerns": pgettext_lazy("fact", "concerns who asked"),
    "days": pgettext_lazy("fact", "days"),
    "deputy": pgettext_lazy("fact", "deputy"),
    "digest": pgettext_lazy("fact", "fingerprint"),
    "doubts": pgettext_lazy("fact", "doubts passed"),
    "draft": pgettext_lazy("fact", "draft"),
    "drafts": pgettext_lazy("fact", "drafts"),
    "ending": pgettext_lazy("fact", "format"),
    "entries": pgettext_lazy("fact", "entries"),
    "entry": pgettext_lazy("fact", "entry"),
    "factor": pgettext_lazy("fact", "second factor"),
    "file": pgettext_lazy("fact", "file"),
    "files": pgettext_lazy("fact", "files"),
    "finding": pgettext_lazy("fact", "finding"),
    "fingerprint": pgettext_lazy("fact", "fingerprint of the key"),
    "first": pgettext_lazy("fact", "from"),
    "format": pgettext_lazy("fact", "format"),
    "found": pgettext_lazy("fact", "found"),
    "function": pgettext_lazy("fact", "function"),
    "gained": pgettext_lazy("fact", "functions given"),
    "ground": pgettext_lazy("fact", "ground"),
    "grounds": pgettext_lazy("fact", "grounds"),
    "half": pgettext_lazy("fact", "half-year"),
    "held": pgettext_lazy("fact", "kept in wait"),
    "holder": pgettext_lazy("fact", "side"),
    "item": pgettext_lazy("fact", "about"),
    "kept": pgettext_lazy("fact", "kept"),
    "kept_for": pgettext_lazy("fact", "kept for"),
    "key": pgettext_lazy("fact", "key"),
    "kind": pgettext_lazy("fact", "kind"),
    "language": pgettext_lazy("fact", "language"),
    "last": pgettext_lazy("fact", "until"),
    "late": pgettext_lazy("fact", "late"),
    "leaves": pgettext_lazy("fact", "statements of the log"),
    "left": pgettext_lazy("fact", "attempts left"),
    "likeness": pgettext_lazy("fact", "likeness"),
    "lines": pgettext_lazy("fact", "lines"),
    "looked_at": pgettext_lazy("fact", "looked at"),
    "loss": pgettext_lazy("fact", "how it was lost"),
    "lost": pgettext_lazy("fact", "functions taken away"),
    "name": pgettext_lazy("fact", "name in the address"),
    "note": pgettext_lazy("fact", "note"),
    "number": pgettext_lazy("fact", "number"),
    "opened": pgettext_lazy("fact", "emergency reading"),
    "other": pgettext_lazy("fact", "other"),
    "outcome": pgettext_lazy("fact", "outcome"),
    "party": pgettext_lazy("fact", "side"),
    "partner": pgettext_lazy("fact", "partner"),
    "path": pgettext_lazy("fact", "address"),
    "piece": pgettext_lazy("fact", "piece"),
    "points": pgettext_lazy("fact", "points in common"),
    "recipient": pgettext_lazy("fact", "recipient"),
    "record": pgettext_lazy("fact", "record"),
    "reference": pgettext_lazy("fact", "reference"),
    "refused": pgettext_lazy("fact", "refused"),
    "removed": pgettext_lazy("fact", "taken off"),
    "right": pgettext_lazy("fact", "what is asked"),
    "rows": pgettext_lazy("fact", "rows"),
    "run": pgettext_lazy("fact", "run"),
    "seen": pgettext_lazy("fact", "size that was seen"),
    "sort": pgettext_lazy("fact", "sort"),
    "span": pgettext_lazy("fact", "span"),
    "stage": pgettext_lazy("fact", "stage"),
    "step": pgettext_lazy("fact", "step"),
    "task": pgettext_lazy("fact", "task"),
    "times": pgettext_lazy("fact", "times"),
    "to": pgettext_lazy("fact", "to"),
    "token": pgettext_lazy("fact", "token"),
    "tried": pgettext_lazy("fact", "what was tried"),
    "unit": pgettext_lazy("fact", "unit"),
    "way": pgettext_lazy("fact", "way"),
    "which": pgettext_lazy("fact", "which one"),
    "who": pgettext_lazy("fact", "officer"),
    "why": pgettext_lazy("fact", "why"),
    "witness": pgettext_lazy("fact", "witness"),
    "year": pgettext_lazy("fact", "year"),
}
# They name an officer by the opaque reference, `to` perhaps a unit: at home the name is shown.
OF_OFFICERS = ("who", "deputy", "to")
# What a value is, for the page: the rest is a line of text. A refusal's code has a sentence in the web layer.
SORTS = {
    "code": "refusal",
    "at": "instant",
    **dict.fromkeys(("first", "last"), "day"),
    **dict.fromkeys(("authority", "author", "holder", "other", "party", "partner", "recipient"), "authority"),
    **dict.fromkeys(
        ("activity", "by", "digest", "draft", "entry", "file", "fingerprint", "item", "key"), "hash"
    ),
}


NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as a page shows it."""

    words: str
    value: object
    sort: str = "line"


def facts(of: Mapping[str, object], names: Mapping[str, str] = NOBODY) -> Iterator[Fact]:
    """The facts of an event in the language of the page; what was left empty says nothing.

    `names` are those of officers, by reference.
    """
    for name, value in of.items():
        if value == "":
            continue
        if name in OF_OFFICERS and value in names:
            yield Fact(str(FACTS[name]), names[str(value)], "name")
        elif name == "code" and not _is_refusal(value):  # how an address names a partner
            yield Fact(str(FACTS["partner"]), value, "authority")
        else:
            said = _READ[name](str(value), of) if name in _READ else value
            sort = "flag" if isinstance(value, bool) else SORTS.get(name, "line")
            yield Fact(str(FACTS.get(name, name)), said, sort)


def _is_refusal(code: object) -> bool:
    """Whether a code says why something was refused: those have an area before the fact."""
    return "." in str(code) or ":" in str(code)


def _kind(value: str, _of: Mapping[str, object]) -> str:
    return next((each.words.say(_language()) for each in register.kinds() if each.name == value), value)


def _step(value: str, of: Mapping[str, object]) -> str:
    """The verb of a step: of the kind that is named beside it, else of the first that has such a step."""
    kinds = (each for each in register.kinds() if of.get("kind") in (None, each.name))
    step = next((found for each in kinds if (found := each.step(value))), None)
    return step.button.say(_language()) if step else value


def _listed(name: str) -> Callable[[str, Mapping[str, object]], str]:
    """The labels of codes, as many as stand there."""

    def read(value: str, _of: Mapping[str, object]) -> str:
        labels = (code_list(name).label(each, _language()) for each in value.replace(",", " ").split())
        return ("، " if _language() == "ar" else ", ").join(labels)

    return read


def _among(*names: str) -> Callable[[str, Mapping[str, object]], str]:
    """The label of a code that stands in one of several lists."""

    def read(value: str, _of: Mapping[str, object]) -> str:
        lists = (code_list(name) for name in names)
        return next((each.label(value, _language()) for each in lists if value in each.values), value)

    return read


def _language() -> str:
    return (get_language() or "en")[:2]


_READ: Mapping[str, Callable[[str, Mapping[str, object]], str]] = {
    "kind": _kind,
    "step": _step,
    "gained": _listed("functions"),
    "lost": _listed("functions"),
    "channel": _listed("channels"),
    "function": _listed("functions"),
    "ground": _listed("erasure-grounds"),
    "grounds": _listed("rights-grounds"),
    "right": _listed("rights-requests"),
    "kept_for": _among("retention-needs", "retention-restrictions"),
    "outcome": _among("rights-outcomes", "retention-outcomes"),
    "tried": lambda value, _of: actions.words(value),
}
