"""A text in negotiation as a file for word processors, and who sits where when it is signed."""

import io
import re
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse

from mithaq.matters.instruments.seats import order
from mithaq.node.safeguards.models import HouseEvent
from tests.matters.instruments.negotiated import (
    COMMITTEE,
    LETTER,
    TITLES,
    drafted,
    proposed,
    ready_to_sign,
    signed,
)
from tests.matters.instruments.test_pages import page
from tests.node.officers.screens import signed_in
from tests.node.papers.test_word import tag, text_of

pytestmark = pytest.mark.django_db


def docx(told):
    return signed_in(told.ours).post(reverse("instruments:docx", args=[told.reference]))


def parts(answer) -> dict:
    with ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def test_the_languages_stand_side_by_side_arabic_on_the_right(paris):
    told, *_ = drafted(paris)
    document = parts(docx(told))["word/document.xml"]
    rows = [[text_of(cell) for cell in row.findall(tag("tc"))] for row in document.iter(tag("tr"))]
    beside = [cells for cells in rows if len(cells) == 2]
    assert beside[0][0].startswith(TITLES[1])
    assert beside[0][1].startswith(TITLES[0])
    assert any(COMMITTEE[1] in french and COMMITTEE[0] in arabic for french, arabic in beside)
    for row in document.iter(tag("tr")):
        cells = row.findall(tag("tc"))
        if len(cells) == 2 and text_of(cells[1]):
            assert all(p.find(f"{tag('pPr')}/{tag('bidi')}") is not None for p in cells[1].findall(tag("p")))
            assert not list(cells[0].iter(tag("bidi")))


def test_both_versions_of_what_is_in_dispute_are_in_it(paris):
    told, first, _ = drafted(paris)
    told.edited_by_them(first, first)
    told.edited_by_us(first, first, ("يحدث الطرفان لجنة.", COMMITTEE[1]))
    said = text_of(parts(docx(told))["word/document.xml"])
    assert LETTER[0] in said
    assert "يحدث الطرفان لجنة." in said
    assert "Version FR" in said
    assert "Version MA" in said


def test_every_page_says_that_it_is_a_draft_how_widely_it_may_go_and_which_copy_it_is(paris):
    told, *_ = drafted(paris)
    answer = docx(told)
    event = HouseEvent.objects.get(action="instrument.draft-exported")
    read = parts(answer)
    head, foot = text_of(read["word/header.xml"]), text_of(read["word/footer.xml"])
    assert "Projet de texte" in head
    assert "مشروع نص" in head
    assert f"MA-{event.pk}" in foot
    assert told.hash in foot
    assert f"{told.reference}-{event.pk}.docx" in answer["Content-Disposition"]


def test_the_page_of_the_text_offers_the_file(paris):
    assert "draft.docx" in page(proposed(paris), "text").content.decode()


def test_nothing_of_it_leaves_for_a_word_processor_once_it_is_signed(paris):
    told = signed(paris)
    assert docx(told).status_code == 404
    assert "draft.docx" not in page(told, "text").content.decode()


@pytest.mark.parametrize(
    ("host", "parties", "seated"),
    [
        pytest.param("MA", ("FR", "MA"), ["FR", "MA"], id="the guest at the right of the host"),
        pytest.param("FR", ("FR", "MA"), ["MA", "FR"], id="the other way round in Paris"),
        pytest.param("MA", ("ES", "FR", "MA"), ["ES", "MA", "FR"], id="the host between two guests"),
        pytest.param("MA", ("DE", "ES", "FR", "MA"), ["FR", "DE", "MA", "ES"], id="three guests"),
    ],
)
def test_the_first_guest_sits_at_the_right_hand_of_the_host(host, parties, seated):
    assert order(host, parties) == seated


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_table_is_the_same_in_every_language(paris, language):
    told, *_ = ready_to_sign(paris)
    html = page(told, "signing", language, host="FR").content.decode()
    table = html[html.index('<ol class="seats" dir="ltr">') :]
    assert re.findall(r'class="seat( host)?"', table) == ["", " host"]
    assert page(told, "signing", language, host="nobody").status_code == 200
