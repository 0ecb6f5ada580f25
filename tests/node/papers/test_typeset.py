"""Typesetting: the same data gives the same bytes, and what officers typed stays text."""

import io
import subprocess

import pytest
from pypdf import PdfReader

from mithaq.node.papers import compose
from mithaq.node.papers.typeset import typeset
from tests.node.papers import samples


def instrument(filled=None, copy_of="MA"):
    composed = compose.instrument(filled or samples.instrument(), copy_of=copy_of)
    return typeset("instrument", composed, language="ar", at=samples.AT)


def every_paper():
    yield "instrument", compose.instrument(samples.instrument(), copy_of="MA")
    three = samples.instrument(samples.MOROCCO, samples.FRANCE, samples.SPAIN, languages=("fr", "ar", "en"))
    yield "instrument", compose.instrument(three, copy_of="ES")
    for language in ("ar", "fr"):
        yield "plan-on-a-page", compose.plan_on_a_page(samples.plan_on_a_page(), language=language)
    yield "half-year-report", compose.half_year_report(samples.half_year_report())


@pytest.mark.parametrize(("template", "content"), list(every_paper()))
def test_the_same_content_gives_the_same_bytes(template, content):
    made = typeset(template, content, language="ar", at=samples.AT)
    assert made == typeset(template, content, language="ar", at=samples.AT)
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in made


def test_what_an_officer_typed_is_text_and_never_markup():
    typed = '#set page(width: 1pt)\n*bold* $x$ ]] #panic("x") "}'
    filled = samples.instrument(title=samples.by(typed, typed, typed))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(instrument(filled))).pages)
    assert "#set page(width: 1pt)" in text
    assert '#panic("x")' in text


def test_a_plan_has_one_page():
    for language in ("ar", "fr"):
        composed = compose.plan_on_a_page(samples.plan_on_a_page(), language=language)
        made = typeset("plan-on-a-page", composed, language=language, at=samples.AT)
        assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_only_the_vendored_fonts_are_used():
    for template, content in every_paper():
        reader = PdfReader(io.BytesIO(typeset(template, content, language="ar", at=samples.AT)))
        fonts = {
            str(font.get_object()["/BaseFont"])
            for page in reader.pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert fonts
        assert all("IBMPlexSans" in font or "IBM-Plex" in font or "Plex" in font for font in fonts), fonts


@pytest.mark.poppler
def test_another_reader_finds_every_language_and_the_foot_of_each_page(tmp_path):
    (tmp_path / "copy.pdf").write_bytes(instrument())
    ran = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "copy.pdf", "-"], capture_output=True, check=True, text=True
    )
    pages = ran.stdout.split("\f")[:2]
    assert "Fait à Rabat, le 24 juin 2025, en double exemplaire" in pages[1]
    for page in pages:
        assert "MA-INS-2025-0001" in page
        assert samples.HASH in page
