"""A lone name: how much one name can say where the other side gives more.

That two names are one name is a thing, that their bearers are one person another: of Mohamed alone every
Mohamed may be meant. So where one name met in full, and beside it only initials or titles, or nothing while
the other side says more, what the names say of two persons is held to what that name says by its frequency.
A frequent given name alone makes nobody more than `weak`; a rare name says more, but a family shares it, and
initials, too: alone it makes nobody more than `possible`. What is taken off is a reason with its points.
Nobody falls below `weak` by it, so that whoever asks with a name alone sees who bears it; and two who are
both known by one name only are compared as any.
"""

from mithaq.pact.names.pairing import Meeting, Pairing
from mithaq.pact.names.score import Reason

# Nats by which a name is so rare that among those who bear it one is as likely meant as not: one word in some
# hundred thousand, as if so many persons came into question. Set, in the open.
EVEN = 11.5
BESIDE = 3.0  # nats that an initial or a title that fits adds: one person in twenty has it
MOST, LEAST = 219, -220  # hundredths of a nat: the last of `possible`, the first of `weak`


def too_little(pairing: Pairing, score: int) -> Reason | None:
    """What is taken off a score because one name is all that met; None if nothing is. Symmetric."""
    named = [meeting for meeting in pairing.met if meeting.kind == "name"]
    left = [_says_more(pairing, side) for side in (0, 1)]
    if len(named) != 1 or all(left) or not (any(left) or _has_initial(pairing)):
        return None
    beside = sum(map(_adds, pairing.met))
    most = max(LEAST, min(MOST, round(100 * (named[0].evidence.rarity + beside - EVEN))))
    return Reason("one-name-only", most - score) if score > most else None


def _says_more(pairing: Pairing, side: int) -> bool:
    """Whether this side says a name that the other does not."""
    name = (pairing.one, pairing.other)[side]
    return any(name[place].kind == "name" for place in pairing.left[side])


def _has_initial(pairing: Pairing) -> bool:
    return any(meeting.kind == "initial" for meeting in pairing.met)


def _adds(meeting: Meeting) -> float:
    """What an initial or a title that fits says beside the name, in nats."""
    fits = meeting.kind in ("initial", "title") and meeting.evidence.weight > 0
    return min(BESIDE, meeting.evidence.rarity) if fits else 0.0
