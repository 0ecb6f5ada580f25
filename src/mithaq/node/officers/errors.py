"""Refusals about persons: not this officer, not this officer alone, not this officer yet."""

from mithaq.pact.errors import MithaqError


class OfficersError(MithaqError):
    """This officer may not do this; another one may. Nothing was changed."""


class NotYours(OfficersError):
    """The officer may not take this step. Facts: kind, step."""

    code = "officers.not-yours"


class NotYourMatter(NotYours):
    """The officer has no need to know about this matter. Facts: matter."""

    code = "officers.not-your-matter"


class SecondPersonNeeded(OfficersError):
    """Whoever prepared it cannot approve it. Facts: step."""

    code = "officers.second-person-needed"


class SamePerson(OfficersError):
    """Steps that guard each other are for different persons; this one has taken another. Facts: step."""

    code = "officers.same-person"


class FunctionsExclude(OfficersError):
    """One person may not hold both functions. Facts: one, other."""

    code = "officers.functions-exclude"


class NotTheLastAdministrator(OfficersError):
    """Nobody of this name administers this node, or another administrator can help them."""

    code = "officers.not-the-last-administrator"


class NotOnYourself(OfficersError):
    """Nobody changes what they themselves may do."""

    code = "officers.not-on-yourself"


class ReasonTooShort(OfficersError):
    """An emergency reading needs a reason somebody can judge. Facts: least."""

    code = "officers.reason-too-short"


class NotAssignable(OfficersError):
    """Whoever looks after the machine or the logs works on no matter."""

    code = "officers.not-assignable"


class ReviewedAlready(OfficersError):
    """The emergency reading has been reviewed."""

    code = "officers.reviewed-already"


class LastAdministrator(OfficersError):
    """The node would be left without an active administrator."""

    code = "officers.last-administrator"


class UnknownMatter(OfficersError):
    """No matter of this reference, or none this officer may see. Facts: reference."""

    code = "officers.unknown-matter"


class TokenRefused(OfficersError):
    """Nobody is known by this token, or it holds no longer."""

    code = "officers.token-refused"


class TooManyTokens(OfficersError):
    """The officer has as many tokens as one may hold. Facts: most."""

    code = "officers.too-many-tokens"
