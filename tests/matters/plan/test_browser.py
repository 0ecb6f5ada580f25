"""The plan's pages in a browser: as axe sees them, by keyboard alone, on a telephone."""

import pytest
from django.urls import reverse

from tests.browser import follow
from tests.matters.plan.test_pages import addresses
from tests.node.web.look import PHONE
from tests.node.web.test_browser import browse
from tests.node.web.test_screens import speaking

__all__ = ["browse"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _over_plain_http(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False


def visit(page, path):
    """Another page of the same node."""
    page.goto(page.url.split("/plan/")[0] + path)


@pytest.mark.parametrize(("language", "light"), [("ar", "light"), ("fr", "dark")])
def test_axe_finds_nothing_on_any_page_of_the_plan(browse, planned, salma, language, light):
    from axe_playwright_python.sync_playwright import Axe

    pages = addresses(planned)
    page = browse(speaking(salma, language), pages["timeline"], color_scheme=light)
    for name, path in pages.items():
        visit(page, path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}\n{found.generate_report()}"


def test_the_keyboard_alone_reaches_each_action_of_the_timeline(browse, planned, salma):
    page = browse(speaking(salma, "fr"), addresses(planned)["timeline"])
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    actions = [
        reverse("plan:action", args=[planned.reference, each.id]) for each in (planned.one, planned.two)
    ]
    assert all(action in reached for action in actions)
    page.locator(f'.only-desk a[href="{actions[0]}"]').focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    follow(page, ":focus", key="Enter")
    assert page.url.endswith(actions[0])


def test_in_arabic_the_first_action_begins_to_the_right_of_the_later_one(browse, planned, salma):
    for language, first_is_right in (("ar", True), ("fr", False)):
        page = browse(speaking(salma, language), addresses(planned)["timeline"] + "?scale=quarter")
        bars = page.locator(".only-desk rect.bar-run")
        first, later = (bars.nth(number).bounding_box() for number in (0, 2))
        begins = [box["x"] + (box["width"] if first_is_right else 0) for box in (first, later)]
        assert (begins[0] > begins[1]) is first_is_right
        titles = page.locator(".only-desk text.title").first.bounding_box()
        assert (titles["x"] > first["x"]) is first_is_right


def test_on_paper_the_bars_are_there_and_nothing_to_press(browse, planned, salma):
    page = browse(speaking(salma, "ar"), addresses(planned)["timeline"])
    page.emulate_media(media="print")
    assert page.locator(".only-desk rect.bar-run").first.is_visible()
    assert not page.locator(".doors").is_visible()
    assert not page.locator(".only-phone").is_visible()


def test_nothing_is_wider_than_a_telephone(browse, planned, salma):
    pages = addresses(planned)
    page = browse(speaking(salma, "ar"), pages["timeline"], viewport=PHONE)
    for name, path in pages.items():
        visit(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name


def test_the_pages_work_without_a_script(browse, planned, salma):
    page = browse(speaking(salma, "fr"), addresses(planned)["timeline"], java_script_enabled=False)
    follow(page, "text=Mois")
    follow(page, "text=Plus tard")
    assert "scale=month&from=" in page.url
    page.goto(page.url.split("?")[0].replace("timeline", "revisions"))
    page.select_option("#from", "0")
    follow(page, "text=Comparer")
    assert "from=0" in page.url


def test_a_table_is_brought_in_by_hand(browse, planned, salma):
    from tests.matters.plan.test_files import LINE, as_csv

    page = browse(speaking(salma, "fr"), addresses(planned)["files"])
    table = {"name": "plan.csv", "mimeType": "text/csv", "buffer": as_csv(LINE)}
    page.set_input_files("input[type=file]", table)
    follow(page, "text=Aperçu")
    assert "Un objectif nouveau" in page.content()
    follow(page, "button:has-text('Préparer')")
    assert page.url.endswith("/drafts/")
    assert "attend une seconde personne" in page.content()


def test_a_second_paper_is_given_while_the_first_has_just_been(browse, planned, salma):
    page = browse(speaking(salma, "fr"), addresses(planned)["timeline"])
    page.locator("details.drop:has(button[formaction*='/paper/']) summary").first.click()
    for language in ("ar", "fr"):
        with page.expect_download() as given:
            page.locator(f"button[formaction$='/paper/{language}/']").click()
        assert given.value.suggested_filename.endswith(f"-{language}.pdf")
