"""A change shows what it would replace, begins with it, and states only what is new."""

import html
import re

import pytest
from django.urls import reverse

from mithaq.node.ledger import drafts
from mithaq.node.ledger.models import Draft
from mithaq.node.web.sentences import sentence
from tests.matters.plan.test_pages import speaking
from tests.node.officers.screens import signed_in, text_of

pytestmark = pytest.mark.django_db
WHY = "La formation est retardée par les travaux."


def address(planned, about=""):
    return reverse("web:step", args=[planned.reference, "propose-change"]) + (
        f"?about={about}" if about else ""
    )


def values_in(page):
    """What stands in the form, as it would be sent if nothing were typed."""
    text = html.unescape(page.content.decode()).partition('<form method="post" class="form"')[2]
    found = dict(re.findall(r'<input type="(?:text|date|hidden)" name="([^"]+)"(?: value="([^"]*)")?', text))
    chosen = re.search(r'<select name="part".*?<option value="([^"]*)" selected', text, re.DOTALL)
    return found | ({"part": chosen[1]} if chosen else {})


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "القائم حاليا"), ("fr", "Actuellement"), ("en", "Stands now")]
)
def test_a_change_is_begun_with_what_stands_and_shows_it(planned, salma, language, said):
    page = speaking(salma, language).get(address(planned, planned.three.id))
    given = values_in(page)
    assert (given["starts_on"], given["ends_on"]) == (
        "2026-12-01",
        "2027-09-30",
    )  # in force, not as first agreed
    assert given["title_fr"] == "Plateforme <b>sécurisée</b> & suivie"
    assert text_of(page).count(said) == 5


def test_only_what_was_changed_is_stated(planned, salma):
    client = signed_in(salma)
    given = values_in(client.get(address(planned, planned.three.id)))
    sent = given | {"change": "reschedule", "ends_on": "2027-11-30", "reason": WHY}
    assert client.post(address(planned), sent).status_code == 302
    said = drafts.content(Draft.objects.get()).act.values
    assert said["ends_on"] == "2027-11-30"
    assert not {"starts_on", "title_ar", "title_fr", "title_en"} & said.keys()


@pytest.mark.parametrize("change", ["reschedule", "reword"])
def test_a_change_of_nothing_is_refused_with_a_sentence(planned, salma, change):
    client = speaking(salma, "fr")
    given = values_in(client.get(address(planned, planned.three.id)))
    page = client.post(address(planned), given | {"change": change, "reason": WHY})
    assert page.status_code == 422
    assert sentence("rules.changes-nothing", {}, "fr") in html.unescape(page.content.decode())
    assert not Draft.objects.exists()


def test_another_part_chosen_in_the_form_shows_what_stands_of_it_before_anything_is_sent(planned, salma):
    client = speaking(salma, "fr")
    given = values_in(client.get(address(planned, planned.three.id)))
    other = given | {"part": planned.one.id, "change": "reschedule", "ends_on": "2027-12-31", "reason": WHY}
    page = client.post(address(planned), other)
    shown = values_in(page)
    assert not Draft.objects.exists()
    assert shown["part"] == shown["stands-for"] == planned.one.id
    assert shown["ends_on"] == "2027-12-31"  # typed
    assert shown["title_fr"] == "Former les enquêteurs"  # of the other part by now
    assert client.post(address(planned), {**other, **shown}).status_code == 302


def test_what_stands_is_shown_at_a_button_where_no_part_was_named(planned, salma):
    client = signed_in(salma)
    page = client.post(address(planned), {"part": planned.one.id, "stands-for": "", "look": "1"})
    assert values_in(page)["title_fr"] == "Former les enquêteurs"
    assert not Draft.objects.exists()


def test_whoever_answers_or_approves_reads_the_day_that_would_be_replaced(planned, salma):
    said = {"part": planned.three.id, "change": "reschedule", "ends_on": "2027-11-30", "reason": WHY}
    theirs = planned.they("propose-change", said)
    answering = reverse("web:step", args=[planned.reference, "accept-change"]) + f"?item={theirs.id}"
    page = speaking(salma, "fr").get(answering)
    [changed] = page.context["changes"]
    assert "30 sept. 2027" in changed.now
    assert "30 nov. 2027" in changed.then
    assert "Ce qui changerait" in text_of(page)
    given = values_in(signed_in(salma).get(address(planned, planned.three.id)))
    sent = signed_in(salma).post(address(planned), given | said, follow=True)
    assert "Ce qui changerait Actuellement Proposé" in " ".join(text_of(sent).split())


@pytest.mark.parametrize(
    ("language", "axes", "actions"),
    [("ar", "المحور", "الإجراء"), ("fr", "Axe", "Action"), ("en", "Axis", "Action")],
)
def test_what_can_be_changed_is_listed_by_its_sort(planned, salma, language, axes, actions):
    page = html.unescape(speaking(salma, language).get(address(planned)).content.decode())
    chosen = re.search(r'<select name="part".*?</select>', page, re.DOTALL)[0]
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', chosen, re.DOTALL)
    assert groups[0][0] == axes
    inside = dict(groups)[actions]
    assert planned.two.id in inside
    assert planned.three.id in inside


def test_many_of_a_sort_are_listed_by_what_they_belong_to(planned, salma, monkeypatch):
    monkeypatch.setattr("mithaq.node.web.items.MANY_OF_A_SORT", 1)
    page = html.unescape(speaking(salma, "fr").get(address(planned)).content.decode())
    headings = re.findall(r'<optgroup label="([^"]+)">', page)
    assert any(each.startswith("Action – ") for each in headings)
