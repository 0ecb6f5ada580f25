"""Refusals about requests of persons. None of their facts says who asked."""

from mithaq.pact.errors import MithaqError


class RightsError(MithaqError):
    """A person's request does not stand where this is possible; nothing was changed."""


class UnknownRequest(RightsError):
    """No request of this reference, or none this officer may see. Facts: reference."""

    code = "rights.unknown-request"


class AnsweredAlready(RightsError):
    """The person was answered: the request is closed. Facts: reference."""

    code = "rights.answered-already"


class WithdrawnAlready(RightsError):
    """The entry was withdrawn as a mistake: nobody is owed an answer. Facts: reference."""

    code = "rights.withdrawn-already"


class ExtendedAlready(RightsError):
    """The term is extended once, and before it is over. Facts: reference."""

    code = "rights.not-extendable"


class NotLooked(RightsError):
    """Nobody has looked yet whether anything here concerns this person. Facts: reference."""

    code = "rights.not-looked"


class StillLooking(RightsError):
    """The search for what concerns this person is not over. Facts: reference."""

    code = "rights.still-looking"


class ConcernsOpen(RightsError):
    """It is not recorded of everything likely or possible whether it concerns the person. Facts: count."""

    code = "rights.concerns-open"


class NotInCharge(RightsError):
    """The officer named as having confirmed does not see the matter, or is the one who asks. Facts: none."""

    code = "rights.not-in-charge"


class GroundNeeded(RightsError):
    """What is not granted is refused on a listed ground, and why is written down. Facts: reference."""

    code = "rights.ground-needed"


class IdentityNeeded(RightsError):
    """Nothing is granted to anybody whose identity is not shown. Facts: reference."""

    code = "rights.identity-needed"


class NothingConcerns(RightsError):
    """Nothing found is confirmed to concern the person, so there is nothing to grant. Facts: reference."""

    code = "rights.nothing-concerns"


class OwnerNeeded(RightsError):
    """The authority that owns the data, and the day it was told, are recorded first. Facts: reference."""

    code = "rights.owner-needed"


class DecisionWaits(RightsError):
    """A decision waits for a second person: nothing under it is changed meanwhile. Facts: reference."""

    code = "rights.decision-waits"


class DecisionDecided(RightsError):
    """This decision was confirmed, returned or withdrawn before. Facts: state."""

    code = "rights.decision-decided"


class NotDecided(RightsError):
    """No decision is confirmed: there is nothing to answer yet. Facts: reference."""

    code = "rights.not-decided"
