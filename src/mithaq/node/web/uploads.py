"""Uploads: files that officers attach, kept in memory until they are encrypted; never a plain byte on disk.

Django would write a large upload into a temporary file. Attachments, and papers that are brought to be
verified, are caught before that, of signed-in officers alone, up to a bound for the whole form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest

from mithaq.node.ledger import attached
from mithaq.node.papers.forms import PAPER
from mithaq.node.safeguards.errors import FileError, FilesNotDeclared, FileTooLarge, TooManyFiles
from mithaq.node.safeguards.files import look_at
from mithaq.pact.exchange.attachment import IN_BODY, LARGEST_FILE, MOST_FILES, Manifest
from mithaq.pact.rules.errors import Problem

NEW, DECLARED = f"{IN_BODY}-new", f"{IN_BODY}-declared"
IN_MEMORY = frozenset({NEW, PAPER})
MOST_AT_ONCE = LARGEST_FILE + 10 * 1024 * 1024  # bytes of files in one form


class InMemory(FileUploadHandler):
    """Keeps attachments and papers in memory; leaves every other upload to the handlers after it."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = MOST_AT_ONCE
        self._kept: BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins: ours if it is an attachment or a paper of somebody who signed in."""
        super().new_file(*args, **kwargs)
        self._kept = None
        if self.field_name not in IN_MEMORY:
            return
        if self.request is None or not self.request.user.is_authenticated:
            raise SkipFile
        self._kept = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the bytes while there is room; past the bound they are dropped, and only counted."""
        if self._kept is None:
            return raw_data
        self._left -= len(raw_data)
        if self._left >= 0:
            self._kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The file, with the size it had: if fewer bytes were kept it is refused when it is looked at."""
        if self._kept is None:
            return None
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )


@dataclass(frozen=True, slots=True)
class Brought:
    """The files that came with a form: those that were taken, and why the others were not."""

    manifests: tuple[Manifest, ...] = field(default=(), repr=False)
    refused: tuple[Problem, ...] = ()


def brought(request: HttpRequest) -> Brought:
    """The files of a form: looked at, encrypted, put on disk."""
    files = request.FILES.getlist(NEW)
    if not files:
        return Brought()
    try:
        _check_all(files, request.POST)
    except FileError as error:
        return Brought(refused=(_problem(error),))
    taken: list[Manifest] = []
    refused: list[Problem] = []
    for file in files:
        try:
            taken.append(_taken(file))
        except FileError as error:
            refused.append(_problem(error))
    return Brought(tuple(taken), tuple(refused))


def manifests_of(values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The manifests a draft holds."""
    return (each for each in values.get(IN_BODY) or () if isinstance(each, Mapping))


def _taken(file: UploadedFile[Any]) -> Manifest:
    content = file.read()
    if len(content) < (file.size or 0):
        raise FileTooLarge(most=str(LARGEST_FILE // 1024 // 1024))
    looked = look_at(file.name or "", content)
    return attached.store(content, name=looked.name, mime=looked.mime)


def _check_all(files: list[UploadedFile[Any]], posted: Mapping[str, Any]) -> None:
    if DECLARED not in posted:
        raise FilesNotDeclared
    if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_AT_ONCE:
        raise TooManyFiles(most=str(MOST_FILES), most_mb=str(MOST_AT_ONCE // 1024 // 1024))


def _problem(error: FileError) -> Problem:
    return Problem(error.code, (IN_BODY,), facts=error.facts)
