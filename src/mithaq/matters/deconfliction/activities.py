"""Activities: what our services are about to do, where and when. They never leave; their blinded points do.

Each is a national piece with a secret of its own, and is destroyed, secret and all, once it is over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from secrets import token_hex

from mithaq.matters.deconfliction.errors import TooManyPoints
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.kept import Kept as Made
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.national import keep
from mithaq.node.national.models import Piece
from mithaq.node.officers.models import Officer
from mithaq.pact.exchange.blinding import MOST_POINTS, blinded, make_secret, point_of, write_points
from mithaq.pact.ledger.entry import Entry

KIND = "deconfliction"


@dataclass(frozen=True, slots=True)
class Activity:
    """What an officer puts aside: its name at home, its tokens, until when, and who is called about it."""

    label: str
    tokens: tuple[str, ...] = field(repr=False)
    until_at: datetime
    contact: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """An activity as it rests: its piece, the entry that submitted it, its secret."""

    piece: Piece
    activity: Activity
    secret: bytes = field(repr=False)

    @property
    def entry(self) -> str:
        return self.piece.about


def submit(matter: Matter, activity: Activity, *, officer: Officer, now: datetime) -> Entry:
    """Submit an activity to the register, blinded, and keep it at home.

    Raises: TooManyPoints, NotYourMatter, and whatever `judge` refuses.
    """
    if not 0 < len(activity.tokens) <= MOST_POINTS:
        raise TooManyPoints(points=str(len(activity.tokens)), most=str(MOST_POINTS))
    secret = make_secret()
    said = {
        "expires_on": activity.until_at.date().isoformat(),
        "points": write_points(blinded(secret, map(point_of, _filled_up(activity.tokens)))),
    }
    resting = json.dumps(
        asdict(activity) | {"until_at": activity.until_at.isoformat(), "secret": secret.hex()}
    )

    def at_home(made: Made) -> None:
        keep.keep(keep.ACTIVITY, matter, made.entry.id, resting, officer=officer, now=now)

    act = Act(KIND, "submit-activity", said, matter=matter.id)
    return state(act, officer=None, now=now, in_the_same=at_home)


def _filled_up(tokens: tuple[str, ...]) -> list[str]:
    """As many as one submission holds, the rest by chance: how many there are would tell how wide it is."""
    return [*tokens, *(token_hex(32) for _ in range(MOST_POINTS - len(tokens)))]


def visible_to(officer: Officer) -> list[Kept]:
    """The activities that this officer may read, the oldest first."""
    return _opened(keep.pieces(keep.ACTIVITY, officer))


def all_of(matter: Matter) -> list[Kept]:
    """Every activity submitted to a register, for the node."""
    return _opened(Piece.objects.filter(sort=keep.ACTIVITY, matter=matter.id).order_by("made_at", "id"))


def _opened(pieces: Iterable[Piece]) -> list[Kept]:
    found = list(pieces)
    texts = keep.texts(found)
    return [_read(piece, texts[piece.id]) for piece in found if piece.id in texts]


def _read(piece: Piece, text: str) -> Kept:
    said = json.loads(text)
    activity = Activity(
        said["label"], tuple(said["tokens"]), datetime.fromisoformat(said["until_at"]), said["contact"]
    )
    return Kept(piece, activity, bytes.fromhex(said["secret"]))
