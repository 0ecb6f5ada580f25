"""Refusals of identifiers that cannot be read, and of files of names. Facts never hold what was read."""

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


class NameFileError(MithaqError):
    """A file of names cannot be worked with. Nothing was written."""


class NamesNotText(NameFileError):
    """It is no text: a line holds what no text has. Facts: line."""

    code = "names.file-is-no-text"


class NamesColumnsMissing(NameFileError):
    """Its first line is not divided by tabs: columns are. Facts: columns, as many as are wanted."""

    code = "names.columns-missing"


class NamesCountNotNumber(NameFileError):
    """How often a pair of words was met is no whole number of at most nine digits. Facts: line."""

    code = "names.count-is-no-number"


class NothingToLearn(NameFileError):
    """Too few lines of it have one word in each of two columns: no letters faced each other often enough."""

    code = "names.nothing-to-learn"
