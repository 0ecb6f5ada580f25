"""`mithaq verify FILE.pdf`: what it prints and how it ends, without node, database or network."""

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from mithaq.cli import main
from mithaq.pact.exchange.card import write_card
from tests.node.papers import signed as made
from tests.node.papers.samples import HASH
from tests.pact.exchange.parties import PARIS, RABAT, card_of


@pytest.fixture
def files(tmp_path):
    (tmp_path / "plan.pdf").write_bytes(made.signed())
    for code, pair in (("MA", RABAT), ("FR", PARIS)):
        (tmp_path / code).write_text(write_card(card_of(code, pair)))
        certificate = made.certificate_of(code).certificate
        (tmp_path / f"{code}.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    return tmp_path


def trust(files, *codes, option="--trust", ending=""):
    return [word for code in codes for word in (option, str(files / f"{code}{ending}"))]


def test_a_paper_of_authorities_whose_cards_are_trusted_is_valid(files, capsys):
    assert main(["verify", str(files / "plan.pdf"), *trust(files, "MA", "FR")]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[1].startswith("VALID")
    assert "authority MA" in said
    assert "authority FR" in said
    assert HASH in said


def test_certificates_named_by_file_are_trusted_too(files, capsys):
    named = trust(files, "MA", "FR", option="--certificate", ending=".crt")
    assert main(["verify", str(files / "plan.pdf"), *named]) == 0
    assert "authority MA" in capsys.readouterr().out


@pytest.mark.parametrize("codes", [[], ["MA"]], ids=["nobody", "one of two"])
def test_without_a_word_for_each_it_is_consistent_authority_unknown(files, codes, capsys):
    assert main(["verify", str(files / "plan.pdf"), *trust(files, *codes)]) == 3
    assert "CONSISTENT, AUTHORITY UNKNOWN" in capsys.readouterr().out


def test_one_changed_byte_ends_with_one(files, capsys):
    changed = bytearray(made.signed())
    changed[20_000] ^= 1
    (files / "plan.pdf").write_bytes(changed)
    assert main(["verify", str(files / "plan.pdf"), *trust(files, "MA", "FR")]) == 1
    assert "CHANGED" in capsys.readouterr().out


def test_machines_read_json(files, capsys):
    assert main(["verify", str(files / "plan.pdf"), "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said["answer"] == "authority-unknown"
    assert [each["covered"] for each in said["signatures"]] == ["whole", "whole"]


def test_it_needs_no_django_and_no_settings(files):
    program = (
        "import sys; sys.modules['django'] = None\n"
        "from mithaq.cli import main\n"
        f"sys.exit(main(['verify', {str(files / 'plan.pdf')!r}]))"
    )
    ran = subprocess.run([sys.executable, "-c", program], env={}, capture_output=True, check=False)
    assert ran.returncode == 3, ran.stderr.decode()


def test_what_is_no_certificate_is_refused(files, capsys):
    assert main(["verify", str(files / "plan.pdf"), "--certificate", str(files / "MA")]) == 1
    assert "papers.bad-certificate" in capsys.readouterr().err
