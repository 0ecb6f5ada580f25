"""What leaves for a spreadsheet or a word processor, opened by LibreOffice and read back.

Runs only where `MITHAQ_TEST_LIBREOFFICE=1` says so and `soffice` is there: it takes its time.
"""

import csv
import io
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from mithaq.matters.plan import sheet
from mithaq.node.papers.word import Row, Said, file
from tests.node.officers.screens import signed_in

SOFFICE = shutil.which("soffice") or ""
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        os.environ.get("MITHAQ_TEST_LIBREOFFICE") != "1" or not SOFFICE,
        reason="asked for by MITHAQ_TEST_LIBREOFFICE=1, where soffice is",
    ),
]
UTF8, COMMA = 76, 44  # of LibreOffice's filter for text tables
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


def converted(content: bytes, name: str, to: str, folder: Path, *, reads: str = "") -> bytes:
    """The file as LibreOffice writes it again in another format."""
    source = folder / name
    source.write_bytes(content)
    filters = [f"--infilter={reads}"] if reads else []
    subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", *filters,
         "--convert-to", to, "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "out" / f"{source.stem}.{to.partition(':')[0]}").read_bytes()


def plain(cell: object) -> str:
    """A cell as text: a day that the spreadsheet has understood as one is a day."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


@pytest.mark.parametrize("name", ["actions", "indicators"])
def test_a_table_of_the_plan_opens_with_every_cell_as_it_left(planned, salma, tmp_path, name):
    answer = signed_in(salma).post(reverse("plan:export", args=[planned.reference, name]))
    left = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    reads = f"CSV:{COMMA},34,{UTF8},1,,0,false,false,false"
    opened = converted(answer.content, f"{name}.csv", "xlsx", tmp_path, reads=reads)
    rows = load_workbook(io.BytesIO(opened)).worksheets[0].iter_rows(values_only=True)
    seen = [[plain(cell) for cell in row] for row in rows]
    wide = max(map(len, left))
    assert [row[:wide] for row in seen] == [[*row, *[""] * (wide - len(row))] for row in left]
    arabic = any("؀" <= letter <= "ۿ" for row in seen for cell in row for letter in cell)
    assert arabic or name != "actions"  # titles are in it in every language


def test_a_spreadsheet_that_libreoffice_has_saved_is_brought_in_as_it_was(tmp_path):
    book = Workbook()
    cells = {
        "axis": "FUG", "objective_ar": "هدف", "objective_fr": "Objectif", "title_ar": "إجراء",
        "title_fr": "Action é", "sort": "training", "lead": "MA", "co_lead": "FR",
        "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip
    for row in (list(cells), list(cells.values())):
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    ods = converted(kept.getvalue(), "plan.xlsx", "ods", tmp_path)
    again = converted(ods, "again.ods", "xlsx", tmp_path)
    [line] = sheet.lines_of("again.xlsx", again)
    assert {name: said for name, said in line.cells.items() if said} == cells


def test_a_text_opens_in_a_word_processor_with_its_languages_whole(tmp_path):
    arabic, french = "وحرر بالرباط في 24 يونيو 2025، في نظيرين.", "Fait à Rabat, en double exemplaire."
    made = file(
        [Row([[Said(french, "fr")], [Said(arabic, "ar")]])],
        columns=2, header=[Said("مشروع نص", "ar")], footer=[Said("copie MA-1", "fr")], at=AT,
    )  # fmt: skip
    read = converted(made, "text.docx", "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig")
    assert arabic in read
    assert french in read
