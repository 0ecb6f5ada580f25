"""A change shows what it would replace, begins with it, and states only what is new."""

import html
import re

import pytest
from django.urls import reverse

from mithaq.matters.plan.shown import plan
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


@pytest.mark.parametrize(("language", "arrow"), [("ar", "←"), ("fr", "→"), ("en", "→")])
def test_actions_stand_with_their_codes_and_a_dependency_by_the_two_it_joins(planned, salma, language, arrow):
    depends = next(each for each in planned.paris.entries if each.step == "propose-dependency")
    page = html.unescape(speaking(salma, language).get(address(planned)).content.decode())
    named = dict(re.findall(r'<option value="([0-9a-f]{64})">([^<]*)</option>', page))
    shown = plan(planned.reference, salma, now=planned.now)
    two, three = (f"\u2068{shown.codes[each.id]}\u2069" for each in (planned.two, planned.three))
    assert named[planned.two.id].startswith(f"{two} ")
    assert named[depends.id].startswith(f"{two} {arrow} {three} · ")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_new_dates_for_a_part_that_has_none_are_refused_with_a_sentence(planned, salma, language):
    client = speaking(salma, language)
    given = values_in(client.get(address(planned, planned.first_axis.id)))
    page = client.post(
        address(planned), given | {"change": "reschedule", "ends_on": "2027-12-31", "reason": WHY}
    )
    assert page.status_code == 422
    assert sentence("plan.has-no-dates", {}, language) in html.unescape(page.content.decode())
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("language", "first", "between"),
    [
        ("ar", "هذا ما هو قائم حاليا في الجزء الذي اخترتموه", "تغير موضوع المقترح"),
        ("fr", "Voici ce qui est en vigueur pour l’élément choisi", "L’objet a changé"),
        ("en", "Here is what stands now of the part you chose", "It is about something else now"),
    ],
)
def test_the_first_part_chosen_is_shown_and_not_told_as_a_change(planned, salma, language, first, between):
    client = speaking(salma, language)
    given = values_in(client.get(address(planned)))
    sent = given | {"part": planned.one.id, "change": "reschedule", "ends_on": "2027-12-31", "reason": WHY}
    page = text_of(client.post(address(planned), sent))
    assert first in page
    assert between not in page
    other = text_of(client.post(address(planned), sent | {"stands-for": planned.two.id}))
    assert first not in other
    assert between in other
