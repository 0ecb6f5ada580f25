"""The room of assistance in a browser: as axe sees it, and on a telephone."""

import pytest

from tests.node.web.look import PHONE
from tests.node.web.test_browser import browse
from tests.node.web.test_screens import speaking

__all__ = ["browse"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "light"), [("ar", "light"), ("fr", "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(browse, busy, settings, language, light):
    from axe_playwright_python.sync_playwright import Axe

    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    persona = speaking(busy.manager, language)
    found = Axe().run(browse(persona, "/assistance/", color_scheme=light))
    assert found.violations_count == 0, found.generate_report()
    page = browse(persona, "/assistance/", viewport=PHONE)
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
