"""From a search to a candidate, in a browser: letters stand under each other, from either side."""

import pytest
from django.urls import reverse

from mithaq.node.persons.imports import import_file
from tests.browser import follow
from tests.node.people import officer
from tests.node.persons.files import NOW, OFFICER, csv_file
from tests.node.web.look import PHONE
from tests.node.web.test_browser import _over_plain_http, browse

__all__ = ["_over_plain_http", "browse"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COLUMNS = """frame => [...frame.querySelectorAll("tr")].map(
    row => [...row.querySelectorAll("td")].map(cell => Math.round(cell.getBoundingClientRect().left)))"""


@pytest.fixture
def listed(settings, tmp_path):
    """A list of two invented people, on a node that asks for no second factor."""
    settings.HOME, settings.SECOND_FACTOR_REQUIRED = tmp_path / "home", False
    rows = csv_file(tmp_path, "1,Khaled Ben Zitoun,1984-05-06", "2,Salma Lahrichi,1990")
    import_file(rows, "csv", officer=OFFICER, now=NOW)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("language", "light", "script"), [("ar", "light", False), ("fr", "dark", True)], ids=["ar", "fr"]
)
def test_a_candidate_is_found_and_compared(browse, language, light, script):
    from axe_playwright_python.sync_playwright import Axe

    persona = officer("duty-officer", language=language)
    page = browse(persona, reverse("persons:register"), color_scheme=light, java_script_enabled=script)
    page.fill("#id_name", "خالد بنزيتون")
    page.fill("#id_born", "1984-06-05")
    page.fill("#id_case", "2026/1234")
    page.fill("#id_reason", "Fraud, suspect, identify")
    follow(page, "main form button.button:not(.second)")
    follow(page, "article button[formaction]")
    assert "/match/" in page.url
    assert "%" not in page.url
    tables = page.locator(".letters").all()
    assert tables
    for (
        table
    ) in tables:  # Arabic and Latin run against each other: two columns, and each word whole at its head
        pairs = [row for row in table.evaluate(COLUMNS) if row]
        assert len({tuple(pair) for pair in pairs}) == 1
        asked, found = table.locator("th bdi").all_inner_texts()
        assert asked in "خالد بنزيتون"
        assert found.casefold() in "khaled benzitoun"
    assert page.locator(".weights > li.whole rect").count() == 1
    if script:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(PHONE)
    width = page.locator("html").evaluate("page => page.scrollWidth") if script else 0
    assert width <= PHONE["width"]
    follow(page, f"button[formaction='{reverse('persons:register')}']")
    assert page.input_value("#id_name") == "خالد بنزيتون"


@pytest.mark.usefixtures("listed")
def test_latin_words_read_from_the_left_on_an_arabic_page(browse):
    page = browse(officer("duty-officer", language="ar"), reverse("persons:register"))
    page.fill("#id_name", "Khalid Benzitoun")
    page.fill("#id_born", "1984-06-05")
    page.fill("#id_case", "2026/1234")
    page.fill("#id_reason", "Fraud, suspect, identify")
    follow(page, "main form button.button:not(.second)")
    follow(page, "article button[formaction]")
    tables = page.locator(".letters").all()
    assert tables
    for table in tables:
        asked, found = table.evaluate(COLUMNS)
        assert asked == found == sorted(asked)  # under each other, from the left
