"""Files that officers attach: taken only if they are what they say, and nothing that acts or hides.

A list of what is taken, not of what is refused. A file's ending and its first bytes must say the same;
documents made of compressed parts are looked into as far as their table of contents, never unpacked further
than a bound. Programs, pages that run scripts, macros, archives and bombs are refused, and what is marked
as classified, as far as its text can be read simply.

Known hole: text in pictures, in scans and in most Arabic PDF is not read; the officer's declaration stands
for it.

Source: common.md 2.2 (classified material is refused) and 2.4 (universal bad input).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mithaq.node.safeguards.errors import (
    FileActive,
    FileCannotBeRead,
    FileClassified,
    FileEmpty,
    FileIsArchive,
    FileIsBomb,
    FileNotWhatItSays,
    FileTooLarge,
    FileTypeNotTaken,
)
from mithaq.node.safeguards.text import DIRECTION_MARKS, clean
from mithaq.pact.exchange.attachment import LARGEST_FILE

LONGEST_NAME = 200
MOST_UNPACKED = 200 * 1024 * 1024  # bytes a document may say it unpacks to
MOST_PARTS = 2000
MOST_RATIO = 200  # of a part of more than a mebibyte
MOST_READ = 8 * 1024 * 1024  # bytes of text looked at for markings

_ARCHIVES = frozenset(
    {"zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "zst", "iso", "cab", "jar", "arj"}
)
_ACTIVE = frozenset({
    "svg", "svgz", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "xml", "xsl", "js", "mjs", "vbs", "wsf",
    "exe", "dll", "com", "scr", "bat", "cmd", "ps1", "sh", "msi", "lnk", "apk", "app", "reg", "iqy", "swf",
    "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam",
    "doc", "xls", "ppt", "rtf", "hta",
})  # fmt: skip
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_MACROS = re.compile(r"vbaProject|macrosheets/|activeX/|^Basic/|^Scripts/", re.IGNORECASE)
_PDF_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_MARKUP = re.compile(rb"<(?:!doctype|html|svg|script|\?xml|body|iframe)\b", re.IGNORECASE)

# Alone on a line, as a marking stands; or in words that are never anything else.
_MARKED = re.compile(
    r"(?im)^[\W_]*(?:secret|confidentiel|سري)[\W_]*$"
    r"|\btr[eè]s\s+secret\b|\btop\s+secret\b|\b(?:secret|confidentiel)[\s-]+d[ée]fense\b"
    r"|\bsp[ée]cial\s+france\b|سري\s+للغاية|سري\s+جدا"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that may be attached: its name as it is shown, and its type as it was found."""

    name: str = field(repr=False)
    mime: str


