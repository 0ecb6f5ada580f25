"""The free screens, told by actor: Salma prepares, Karim approves, Paris answers; in three languages."""

import html
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Line
from mithaq.node.ledger import drafts, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft, EntryRow, Matter, Standstill
from mithaq.node.officers.assign import assign
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.web import going_on
from mithaq.node.web.sentences import sentence
from tests.node.agreements import agreed
from tests.node.inquiries import ANSWER_BODY, ANSWER_SAYS, ASKED, BODY, CONFIDENTIAL, FORM, SAYS
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def speaking(persona, language):
    persona.language = language
    persona.save()
    return persona


@pytest.fixture
def asked(paris, salma):
    """A request of ours, kept and received in Paris."""
    entry = step.state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW)
    paris.learn(entry)
    return Matter.objects.get(pk=entry.matter)


@pytest.fixture
def received(paris):
    """A request of Paris, which every duty officer sees."""
    wire = paris.wire(
        "ask",
        kind="inquiry",
        says=SAYS,
        body=BODY,
        reference="FR-INQ-2026-00007",
        terms=paris.terms,
        **CONFIDENTIAL,
    )
    assert receive(wire, now=NOW).state == "kept"
    return Matter.objects.get(reference="FR-INQ-2026-00007")


def test_a_request_goes_from_the_form_to_the_partner_by_two_hands(paris, salma, karim):
    first, second = signed_in(salma), signed_in(karim)
    sent = first.post(reverse("web:open", args=["inquiry"]), FORM)
    draft = Draft.objects.get()
    assert sent.status_code == 302, text_of(sent)
    assert (sent.url, draft.state) == (reverse("web:draft", args=[draft.id]), Draft.SUBMITTED)
    assert "12345" in second.get(sent.url).content.decode()
    second.post(reverse("web:draft-approve", args=[draft.id]), {"digest": draft.digest})
    page = second.get(sent.url).content.decode()
    saw = re.search(r'name="saw" value="([^"]*)"', page)
    assert saw
    left = second.post(reverse("web:draft-send", args=[draft.id]), {"saw": saw[1]})
    matter = Matter.objects.get(kind="inquiry")
    assert left.url == reverse("web:matter", args=[matter.reference])
    assert BODY["title"] in first.get(left.url).content.decode()


