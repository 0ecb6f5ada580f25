"""The pages of the room: what stands, what changed, what is void and why, in three languages."""

import html
import re

import pytest
from django.urls import reverse

from mithaq.matters.instruments.chapters import chapters
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.erase import erase_matter
from mithaq.node.ledger.models import Draft, EntryRow, OwnKey
from mithaq.node.national.models import Piece
from mithaq.node.safeguards.models import HouseEvent
from tests.matters.instruments.negotiated import (
    COMMITTEE,
    LETTER,
    drafted,
    proposed,
    ready_to_sign,
    receipted,
    signed,
)
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
PAGES = ("text", "board", "signing")


def page(told, name: str, language: str = "fr", **asked):
    told.ours.language = language
    told.ours.save()
    args = [told.reference, *([asked.pop("article").id] if "article" in asked else [])]
    answer = signed_in(told.ours).get(reverse(f"instruments:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_from_the_first_proposal_on(paris, name, language):
    page(proposed(paris), name, language)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_text_stands_in_its_languages_each_in_its_direction(paris, language):
    told, *_ = drafted(paris)
    shown = page(told, "text", language).content.decode()
    assert (
        shown.count('class="column" lang="ar" dir="rtl"')
        == shown.count('class="column" lang="fr" dir="ltr"')
        == 4
    )
    for text in COMMITTEE:
        assert html.escape(text) in shown


def test_where_two_versions_stand_both_are_shown_and_compared(paris):
    told, first, _ = drafted(paris)
    told.edited_by_them(first, first)
    told.edited_by_us(first, first, ("يحدث الطرفان لجنة.", COMMITTEE[1]))
    shown = page(told, "text").content.decode()
    assert LETTER[0] in shown
    assert "يحدث الطرفان لجنة." in shown
    compared = page(told, "article", article=first).content.decode()
    assert (
        "<del>تحدث لجان مشتركة تتولى تتبع تنفيذ هذا المخطط</del><ins>يحدث الطرفان لجنة</ins>" in compared
        or "<del>" in compared
    )
    assert "Aucune différence dans cette langue." in compared


def test_any_two_versions_are_compared(paris):
    told, first, _ = drafted(paris)
    second = told.edited_by_them(first, first)
    shown = page(told, "article", article=first, older=first.id, newer=second.id).content.decode()
    assert "<del>لجنة</del><ins>لجان</ins>" in shown
    back = page(told, "article", article=first, older=second.id, newer=first.id).content.decode()
    assert "<del>لجان</del><ins>لجنة</ins>" in back


@pytest.mark.parametrize("bad", ["", "x", "a" * 64, "<script>", "\x00", "١"])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_version_that_is_not_there_gets_a_sentence(paris, bad, language):
    told, first, _ = drafted(paris)
    told.edited_by_them(first, first)
    shown = page(told, "article", language, article=first, older=bad, newer=first.id)
    assert 'class="error"' in shown.content.decode()


def test_agreed_terms_rendered_otherwise_are_pointed_out(paris):
    told, *_ = drafted(paris)
    shown = text_of(page(told, "text"))
    assert (
        "« comité mixte »" in shown
    )  # the Arabic says لجنة مشتركة, the parties have agreed on اللجنة المختلطة
    assert "point de contact national »" not in shown


def test_what_keeps_it_from_being_frozen_is_said(paris):
    told, *_ = drafted(paris)
    said = text_of(page(told, "board")).translate({0x2068: None, 0x2069: None})
    assert "concordance n’est pas confirmée par toutes les parties : 1, 2" in said
    assert "Comité" in said  # an article goes by its heading in the reader's language
    assert "اللجنة" not in said


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_signing_room_reads_the_hash_aloud_and_says_what_is_void(paris, language):
    told, first, _ = ready_to_sign(paris)
    shown = page(told, "signing", language).content.decode()
    for group in (told.hash[:4], told.hash[-4:]):
        assert f'<bdi dir="ltr">{group}</bdi>' in shown
    assert "notice bad" not in shown
    told.edited_by_them(first, first)
    voided = page(told, "signing", language).content.decode()
    assert voided.count("notice bad") == 3  # two freezes, and the initials of Paris
    assert reverse("web:step", args=[told.reference, "initial"]) not in voided


def test_each_copy_begins_with_its_holder(paris):
    told, *_ = ready_to_sign(paris)
    shown = page(told, "signing").content.decode()
    sheets = shown.split('class="copy-sheet"')[1:]
    first = [sheet.split("<li>")[1].split("</li>")[0] for sheet in sheets]
    assert len(first) == 2
    assert first[0] != first[1]


def test_a_note_stays_at_home(paris):
    told, first, _ = drafted(paris)
    canary = "Ligne rouge : pas de comité permanent."
    before = EntryRow.objects.count()
    address = reverse("instruments:article", args=[told.reference, first.id])
    form = once(text=canary)
    answer = signed_in(told.ours).post(address, form)
    assert answer.status_code == 302
    signed_in(told.ours).post(address, form)  # a second click
    assert Piece.objects.count() == 1
    assert canary in text_of(page(told, "article", article=first))
    assert EntryRow.objects.count() == before
    assert canary.encode() not in bytes(Piece.objects.get().content)
    assert HouseEvent.objects.filter(action="national.kept").count() == 1
    assert canary not in str(list(HouseEvent.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("bad", ["", " ", "x", "x" * 4001, "\u202e\u2066"])
def test_a_bad_note_is_given_back_with_a_sentence(paris, bad, language):
    told, first, _ = drafted(paris)
    told.ours.language = language
    told.ours.save()
    answer = signed_in(told.ours).post(
        reverse("instruments:article", args=[told.reference, first.id]), once(text=bad)
    )
    assert 'class="error"' in answer.content.decode()
    assert not Piece.objects.exists()


def test_who_wrote_a_note_may_destroy_it_and_nobody_else(paris):
    told, first, _ = drafted(paris)
    signed_in(told.ours).post(
        reverse("instruments:article", args=[told.reference, first.id]), once(text="Réserve.")
    )
    address = reverse("instruments:take-back", args=[told.reference, Piece.objects.get().id])
    other = officer("legal-adviser")
    signed_in(other).post(address)
    assert Piece.objects.exists()
    signed_in(told.ours).get(address)
    assert Piece.objects.exists()
    signed_in(told.ours).post(address)
    assert not Piece.objects.exists()
    assert not OwnKey.objects.exists()


def test_notes_go_with_the_matter_when_it_is_erased(paris):
    told, first, _ = drafted(paris)
    theirs = told.edited_by_them(first, first)
    address = reverse("instruments:article", args=[told.reference, first.id])
    signed_in(told.ours).post(address, once(text="Réserve."))
    for entry in [told.opening, *told.taken]:
        if entry.author == "MA":
            receipt = paris.receipt_wire(entry.id, told.opening.id, heads=(theirs.id,))
            assert receive(receipt, now=NOW).state == "kept"
    erase_matter(told.opening.id, officer=None, ground="expired", now=NOW)
    assert not Piece.objects.exists()
    assert not OwnKey.objects.exists()
    assert "effacés" in text_of(page(told, "text"))


def test_an_article_somebody_writes_on_is_locked_for_the_others(paris):
    told, first, second = drafted(paris)
    act = Act(
        "instrument",
        "edit-article",
        {"revision": first.id, "number": 1},
        matter=told.opening.id,
        item=first.id,
    )
    other = officer("legal-adviser", family_name="Tazi", given_name="Nadia")
    draft = drafts.begin(act, officer=other, now=NOW)
    edit = reverse("web:step", args=[told.reference, "edit-article"])
    shown = page(told, "text").content.decode()
    assert f"{edit}?item={first.id}" not in shown
    assert f"{edit}?item={second.id}" in shown
    assert "Nadia Tazi" in shown
    drafts.drop(draft, officer=other, now=NOW)
    assert f"{edit}?item={first.id}" in page(told, "text").content.decode()


@pytest.mark.parametrize("name", [*PAGES, "article"])
def test_nobody_reads_what_is_not_theirs(paris, name):
    told, first, _ = drafted(paris)
    stranger = officer("fugitive-officer")
    args = [told.reference, *([first.id] if name == "article" else [])]
    assert signed_in(stranger).get(reverse(f"instruments:{name}", args=args)).status_code == 404


@pytest.mark.parametrize("reference", ["MA-INS-2026-99999", "MA-AGR-2026-00001", "x" * 300, "١"])
def test_what_is_no_instrument_is_not_found(paris, reference):
    told = proposed(paris)
    for name in PAGES:
        answer = signed_in(told.ours).get(reverse(f"instruments:{name}", args=[reference]))
        assert answer.status_code == 404


def test_an_article_that_is_not_there_is_not_found(paris):
    told = proposed(paris)
    for key in ("x", "a" * 64, "١"):
        answer = signed_in(told.ours).get(reverse("instruments:article", args=[told.reference, key]))
        assert answer.status_code == 404


def test_reading_leaves_a_trace(paris):
    told = proposed(paris)
    page(told, "text")
    assert HouseEvent.objects.filter(action="instrument.read").count() == 1


def test_the_form_of_an_edit_begins_with_what_stands(paris):
    told, first, _ = drafted(paris)
    answer = signed_in(told.ours).get(
        reverse("web:step", args=[told.reference, "edit-article"]), {"item": first.id}
    )
    shown = html.unescape(answer.content.decode())
    assert all(text in shown for text in COMMITTEE)
    assert first.id in shown


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"key": "", "domain": ""}, id="an empty key"),
        pytest.param({"key": "x" * 20_001, "domain": "localhost"}, id="a key without end"),
        pytest.param({"signature": "", "authenticator_data": "", "client_data": ""}, id="an empty proof"),
        pytest.param({"signature": "AA"}, id="half a proof"),
    ],
)
def test_what_no_passkey_gave_is_answered_and_keeps_nothing(paris, language, sent):
    told, *_ = ready_to_sign(paris)
    told.ours.language = language
    told.ours.save()
    answer = signed_in(told.ours).post(reverse("instruments:own-key", args=[told.reference]), sent)
    assert answer.status_code == 200
    assert 'class="notice bad"' in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["AAAA", "not base64!", "=", "QUJD" * 100])
