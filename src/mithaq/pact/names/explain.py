"""Explaining: what a resemblance rests on, reason by reason, and letter by letter where two words met.

Nothing is weighed here. A code says what was found; the words for it, in any language, stand elsewhere. What
two names say is one sum: the parts that met are weighed together, the worst the most, so that no part has
points of its own that mean anything alone. They are told each, and weigh as `whole`; everything else has
its own points, and all of it adds up to the score.

Of letters it is said in which manner they are written, and only where the letters themselves tell:
`ch` for ش is written so in French, `sh` in English, `kh` for خ in both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mithaq.pact.names.align import Facing
from mithaq.pact.names.birth import AGREEMENT
from mithaq.pact.names.cut import VOWELS
from mithaq.pact.names.letters import ARTICLE, script
from mithaq.pact.names.pairing import Meeting
from mithaq.pact.names.person import Resemblance
from mithaq.pact.names.score import KNOWN, Reason

# Shares of all writings below which letters face unusually: across scripts, and within one; then strangely.
USUAL, USUAL_WITHIN, SELDOM = 0.02, 0.1, 0.003
BY_LETTERS = 0.5  # share of letters explained below which it is not by its letters that a name was known
FREQUENT, RARE = 9.0, 13.0  # nats by which the more frequent of two words is seldom met
WITHOUT_VOWELS = frozenset({"Arab", "Hebr"})
# Latin letters, what they must face, and who writes so. Source: the manners of `romanise`, and the systems of
# transcription of names in civil registers of Morocco and France on one side, of BGN/PCGN on the other.
MANNERS = {
    "tch": ("چч", "french"),
    "dj": ("ج", "french"),
    "ou": ("وу", "french"),
    "sh": ("شшש", "english"),
    "oo": ("وу", "english"),
    "ee": ("يи", "english"),
    "w": ("و", "english"),
    "kh": ("خх", "both"),
    "gh": ("غ", "both"),
    "th": ("ث", "both"),
    "dh": ("ذ", "both"),
}
CH = {"french": "شшש", "english": "چч"}
WAYS = (
    *("same", "french", "english", "both", "vowel", "doubled", "article"),
    *("usual", "silent", "left-out", "unusual", "strange"),
)
AGREEING = frozenset(
    {"parts-same", "parts-agree", "parts-joined", "parts-known", "link-met", "title-met", "initial-met"}
)
DIFFERING = frozenset({"parts-differ", "parts-known-apart", "title-differs", "initial-differs"})
# As `score` has them: what is told under `whole`.
WEIGHED_AS_WHOLE = frozenset(
    {"parts-agree", "parts-joined", "parts-close", "parts-differ", "link-met", "title-met", "initial-met"}
    | {"whole", "other-order"}
)
OF_NAMES = AGREEING | DIFFERING | {"parts-close", "whole", "other-order"}
# Every code that `told` can give.
CODES = (
    *sorted(OF_NAMES),
    *("part-left-out", "link-left-out", "title-left-out", "initial-left-out", "one-name-only"),
    *AGREEMENT,
    *("sex-agrees", "sex-differs", "document-same", "document-one-sign-off", "document-differs"),
    "nationality-shared",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Letters that face each other, and how that is written: one of WAYS. Either side may be empty."""

    one: str
    other: str
    way: str

    @property
    def letters(self) -> str:
        """What stands on one side, where nothing faces it."""
        return self.one or self.other


@dataclass(frozen=True, slots=True)
class Told:
    """One reason as it is told: one of CODES, what it is about on either side, and what it weighs.

    `groups` are the letters of two words that met, in reading order; `scripts` those of the two words;
    `rarity` is how seldom the more frequent of them is met, in nats.
    """

    code: str
    points: int
    one: str = ""
    other: str = ""
    groups: tuple[Group, ...] = ()
    scripts: tuple[str, str] = ("", "")
    rarity: float = 0.0

    @property
    def is_of_names(self) -> bool:
        """Whether it is weighed with the names as a whole."""
        return self.code in OF_NAMES

    @property
    def speaks(self) -> str:
        """`for`, `against` or `neither`: of parts of names by what was found, of all else by its points."""
        if self.is_of_names:
            return "for" if self.code in AGREEING else "against" if self.code in DIFFERING else "neither"
        return "for" if self.points > 0 else "against" if self.points < 0 else "neither"


