"""Word: a text in several languages as a file for word processors: a column for each, rows that stay aligned.

What runs from the right is said three times over, as word processors ask: of the paragraph (`w:bidi`), of
each run in Arabic letters (`w:rtl`), and as the language of complex scripts. Latin words and digits stand in
runs of their own inside an Arabic paragraph, so that they read from left to right and stay 0-9. Nothing in
the file acts or fetches.

Source: ECMA-376, Office Open XML, part 1: 17.3 (paragraphs, runs), 17.4 (tables), 17.10 (headers, footers).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mithaq.node.papers.words import RIGHT_TO_LEFT

LOCALES = {"ar": "ar-MA", "fr": "fr-FR", "en": "en-GB", "es": "es-ES"}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAGE, MARGIN = (11906, 16838), 1134  # A4 and 20 mm, in twentieths of a point
WIDTH = PAGE[0] - 2 * MARGIN
# What no XML may hold, and what would turn the reading around.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LINE_ENDS = re.compile(r"\r\n?|\n")
# In Arabic: a run of Latin words and figures, with what stands between them.
LATIN = re.compile(
    r"([0-9A-Za-z\u00c0-\u024f](?:[0-9A-Za-z\u00c0-\u024f .,:/’'_–-]*[0-9A-Za-z\u00c0-\u024f])?)"
)

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = ("document", "styles", "header", "footer")


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph in a language."""

    text: str
    language: str
    bold: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell for each column, or one over all of them."""

    cells: Sequence[Sequence[Said]]
    over_all: bool = False


def document(rows: Iterable[Row], *, columns: int) -> str:
    """The body of the document, its table over the whole width, as XML."""
    wide = WIDTH // columns
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for _ in range(columns))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B6C0C4"/>' for side in sides)
    inside = "".join(f'<w:{side} w:w="100" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inside}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, wide, columns) for row in rows)}</w:tbl>"
    )
    size = f'<w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/>'
    margins = "".join(f' w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    ends = (
        '<w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
    )
    section = (
        f'<w:sectPr>{ends}{size}<w:pgMar{margins} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f"<w:body>{table}<w:p/>{section}</w:body>"


def file(
    rows: Iterable[Row], *, columns: int, header: Sequence[Said], footer: Sequence[Said], at: datetime
) -> bytes:
    """The whole file. Shape: the same bytes for the same content and instant."""
    names = f'xmlns:w="{W}" xmlns:r="{R}"'
    body = document(rows, columns=columns)
    parts = {
        "document": f"<w:document {names}>{body}</w:document>",
        "styles": _styles(names),
        "header": f"<w:hdr {names}>{''.join(map(paragraph, header))}</w:hdr>",
        "footer": f"<w:ftr {names}>{''.join(map(paragraph, footer))}</w:ftr>",
    }
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in (*_around(), *((f"word/{part}.xml", xml) for part, xml in parts.items())):
            info = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, _HEAD + content)
    return packed.getvalue()


def paragraph(said: Said) -> str:
    """A paragraph as XML, its lines kept."""
    marks = "<w:bidi/>" if said.language in RIGHT_TO_LEFT else ""
    lines = LINE_ENDS.split(UNSEEN.sub("", said.text))
    broken = "<w:r><w:br/></w:r>".join("".join(_runs(line, said)) for line in lines)
    return f'<w:p><w:pPr>{marks}<w:spacing w:after="80"/></w:pPr>{broken}</w:p>'


def _runs(line: str, said: Said) -> Iterable[str]:
    if said.language not in RIGHT_TO_LEFT:
        yield _run(line, said, right=False)
        return
    for place, part in enumerate(LATIN.split(line)):
        if part:
            yield _run(part, said, right=place % 2 == 0)


def _run(text: str, said: Said, *, right: bool) -> str:
    strong = "<w:b/><w:bCs/>" if said.bold else ""
    soft = '<w:color w:val="4E5A61"/>' if said.soft else ""
    locale = LOCALES.get(said.language, said.language)
    spoken = (
        f'<w:lang w:bidi="{locale}"/>' if said.language in RIGHT_TO_LEFT else f'<w:lang w:val="{locale}"/>'
    )
    turned = "<w:rtl/>" if right else ""
    # The order of the schema: weight, colour, direction, language.
    marks = f"<w:rPr>{strong}{soft}{turned}{spoken}</w:rPr>"
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _row(row: Row, wide: int, columns: int) -> str:
    if row.over_all:
        said = "".join(paragraph(each) for cell in row.cells for each in cell) or "<w:p/>"
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F4F6"/>'
        span = f'<w:tcW w:w="{wide * columns}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>{shade}'
        keep = "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{keep}<w:tc><w:tcPr>{span}</w:tcPr>{said}</w:tc></w:tr>"
    sized = f'<w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>'
    each = ("".join(map(paragraph, cell)) or "<w:p/>" for cell in row.cells)
    cells = "".join(f"<w:tc>{sized}{said}</w:tc>" for said in each)
    return f"<w:tr>{cells}</w:tr>"


def _styles(names: str) -> str:
    faces = "".join(f' w:{each}="Arial"' for each in ("ascii", "hAnsi", "cs"))
    sizes = '<w:sz w:val="20"/><w:szCs w:val="22"/>'
    plain = f"<w:rPrDefault><w:rPr><w:rFonts{faces}/>{sizes}</w:rPr></w:rPrDefault>"
    return f"<w:styles {names}><w:docDefaults>{plain}</w:docDefaults></w:styles>"


def _around() -> Iterable[tuple[str, str]]:
    """What the package says of its parts."""
    called = {part: "document.main" if part == "document" else part for part in _PARTS}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{name}+xml"/>'
        for part, name in called.items()
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
    yield "_rels/.rels", _related([("officeDocument", "word/document.xml")])
    inside = [(part, f"{part}.xml") for part in _PARTS[1:]]
    yield "word/_rels/document.xml.rels", _related(inside)


def _related(parts: Iterable[tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{sort}" Target="{target}"/>'
        for number, (sort, target) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'
