"""Refusals of the register: of a whole file, or of one row of it.

Facts say where and which rule; never what the cell held, since a bad cell is often a name.
"""

from mithaq.pact.errors import MithaqError


class PersonsError(MithaqError):
    """The register refused something."""


class FileError(PersonsError):
    """A file cannot be brought in. What stood in the register still stands."""


class UnknownFormat(FileError):
    """No such format of lists is known. Facts: format."""

    code = "persons.unknown-format"


class WrongFileType(FileError):
    """The content is not what the format says, whatever the file is called. Facts: expected, found."""

    code = "persons.wrong-file-type"


class EmptyFile(FileError):
    """There is not one row in it."""

    code = "persons.empty-file"


class FileTooLarge(FileError):
    """Facts: most (in MiB)."""

    code = "persons.file-too-large"


class FileChanged(FileError):
    """The file is not the one this import began with. Facts: run."""

    code = "persons.file-changed"


class ColumnsMissing(FileError):
    """The first row does not name the columns that every list needs. Facts: columns."""

    code = "persons.columns-missing"


class UnknownColumn(FileError):
    """The first row names a column nobody knows, or one twice. Facts: number (from 1), columns."""

    code = "persons.unknown-column"


class EntitiesRefused(FileError):
    """The XML defines entities or names a document type: a small file can unfold without end."""

    code = "persons.xml-entities"


class BrokenXml(FileError):
    """The XML cannot be read from some line on; what stood before that line was kept. Facts: line."""

    code = "persons.xml-broken"


class FileGone(PersonsError):
    """The file of this import is no longer on this node: it has to be sent again. Facts: run."""

    code = "persons.file-gone"


class NothingHeld(PersonsError):
    """No removals of this import wait for a decision. Facts: run."""

    code = "persons.nothing-held"


class UnknownRecord(PersonsError):
    """The register has no such record any more, or it does not answer this question."""

    code = "persons.unknown-record"


class AlreadyDecided(PersonsError):
    """Somebody else has decided of these two meanwhile, or this was decided already. Facts: state."""

    code = "persons.already-decided"


class RowError(PersonsError):
    """One row, or one part of it, was not taken over. The others were."""


class MissingId(RowError):
    """The row does not say which record it is."""

    code = "persons.missing-id"


class MissingName(RowError):
    """The row names nobody."""

    code = "persons.missing-name"


class DuplicateId(RowError):
    """An earlier row of the same file has this id; that one counts. Facts: first_line."""

    code = "persons.duplicate-id"


class BadDate(RowError):
    """There is no such day. Facts: column."""

    code = "persons.bad-date"


class YearOutOfRange(RowError):
    """Facts: column, first, last."""

    code = "persons.year-out-of-range"


class UnknownCountry(RowError):
    """Facts: column."""

    code = "persons.unknown-country"


class UnknownCode(RowError):
    """A value that its list does not have. Facts: column."""

    code = "persons.unknown-code"


class FormulaCell(RowError):
    """A cell begins like a formula of a spreadsheet. Facts: column."""

    code = "persons.formula-cell"


class ControlCharacters(RowError):
    """A cell holds NUL or another control character. Facts: column."""

    code = "persons.control-characters"


class BrokenText(RowError):
    """The bytes are not UTF-8, or half a character stands alone. Facts: column."""

    code = "persons.broken-text"


class FieldTooLong(RowError):
    """Facts: column, most (characters)."""

    code = "persons.field-too-long"


class TooManyValues(RowError):
    """Facts: column, most."""

    code = "persons.too-many-values"


class ColumnsDoNotFit(RowError):
    """The row has more or fewer cells than the first one. Facts: expected, found."""

    code = "persons.columns-do-not-fit"


class BrokenRow(RowError):
    """The row is not of the form of its format at all."""

    code = "persons.broken-row"
