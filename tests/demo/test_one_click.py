"""What only a demonstration answers: from this machine alone, and never on a product node."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.node.people import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """A node of the demonstration, as far as its addresses go."""
    settings.ROOT_URLCONF = "mithaq.demo.urls"
    settings.SECOND_FACTOR_REQUIRED = False
    return officer("duty-officer", username="yassine.bennis")


def click(who, **extra):
    client = Client()
    answer = client.post("/demo/sign-in/", {"who": who, "next": "/"}, **extra)
    return client, answer


def test_one_click_signs_a_persona_in(demo):
    client, answer = click("yassine.bennis")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(demo.pk)


@pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.20", "2001:db8::1", "", "nonsense"])
def test_whoever_asks_from_elsewhere_is_refused(demo, address):
    client, answer = click("yassine.bennis", REMOTE_ADDR=address)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_only_personas_of_this_node_can_be_chosen(demo):
    officer("administrator", username="somebody.else")
    assert click("somebody.else")[1].status_code == 404
    assert click("claire.morel")[1].status_code == 404


def test_one_is_led_nowhere_else(demo):
    answer = Client().post("/demo/sign-in/", {"who": "yassine.bennis", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_a_product_node_has_no_such_address(db):
    with pytest.raises(NoReverseMatch):
        reverse("demo-sign-in")
    assert Client().post("/demo/sign-in/", {"who": "yassine.bennis"}).status_code in (302, 404)
