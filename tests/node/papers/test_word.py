"""Files for word processors: whatever is said arrives, in its own direction."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.node.papers.word import UNSEEN, Row, Said, W, file, paragraph

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


def tag(name: str) -> str:
    return f"{{{W}}}{name}"


def read(said: Said):
    return fromstring(f'<w:body xmlns:w="{W}">{paragraph(said)}</w:body>')[0]


def text_of(element) -> str:
    return "".join(each.text or "" for each in element.iter(tag("t")))


@settings(max_examples=60)
@given(st.text(max_size=120), st.sampled_from(["ar", "fr"]))
def test_every_letter_arrives_and_is_only_text(text, language):
    said = UNSEEN.sub("", text).replace("\r", "").replace("\n", "")
    assert text_of(read(Said(text, language))) == said


def test_arabic_runs_from_the_right_and_its_figures_from_the_left():
    read_back = read(Said("حرر بالرباط في 24 يونيو 2025 (MA-INS-2025-00001)", "ar"))
    assert read_back.find(f"{tag('pPr')}/{tag('bidi')}") is not None
    turned = {
        text_of(run): run.find(f"{tag('rPr')}/{tag('rtl')}") is not None for run in read_back.iter(tag("r"))
    }
    assert turned == {
        "حرر بالرباط في ": True, "24": False, " يونيو ": True, "2025": False, " (": True,
        "MA-INS-2025-00001": False, ")": True,
    }  # fmt: skip


def test_french_runs_from_the_left():
    read_back = read(Said("Fait à Rabat <en> double & exemplaire", "fr"))
    assert not [*read_back.iter(tag("bidi")), *read_back.iter(tag("rtl"))]
    assert text_of(read_back) == "Fait à Rabat <en> double & exemplaire"


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_the_file_is_whole_and_the_same_for_the_same_content(columns):
    rows = [Row([[Said("titre", "fr")]], over_all=True), Row([[Said("نص", "ar")]] * columns)]
    told = {"columns": columns, "header": [Said("مشروع", "ar")], "footer": [Said("copie", "fr")], "at": AT}
    made = file(rows, **told)
    assert made == file(rows, **told)
    with ZipFile(io.BytesIO(made)) as archive:
        parts = {name: fromstring(archive.read(name)) for name in archive.namelist()}
    assert "word/document.xml" in parts
    table = parts["word/document.xml"].find(f".//{tag('tbl')}")
    assert len(table.findall(f"{tag('tblGrid')}/{tag('gridCol')}")) == columns
    assert [len(row.findall(tag("tc"))) for row in table.findall(tag("tr"))] == [1, columns]
