"""Refusals of the API: what is wrong with how it was asked. Nothing was changed."""

from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.errors import Problem


class ApiError(MithaqError):
    """A program asked in a way that is not answered. Nothing was changed."""


class NobodyAsks(ApiError):
    """The request names nobody: it bears no token, and nobody is signed in."""

    code = "api.nobody-asks"


class TokenNeeded(ApiError):
    """Somebody is signed in, and what is asked takes a token: it changes something."""

    code = "api.token-needed"


class NotInScope(ApiError):
    """The token was not made for this. Facts: needed."""

    code = "api.not-in-scope"


class KeyMissing(ApiError):
    """A request that acts bears no key that would let it be repeated safely."""

    code = "api.key-missing"


class KeyUsedOtherwise(ApiError):
    """The key came before with another request."""

    code = "api.key-used-otherwise"


class NoSuchPlace(ApiError):
    """What should name the beginning of a page is no place of this list."""

    code = "api.no-such-place"


class NoSuchAddress(ApiError):
    """Nothing answers at this address."""

    code = "api.no-such-address"


class NotThatWay(ApiError):
    """The address does not answer this method. Facts: method."""

    code = "api.not-that-way"


class TooMuch(ApiError):
    """The request is larger than this node reads."""

    code = "api.too-much"


class CannotBeRead(ApiError):
    """The content of the request is not JSON."""

    code = "api.cannot-be-read"


class OnePersonIsEnough(ApiError):
    """The step needs no second person: its author lets it leave, on its page. Facts: step."""

    code = "api.one-person-is-enough"


class BadlyAsked(ApiError):
    """The request is not of the shape that the schema declares. `problems` say where."""

    code = "api.badly-asked"

    def __init__(self, problems: tuple[Problem, ...] = (), **facts: str) -> None:
        super().__init__(**facts)
        self.problems = problems
