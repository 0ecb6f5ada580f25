"""Rabat brings in the United Nations list; Paris asks whether a listing is known; two persons answer.

The list is real and stands outside the repository: where it is absent, this story is not told.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from defusedxml import ElementTree

from tests.stories.said import ANSWERED, ASKED
from tests.stories.stage import PASSWORD, all_delivered, assert_alike, sign_in, staged, state, take
from tests.two_nodes import ROOT, wait_until

pytestmark = pytest.mark.slow

LIST = Path(os.environ.get("MITHAQ_UN_LIST", ROOT.parent / "shared" / "data" / "un-consolidated.xml"))
NEUTRAL = {
    **ASKED,
    "title": "Une inscription sur la liste consolidée est-elle connue ?",
    "axis": "INS",
    "offence": "other",
    "purpose": "Vérifier que les deux autorités lisent la même inscription de la liste consolidée.",
    "facts": "Les listes des deux autorités sont comparées une fois l'an, inscription par inscription.",
    "why_you": "Votre autorité tient sa propre copie de la liste consolidée.",
    "questions-0-text": "Cette inscription est-elle connue de vous ?",
    "subjects-0-sort": "person",
    "subjects-0-category": "other",
    "subjects-0-identifier": "",
    "subjects-0-link": "Inscription comparée",
}


@pytest.mark.skipif(not LIST.exists(), reason="the United Nations list is not on this machine")
def test_the_whole_list_is_brought_in_and_a_listing_is_known():
    with staged("MA", "FR") as (rabat, paris):
        imported = _import(rabat)
        assert "done" in imported.stdout, imported.stderr
        assert rabat.act("run", code="Matter.objects.count()") == 1  # the agreement: an import is no matter
        for node in (rabat, paris):
            node.start("deliver")
        asking, approving = sign_in(paris, "first"), sign_in(paris, "second")
        answering, releasing = sign_in(rabat, "first"), sign_in(rabat, "second")
        name = _somebody()
        matter = state(
            asking, approving, "/new/inquiry/", **NEUTRAL, **{"subjects-0-name": name, "on-parties": ["MA"]}
        )
        all_delivered((rabat, paris))
        wait_until(lambda: rabat.act("found_in_register"))
        assert any("parts-agree" in reasons for reasons in rabat.act("found_in_register"))
        assert name.split()[0].lower() in answering.open(matter).text.lower()
        answer = {**ANSWERED, "answers-0-text": "هذا القيد معروف لدينا بالمرجع نفسه."}
        take(answering, releasing, matter, "answer", **answer)
        assert answering.path == releasing.path == matter
        all_delivered((rabat, paris))
        assert "هذا القيد معروف" in asking.open(matter).text
        # What Rabat's register says stays in Rabat.
        assert paris.act("found_in_register") == []
        assert_alike((rabat, paris))


def _import(node):
    return subprocess.run(
        [sys.executable, "-m", "mithaq", "import", str(LIST), "--officer", "first"],
        env=node.env, cwd=ROOT, input=f"{PASSWORD}\n", capture_output=True,
        text=True, check=False, timeout=300,
    )  # fmt: skip


def _somebody() -> str:
    """The name of an individual whose name has two parts at least, as the list writes it."""
    for each in ElementTree.parse(LIST).getroot().iter("INDIVIDUAL"):
        parts = [each.findtext(tag) or "" for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME")]
        name = " ".join(part.strip() for part in parts if part.strip())
        if len(name.split()) > 1 and re.fullmatch(r"[A-Za-z ]+", name):
            return name
    raise AssertionError("no such name")
