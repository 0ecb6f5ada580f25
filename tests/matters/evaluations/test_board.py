"""The scores side by side: drawn without colour, mirrored in Arabic, and in a table beside."""

from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.matters.evaluations.chapters import chapters
from mithaq.matters.evaluations.radar import CENTRE, WIDTH, Drawn, draw
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.rules.evaluations_say import DIMENSIONS
from tests.matters.evaluations.conftest import OURS
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
NAMED = [(name, name) for name in DIMENSIONS]
WHOLE = dict.fromkeys(DIMENSIONS, 3)


def page(opened, language="fr"):
    Officer.objects.filter(pk=opened.officer.pk).update(language=language)
    opened.officer.refresh_from_db()
    shown = signed_in(opened.officer).get(reverse("evaluations:board", args=[opened.matter.reference]))
    assert shown.status_code == 200
    return shown.content.decode()


@pytest.fixture
def agreed_round(opened):
    opened.we("seal-scores", {"scores": OURS})
    opened.paris_seals()
    opened.our_node_opens()
    opened.paris_opens()
    notes = [{"dimension": "timeliness", "note": "Une réponse tardive de chaque côté."}]
    proposed = opened.we("propose-consensus", {"timeliness": "2", "rights": "1", "notes": notes})
    opened.paris_says("accept-consensus", item=proposed.id)
    return opened


SAYS = {
    "ar": ["احترام الآجال", "لا ينطبق", "لا بد من إجراء", "متفق عليها من قبل الجميع"],
    "fr": ["Respect des délais", "s. o.", "une action s’impose", "arrêtées en commun"],
    "en": ["Timeliness", "n/a", "something has to be done", "agreed by all"],
}


@pytest.mark.parametrize("language", SAYS)
def test_the_page_shows_both_own_scores_beside_the_consensus_and_why(agreed_round, language):
    text = page(agreed_round, language)
    assert all(said in text for said in SAYS[language])
    assert "Une réponse tardive de chaque côté." in text
    assert "&lt;b&gt;à temps" in text
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in text
    assert HouseEvent.objects.filter(action="evaluation.read").count() == 1


def test_our_sealed_scores_are_shown_to_us_alone_and_theirs_are_awaited(opened):
    opened.we("seal-scores", {"scores": OURS})
    text = page(opened)
    assert "visibles que de nous" in text
    assert "attendue" in text
    opened.paris_seals()
    assert "attendue" in page(opened)


def test_who_sends_something_else_than_it_had_sealed_is_named(opened):
    opened.we("seal-scores", {"scores": OURS})
    opened.paris_seals()
    opened.our_node_opens()
    opened.paris_opens(scores=[{"dimension": "timeliness", "score": "2", "evidence": "Autre chose"}])
    assert "n’est pas ce qu’elle avait scellé" in page(opened)


def drawn(language, lines):
    with translation.override(language):
        return ET.fromstring(draw("x", NAMED, lines))


def test_each_line_has_a_stroke_and_a_mark_of_its_own_and_arabic_runs_the_other_way():
    lines = [Drawn("MA", WHOLE | {"timeliness": 1}), Drawn("FR", WHOLE), Drawn("all", WHOLE, agreed=True)]
    left, right = drawn("fr", lines), drawn("ar", lines)
    looks = {each.get("class") for each in left.iter() if str(each.get("class")).startswith("radar")}
    assert looks == {
        "radar-first", "radar-second", "radar-agreed", "radar-first-mark", "radar-second-mark",
        "radar-agreed-mark",
    }  # fmt: skip

    def marks(svg):
        found = [each for each in svg.iter(f"{SVG}circle") if each.get("class") == "radar-first-mark"]
        return [float(each.get("cx")) for each in found][:8]

    assert marks(left)[1] > CENTRE[0]
    assert marks(right) == pytest.approx([WIDTH - x for x in marks(left)], abs=0.1)
    title = [each.text for each in left.iter(f"{SVG}title")]
    assert {"MA", "FR", "all"} <= set(title)


@pytest.mark.law("AS-M13-1")
def test_as_m13_1_a_missing_dimension_leaves_a_gap_and_moves_no_other_mark():
    missing = {name: score for name, score in WHOLE.items() if name != "trust"}
    whole, without = drawn("en", [Drawn("MA", WHOLE)]), drawn("en", [Drawn("MA", missing)])

    def marks(svg):
        return [(each.get("cx"), each.get("cy")) for each in svg.iter(f"{SVG}circle")]

    assert set(marks(without)) < set(marks(whole))
    assert len(marks(whole)) - len(marks(without)) == 1
    line = next(each for each in without.iter(f"{SVG}path") if each.get("class") == "radar-first")
    assert not line.get("d").endswith("Z")
    assert "not applicable" in "".join(without.itertext())


def test_nothing_is_drawn_where_nobody_has_a_score():
    assert draw("x", NAMED, [Drawn("MA", {})]) == ""


def test_whoever_prepares_a_meeting_is_told_the_scores_that_all_agreed_on(agreed_round):
    with translation.override("fr"):
        [chapter] = chapters(agreed_round.officer, "FR", NOW)
        told = {line.cells[0]: line.cells[1:] for line in chapter.lines}
        assert told["Respect des délais"] == ("3", "2", "2")
        assert sum(cells == ("sans objet",) * 3 for cells in told.values()) == len(DIMENSIONS) - 2
    assert not list(chapters(agreed_round.officer, "ES", NOW))


def test_of_a_round_that_is_not_agreed_nothing_is_told(opened):
    opened.we("seal-scores", {"scores": OURS})
    assert not list(chapters(opened.officer, "FR", NOW))
    assert not list(chapters(officer("fugitive-officer"), "FR", NOW))
