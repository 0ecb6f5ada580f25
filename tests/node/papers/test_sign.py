"""Signatures inside papers: added behind, never over, and agreed to by a reader that is not ours."""

import io
import subprocess
from datetime import timedelta

import pytest
from pypdf import PdfReader, PdfWriter

from mithaq.node.papers.errors import CertificateNotValidNow, NotSignable
from mithaq.node.papers.limits import LARGEST_PDF
from mithaq.node.papers.sign import sign_copy
from tests.node.papers import signed as made
from tests.pact.exchange.parties import AT


def test_each_signature_is_added_behind_and_no_byte_before_it_changes():
    assert made.signed_once().startswith(made.unsigned())
    assert made.signed().startswith(made.signed_once())


def test_the_first_signature_certifies_and_allows_further_signatures_only():
    root = PdfReader(io.BytesIO(made.signed())).trailer["/Root"]
    certifying = root["/Perms"]["/DocMDP"]
    assert certifying["/Reference"][0]["/TransformParams"]["/P"] == 2
    assert certifying["/Location"] == "Rabat"


def test_the_time_is_the_nodes():
    fields = PdfReader(io.BytesIO(made.signed())).get_fields()
    assert {name: str(field["/V"]["/M"])[:16] for name, field in fields.items()} == {
        "MA": f"D:{AT:%Y%m%d%H%M%S}",
        "FR": f"D:{made.LATER:%Y%m%d%H%M%S}",
    }


def test_a_certificate_signs_within_its_period_alone():
    with pytest.raises(CertificateNotValidNow):
        sign_copy(made.unsigned(), made.certificate_of("MA"), field="MA", at=AT - timedelta(days=2))


@pytest.mark.parametrize(
    "pdf",
    [b"", b"not a pdf", b"%PDF-1.7\n%%EOF", made.unsigned()[:5000], bytes(LARGEST_PDF + 1)],
    ids=["nothing", "text", "empty", "cut short", "too large"],
)
def test_what_is_no_whole_pdf_is_not_signed(pdf):
    with pytest.raises(NotSignable):
        sign_copy(pdf, made.certificate_of("MA"), field="MA", at=AT)


def test_nobody_signs_under_what_is_no_longer_what_the_others_signed():
    changed = bytearray(made.signed_once())
    changed[20_000] ^= 1
    added = io.BytesIO()
    writer = PdfWriter(io.BytesIO(made.signed_once()), incremental=True)
    writer.add_blank_page(200, 200)
    writer.write(added)
    for pdf in (bytes(changed), added.getvalue()):
        with pytest.raises(NotSignable) as refused:
            sign_copy(pdf, made.certificate_of("FR"), field="FR", at=made.LATER)
        assert refused.value.facts == {"rule": "changed-since-signed"}


def test_nobody_signs_twice_in_one_name():
    with pytest.raises(NotSignable) as refused:
        sign_copy(made.signed(), made.certificate_of("MA"), field="MA", at=AT)
    assert refused.value.facts == {"rule": "signed-already"}


def pdfsig(tmp_path, pdf):
    (tmp_path / "copy.pdf").write_bytes(pdf)
    ran = subprocess.run(["pdfsig", tmp_path / "copy.pdf"], capture_output=True, check=False, text=True)
    return ran.stdout


@pytest.mark.poppler
@pytest.mark.parametrize("copy_of", ["MA", "FR"])
def test_another_tool_finds_both_signatures_valid_in_either_copy(tmp_path, copy_of):
    said = pdfsig(tmp_path, made.signed(copy_of))
    assert said.count("Signature is Valid.") == 2
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


@pytest.mark.poppler
def test_another_tool_finds_one_changed_byte(tmp_path):
    changed = bytearray(made.signed())
    changed[len(made.unsigned()) // 2] ^= 1
    assert "Signature is Valid." not in pdfsig(tmp_path, bytes(changed))
