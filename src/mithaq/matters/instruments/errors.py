"""What is refused in the room of instruments."""

from mithaq.pact.errors import MithaqError


class InstrumentError(MithaqError):
    """Something about a copy was refused; nothing was changed."""


class NotSigned(InstrumentError):
    """There is no copy of a text that not all have signed."""

    code = "instruments.not-signed-by-all"


class CopyNotHere(InstrumentError):
    """The file of the copy is not on this node, or there is no such copy."""

    code = "instruments.copy-not-here"


class CopyDiffers(InstrumentError):
    """The file is not the copy this node makes of the signed text, or more was done to it than was stated."""

    code = "instruments.copy-differs"
