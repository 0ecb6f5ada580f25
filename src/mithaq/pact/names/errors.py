"""Refusals of identifiers that cannot be read. Facts never hold the identifier itself."""

from mithaq.pact.errors import MithaqError


class IdentifierError(MithaqError):
    """A plate, telephone number or document number cannot be read as one. Nothing was changed."""


class PlateNotUnderstood(IdentifierError):
    """It is no plate of the country named, or of any whose plates we know. Facts: country."""

    code = "names.plate-not-understood"


class PhoneWithoutCountry(IdentifierError):
    """A national telephone number, and nobody said of which country."""

    code = "names.phone-without-country"


class PhoneNotUnderstood(IdentifierError):
    """It is no telephone number: too short, too long, or more than digits. Facts: country."""

    code = "names.phone-not-understood"


class DocumentNotUnderstood(IdentifierError):
    """It is no document number: empty, too long, or without a digit."""

    code = "names.document-not-understood"
