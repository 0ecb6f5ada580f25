"""A verdict on a paper in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.node.papers.examine import CHANGED, MORE, NOT_UNDERSTOOD, NOTHING, SAVED_ANEW, SIGNATURES, WHOLE
from mithaq.node.papers.verify import Answer, Signature, Verdict

ANSWERS: Mapping[Answer, tuple[str, Promise | str]] = {
    Answer.VALID: (
        "good",
        _("Every signature stands, nothing has changed since, and it is known whose each is."),
    ),
    Answer.AUTHORITY_UNKNOWN: (
        "waiting",
        _("Every signature stands, nothing has changed since, but of some it is not known whose they are."),
    ),
    Answer.ADDED: ("bad", _("What was signed stands, but something was added after the last signature.")),
    Answer.CHANGED: ("bad", _("What was signed is no longer what was signed.")),
    Answer.UNSIGNED: ("quiet", _("Nobody has signed this file.")),
    Answer.UNREADABLE: ("bad", _("This file could not be examined: it is no whole PDF, or holds too much.")),
}
COVERED: Mapping[str, tuple[str, Promise | str]] = {
    WHOLE: ("good", _("not a byte changed")),
    CHANGED: ("bad", _("changed after it was signed")),
    SAVED_ANEW: ("bad", _("written anew after it was signed, as some programs do when they save")),
    NOT_UNDERSTOOD: ("bad", _("not understood")),
}
ADDED: Mapping[str, Promise | str] = {
    NOTHING: _("It covers the whole file."),
    SIGNATURES: _("Only further signatures follow."),
    MORE: _("Something was added after it."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One signature in words."""

    signature: Signature

    @property
    def tone(self) -> str:
        return COVERED[self.signature.covered][0]

    @property
    def covered(self) -> str:
        return str(COVERED[self.signature.covered][1])

    @property
    def added(self) -> str:
        return str(ADDED[self.signature.added])


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words."""

    verdict: Verdict

    @property
    def tone(self) -> str:
        return ANSWERS[self.verdict.answer][0]

    @property
    def answer(self) -> str:
        return str(ANSWERS[self.verdict.answer][1])

    @property
    def signatures(self) -> list[Line]:
        return [Line(each) for each in self.verdict.signatures]
