"""`mithaq carry`, `deliver`, `rebuild` as they are typed: a request goes by stick, its receipt comes back."""

import json
import subprocess
import sys

import pytest

from tests.two_nodes import ROOT, nodes

pytestmark = pytest.mark.slow


def typed(node, *words):
    """What a command answers, as JSON where it can; and how it ended."""
    done = subprocess.run(
        [sys.executable, "-m", "mithaq", *map(str, words)],
        env=node.env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else done.stderr


def test_a_request_goes_by_stick_and_its_receipt_comes_back(tmp_path):
    stick = tmp_path / "stick"
    with nodes("MA", "FR") as (rabat, paris):
        asked = paris.act("ask", parties=["MA"])
        status, written = typed(paris, "carry", "out", "MA", stick, "--json")
        assert (status, len(written)) == (0, 1)
        status, taken = typed(rabat, "carry", "in", stick, "--json")
        assert (status, [one["code"] for one in taken]) == (0, [""])
        assert asked in rabat.act("entries")

        (stick / "hostile.envelope").write_bytes(b"mithaq-envelope 1\n\xff\xff\xff\xff")
        status, taken = typed(rabat, "carry", "in", stick, "--json")  # the good one once more
        assert (status, sorted(bool(one["code"]) for one in taken)) == (1, [False, True])
        assert typed(paris, "carry", "in", stick / "answers", "--json")[0] == 0
        assert paris.act("waiting") == 0
        assert rabat.act("receipts") == paris.act("receipts")

        assert typed(rabat, "deliver", "--once")[0] == 0
        status, read = typed(rabat, "rebuild", "--json")
        assert (status, read["matters"]) == (0, 2)
        assert rabat.act("standings") == paris.act("standings")


def test_who_is_no_partner_and_a_folder_that_is_none_are_said(tmp_path):
    with nodes("MA", "FR", agreement=False) as (rabat, _):
        status, said = typed(rabat, "carry", "out", "XX", tmp_path)
        assert (status, "ledger.unknown-party" in said) == (1, True)
        status, said = typed(rabat, "carry", "in", tmp_path / "nowhere", "--json")
        assert (status, "Traceback" in said) == (1, False)
