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


class FileError(SafeguardsError):
    """A file was not taken. Facts never name it."""


class FileEmpty(FileError):
    """There is nothing in the file."""

    code = "safeguards.file-empty"


class FileTooLarge(FileError):
    """The file is larger than a file may be. Facts: most (MB)."""

    code = "safeguards.file-too-large"


class FileTypeNotTaken(FileError):
    """No files of this ending are taken. Facts: taken."""

    code = "safeguards.file-type-not-taken"


class FileNotWhatItSays(FileError):
    """The first bytes are not those of a file with this ending. Facts: ending."""

    code = "safeguards.file-not-what-it-says"


class FileActive(FileError):
    """The file can act when it is opened: a program, a page, a macro, a picture made of commands."""

    code = "safeguards.file-active"


class FileIsArchive(FileError):
    """The file holds other files, or parts that do."""

    code = "safeguards.file-is-archive"


class FileIsBomb(FileError):
    """Unpacked, the file would be out of all proportion."""

    code = "safeguards.file-is-bomb"


class FileCannotBeRead(FileError):
    """The file is locked with a password, or broken, and cannot be looked into."""

    code = "safeguards.file-cannot-be-read"


class FileClassified(FileError):
    """The file is marked as classified, and classified material is outside of this system."""

    code = "safeguards.file-classified"


class FilesNotDeclared(FileError):
    """Nobody has declared that the files are not classified."""

    code = "safeguards.files-not-declared"


class TooManyFiles(FileError):
    """More files than an entry may have, or more bytes than one form may bring. Facts: most, most_mb."""

    code = "safeguards.too-many-files"