def test_what_is_no_key_is_refused(paris, key):
    told, *_ = ready_to_sign(paris)
    sent = {"key": key, "domain": "localhost"}
    answer = signed_in(told.ours).post(reverse("instruments:own-key", args=[told.reference]), sent)
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_an_officer_who_signs_nothing_is_offered_nothing(paris):
    told, *_ = ready_to_sign(paris)
    adviser = officer("translator", language="en")
    address = reverse("instruments:own-key", args=[told.reference])
    client = signed_in(adviser)
    assert "Nothing waits for your signature now." in text_of(client.get(address))
    client.post(address, {"key": "AAAA", "domain": "localhost"})
    client.post(address, {"signature": "AA", "authenticator_data": "AA", "client_data": "AA"})
    assert not Draft.objects.exists()


def test_an_amendment_chooses_the_instrument_it_amends(paris):
    told = proposed(paris)
    shown = signed_in(told.ours).get(reverse("web:open", args=["instrument"])).content.decode()
    assert re.search(rf'<option value="{told.opening.id}">[^<]*\w · {told.reference}</option>', shown)


def test_an_instrument_is_not_offered_as_its_own_amendment(paris):
    told = signed(paris)
    receipted(told)
    in_force = {"in_force_on": "2026-11-24"}
    told.we("confirm-entry-into-force", in_force)
    told.they("confirm-entry-into-force", says=in_force)
    other = proposed(paris)
    form = signed_in(told.ours).get(reverse("web:step", args=[told.reference, "propose-amendment"]))
    offered = [each.opening.id for each in (told, other) if each.opening.id in form.content.decode()]
    assert (form.status_code, offered) == (200, [other.opening.id]), text_of(form)


def test_whoever_prepares_a_meeting_is_told_the_texts_that_are_not_signed(paris):
    told = proposed(paris)
    [chapter] = chapters(told.ours, "FR", NOW)
    assert [line.url for line in chapter.lines] == [reverse("web:matter", args=[told.reference])]
    assert not any(each.lines for each in chapters(told.ours, "ES", NOW))


def test_a_signed_text_is_no_more_under_way(paris):
    told = signed(paris)
    assert not any(chapter.lines for chapter in chapters(told.ours, "FR", NOW))