def told(found: Resemblance) -> tuple[Told, ...]:
    """All reasons, in the order weighed; their points add up to the score."""
    met = found.names.pairing.met if found.names else ()
    letters = found.names.letters if found.names else ()
    of_names = (
        _of_meeting(reason, meeting, facings)
        for reason, meeting, facings in zip(found.reasons, met, letters, strict=False)
    )
    beside = (_as_weighed(reason, found.reasons) for reason in found.reasons[len(met) :])
    return *of_names, *beside


def _as_weighed(reason: Reason, reasons: Sequence[Reason]) -> Told:
    points = reason.points
    if reason.code == "whole":
        points = sum(each.points for each in reasons if each.code in WEIGHED_AS_WHOLE)
    elif reason.code in WEIGHED_AS_WHOLE:
        points = 0
    return Told(reason.code, points, shown(reason.one), shown(reason.other))


def shown(letters: str, of_script: str = "") -> str:
    """A compared word as it is shown: the article, which is one letter inside, as its script writes it."""
    if ARTICLE not in letters:
        return letters
    of_script = of_script or script(letters.replace(ARTICLE, ""))
    return letters.replace(ARTICLE, "ال" if of_script == "Arab" else "al-")


def groups(facings: Iterable[Facing], scripts: tuple[str, str] = ("", "")) -> tuple[Group, ...]:
    """The letters of two words of these scripts that met, each with its way of writing."""
    nothing = Facing("", "", 0.0)
    row = [nothing, *facings, nothing]
    return tuple(
        Group(shown(facing.one, scripts[0]), shown(facing.other, scripts[1]), _way(facing, before, after))
        for (before, facing), (_, after) in pairwise(pairwise(row))
    )


def _of_meeting(reason: Reason, meeting: Meeting, facings: tuple[Facing, ...]) -> Told:
    scripts = meeting.one.script, meeting.other.script
    shows = shown(reason.one, scripts[0]), shown(reason.other, scripts[1])
    faced = groups(facings, scripts)
    return Told(_code(reason, meeting), 0, *shows, faced, scripts, meeting.evidence.rarity)


def _code(reason: Reason, meeting: Meeting) -> str:
    """What was found, told more finely than it was weighed."""
    evidence, code = meeting.evidence, reason.code
    if code in ("title-met", "initial-met"):
        return code if reason.points >= 0 else code.replace("met", "differs")
    if code == "parts-agree" and reason.one == reason.other:
        return "parts-same"
    if code in ("parts-agree", "parts-close") and evidence.seen and evidence.letters < BY_LETTERS:
        return "parts-known"
    if code in ("parts-close", "parts-differ") and not evidence.seen and evidence.apart >= KNOWN:
        return "parts-known-apart"
    return code


def _way(facing: Facing, before: Facing, after: Facing) -> str:
    one, other = facing.one, facing.other
    if one == other:
        return "same"
    if ARTICLE in (one, other):
        return "article"
    if not (one and other):
        return _of_alone(facing, before, after)
    if _doubled(one, other):
        return "doubled"
    if facing.share < SELDOM:
        return "strange"
    within = script(one) == script(other)
    return _manner(one, other) or (
        "usual" if facing.share >= (USUAL_WITHIN if within else USUAL) else "unusual"
    )


def _of_alone(facing: Facing, before: Facing, after: Facing) -> str:
    """Letters that nothing faces."""
    side = 0 if facing.one else 1
    alone = (facing.one, facing.other)[side]
    own, faced = ([(each.one, each.other)[place] for each in (before, after)] for place in (side, 1 - side))
    if alone in (own[0][-1:], own[1][:1]):
        return "doubled"
    if set(alone) <= VOWELS and script("".join(faced)) in WITHOUT_VOWELS:
        return "vowel"
    return "silent" if facing.share >= USUAL else "left-out"


def _doubled(one: str, other: str) -> bool:
    """Whether a letter stands twice on one side alone: m for mm, م for mm."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and len(long) == 2 and long[0] == long[1] and long[0] not in VOWELS


def _manner(one: str, other: str) -> str:
    """Who writes so: `french`, `english`, `both`, or nobody in particular."""
    latin, faced = (one, other) if script(one) == "Latn" else (other, one)
    if script(latin) != "Latn" or script(faced) == "Latn":
        return ""
    if latin == "ch":
        return next((who for who, letters in CH.items() if faced in letters), "")
    may_face, who = MANNERS.get(latin, ("", ""))
    return who if faced in may_face else ""
