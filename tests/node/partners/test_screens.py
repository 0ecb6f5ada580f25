"""Every page about partners × every function; a card's whole way by two officers; bad input; sent twice."""

import re
from base64 import b64encode
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.officers.permission import AT_HOME
from mithaq.node.partners import own, pair
from mithaq.node.partners.models import Introduction, Partner, PartnerKey, State
from mithaq.pact.codes import code_list
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.partners import cards
from tests.node.partners.test_pair import compared, confirmed, heard, met
from tests.node.people import officer

pytestmark = pytest.mark.django_db
FUNCTIONS = (*code_list("functions").values, None)
PAGES = ["partners:list", "partners:meet", "partners:without-node", "partners:own-card"]


def url_of(introduction, name="introduction"):
    return reverse(f"partners:{name}", args=[introduction.partner_id, introduction.pk])


def typed(introduction, **changes):
    hidden = [spoken.place for spoken in pair.phrase_of(introduction, "en") if spoken.is_hidden]
    numbers = {f"heard_{place}": number for place, number in zip(hidden, heard(introduction), strict=True)}
    return {"known_number": "on", **numbers, **changes}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_every_language(page, language):
    answer = signed_in(officer("liaison-officer", language=language)).get(reverse(page))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_button_is_for_whoever_may_press_it(function):
    """Buttons and acts agree: what is offered works, what is not offered is refused."""
    persona = officer(*filter(None, [function]))
    client = signed_in(persona)
    introduction = met()
    page = client.get(url_of(introduction)).content.decode()
    offered = url_of(introduction, "compare") in page
    assert offered is (function in AT_HOME["partner", "compare"])
    answer = client.post(url_of(introduction, "compare"), typed(introduction))
    assert answer.status_code == (302 if offered else 403)
    waiting = compared(met(cards.text("ES", cards.pair(7))))
    page = client.get(url_of(waiting)).content.decode()
    offered = url_of(waiting, "confirm") in page
    assert offered is (function in AT_HOME["partner", "confirm"])
    assert client.post(url_of(waiting, "confirm")).status_code == (302 if offered else 403)


@pytest.mark.parametrize(
    ("language", "compares", "confirms", "typed_here"),
    [
        ("ar", "ضابط المداومة", "مستشار قانوني", "تكتبونه"),
        ("fr", "officier de permanence", "conseiller juridique", "à saisir"),
        ("en", "duty officer", "legal adviser", "you type it"),
    ],
)
def test_whoever_may_not_go_on_with_a_card_reads_which_functions_may(
    language, compares, confirms, typed_here
):
    client = signed_in(officer("translator", language=language))
    page = text_of(client.get(url_of(met()))).lower()
    assert compares in page
    assert typed_here not in page  # nothing is typed where there is no field
    page = text_of(client.get(url_of(compared(met(cards.text("ES", cards.pair(7))))))).lower()
    assert confirms in page


def test_the_whole_way_by_two_officers():
    first, second = signed_in(officer("liaison-officer")), signed_in(officer("approver"))
    answer = first.post(reverse("partners:meet"), once(card=cards.text()))
    introduction = Introduction.objects.get()
    assert answer.url == url_of(introduction)
    page = " ".join(text_of(first.get(answer.url)).split())
    for spoken in pair.phrase_of(introduction, "fr"):  # a word may stand in two places: each in its own row
        assert (f" {spoken.place} {spoken.digits} {spoken.word} " in page) is not spoken.is_hidden
    assert first.post(url_of(introduction, "compare"), typed(introduction)).status_code == 302
    assert first.post(url_of(introduction, "confirm")).status_code == 403
    assert second.post(url_of(introduction, "confirm")).url == reverse("partners:partner", args=["FR"])
    assert Partner.objects.get().is_confirmed
    assert cards.pair().fingerprint in second.get(url_of(introduction)).content.decode()


def test_the_hidden_numbers_stand_nowhere_in_the_page():
    introduction = met()
    page = signed_in(officer("liaison-officer")).get(url_of(introduction)).content.decode()
    shown = re.findall(r'class="digits">(\d{3})<', page)
    assert len(shown) == 9


