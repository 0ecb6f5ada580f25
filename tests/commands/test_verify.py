"""`mithaq verify`: what it prints and how it ends, with the pact alone."""

import json
import subprocess
import sys

import pytest

from mithaq.cli import main
from mithaq.pact.exchange.card import write_card
from mithaq.pact.exchange.proof import write_proof
from tests.pact.exchange.test_proof import ES, FR, MA, PROOF


@pytest.fixture
def files(tmp_path):
    (tmp_path / "proof").write_bytes(write_proof(PROOF))
    for card in (MA, FR, ES):
        (tmp_path / card.code).write_text(write_card(card))
    return tmp_path


def test_a_proof_whose_authorities_are_trusted_is_proven(files, capsys):
    status = main(
        ["verify", str(files / "proof"), "--trust", str(files / "MA"), "--trust", str(files / "FR")]
    )
    said = capsys.readouterr().out
    assert status == 0
    assert "PROVEN" in said
    assert PROOF.matter in said
    assert "cosigned by FR" in said


@pytest.mark.parametrize("trusted", [[], ["MA"], ["ES"]], ids=["nobody", "one of two", "a stranger"])
def test_a_proof_that_brings_its_own_keys_alone_is_consistent_authority_unknown(files, trusted, capsys):
    options = [option for code in trusted for option in ("--trust", str(files / code))]
    assert main(["verify", str(files / "proof"), *options]) == 3
    assert "AUTHORITY UNKNOWN" in capsys.readouterr().out


def test_a_proof_that_was_changed_is_broken(files, capsys):
    proof = files / "proof"
    proof.write_bytes(proof.read_bytes().replace(b"answer", b"refuse"))
    assert main(["verify", str(proof), "--trust", str(files / "MA"), "--trust", str(files / "FR")]) == 1
    assert "DOES NOT STAND" in capsys.readouterr().out


def test_machines_read_json(files, capsys):
    assert main(["verify", str(files / "proof"), "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said["answer"] == "authority-unknown"
    assert [entry["step"] for entry in said["entries"]] == ["ask", "answer"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00", b"{}", b"[" * 5000], ids=["empty", "bytes", "none", "deep"]
)
def test_what_is_no_proof_is_refused_in_one_sentence(files, content, capsys):
    (files / "proof").write_bytes(content)
    assert main(["verify", str(files / "proof")]) == 1
    assert "exchange.bad-proof" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "lost")]) == 1
    assert "lost" in capsys.readouterr().err


def test_neither_framework_nor_database_is_loaded(files):
    bare = "import sys\nfor name in ('django','sqlite3','urllib3'): sys.modules[name] = None\n"
    code = f"{bare}from mithaq.cli import main; sys.exit(main(['verify', {str(files / 'proof')!r}]))"
    ended = subprocess.run([sys.executable, "-I", "-c", code], env={}, capture_output=True, check=False)
    assert ended.returncode == 3, ended.stderr
