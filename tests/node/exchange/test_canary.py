"""A name that was erased is nowhere under a node's home: not after a restart, a restore, a healing."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.stories.stage import sign_in
from tests.two_nodes import ON_POSTGRES, deliver_all, nodes

pytestmark = [pytest.mark.slow, pytest.mark.skipif(ON_POSTGRES, reason="looks into the files of SQLite")]

CANARY = b"canari"


def sightings(node):
    """The files under a node's home that hold the name, however its letters are."""
    files = [file for file in node.home.rglob("*") if file.is_file()]
    return [str(file.relative_to(node.home)) for file in files if CANARY in file.read_bytes().lower()]


def back_up(node, file):
    """As an administrator does it: never by copying a file, whose last changes stand in another."""
    with closing(sqlite3.connect(node.home / "node.sqlite3")) as ours, closing(sqlite3.connect(file)) as copy:
        ours.backup(copy)


def put_back(file, node):
    for leftover in node.home.glob("node.sqlite3*"):
        leftover.unlink()
    shutil.copy(file, node.home / "node.sqlite3")


def test_a_name_that_was_erased_is_nowhere_on_either_node(tmp_path):
    with nodes("MA", "FR") as (rabat, paris):
        asked = paris.act("ask", parties=["MA"])
        rabat.act("ask", parties=["FR"], title="Une autre demande, sans ce nom", subjects=[])
        deliver_all((rabat, paris))
        for node in (rabat, paris):
            node.act("look_up_persons")
            assert node.act("keep_at_home", matter=asked, text="Canari : relancer le bureau 4") == 1
            node.stop()
            assert sightings(node) == []  # nor while it is there: it rests encrypted
            back_up(node, tmp_path / f"{node.code}.sqlite3")
            node.start("serve")
        for node in (rabat, paris):
            assert node.act("erase_matter", matter=asked) == 1
            assert node.act("kept_at_home") == [0, 0]
        for node in (rabat, paris):
            node.stop()
            assert sightings(node) == []
            node.start("serve")
            assert node.act("standing", matter=asked)[0] == "awaiting"
            assert node.act("rebuild_differs") == []
        deliver_all((rabat, paris))
        for node in (rabat, paris):
            node.stop()
            put_back(tmp_path / f"{node.code}.sqlite3", node)
            node.act("at_start")
            node.stop()
            assert sightings(node) == []


def test_a_name_that_two_officers_erase_at_their_browsers_is_nowhere(tmp_path):
    with nodes("MA", "FR") as (rabat, paris):
        asked = paris.act("ask", parties=["MA"])
        deliver_all((rabat, paris))
        rabat.act("let_sign_in")
        reference = rabat.act("let_erase", matter=asked, reason="CANARI vu près de la gare")
        rabat.stop()
        assert sightings(rabat) != []  # what an officer writes as a reason rests in clear
        back_up(rabat, tmp_path / "MA.sqlite3")
        rabat.start("serve")
        page = f"/matters/{reference}/erase/"
        asks, confirms = sign_in(rabat, "third"), sign_in(rabat, "second")
        asks.open(page)
        asks.send(ground="request-upheld")
        assert "Demande enregistrée." in asks.page.text
        assert "1 demande d’effacement attend votre décision" in confirms.open("/desk/").text
        confirms.open(confirms.link("/erasures/"))
        confirms.open(confirms.link(page))
        confirms.send("/confirm/")
        assert "Effacé." in confirms.page.text
        rabat.stop()
        assert sightings(rabat) == []
        rabat.start("serve")
        assert rabat.act("standing", matter=asked)[0] == "awaiting"


def test_healing_never_brings_an_erased_body_back(tmp_path):
    with nodes("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.act("sequence_all")
            node.act("show_all")
        rabat.stop()
        back_up(rabat, tmp_path / "MA.sqlite3")
        rabat.start("serve")
        asked = paris.act("ask", parties=["MA"])
        ours = rabat.act("ask", parties=["FR"])
        deliver_all((rabat, paris))
        for node in (rabat, paris):
            node.act("sequence_all")
            node.act("show_all")
        rabat.act("erase_matter", matter=asked)
        rabat.act("erase_matter", matter=ours)
        rabat.stop()
        put_back(tmp_path / "MA.sqlite3", rabat)
        rabat.start("serve")
        rabat.act("at_start")
        rabat.act("house_work")
        assert rabat.act("run", code="not Standstill.objects.exists()")
        assert {asked, ours} <= set(rabat.act("entries"))
        assert rabat.act("run", code=f"BodyKey.objects.filter(entry__in=['{asked}', '{ours}']).count()") == 0
        assert paris.act("run", code=f"BodyKey.objects.filter(entry__in=['{asked}', '{ours}']).count()") == 2
        rabat.stop()
        assert not [
            file for file in rabat.home.rglob("*") if file.is_file() and CANARY in file.read_bytes().lower()
        ]