def test_a_second_officer_who_signed_in_long_ago_is_asked_to_once_more():
    introduction = compared()
    client = signed_in(officer("approver"), just_now=False)
    assert client.post(url_of(introduction, "confirm")).url.startswith("/account/confirm/")
    assert not PartnerKey.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"known_number": ""}, id="nobody says whom they called"),
        pytest.param({"heard": ""}, id="a number left out"),
        pytest.param({"heard": "abc"}, id="no number"),
        pytest.param({"heard": "9" * 5000}, id="a long number"),
        pytest.param({"heard": "256"}, id="another number"),
    ],
)
def test_a_bad_comparison_keeps_the_page_and_trusts_nothing(changes):
    introduction = met()
    form = typed(introduction)
    first = next(name for name in form if name.startswith("heard"))
    changes = {first if name == "heard" else name: value for name, value in changes.items()}
    answer = signed_in(officer("liaison-officer")).post(url_of(introduction, "compare"), {**form, **changes})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    introduction.refresh_from_db()
    assert introduction.state == State.MET


def test_after_three_wrong_phrases_the_page_says_that_the_card_was_dropped():
    introduction = met()
    client = signed_in(officer("liaison-officer", language="en"))
    wrong = {name: "256" if name.startswith("heard") else "on" for name in typed(introduction)}
    for _ in range(3):
        page = client.post(url_of(introduction, "compare"), wrong)
    assert "dropped" in text_of(page)
    introduction.refresh_from_db()
    assert introduction.state == State.DROPPED
    assert client.post(url_of(introduction, "compare"), {"known_number": "on"}).status_code == 422


def test_a_card_comes_as_a_file_too():
    file = SimpleUploadedFile("fr.card", cards.text().encode())
    answer = signed_in(officer("liaison-officer")).post(reverse("partners:meet"), once(file=file))
    assert answer.status_code == 302
    assert Partner.objects.get().code == "FR"


def test_the_same_form_twice_takes_in_one_card():
    client, form = signed_in(officer("liaison-officer")), once(card=cards.text())
    client.post(reverse("partners:meet"), form)
    assert client.post(reverse("partners:meet"), form).status_code == 302
    assert Introduction.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"card": "Bonjour"}, id="no card"),
        pytest.param({"card": "\x00\u202e"}, id="hidden characters"),
        pytest.param({"card": "x" * 20_000}, id="a long text"),
        pytest.param({"file": SimpleUploadedFile("a.card", b"\x00\xff" * 100)}, id="a file that is none"),
        pytest.param({"file": SimpleUploadedFile("a.card", b"x" * 10_000_000)}, id="ten megabytes"),
        pytest.param({"file": SimpleUploadedFile("a.card", b"")}, id="an empty file"),
    ],
)
def test_bad_input_takes_in_nothing(form):
    answer = signed_in(officer("liaison-officer")).post(reverse("partners:meet"), once(**form))
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Partner.objects.exists()


def test_a_new_address_under_the_same_keys_needs_no_telephone():
    confirmed()
    card = cards.text(address="https://new.example")
    answer = signed_in(officer("liaison-officer")).post(reverse("partners:meet"), once(card=card))
    assert answer.url == reverse("partners:partner", args=["FR"])
    assert Partner.objects.get().address == "https://new.example"


def test_suspended_by_one_and_resumed_by_another():
    confirmed()
    first, second = officer("approver"), officer("approver")
    suspend, resume = (reverse(f"partners:{act}", args=["FR"]) for act in ("suspend", "resume"))
    assert signed_in(first).post(suspend).status_code == 302
    page = signed_in(first).get(reverse("partners:partner", args=["FR"])).content.decode()
    assert resume not in page
    assert signed_in(first).post(resume).status_code == 403
    assert signed_in(second).post(resume).status_code == 302
    assert Partner.objects.get().is_confirmed


