"""The page "verify a file": for every officer, in three languages, and nothing is kept."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.papers import limits, own
from mithaq.node.papers.sign import sign_copy
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.codes import code_list
from tests.node.officers.screens import signed_in, text_of
from tests.node.papers import signed as made
from tests.node.people import officer
from tests.node.simulated import Simulated, ourselves

pytestmark = pytest.mark.django_db
URL = "papers:verify"


@pytest.fixture(autouse=True)
def us(tmp_path, settings):
    return ourselves(tmp_path, settings)


def brought(pdf, persona=None):
    client = signed_in(persona or officer("liaison-officer", language="en"))
    return client.post(reverse(URL), {"paper": SimpleUploadedFile("plan.pdf", pdf)})


@pytest.mark.parametrize("function", [*code_list("functions").values, None])
def test_the_page_is_for_every_officer(function):
    persona = officer(*filter(None, [function]))
    assert signed_in(persona).get(reverse(URL)).status_code == 200


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", "صاحبه غير معروف"), ("fr", "auteur inconnu"), ("en", "not known whose")],
)
def test_a_verdict_speaks_every_language(language, expected):
    answer = brought(made.signed(), officer("translator", language=language))
    assert answer.status_code == 200
    assert expected in text_of(answer)


def test_our_own_and_a_partners_signatures_are_known_by_what_we_trust():
    partner = Simulated("FR").introduced()
    ours = own.make_certificate(clock.now())
    theirs = made.certificate.make("FR", "Police", signer=partner.keys, now=clock.now())
    once = sign_copy(made.unsigned(), ours, field="MA", at=clock.now())
    answer = brought(sign_copy(once, theirs, field="FR", at=clock.now()))
    text = text_of(answer)
    assert "it is known whose each is" in text
    assert "not known whose" not in text


def test_a_partner_that_was_never_confirmed_vouches_for_nothing():
    partner = Simulated("FR").introduced(state="waiting")
    theirs = made.certificate.make("FR", "Police", signer=partner.keys, now=clock.now())
    assert "not known whose" in text_of(
        brought(sign_copy(made.unsigned(), theirs, field="FR", at=clock.now()))
    )


def test_that_a_file_was_verified_is_noted_and_the_file_is_not_kept():
    before = _files()
    brought(made.signed())
    event = HouseEvent.objects.get(action="paper.verified")
    assert event.facts == {"file": sha256(made.signed()).hexdigest(), "answer": "authority-unknown"}
    assert _files() == before


def test_if_the_row_cannot_be_written_nothing_is_shown(monkeypatch):
    def refuse(*args, **facts):
        raise OSError("disk full")

    monkeypatch.setattr("mithaq.node.papers.views.note", refuse)
    with pytest.raises(OSError, match="disk full"):
        brought(made.signed())


def test_a_file_larger_than_any_paper_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setattr("mithaq.node.papers.forms.LARGEST_PDF", 1024 * 1024)
    answer = brought(b"%PDF-1.7" + bytes(1024 * 1024))
    assert answer.status_code == 422
    assert "1 MB" in text_of(answer).replace("\u2068", "").replace("\u2069", "")
    assert not HouseEvent.objects.filter(action="paper.verified").exists()


@pytest.mark.parametrize("content", [b"x", b"%PDF-1.7 \xff", b"PK\x03\x04"], ids=["x", "a head", "a zip"])
def test_what_is_no_pdf_gets_an_answer(content):
    assert "could not be examined" in text_of(brought(content))


def test_no_file_at_all_is_said_at_the_field():
    answer = signed_in(officer("translator", language="en")).post(reverse(URL), {})
    assert "required" in text_of(answer)


def _files():
    return sorted(str(path) for path in Path(settings.HOME).rglob("*") if path.is_file())


def test_limits_fit_what_a_form_may_bring():
    from mithaq.node.web.uploads import MOST_AT_ONCE

    assert limits.LARGEST_PDF < MOST_AT_ONCE
