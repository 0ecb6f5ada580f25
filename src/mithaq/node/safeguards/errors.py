"""Refusals of the safeguards: nothing was read, nothing was changed."""

from mithaq.pact.errors import MithaqError


class SafeguardsError(MithaqError):
    """Something that protects persons stood in the way."""


class NotForYourFunction(SafeguardsError):
    """The page is not for the functions this officer holds. Facts: needed."""

    code = "safeguards.not-for-your-function"


class ReadNotRecorded(SafeguardsError):
    """The access could not be written down, so nothing personal was shown. Facts: action."""

    code = "safeguards.read-not-recorded"


class TooMuchToExport(SafeguardsError):
    """The filter leaves more rows than one file may hold. Facts: rows, most."""

    code = "safeguards.too-much-to-export"