def test_a_partner_without_a_node():
    first, second = officer("approver"), officer("approver")
    form = {"code": "PT", "name_ar": "البرتغال", "name_fr": "Portugal", "name_en": "Portugal"}
    page = reverse("partners:without-node")
    assert signed_in(first).post(page, once(**form, zone="Europe/Lisbon")).status_code == 302
    confirm = reverse("partners:confirm-without-node", args=["PT"])
    assert signed_in(first).post(confirm).status_code == 403
    assert signed_in(second).post(confirm).status_code == 302
    assert Partner.objects.get().is_confirmed
    for changes in (
        {"code": "PT"},
        {"code": "MA"},
        {"code": "pt"},
        {"code": "P T"},
        {"code": ""},
        {"name_ar": " "},
    ):
        answer = signed_in(first).post(page, once(**{**form, "code": "IT", "zone": "Europe/Rome", **changes}))
        assert 'role="alert"' in answer.content.decode(), changes
    assert Partner.objects.count() == 1


class TestALostKey:
    def send(self, persona, **changes):
        key = confirmed()
        since = (clock.now() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
        form = once(**{"loss": "stolen", "since": since, **changes})
        url = reverse("partners:revoke", args=["FR", key.fingerprint])
        answer = signed_in(persona).post(url, form)
        key.refresh_from_db()
        return answer, key

    def test_is_recorded_by_one_officer_at_once(self):
        answer, key = self.send(officer("duty-officer"))
        assert answer.status_code == 302
        assert (key.loss, key.revoked_at is None) == ("stolen", False)

    @pytest.mark.parametrize(
        "changes", [{"loss": "eaten"}, {"since": ""}, {"since": "2126-01-01T00:00"}, {"since": "x"}]
    )
    def test_bad_input_records_nothing(self, changes):
        answer, key = self.send(officer("duty-officer"), **changes)
        assert 'role="alert"' in answer.content.decode()
        assert key.revoked_at is None

    def test_is_not_for_everybody(self):
        answer, key = self.send(officer("translator"))
        assert answer.status_code == 403
        assert key.revoked_at is None


@pytest.mark.usefixtures("alone")
def test_the_next_card_and_its_signature_spare_the_partner_a_call(settings):
    """We rotate; the partner, here ourselves under another code, would check the same signature."""
    own.rotate(clock.now())
    page = signed_in(officer("liaison-officer")).get(reverse("partners:own-card")).content.decode()
    assert page.count("BEGIN MITHAQ AUTHORITY CARD") == 2
    confirmed()
    introduction = met(cards.text(keys=cards.pair(2)))
    signature = cards.pair().sign(cards.card(keys=cards.pair(2)).statement, b"mithaq card 1")
    client = signed_in(officer("liaison-officer"))
    assert client.post(url_of(introduction, "vouch"), {"signature": "nonsense!"}).status_code == 200
    assert client.post(url_of(introduction, "vouch"), {"signature": "AAAA"}).status_code == 422
    assert client.post(url_of(introduction, "vouch"), {"signature": ""}).status_code == 200
    answer = client.post(url_of(introduction, "vouch"), {"signature": b64encode(signature).decode()})
    assert answer.status_code == 302
    introduction.refresh_from_db()
    assert introduction.state == State.COMPARED


@pytest.mark.parametrize("written", [lambda one: b64encode(one) + b"\n", bytes], ids=["as text", "as bytes"])
def test_a_voucher_is_taken_in_as_a_file_too(written):
    confirmed()
    introduction = met(cards.text(keys=cards.pair(4)))
    signature = cards.pair().sign(cards.card(keys=cards.pair(4)).statement, b"mithaq card 1")
    file = SimpleUploadedFile("next.voucher", written(signature))
    client = signed_in(officer("liaison-officer"))
    assert client.post(url_of(introduction, "vouch"), {"signature": "", "file": file}).status_code == 302
    introduction.refresh_from_db()
    assert introduction.state == State.COMPARED


def test_a_card_of_another_partner_is_not_found():
    introduction = met()
    assert (
        signed_in(officer("liaison-officer")).get(f"/partners/ES/cards/{introduction.pk}/").status_code == 404
    )
    assert signed_in(officer("liaison-officer")).get("/partners/ES/").status_code == 404
