"""What the room of deconfliction refuses."""

from mithaq.pact.errors import MithaqError


class DeconflictionError(MithaqError):
    """Nothing was submitted."""


class TooManyPoints(DeconflictionError):
    """An activity covers no cell, or more than one submission holds. Facts: points, most."""

    code = "deconfliction.too-many-points"
