"""An officer looks for a person whose name is written otherwise: on the page, at the keyboard, by a program.

One node, real processes. The lists hold invented persons, and three names that stand for spellings alone.

Source: acceptance story AS-M5-3.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from tests.node.persons.files import csv_file
from tests.stories.stage import PASSWORD, StagedNode, sign_in
from tests.two_nodes import ROOT, wait_until

pytestmark = pytest.mark.slow

LISTED = {
    "1": "محمد بنزيتون",
    "2": "BEN ZITOUN Mohamed",
    "3": "عبد اللطيف حموشي",
    "4": "Louis LAUGIER",
    "5": "Christophe LECOURTIER",
    "6": "Mohamed",
    "7": "Hussein BENJELLOUN",
    "8": "Abdelkarim ALAOUI",
    "9": "Saleh EL MRABET",
    "10": "Fatima INVENTEE",
}
# What is asked, who is to be found likely, and who near them is not.
ASKED = [
    ("Benzitoun Mohammed", {"1", "2"}, {"6"}),
    ("محمد بن زيتون", {"1", "2"}, {"6"}),
    ("Abdellatif HAMMOUCHI", {"3"}, set()),
    ("Hamouchi Abdel Latif", {"3"}, set()),
    ("لوي لوجيي", {"4"}, set()),
    ("كريستوف لوكورتييه", {"5"}, set()),
    ("ⵎⵓⵃⴰⵎⵎⴷ", {"6"}, {"1", "2"}),
    ("حسن بنجلون", set(), {"7"}),
    ("عبد القادر العلوي", set(), {"8"}),
    ("صلاح المرابط", set(), {"9"}),
    ("فاطنة اينفونتي", set(), {"10"}),
]
WHY = {"case": "2026/1234", "reason": "Fraud, suspect, identify"}


@pytest.fixture(scope="module")
def rabat():
    folder = Path(mkdtemp(prefix="mithaq-story-"))
    node = StagedNode("MA", folder)
    try:
        node.settle(None)
        node.start("serve", wait=False)
        node.wait_until_it_answers()
        wait_until(node.answers_over_its_line)
        rows = [f"{number},{name}" for number, name in LISTED.items()]
        brought = _mithaq(
            node, "import", str(csv_file(folder, *rows, header="id,name")), "--officer", "first"
        )
        assert brought.returncode == 0, brought.stderr
        yield node
    finally:
        node.stop()
        rmtree(folder, ignore_errors=True)


@pytest.mark.law("AS-M5-3", "L31")
def test_as_m5_3_whoever_is_written_otherwise_is_found_with_reasons_and_near_names_stay_apart(rabat):
    shown = rabat.act("let_search")
    for name, likely, apart in ASKED:
        answer = _by_program(rabat, shown, name)
        bands = {each["names"][0]: each["band"] for each in answer["candidates"]}
        assert {LISTED[number] for number in likely} <= {
            who for who, band in bands.items() if band == "likely"
        }, name
        assert not [number for number in apart if bands.get(LISTED[number]) == "likely"], name
        assert all(each["reasons"] for each in answer["candidates"])


@pytest.mark.law("AS-M5-3")
def test_as_m5_3_the_page_shows_them_ranked_with_reasons_and_no_hit_is_not_not_wanted(rabat):
    officer = sign_in(rabat, "first")
    officer.open("/persons/")
    page = officer.send(name="Benzitoun Mohammed", **WHY).text
    lone = page.rindex("un seul nom est donné en entier")
    assert max(page.index("BEN ZITOUN Mohamed"), page.index("محمد بنزيتون")) < lone  # Mohamed comes last
    assert page.count("concordent par leurs lettres") >= 2
    officer.open("/persons/")
    assert "ne veut pas dire" in officer.send(name="Zzyzx Qwertz", **WHY).text


@pytest.mark.law("AS-M5-3")
def test_as_m5_3_at_the_keyboard_the_same_is_found(rabat):
    for name, band in (("لوي لوجيي", "likely"), ("Marie", None)):
        asked = (
            "search",
            name,
            "--case",
            WHY["case"],
            "--reason",
            WHY["reason"],
            "--officer",
            "first",
            "--json",
        )
        told = _mithaq(rabat, *asked)
        assert told.returncode == (0 if band else 1), told.stderr
        assert [each["band"] for each in json.loads(told.stdout)][:1] == ([band] if band else [])


def _by_program(node, shown, name):
    request = urllib.request.Request(
        f"{node.address}/api/persons/search",
        data=json.dumps({"name": name, **WHY}).encode(),
        headers={
            "Authorization": f"Bearer {shown}",
            "Content-Type": "application/json",
            "Accept-Language": "en",
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def _mithaq(node, *words):
    return subprocess.run(
        [sys.executable, "-m", "mithaq", *words],
        env=node.env, cwd=ROOT, input=f"{PASSWORD}\n", capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
