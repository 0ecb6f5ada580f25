"""Refusals about partners, their keys and our own."""

from mithaq.pact.errors import MithaqError


class PartnersError(MithaqError):
    """A partner or a key does not stand; nothing was trusted, nothing was changed."""


class UnknownKey(PartnersError):
    """We never confirmed such a key of this authority. Facts: authority, key."""

    code = "partners.unknown-key"


class KeyNotValidThen(PartnersError):
    """The key's period had not begun, or was over. Facts: authority, key, at."""

    code = "partners.key-not-valid-then"


class KeyRevoked(PartnersError):
    """The key was lost or stolen by then. Facts: authority, key, at."""

    code = "partners.key-revoked"


class NoKeyFile(PartnersError):
    """This node has no keys yet: `mithaq keys make` makes them."""

    code = "partners.no-key-file"


class KeyFileGone(NoKeyFile):
    """Entries were kept under keys that are not there any more: they have to be put back, not made anew."""

    code = "partners.key-file-gone"


class KeyFileExists(PartnersError):
    """There are keys already; new ones come by rotation, which keeps the old."""

    code = "partners.key-file-exists"


class NoKeyNow(PartnersError):
    """None of the keys may sign or be sealed to now. Facts: authority, at."""

    code = "partners.no-key-now"


class OwnCard(PartnersError):
    """The card is our own, or claims our code. Facts: authority."""

    code = "partners.own-card"


class KnownAlready(PartnersError):
    """This very card was met before. Facts: authority, key."""

    code = "partners.known-already"


class NotPossibleNow(PartnersError):
    """The introduction, or the partner, does not stand where this step begins. Facts: step, state."""

    code = "partners.not-possible-now"


class PhraseDiffers(PartnersError):
    """What was heard is not what the cards say. Facts: left (tries)."""

    code = "partners.phrase-differs"


class NotVouched(PartnersError):
    """The signature under the card is not by a key of this authority that we trust. Facts: authority."""

    code = "partners.not-vouched"
