"""The page of deconfliction in a browser: as axe sees it, and on a telephone."""

import pytest
from django.urls import reverse

from tests.node.web.look import PHONE
from tests.node.web.test_browser import browse
from tests.node.web.test_screens import speaking

__all__ = ["browse"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def collided(register, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    ours, theirs = register.puts_aside("place 1|1|1|1"), register.submits("place 1|1|1|1")
    register.goes_round()
    register.gives_back(ours, theirs)
    called = {"contact": "Claire, permanence +33 1 00 00 00 01"}
    register.says("state-match", item=ours.id, says={"own": theirs.id}, body=called)
    return register


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(browse, collided, language):
    from axe_playwright_python.sync_playwright import Axe

    persona, address = speaking(collided.planner, language), reverse("deconfliction:activities")
    found = Axe().run(browse(persona, address))
    assert found.violations_count == 0, found.generate_report()
    page = browse(persona, address, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
