"""The page of deconfliction: an activity put aside, what is wrong with it, whom to call in red."""

import html
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from mithaq.matters.deconfliction.activities import visible_to
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.rules.presence import token_of_identifier
from tests.node.officers.screens import once, signed_in
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
PAGE = "deconfliction:activities"
CALLED = "Salma, permanence +212 5 37 00 00 01"


def typed(hours):
    at = (NOW + timedelta(hours=hours)).astimezone(ZoneInfo("Africa/Casablanca"))
    return at.strftime("%Y-%m-%dT%H:%M")


def filled(register, **changes):
    return once(**{
        "register": register.id, "label": "Équipe du quai 7", "from_at": typed(1), "until_at": typed(3),
        "latitude": "35,889400", "longitude": "-٥.٥٠٢", "radius_m": "200", "contact": CALLED, **changes,
    })  # fmt: skip


def sent(register, **changes):
    answer = signed_in(register.planner).post(reverse(PAGE), filled(register, **changes))
    return answer, html.unescape(answer.content.decode())


def test_an_activity_is_put_aside_once_and_its_points_leave(register):
    form, client = filled(register, sort="vehicle", identifier="12345-أ-6"), signed_in(register.planner)
    for _ in range(2):
        assert client.post(reverse(PAGE), form).url == reverse(PAGE)
    (kept,) = visible_to(register.planner)
    assert kept.activity.contact == CALLED
    assert "place 1|7975|-1223|498754" in kept.activity.tokens
    assert token_of_identifier("vehicle", "12345 أ 6") in kept.activity.tokens
    assert [entry.id for entry in register.entries("submit-activity")] == [kept.entry]


WRONG = {
    "it ends before it begins": ({"until_at": typed(0)}, "La fin précède le début"),
    "it lasts two days": ({"until_at": typed(49)}, "dépasse 24 heures"),
    "it was yesterday": ({"from_at": typed(-30), "until_at": typed(-26)}, "déjà terminée"),
    "it is nowhere": ({"latitude": "", "longitude": ""}, "où elle se déroule"),
    "a number of nothing": ({"identifier": "12345"}, "ce qui est surveillé et son numéro"),
    "half a day in a wide circle": ({"radius_m": "1000", "until_at": typed(20)}, "Trop étendue"),
    "beyond the pole": ({"latitude": "91"}, "90"),
}


@pytest.mark.parametrize(("changes", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_compared_comes_back_with_a_sentence(register, changes, told):
    answer, text = sent(register, **changes)
    assert answer.status_code == 200
    assert told in text
    assert "Équipe du quai 7" in text  # nothing typed is lost
    assert not register.entries("submit-activity")


SAYS = {
    "ar": ("أنشطتنا", "تضارب", "اتصلوا بزميلكم"),
    "fr": ("Nos activités", "conflit", "appelez votre collègue"),
    "en": ("Our activities", "collision", "call your colleague"),
}


@pytest.mark.parametrize("language", SAYS)
def test_a_collision_is_red_and_says_whom_to_call_in_the_readers_language(register, language):
    ours, theirs = register.puts_aside("place 1|1|1|1"), register.submits("place 1|1|1|1")
    register.goes_round()
    register.gives_back(ours, theirs)
    register.says(
        "state-match", item=ours.id, says={"own": theirs.id}, body={"contact": "Claire, +33 1 00 00 00 01"}
    )
    register.planner.language = language
    register.planner.save()
    client, (title, stage, alert) = signed_in(register.planner), SAYS[language]
    page = html.unescape(client.get(reverse(PAGE)).content.decode())
    for told in (title, stage, "Claire, +33 1 00 00 00 01", "Équipe du quai 7"):
        assert told in page
    assert alert in html.unescape(client.get("/").content.decode())
    assert HouseEvent.objects.filter(action="deconfliction.read").count() == 1


@pytest.mark.parametrize("function", ["duty-officer", "auditor", "translator"])
def test_the_page_is_for_whoever_plans(register, function):
    assert signed_in(officer(function)).get(reverse(PAGE)).status_code == 403


def test_without_a_register_the_page_says_that_nothing_is_compared(register):
    stranger = officer("operations-commander", language="en")
    page = html.unescape(signed_in(stranger).get(reverse(PAGE)).content.decode())
    assert "No activity is being compared." in page