def look_at(name: str, content: bytes) -> Looked:
    """The file as it may be attached.

    Raises: FileEmpty, FileTooLarge, FileIsArchive, FileActive, FileTypeNotTaken, FileNotWhatItSays,
    FileIsBomb, FileCannotBeRead, FileClassified. None of their facts names the file.
    """
    shown = _shown(name)
    ending = shown.rpartition(".")[2].lower() if "." in shown else ""
    if not content:
        raise FileEmpty
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(most=str(LARGEST_FILE // 1024 // 1024))
    if ending in _ARCHIVES:
        raise FileIsArchive
    if ending in _ACTIVE:
        raise FileActive
    if ending not in _TAKEN:
        raise FileTypeNotTaken(taken=", ".join(sorted(_TAKEN)))
    mime, is_such, text_of = _TAKEN[ending]
    if not is_such(content):
        raise FileActive if _MARKUP.search(content[:4096]) else FileNotWhatItSays(ending=ending)
    if _MARKED.search(text_of(content)):
        raise FileClassified
    return Looked(shown, mime)


def endings() -> tuple[str, ...]:
    """The endings of files that are taken."""
    return tuple(f".{each}" for each in _TAKEN)


def _shown(name: str) -> str:
    """The last part of a path, without what cannot be seen; never longer than a name may be."""
    last = re.split(r"[/\\]", DIRECTION_MARKS.sub("", clean(name).text).replace("\n", " "))[-1].strip()
    stem, dot, ending = last.rpartition(".")
    return last if len(last) <= LONGEST_NAME else stem[: LONGEST_NAME - len(ending) - 1] + dot + ending[:20]


def _begins(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(heads)


def _is_pdf(content: bytes) -> bool:
    if not content.startswith(b"%PDF-"):
        return False
    if _PDF_ACTS.search(content) or any(_PDF_ACTS.search(part) for part in _streams(content)):
        raise FileActive
    return True


def _is_text(content: bytes) -> bool:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return not _MARKUP.match(content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n"))


def _is_sound(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WAVE"


def _is_film(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_ooxml(part: str) -> Callable[[bytes], bool]:
    return lambda content: part in _parts_of(content)


def _is_odf(mime: str) -> Callable[[bytes], bool]:
    def is_such(content: bytes) -> bool:
        return "mimetype" in _parts_of(content) and _part(content, "mimetype").strip() == mime.encode()

    return is_such


def _parts_of(content: bytes) -> frozenset[str]:
    """The parts of a compressed document, from its table of contents; none if it is no such document."""
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileIsBomb
    for part in parts:
        if part.file_size > 1024 * 1024 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise FileIsBomb
        if part.flag_bits & 1:
            raise FileCannotBeRead
        if _MACROS.search(part.filename):
            raise FileActive
        if part.filename.rpartition(".")[2].lower() in _ARCHIVES:
            raise FileIsArchive
    return frozenset(part.filename for part in parts)


def _part(content: bytes, name: str) -> bytes:
    """One part, unpacked no further than the bound, whatever its header says of its size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)).open(name) as reading:
            return reading.read(MOST_READ)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise FileCannotBeRead from None


def _no_text(_: bytes) -> str:
    return ""


def _plain_text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content[:MOST_READ].decode(encoding, errors="replace")


def _document_text(content: bytes) -> str:
    """The text of a compressed document: its own words, a paragraph or cell a line."""
    wanted = re.compile(r"(?:word|ppt/slides|xl)/[^/]*\.xml|content\.xml|styles\.xml")
    lines: list[str] = []
    for name in sorted(name for name in _parts_of(content) if wanted.fullmatch(name))[:200]:
        written = _part(content, name).decode("utf-8", errors="replace")
        ended = re.sub(r"</(?:w:p|a:p|si|text:p|text:h)>", "\n", written)
        lines.append(re.sub(r"<[^>]*>", "", ended))
    return "\n".join(lines)


def _pdf_text(content: bytes) -> str:
    """What stands in plain strings of a PDF, a string a line: enough for a stamp, not for every font."""
    shown: list[str] = []
    for part in _streams(content):
        for string in re.findall(rb"\(((?:[^()\\]|\\.)*)\)\s*(?:Tj|')", part):
            shown.append(string.decode("latin-1"))
        for array in re.findall(rb"\[((?:[^\[\]\\]|\\.)*)\]\s*TJ", part):
            shown.append(b"".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\)", array)).decode("latin-1"))
    return "\n".join(shown)


def _streams(content: bytes) -> Iterator[bytes]:
    """The streams of a PDF, unpacked as far as the bound for all of them together."""
    left = MOST_READ
    for found in re.finditer(rb"stream\r?\n", content):
        packed = content[found.end() : found.end() + MOST_READ]
        try:
            part = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            part = packed.split(b"endstream", 1)[0][:left]
        left -= len(part)
        yield part
        if left <= 0:
            return


_Kind = tuple[str, Callable[[bytes], bool], Callable[[bytes], str]]
_TAKEN: dict[str, _Kind] = {
    "pdf": ("application/pdf", _is_pdf, _pdf_text),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff"), _no_text),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff"), _no_text),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n"), _no_text),
    "webp": ("image/webp", _is_webp, _no_text),
    "tif": ("image/tiff", _begins(b"II*\0", b"MM\0*"), _no_text),
    "tiff": ("image/tiff", _begins(b"II*\0", b"MM\0*"), _no_text),
    "txt": ("text/plain", _is_text, _plain_text),
    "csv": ("text/csv", _is_text, _plain_text),
    "docx": (_OOXML + "wordprocessingml.document", _is_ooxml("word/document.xml"), _document_text),
    "xlsx": (_OOXML + "spreadsheetml.sheet", _is_ooxml("xl/workbook.xml"), _document_text),
    "pptx": (_OOXML + "presentationml.presentation", _is_ooxml("ppt/presentation.xml"), _document_text),
    "odt": (_ODF + "text", _is_odf(_ODF + "text"), _document_text),
    "ods": (_ODF + "spreadsheet", _is_odf(_ODF + "spreadsheet"), _document_text),
    "mp4": ("video/mp4", _is_film, _no_text),
    "wav": ("audio/wav", _is_sound, _no_text),
}
