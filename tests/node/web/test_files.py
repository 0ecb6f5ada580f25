"""Files on the screens: chosen, looked at, kept with the draft, read by the second person, fetched."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mithaq.node.ledger import chunks, drafts
from mithaq.node.ledger.models import ChunkUse, Draft, EntryRow, Matter
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.attachment import LARGEST_FILE, manifests_in
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.reviewed import restricted
from tests.node.web.test_screens import FORM

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"CANARI Testnom" * 40
TICKED = {"attachments-declared": "on"}


def upload(name="portrait صورة.png", content=PNG):
    return SimpleUploadedFile(name, content)


def posted(client, *files, url=None, **parts):
    form = {**FORM, **TICKED, "attachments-new": list(files), **parts}
    return client.post(url or reverse("web:open", args=["inquiry"]), form)


def files_of(draft):
    return manifests_in(drafts.content(draft).act.values)


@pytest.mark.law("L38")
def test_a_file_goes_from_the_form_to_the_entry_by_two_hands(paris, salma, karim):
    first, second = signed_in(salma), signed_in(karim)
    sent = posted(first, upload())
    draft = Draft.objects.get()
    assert (sent.status_code, draft.state) == (302, Draft.SUBMITTED), text_of(sent)
    (manifest,) = files_of(draft)
    assert (manifest.name, manifest.mime, manifest.size_bytes) == ("portrait صورة.png", "image/png", len(PNG))
    page = second.get(sent.url).content.decode()
    address = reverse("web:file", args=[manifest.id])
    assert address in page
    assert "portrait صورة.png" in page
    assert manifest.stated()["key"] not in page
    assert second.get(address).content == PNG
    second.post(reverse("web:draft-approve", args=[draft.id]), {"digest": draft.digest})
    saw = re.search(r'name="saw" value="([^"]*)"', second.get(sent.url).content.decode())
    left = second.post(reverse("web:draft-send", args=[draft.id]), {"saw": saw[1]})
    assert address in first.get(left.url).content.decode()
    assert set(ChunkUse.objects.values_list("what", flat=True)) == {ChunkUse.ENTRY}
    entry = EntryRow.objects.get(kind="inquiry")
    assert b'"attachments":["' in bytes(entry.header)
    restricted(Matter.objects.get(pk=entry.matter), salma)
    refused = first.get(address)
    assert (refused.status_code, refused.content == PNG) == (422, False)


def test_fetching_a_file_is_written_down_first_and_nothing_of_it_is_shown_here(paris, salma):
    client = signed_in(salma)
    posted(client, upload(), save="1")
    (manifest,) = files_of(Draft.objects.get())
    answer = client.get(reverse("web:file", args=[manifest.id]))
    assert answer.content == PNG
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''portrait%20")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert HouseEvent.objects.filter(action="attachment.read", facts__file=manifest.id).count() == 1


def test_who_may_not_see_the_draft_does_not_get_the_file(paris, salma):
    posted(signed_in(salma), upload(), save="1")
    (manifest,) = files_of(Draft.objects.get())
    stranger = signed_in(officer("plan-coordinator", unit=unit("plans")))
    for file in (manifest.id, "0" * 32, "x"):
        assert stranger.get(reverse("web:file", args=[file])).status_code in (403, 404)


def test_files_stay_with_the_draft_until_they_are_left_out(paris, salma, django_capture_on_commit_callbacks):
    client = signed_in(salma)
    posted(client, upload("one.png"), upload("two.png"), save="1")
    draft = Draft.objects.get()
    one, two = files_of(draft)
    url = reverse("web:draft", args=[draft.id])
    assert f'value="{one.id}"' in client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        posted(client, upload("three.png"), url=url, attachments=[two.id, "0" * 32], save="1")
    draft.refresh_from_db()
    assert [each.name for each in files_of(draft)] == ["two.png", "three.png"]
    assert chunks.lacking(one.chunks) == list(one.chunks)
    with django_capture_on_commit_callbacks(execute=True):
        drafts.drop(draft, officer=salma, now=draft.changed_at)
    assert chunks.lacking(two.chunks) == list(two.chunks)
    assert not ChunkUse.objects.exists()


def test_a_row_added_keeps_the_files_that_came_with_the_form(paris, salma):
    page = posted(signed_in(salma), upload(), **{"add-row": "questions"})
    (manifest,) = files_of(Draft.objects.get())
    assert f'value="{manifest.id}"' in page.content.decode()
    assert reverse("web:draft", args=[Draft.objects.get().id]) in page.content.decode()


def test_a_plain_byte_never_reaches_this_disk(paris, salma, settings):
    posted(signed_in(salma), upload(content=PNG * 6000), save="1")  # larger than Django keeps in memory
    assert len([path for path in chunks.folder().rglob("*") if path.is_file()]) == 4
    for path in settings.HOME.rglob("*"):
        assert not path.is_file() or b"CANARI Testnom" not in path.read_bytes()


def zipped(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("a.png", b"", "empty", id="empty"),
        pytest.param("a.svg", b"<svg/>", "can act", id="SVG"),
        pytest.param("a.html", b"<html>", "can act", id="HTML"),
        pytest.param("a.txt", b"  <!DOCTYPE html><script>", "can act", id="HTML that says it is text"),
        pytest.param("a.png", b"<svg onload=x>", "can act", id="SVG that says it is a picture"),
        pytest.param("a.jpg", b"MZ\x90", "not what its ending says", id="a program called a picture"),
        pytest.param("a.pdf.exe", b"%PDF-", "can act", id="a program with two endings"),
        pytest.param("a.docm", zipped(word__document_xml="x"), "can act", id="a document with macros"),
        pytest.param(
            "a.docx", zipped(word__document_xml="x", word__vbaProject_bin="x"), "can act", id="macros inside"
        ),
        pytest.param("a.pdf", b"%PDF-1.4 /OpenAction << /JS (x) >>", "can act", id="a PDF that acts"),
        pytest.param("a.zip", zipped(a="x"), "Archives", id="an archive"),
        pytest.param("a.docx", zipped(a="x"), "not what its ending says", id="an archive called a document"),
        pytest.param(
            "a.docx", zipped(word__document_xml=b"0" * 30_000_000), "out of all proportion", id="a zip bomb"
        ),
        pytest.param("a.xyz", b"x", "not taken", id="an ending nobody knows"),
        pytest.param("a", b"x", "not taken", id="no ending"),
        pytest.param("a.txt", "Note\n  TRÈS SECRET \nfin".encode(), "classification", id="Très secret"),
        pytest.param("a.txt", "مذكرة\nسري\nنص".encode(), "classification", id="سري"),
        pytest.param("a.csv", b"Secret;\nx;y", "classification", id="Secret, alone on a line"),
        pytest.param(
            "a.docx", zipped(word__document_xml="<w:p><w:t>SECRET</w:t></w:p><w:p>x</w:p>"), "classification",
            id="Secret in a document",
        ),
        pytest.param("a.pdf", b"%PDF-1.4\nstream\n(SECRET) Tj\nend", "classification", id="in a PDF"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_taken_says_why_and_the_rest_is_kept(paris, salma, name, content, said):
    salma.language = "en"
    salma.save()
    page = posted(signed_in(salma), upload(name, content), upload("good.png"))
    assert page.status_code == 422
    assert said in text_of(page)
    draft = Draft.objects.get()
    assert [each.name for each in files_of(draft)] == ["good.png"]
    assert draft.state == Draft.EDITING


def test_what_only_mentions_a_secret_is_taken(paris, salma):
    words = "Le secret de l'instruction est rappelé.\nأمر غير سري في هذه المذكرة".encode()
    posted(signed_in(salma), upload("note.txt", words), save="1")
    assert len(files_of(Draft.objects.get())) == 1


def test_without_the_declaration_no_file_is_taken(paris, salma):
    salma.language = "en"
    salma.save()
    form = {**FORM, "attachments-new": [upload()]}
    page = signed_in(salma).post(reverse("web:open", args=["inquiry"]), form)
    assert "Declare that none" in text_of(page)
    assert not Draft.objects.exists()
    assert not chunks.folder().exists()


def test_a_file_too_large_or_one_too_many_is_refused(paris, salma, monkeypatch):
    salma.language = "en"
    salma.save()
    client = signed_in(salma)
    page = posted(client, upload(content=PNG + b"x" * LARGEST_FILE))
    assert "larger than" in text_of(page)
    assert "files at most" in text_of(posted(client, *[upload()] * 11))
    assert not chunks.folder().exists()


def test_a_stranger_uploads_nothing(client, db):
    answer = client.post(reverse("web:open", args=["inquiry"]), {"attachments-new": [upload()], **TICKED})
    assert answer.status_code == 302
    assert not chunks.folder().exists()
