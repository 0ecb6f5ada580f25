"""The timeline on paper: the same drawing, typeset, in Arabic as in French."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from mithaq.matters.plan import timed
from mithaq.matters.plan.shown import plan
from mithaq.node.papers import compose
from mithaq.node.papers.typeset import typeset
from tests.node.officers.screens import signed_in
from tests.node.papers import samples
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


def paper(planned, salma, language) -> bytes:
    answer = signed_in(salma).post(reverse("plan:paper", args=[planned.reference, language]))
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_plan_on_a_page_has_its_timeline_and_one_page(planned, salma, language):
    reader = PdfReader(io.BytesIO(paper(planned, salma, language)))
    assert len(reader.pages) == 1
    if language == "fr":
        text = reader.pages[0].extract_text()
        assert "Aujourd’hui" in text
        assert "Procédure commune de diffusion" in text


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_drawing_speaks_its_language_and_needs_no_font_but_ours(planned, salma, language):
    translation.activate("fr")
    shown = plan(planned.reference, salma, now=NOW)
    assert "Former les enquêteurs" in [action.title for action in shown.actions]  # read in another language
    picture, says = timed.on_paper(shown, language)
    assert ("تكوين" in picture) is (language == "ar")
    filled = samples.plan_on_a_page() | {
        "drawing": {language: str(picture)},
        "drawing_says": {language: says},
    }
    made = typeset(
        "plan-on-a-page", compose.plan_on_a_page(filled, language=language), language=language, at=NOW
    )
    fonts = [
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert all("Plex" in font for font in fonts), fonts


def test_a_page_has_room_for_so_many_actions_and_shows_those_that_need_it(planned, salma, monkeypatch):
    monkeypatch.setattr(timed, "ON_PAPER", 1)
    shown = plan(planned.reference, salma, now=NOW)
    picture, _ = timed.on_paper(shown, "fr")
    assert "Plateforme" in picture  # the one that is late
    assert "Former les enquêteurs" not in picture