@EVERY_LANGUAGE
def test_every_screen_speaks_the_officers_language(asked, received, salma, language):
    client = signed_in(speaking(salma, language))
    for url in (
        reverse("web:matters"),
        reverse("web:matters") + "?kind=inquiry&turn=ours&order=due",
        reverse("web:matter", args=[asked.reference]),
        reverse("web:matter", args=[received.reference]),
        reverse("web:open", args=["inquiry"]),
        reverse("web:step", args=[received.reference, "take-up"]) + "?item=MA",
        reverse("web:step", args=[received.reference, "answer"]) + "?item=MA",
        reverse("web:drafts"),
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert f'lang="{language}"' in page.content.decode(), url


def test_a_matter_says_where_it_stands_and_what_can_be_done(received, salma):
    page = (
        signed_in(speaking(salma, "en"))
        .get(reverse("web:matter", args=[received.reference]))
        .content.decode()
    )
    for said in (BODY["title"], "our turn", "Take up", "Answer in part", "Qui est le détenteur", "days"):
        assert said in page, said
    assert "Close" not in re.findall(r'<a class="button[^>]*>([^<]*)<', page)


def test_what_is_done_first_stands_before_what_is_owed(received, salma):
    matter = reverse("web:matter", args=[received.reference])
    take_up, answer = (reverse("web:step", args=[received.reference, each]) for each in ("take-up", "answer"))
    client = signed_in(salma)
    page = client.get(matter).content.decode()
    assert page.index(f'<a class="button" href="{take_up}') < page.index(
        f'<a class="button second" href="{answer}'
    )
    saw = re.search(r'name="saw" value="([^"]*)"', client.get(f"{take_up}?item=MA").content.decode())
    client.post(f"{take_up}?item=MA", {"access": "direct", "saw": saw[1]})
    page = client.get(matter).content.decode()
    assert page.index(f'<a class="button" href="{answer}') < page.index(
        f'<a class="button second" href="{take_up}'
    )


def test_a_step_of_one_person_leaves_at_once(received, salma):
    client = signed_in(salma)
    url = reverse("web:step", args=[received.reference, "take-up"]) + "?item=MA"
    saw = re.search(r'name="saw" value="([^"]*)"', client.get(url).content.decode())
    sent = client.post(url, {"access": "direct", "saw": saw[1]})
    assert sent.url == reverse("web:matter", args=[received.reference])
    received.refresh_from_db()
    assert received.stage == "in-progress"


def test_what_arrived_meanwhile_is_shown_before_anything_leaves(received, salma):
    client = signed_in(salma)
    url = reverse("web:step", args=[received.reference, "take-up"]) + "?item=MA"
    sent = client.post(url, {"access": "direct", "saw": "0" * 64})
    received.refresh_from_db()
    assert (received.stage, sent.status_code) == ("awaiting", 422)
    assert sentence("ledger.draft-overtaken", {}, "fr") in html.unescape(sent.content.decode())
    assert not Draft.objects.exists()
    saw = re.search(r'name="saw" value="([^"]*)"', sent.content.decode())
    assert client.post(url, {"access": "direct", "saw": saw[1]}).status_code == 302  # seen by now


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(paris, salma):
    client = signed_in(speaking(salma, "fr"))
    wrong = FORM | {"purpose": "trop court", "subjects-0-identifier": "", "on-handling": []}
    page = client.post(reverse("web:open", args=["inquiry"]), wrong)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_purpose"' in text
    assert "trop court" in text
    assert "Texte trop court" in text
    assert 'href="#id_on-handling"' in text
    for _ in range(2):
        client.post(reverse("web:open", args=["inquiry"]), wrong)
    assert not Draft.objects.exists()


def test_a_refusal_of_the_ledger_comes_back_in_the_form_with_all_that_was_typed(received, salma):
    """A field that is closed, a step overtaken: nothing of the form is wrong, and nothing of it is lost."""
    client = signed_in(speaking(salma, "fr"))
    url = reverse("web:step", args=[received.reference, "answer"]) + "?item=MA"
    typed = {"answers-total": "1", "answers-0-text": "Véhicule vu à Lyon", "on-handling": ["H1"], "saw": ""}
    Standstill.objects.create(reason="restored", witness="FR", since_at=NOW)
    page = client.post(url, typed)
    assert page.status_code == 422
    assert "Véhicule vu à Lyon" in page.content.decode()
    assert not Draft.objects.exists()


def test_of_what_was_left_out_nothing_more_is_said(received, salma):
    url = reverse("web:step", args=[received.reference, "refuse"]) + "?item=MA"
    page = text_of(signed_in(speaking(salma, "fr")).post(url, {}))
    assert sentence("rules.required", {}, "fr") in page
    assert sentence("inquiries.ground-not-agreed", {}, "fr") not in page


def test_a_draft_that_is_refused_stays_the_one_draft_it_is(paris, salma):
    client = signed_in(salma)
    client.post(reverse("web:open", args=["inquiry"]), FORM | {"save": "1"})
    draft = Draft.objects.get()
    for words in ("court", "bref"):
        page = client.post(reverse("web:draft", args=[draft.id]), FORM | {"purpose": words})
        assert page.status_code == 422
        assert drafts.content(Draft.objects.get()).act.values["purpose"] == words


@EVERY_LANGUAGE
def test_a_draft_is_given_up_only_once_asked_with_what_will_be_lost(paris, salma, language):
    client = signed_in(speaking(salma, language))
    client.post(reverse("web:open", args=["inquiry"]), FORM | {"save": "1"})
    draft = Draft.objects.get()
    asked_at = reverse("web:draft-drop", args=[draft.id])
    assert asked_at in client.get(reverse("web:draft", args=[draft.id])).content.decode()
    page = client.get(asked_at).content.decode()
    assert BODY["purpose"] in html.unescape(page)
    draft.refresh_from_db()
    assert draft.state == Draft.EDITING  # asking destroys nothing
    client.post(asked_at)
    draft.refresh_from_db()
    assert (draft.state, draft.content) == (Draft.DROPPED, b"")
    assert client.get(asked_at).status_code == 302


def test_twenty_one_subjects_are_too_many_and_all_come_back(paris, salma):
    rows = {f"subjects-{n}-identifier": f"12345-أ-{n}" for n in range(35)}
    page = (
        signed_in(salma)
        .post(reverse("web:open", args=["inquiry"]), FORM | rows | {"subjects-total": "35"})
        .content.decode()
    )
    assert "12345-أ-34" in page
    assert "35" in page
    assert not EntryRow.objects.filter(kind="inquiry").exists()


def test_a_row_more_saves_nothing(paris, salma):
    page = signed_in(salma).post(reverse("web:open", args=["inquiry"]), FORM | {"add-row": "questions"})
    assert 'name="questions-1-text"' in page.content.decode()
    assert not Draft.objects.exists()


def test_a_draft_returned_shows_the_remark(paris, salma, karim):
    signed_in(salma).post(reverse("web:open", args=["inquiry"]), FORM)
    draft = Draft.objects.get()
    signed_in(karim).post(reverse("web:draft-return", args=[draft.id]), {"remark": "Précisez la date."})
    assert "Précisez la date." in signed_in(salma).get(reverse("web:draft", args=[draft.id])).content.decode()


def test_what_is_returned_says_why(paris, salma, karim):
    signed_in(salma).post(reverse("web:open", args=["inquiry"]), FORM)
    draft = Draft.objects.get()
    page = signed_in(karim).post(
        reverse("web:draft-return", args=[draft.id]), {"remark": " \u200f "}, follow=True
    )
    assert "لم يُعد شيء." in page.content.decode()
    draft.refresh_from_db()
    assert draft.state == Draft.SUBMITTED


def test_hidden_characters_are_taken_out_in_sight_of_who_typed_them(paris, salma):
    typed = FORM | {"title": "Essai \u202e1+1= live", "submission": str(uuid4())}
    page = signed_in(salma).post(reverse("web:open", args=["inquiry"]), typed)
    assert "Des caractères invisibles" in page.content.decode()
    assert 'value="Essai 1+1= live"' in page.content.decode()
    assert not Draft.objects.exists()
    signed_in(salma).post(reverse("web:open", args=["inquiry"]), typed | {"weighed": "1"})
    assert Draft.objects.get().state == Draft.SUBMITTED


def test_a_draft_that_is_not_there_is_not_found(paris, salma):
    assert signed_in(salma).get(reverse("web:draft", args=[uuid4()])).status_code == 404


def test_the_author_is_offered_no_approval(paris):
    both = officer("duty-officer", "approver", unit=unit())
    client = signed_in(both)
    client.post(reverse("web:open", args=["inquiry"]), FORM)
    draft = Draft.objects.get()
    assert (
        reverse("web:draft-approve", args=[draft.id])
        not in client.get(reverse("web:draft", args=[draft.id])).content.decode()
    )
    refused = client.post(reverse("web:draft-approve", args=[draft.id]), {"digest": draft.digest})
    assert refused.status_code == 403


def test_approving_needs_a_person_signed_in_again(paris, salma, karim):
    signed_in(salma).post(reverse("web:open", args=["inquiry"]), FORM)
    draft = Draft.objects.get()
    url = reverse("web:draft-approve", args=[draft.id])
    answer = signed_in(karim, just_now=False).post(url, {"digest": draft.digest})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert signed_in(karim).get(url).url == reverse("web:draft", args=[draft.id])


def test_danger_to_life_may_leave_alone_after_a_second_look(paris, salma):
    client = signed_in(salma)
    life = FORM | {
        "urgency": "life",
        "urgency_ground": "life-or-limb",
        "urgency_reason": "Une personne est menacée ce soir.",
    }
    sent = client.post(reverse("web:open", args=["inquiry"]), life)
    draft = Draft.objects.get()
    assert sent.status_code == 302, text_of(sent)
    assert not EntryRow.objects.filter(kind="inquiry").exists()
    page = client.get(sent.headers["Location"]).content.decode()
    address = reverse("web:draft-send", args=[draft.id])
    assert f'action="{address}"' in page  # the page that follows has the button
    assert FORM["title"] in page
    client.post(address, {"saw": ""})
    draft.refresh_from_db()
    assert draft.state == Draft.RELEASED
    assert draft.review_due_at


def test_whoever_may_not_open_what_they_sent_learns_its_reference(paris, salma, karim, monkeypatch):
    signed_in(salma).post(reverse("web:open", args=["inquiry"]), FORM)
    draft, second = Draft.objects.get(), signed_in(karim)
    second.post(reverse("web:draft-approve", args=[draft.id]), {"digest": draft.digest})
    monkeypatch.setattr(going_on.find, "matter_by_id", lambda *_: None)
    left = second.post(reverse("web:draft-send", args=[draft.id]), {"saw": ""}, follow=True)
    assert Matter.objects.get(kind="inquiry").reference in text_of(left)


def test_an_answer_is_read_on_the_matters_page(asked, paris, salma):
    paris.learn(EntryRow.objects.filter(matter=asked.id).first().header)
    wire = paris.wire(
        "answer",
        kind="inquiry",
        matter=asked.id,
        item="FR",
        says=ANSWER_SAYS,
        body=ANSWER_BODY,
        handling=("H1",),
    )
    assert receive(wire, now=NOW).state == "kept"
    page = (
        signed_in(speaking(salma, "ar")).get(reverse("web:matter", args=[asked.reference])).content.decode()
    )
    assert "Le détenteur est connu." in page
    assert "تم الجواب" in page


@pytest.mark.law("L09")
def test_a_matter_nobody_assigned_is_not_there(asked):
    stranger = officer("liaison-officer", unit=unit("elsewhere"))
    page = signed_in(stranger).get(reverse("web:matter", args=[asked.reference]))
    assert page.status_code == 404
    assert BODY["title"] not in page.content.decode()


def test_who_read_a_matter_is_written_down_first(asked, salma):
    signed_in(salma).get(reverse("web:matter", args=[asked.reference]))
    event = HouseEvent.objects.filter(action="matter.read").get()
    assert event.officer == salma.reference
    assert event.facts["reference"] == asked.reference


def test_no_address_of_a_screen_names_a_person(asked, received, salma):
    page = signed_in(salma).get(reverse("web:matters")).content.decode()
    assert not [url for url in re.findall(r'href="([^"]*)"', page) if "CANARI" in url or "hicule" in url]


def test_the_language_is_remembered(salma):
    client = signed_in(salma)
    answer = client.post(reverse("web:language"), {"language": "ar", "next": "/matters/"})
    salma.refresh_from_db()
    assert (answer.url, salma.language) == ("/matters/", "ar")
    assert client.post(reverse("web:language"), {"language": "ar", "next": "//evil.example/"}).url == "/"


@pytest.mark.parametrize(
    "asked_for",
    ["after=nonsense", "after=eyJ4Ijox", "kind=nonsense", "stage=x&kind=inquiry", "order=x&turn=x"],
)
def test_any_address_of_the_list_gets_a_list(asked, salma, asked_for):
    assert signed_in(salma).get(reverse("web:matters") + f"?{asked_for}").status_code == 200


@EVERY_LANGUAGE
@pytest.mark.parametrize("address", ["ask/", "answer/", "take-up/?item=ZZ", "feed-back/?item=FR"])
def test_no_empty_form_is_offered_for_what_would_not_count(asked, salma, language, address):
    client = signed_in(speaking(salma, language))
    answer = client.get(f"/matters/{asked.reference}/steps/{address}")
    assert answer.status_code in (404, 409, 422)
    assert text_of(answer).strip()


@EVERY_LANGUAGE
def test_the_evidence_of_a_matter_is_saved_as_a_file_and_holds_no_content(asked, salma, language):
    client = signed_in(speaking(salma, language))
    answer = client.get(reverse("web:proof", args=[asked.reference]))
    assert answer["Content-Disposition"] == f'attachment; filename="{asked.reference}.mithaq-proof"'
    assert BODY["title"].encode() not in answer.content
    assert HouseEvent.objects.filter(action="matter.proved").exists()


@EVERY_LANGUAGE
def test_the_page_of_what_a_partner_asks_says_what_our_register_holds(paris, salma, language):
    from mithaq.node.officers.models import Watch
    from mithaq.node.persons import checks

    Watch.objects.get_or_create(function="duty-officer", kind="inquiry")
    wire = paris.wire(
        "ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00077", **CONFIDENTIAL
    )
    assert receive(wire, now=NOW).state == "kept"
    client = signed_in(speaking(salma, language))
    address = reverse("web:matter", args=["FR-INQ-2026-00077"])
    waiting = client.get(address).content
    checks.look_up_waiting(now=NOW)
    done = client.get(address).content
    assert b'id="checks"' in waiting
    assert b'id="checks"' in done
    assert waiting != done
    translator = officer("translator")  # works on it, and may not search
    assign(None, paris.entries[-1].id, "inquiry", to=translator, now=NOW)
    page = signed_in(translator).get(address).content
    assert b"FR-INQ-2026-00077" in page
    assert b'id="checks"' not in page


@EVERY_LANGUAGE
def test_what_was_not_delivered_is_shown_with_its_reason(asked, salma, language):
    Line.objects.create(recipient="FR", down_since=NOW, reason="exchange.line-down", next_at=NOW)
    page = text_of(signed_in(speaking(salma, language)).get(reverse("web:delivery")))
    assert asked.reference in page
    assert sentence("exchange.line-down", {}, language) in page


def test_the_keeper_of_the_machine_sees_states_and_no_matter(asked):
    page = text_of(signed_in(officer("administrator")).get(reverse("web:delivery")))
    assert "FR" in page
    assert asked.reference not in page


def test_a_form_sent_twice_begins_one_draft(paris, salma):
    client = signed_in(salma)
    form = FORM | {"submission": "6f1b1a9e-6a53-4f5f-9a55-0c8c1f1d7f10"}
    client.post(reverse("web:open", args=["inquiry"]), form)
    again = client.post(reverse("web:open", args=["inquiry"]), form)
    assert again.url == reverse("web:drafts")
    assert Draft.objects.count() == 1


def test_an_entry_says_to_whom_it_is_still_on_its_way(asked, salma):
    page = text_of(signed_in(speaking(salma, "en")).get(reverse("web:matter", args=[asked.reference])))
    assert re.search(r"to\s+FR\s*:\s+waiting", page)


def test_a_draft_that_no_second_person_can_see_says_so(received, salma, karim):
    """Salma watches every request, Karim sees what he or his unit is assigned to."""
    karim.functions.exclude(function="approver").delete()
    writer = signed_in(salma)
    form = {"unclear": "Le numéro est-il complet ?", "on-handling": ["H1"]}
    address = reverse("web:step", args=[received.reference, "ask-clarification"]) + "?item=MA"
    page = writer.post(address, form, follow=True)
    assert reverse("assignments:assign", args=[received.reference]) in page.content.decode()
    assign(salma, received.pk, "inquiry", to=karim.unit, now=NOW)
    again = writer.get(page.redirect_chain[-1][0])
    assert reverse("assignments:assign", args=[received.reference]) not in again.content.decode()


@EVERY_LANGUAGE
def test_a_draft_that_the_matter_has_overtaken_is_not_offered_for_approval_and_says_so(
    paris, received, salma, karim, language
):
    words = {"unclear": "Le numéro est-il complet ?"}
    act = Act("inquiry", "ask-clarification", words, matter=received.id, item="MA", **CONFIDENTIAL)
    draft = drafts.begin(act, officer=salma, now=NOW)
    drafts.submit(draft, officer=salma, now=NOW)
    address, approves = reverse("web:draft", args=[draft.id]), reverse("web:draft-approve", args=[draft.id])
    second = signed_in(speaking(karim, language))
    assert approves in second.get(address).content.decode()
    receive(paris.wire("withdraw", kind="inquiry", matter=received.id), now=NOW)
    page = second.get(address).content.decode()
    assert approves not in page
    assert reverse("web:draft-return", args=[draft.id]) in page
    assert 'class="notice bad"' in page
    said = {"ar": "فات أوانها", "fr": "dépassé", "en": "overtaken"}[language]
    for each in (second, signed_in(speaking(salma, language))):
        assert said in text_of(each.get(reverse("web:drafts")))


@EVERY_LANGUAGE
def test_an_address_that_takes_a_form_alone_says_a_sentence(salma, language):
    speaking(salma, language)
    page = signed_in(salma).get(reverse("officers:away"))
    assert page.status_code == 405
    assert "<h1>" in page.content.decode()


def test_a_doubt_is_weighed_by_a_person_and_passes(paris, salma):
    client = signed_in(speaking(salma, "fr"))
    child = {
        "subjects-0-sort": "person",
        "subjects-0-category": "victim",
        "subjects-0-name": "CANARI Testnom",
    }
    young = FORM | child | {"subjects-0-born_year": "2018"}
    page = client.post(reverse("web:open", args=["inquiry"]), young)
    assert page.status_code == 422
    assert not Draft.objects.exists()
    assert 'name="weighed"' in page.content.decode()
    assert re.search(r'class="summary weigh".*href="#id_subjects-0-born"', page.content.decode(), re.DOTALL)
    passed = client.post(reverse("web:open", args=["inquiry"]), young | {"weighed": "1"})
    assert (passed.status_code, Draft.objects.get().state) == (302, Draft.SUBMITTED)


@EVERY_LANGUAGE
def test_a_group_has_its_screens_from_its_declaration_alone(paris, salma, language):
    chair = officer("group-chair", unit=unit(), language=language)
    charter = {
        "title": "Groupe fugitifs", "sort": "thematic", "axis": "FUG",
        "sunset_on": "2027-11-01", "quorum": "1",
        "mandate": "Suivre ensemble les personnes recherchées entre les deux pays.",
        "objectives-total": "1", "objectives-0-text": "Partager les avis",
        "on-parties": ["FR"], "on-handling": ["H1"],
    }  # fmt: skip
    agreed(paris, kinds=("group",))
    client = signed_in(chair)
    assert client.get(reverse("web:open", args=["group"])).status_code == 200
    sent = client.post(reverse("web:open", args=["group"]), charter)
    assert sent.status_code == 302, text_of(sent)
    entry = step.state(drafts.content(Draft.objects.get()).act, officer=chair, now=NOW)
    matter = Matter.objects.get(pk=entry.matter)
    page = client.get(reverse("web:matter", args=[matter.reference]))
    assert "Groupe fugitifs" in page.content.decode()
    listed = client.get(reverse("web:matters") + "?kind=group")
    assert listed.status_code == 200
    assert "2027-11-01" not in text_of(listed)  # a day is said in words


def test_a_request_to_nobody_comes_back_with_all_that_was_typed(paris, salma):
    page = signed_in(salma).post(reverse("web:open", args=["inquiry"]), {**FORM, "on-parties": []})
    assert page.status_code == 422
    assert BODY["purpose"] in html.unescape(page.content.decode())
    assert sentence("ledger.unknown-party", {}, "fr") in html.unescape(page.content.decode())


def test_a_request_to_nobody_says_everything_else_that_is_missing_too(paris, salma):
    page = signed_in(salma).post(reverse("web:open", args=["inquiry"]), {"questions-total": "1"})
    told = page.content.decode()
    for place in ("id_title", "id_purpose", "id_on-parties"):
        assert f'href="#{place}' in told


def test_the_only_partner_there_is_stands_chosen(paris, salma):
    page = signed_in(salma).get(reverse("web:open", args=["inquiry"])).content.decode()
    assert re.search(r'name="on-parties" value="FR"[^>]* checked', page)


def test_an_answer_has_a_row_for_each_question_not_answered_yet(paris, salma):
    wire = paris.wire(
        "ask", kind="inquiry", says={**SAYS, "question_count": 3}, body=BODY,
        reference="FR-INQ-2026-00008", terms=paris.terms, **CONFIDENTIAL,
    )  # fmt: skip
    assert receive(wire, now=NOW).state == "kept"
    client, address = signed_in(salma), reverse("web:step", args=["FR-INQ-2026-00008", "answer"])
    assert _questions_in(client.get(address)) == ["1", "2", "3"]
    matter = Matter.objects.get(reference="FR-INQ-2026-00008").id
    part = Act("inquiry", "answer-part", {**ANSWER_SAYS, **ANSWER_BODY}, matter=matter, **CONFIDENTIAL)
    step.state(part, officer=salma, now=NOW)
    assert _questions_in(client.get(address)) == ["2", "3"]


def _questions_in(page):
    return re.findall(r'name="answers-\d-question" value="(\d)"', page.content.decode())


@EVERY_LANGUAGE
def test_a_draft_is_listed_with_its_matter_or_its_title(received, salma, language):
    drafts.begin(Act("inquiry", "answer", {}, matter=received.id), officer=salma, now=NOW)
    drafts.begin(Act("inquiry", "ask", {"title": "Navire inconnu"}), officer=salma, now=NOW)
    drafts.begin(
        Act("inquiry", "ask", {"purpose": "Un camion sans plaque " + "x " * 20}), officer=salma, now=NOW
    )
    client = signed_in(speaking(salma, language))
    for screen in ("web:drafts", "desk:home"):
        page = text_of(client.get(reverse(screen)))
        assert received.reference in page
        assert "Navire inconnu" in page
        assert "Un camion sans plaque x x x x…" in page


@EVERY_LANGUAGE
def test_a_closed_field_is_told_at_the_door_and_in_the_menu_with_how_it_is_opened(paris, salma, language):
    salma.functions.create(function="plan-coordinator", granted_at=NOW)
    client = signed_in(speaking(salma, language))
    accord = Matter.objects.get(kind="agreement").reference
    opens = reverse("web:step", args=[accord, "open-field"])
    assert "closed" in _button_for("plan", client.get(reverse("desk:desk")))
    assert "closed" not in _button_for("inquiry", client.get(reverse("desk:desk")))
    page = client.get(reverse("web:open", args=["plan"])).content.decode()
    assert sentence("ledger.field-not-open", {}, language) in html.unescape(page)
    assert opens in page
    assert 'name="saw"' not in page  # no form to fill in for nothing
    form = client.get(reverse("web:open", args=["inquiry"])).content.decode()
    assert 'name="saw"' in form


def test_once_every_party_has_opened_it_a_field_has_its_form(settings, salma):
    settings.SECOND_FACTOR_REQUIRED = False
    client = signed_in(salma)
    assert (
        'name="saw"' not in client.get(reverse("web:open", args=["inquiry"])).content.decode()
    )  # no partner


def _button_for(kind, page):
    found = re.search(rf'<a class="([^"]*)" href="{reverse("web:open", args=[kind])}"', page.content.decode())
    return found[1] if found else ""
