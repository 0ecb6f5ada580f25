"""Erasing in a browser: as axe sees its pages, and by keyboard alone without a script."""

import pytest
from django.urls import reverse

from mithaq.node.ledger import erasures
from mithaq.node.ledger.models import BodyKey, Erasure
from tests.browser import follow
from tests.node.people import officer
from tests.node.simulated import NOW
from tests.node.web.test_browser import _over_plain_http, browse
from tests.node.web.test_erasures import GROUND, PAGE, asked, dpo, ours, received

__all__ = ["_over_plain_http", "asked", "browse", "dpo", "received"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "light"), [("ar", "light"), ("fr", "dark")])
def test_axe_finds_nothing_on_any_page_of_erasing(browse, received, salma, language, light):
    from axe_playwright_python.sync_playwright import Axe

    first, second = (officer(each, language=language) for each in ("dpo", "legal-adviser"))
    unsettled = reverse("web:erase", args=[ours(salma).reference])
    asking = browse(first, reverse("web:erasures"), color_scheme=light)
    base = asking.url.removesuffix(reverse("web:erasures"))
    confirming = browse(second, reverse("web:erasures"), color_scheme=light)

    def looked_at(page, path):
        page.goto(base + path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"

    for path in (reverse("web:erasures"), PAGE, unsettled, "/house/"):
        looked_at(asking, path)
    waits = erasures.ask(first, received.id, ground=GROUND, now=NOW)
    for path in (reverse("desk:desk"), reverse("web:erasures"), PAGE):
        looked_at(confirming, path)
    looked_at(asking, PAGE)
    erasures.confirm(second, waits, now=NOW)
    for path in (PAGE, reverse("web:erasures")):
        looked_at(asking, path)


def test_it_is_asked_for_by_keyboard_alone_without_a_script(browse, received, dpo):
    page = browse(dpo, PAGE, java_script_enabled=False)
    page.focus("#id_ground_0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    follow(page, ":focus", key="Enter")
    assert page.locator(".notice.good", has_text="Asked for.").is_visible()
    assert Erasure.objects.get().ground == "end-of-retention"


def test_the_last_word_is_given_by_keyboard_alone_without_a_script(browse, asked):
    page = browse(officer("head-of-service", language="en"), PAGE, java_script_enabled=False)
    page.focus("button.stop")
    follow(page, ":focus", key="Enter")
    assert page.locator(".notice.good", has_text="Erased.").is_visible()
    assert not BodyKey.objects.filter(entry=asked.matter).exists()
