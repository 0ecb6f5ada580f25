"""The plan's pages: for every officer who may read the plan, in three languages, whatever an address says."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.safeguards.models import HouseEvent
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def speaking(persona, language):
    persona.language = language
    persona.save()
    return signed_in(persona)


def addresses(planned) -> dict[str, str]:
    """Every page of the room about this plan."""
    of = [planned.reference]
    plain = ("page", "tree", "board", "timeline", "calendar", "year", "indicators", "late", "compare")
    plain += ("files",)
    pages = {name: reverse(f"plan:{name}", args=of) for name in plain}
    pages["action"] = reverse("plan:action", args=[*of, planned.one.id])
    pages["indicator"] = reverse("plan:indicator", args=[*of, planned.indicator_one.id])
    return pages


@EVERY_LANGUAGE
def test_every_page_speaks_the_readers_language(planned, salma, language):
    client = speaking(salma, language)
    for name, url in addresses(planned).items():
        page = client.get(url)
        html = page.content.decode()
        assert page.status_code == 200, name
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html, name
        assert "<title>" in html, name
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)", html), name


def test_a_title_that_looks_like_markup_is_text_everywhere(planned, salma):
    client = speaking(salma, "en")
    for name, url in addresses(planned).items():
        html = client.get(url).content.decode()
        assert "<script>platform" not in html, name
    assert "&lt;script&gt;platform" in client.get(addresses(planned)["board"]).content.decode()


def test_reading_a_page_is_written_down_first(planned, salma):
    client = signed_in(salma)
    for url in addresses(planned).values():
        before = HouseEvent.objects.filter(action="plan.read").count()
        client.get(url)
        assert HouseEvent.objects.filter(action="plan.read").count() == before + 1


def test_who_controls_or_administers_sees_no_plan(planned):
    for function in ("administrator", "auditor"):
        client = signed_in(officer(function))
        for name, url in addresses(planned).items():
            assert client.get(url).status_code in (403, 404), (function, name)


def test_a_stranger_is_asked_to_sign_in(planned, client):
    for url in addresses(planned).values():
        assert client.get(url).status_code == 302


BAD = [
    pytest.param("timeline", "?scale=centuries&from=yesterday", 200, id="no such scale"),
    pytest.param("timeline", "?scale=week&from=9999-12-31", 200, id="a day at the end of time"),
    pytest.param("timeline", "?scale=month&from=0001-01-01", 200, id="a day at its beginning"),
    pytest.param("calendar", "?month=2026-99", 200, id="no such month"),
    pytest.param("calendar", "?month=0001-01", 200, id="the first month"),
    pytest.param("calendar", "?month=9999-12", 200, id="the last month"),
    pytest.param("year", "?year=%D9%A2%D9%A0", 200, id="no such year"),
    pytest.param("year", "?year=0000", 200, id="the first year"),
    pytest.param("year", "?year=9999", 200, id="the last year"),
    pytest.param("compare", "?from=x&to=99999999999999999999", 200, id="no such revision"),
    pytest.param("compare", "?from=5&to=1", 200, id="backwards"),
    pytest.param("action", "?after=%00%ff", 200, id="no such page"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "status"), BAD)
def test_an_address_that_makes_no_sense_is_answered(planned, salma, name, query, status):
    assert signed_in(salma).get(addresses(planned)[name] + query).status_code == status


@pytest.mark.parametrize("name", ["x", "0" * 64, "z" * 300])
def test_an_action_or_indicator_that_is_not_there_is_not_found(planned, salma, name):
    client = signed_in(salma)
    for of in ("action", "indicator"):
        assert client.get(reverse(f"plan:{of}", args=[planned.reference, name])).status_code == 404


def test_a_matter_that_is_no_plan_has_no_page_here(planned, salma):
    assert signed_in(salma).get(reverse("plan:timeline", args=["MA-AGR-2026-00001"])).status_code == 404
    assert signed_in(salma).get(reverse("plan:board", args=["nothing"])).status_code == 404


def test_the_board_offers_what_this_officer_may_do_and_no_more(planned, salma, dounia):
    url = addresses(planned)["board"]
    deliver = reverse("web:step", args=[planned.reference, "deliver-action"]) + f"?item={planned.one.id}"
    assert deliver in signed_in(salma).get(url).content.decode()
    page = signed_in(dounia).get(url).content.decode()
    assert "/steps/" not in page
    assert reverse("plan:action", args=[planned.reference, planned.one.id]) in page


def test_the_form_of_a_step_names_the_part_it_is_about(planned, salma):
    deliver = reverse("web:step", args=[planned.reference, "deliver-action"]) + f"?item={planned.one.id}"
    page = speaking(salma, "fr").get(deliver).content.decode()
    assert "Former les enquêteurs" in unescape(page.partition('<form method="post" class')[0])


def test_the_board_has_each_action_in_the_column_of_its_stage(planned, salma):
    page = speaking(salma, "en").get(addresses(planned)["board"])
    counts = {column.stage.name: len(column.cards) for column in page.context["columns"]}
    assert counts == {
        "proposed": 0, "planned": 2, "running": 1, "on-hold": 0, "delivered": 0, "verified": 0, "closed": 0,
    }  # fmt: skip


def test_a_change_is_proposed_from_the_page_of_its_action(planned, salma, dounia):
    url = reverse("plan:action", args=[planned.reference, planned.two.id])
    form = reverse("web:step", args=[planned.reference, "propose-change"]) + f"?about={planned.two.id}"
    assert form in signed_in(salma).get(url).content.decode()
    assert "selected" in signed_in(salma).get(form).content.decode()
    assert form not in signed_in(dounia).get(url).content.decode()


def test_what_is_to_be_settled_says_for_whom_it_waits(planned, salma):
    page = text_of(speaking(salma, "en").get(reverse("plan:page", args=[planned.reference])))
    assert "waits for the others" in page  # our counter-proposal


def test_an_action_shows_both_ways_what_waits_for_what(planned, salma):
    client = speaking(salma, "fr")
    of_two = text_of(client.get(reverse("plan:action", args=[planned.reference, planned.two.id])))
    assert "Plateforme" in of_two
    of_three = client.get(reverse("plan:action", args=[planned.reference, planned.three.id])).context["page"]
    assert [each.id for each in of_three.waits_for] == [planned.two.id]
    assert of_three.awaited_by == []


def test_as_m1_3_both_proposals_are_listed_by_reference_and_how_each_ended(planned, salma):
    for name in ("compare", "action"):
        of = [planned.reference, planned.two.id] if name == "action" else [planned.reference]
        page = speaking(salma, "en").get(reverse(f"plan:{name}", args=of))
        html = page.content.decode()
        assert f"{planned.reference}/FR-1" in html
        assert f"{planned.reference}/MA-1" in html
    made = {each.reference.rpartition("/")[2]: each for each in page.context["page"].changes}
    assert (made["FR-1"].stage.name, made["MA-1"].stage.name) == ("declined", "open")
    assert made["MA-1"].counters == f"{planned.reference}/FR-1"
    assert page.context["page"].shown.own.stage == "planned"


def test_the_difference_between_two_revisions_is_what_was_agreed_meanwhile(planned, salma):
    page = speaking(salma, "en").get(addresses(planned)["compare"])
    last = page.context["revisions"][0].number
    url = f"{addresses(planned)['compare']}?from={last - 1}&to={last}"
    found = signed_in(salma).get(url).context["differences"]
    assert {(each.how, each.respect, each.before, each.after) for each in found} == {
        ("changed", "starts_on", "2026-10-01", "2026-12-01"),
        ("changed", "ends_on", "2027-06-30", "2027-09-30"),
    }
    whole = signed_in(salma).get(f"{addresses(planned)['compare']}?from=0&to={last}").context["differences"]
    assert {each.how for each in whole} == {"added"}
    assert {planned.one.id, planned.two.id, planned.three.id} <= {each.part for each in whole}


def test_what_was_dropped_by_all_is_a_difference(planned, salma):
    planned.changed(planned.three, "drop", base=planned.later)
    page = speaking(salma, "en").get(addresses(planned)["compare"])
    last = page.context["revisions"][0].number
    url = f"{addresses(planned)['compare']}?from={last - 1}&to={last}"
    (found,) = signed_in(salma).get(url).context["differences"]
    assert (found.how, found.part) == ("dropped", planned.three.id)


def test_the_same_difference_with_itself_is_none(planned, salma):
    url = f"{addresses(planned)['compare']}?from=3&to=3"
    assert signed_in(salma).get(url).context["differences"] == []


def test_what_a_partner_states_in_words_nobody_knows_is_shown_all_the_same(planned, salma):
    """A later list of theirs, or an odd one: it is kept, it counts, and no page falls over it."""
    far = {**planned.of_action(planned.first_objective), "ends_on": "9999-12-31"}
    planned.they("propose-action", {**far, "sort": "teleport"})
    odd = planned.they(
        "propose-dependency", {"first": planned.one.id, "then": planned.two.id, "relation": "XX"}
    )
    planned.we("agree-part", item=odd)
    strange = {"subject": "luck", "level": "cosmic", "measure": "feeling", "action": planned.one.id}
    title = {"title_ar": "مؤشر", "title_fr": "Indicateur", "baseline": "999999999999"}
    measured = planned.they("propose-indicator", {**strange, **title})
    planned.we("agree-part", item=measured)
    client = signed_in(salma)
    for name, url in addresses(planned).items():
        assert client.get(url).status_code == 200, name
    for name in ("actions", "indicators", "plan", "results"):
        assert client.post(reverse("plan:export", args=[planned.reference, name])).status_code == 200, name
    assert client.post(reverse("plan:ics", args=[planned.reference])).status_code == 200


def test_a_part_is_called_what_it_was_called_then(planned, salma):
    new = {"title_ar": "تكوين المحققين", "title_fr": "Former tous les enquêteurs"}
    planned.changed(planned.one, "reword", **new)
    page = speaking(salma, "fr").get(addresses(planned)["compare"])
    last = page.context["revisions"][0].number
    url = f"{addresses(planned)['compare']}?from={last - 1}&to={last}"
    (found,) = signed_in(salma).get(url).context["differences"]
    assert (found.respect, found.before, found.after) == (
        "title",
        "Former les enquêteurs",
        "Former tous les enquêteurs",
    )


def test_of_an_action_that_is_over_nobody_owes_a_report(planned, salma):
    client, url = speaking(salma, "en"), reverse("plan:action", args=[planned.reference, planned.two.id])
    assert "not submitted" in client.get(url).content.decode()
    planned.changed(planned.two, "drop")
    page = client.get(url).content.decode()
    assert "not submitted" not in page
    assert "None is due." in page


def test_assigning_is_offered_only_to_whom_it_leads_somewhere(planned, salma):
    """Whoever works here may read a plan, which names nobody; who works on it is for those who see it."""
    address = reverse("assignments:assign", args=[planned.reference])
    page = reverse("web:matter", args=[planned.reference])
    for reader, is_offered in ((salma, True), (officer("group-chair"), False)):
        client = signed_in(reader)
        assert (address in client.get(page).content.decode()) is is_offered
        assert (client.get(address).status_code == 200) is is_offered


def test_what_is_late_says_the_action_by_its_code_and_what_of_it_is_owed(planned, salma, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: planned.now + timedelta(days=60))  # the handbook is overdue
    page = text_of(signed_in(salma).get(reverse("plan:late", args=[planned.reference])))
    row = next(each for each in page.split("remise du livrable")[1:])
    assert re.search(r"Guide des procédures\s+FUG-1\s+Former les enquêteurs", row)


def test_an_item_says_who_proposed_it(planned, salma):
    page = text_of(signed_in(salma).get(reverse("web:matter", args=[planned.reference])))
    assert re.search(r"\(proposition de\s+FR\s*\)", page)


def test_an_officer_whom_nobody_here_knows_is_said_to_be_one_of_their_side(planned, salma, monkeypatch):
    monkeypatch.setattr("mithaq.node.web.views.names_of", lambda _: {})
    page = text_of(signed_in(salma).get(reverse("web:matter", args=[planned.reference])))
    assert re.search(r"\(un agent de la partie [^)]+, référence\s+[0-9a-f]{16}\s*\)", page)
