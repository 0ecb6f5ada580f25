"""The parts of the common look, rendered and looked at by machine."""

import re

import pytest
from django.urls import NoReverseMatch

from tests.node.web.look import ARGUMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.node.web.gallery")]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def _page(client, language, query=""):
    return client.get(f"/look/{query}", headers={"accept-language": language})


@LANGUAGES
def test_every_part_is_drawn_in_every_language(client, language):
    page = _page(client, language)
    text = page.content.decode()
    assert page.status_code == 200
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text
    assert "<title>" in text


def test_hostile_text_stays_text(client):
    assert b"<b>&quot;Ahmed" not in _page(client, "fr").content
    assert "&lt;b&gt;&quot;Ahmed&quot; أحمد&lt;/b&gt;" in _page(client, "fr").content.decode()


def test_each_component_of_a_plate_has_an_isolate_of_its_own(client):
    text = _page(client, "ar").content.decode()
    plate = '<bdi dir="ltr" class="ident"><bdi>12345</bdi>-<bdi>أ</bdi>-<bdi>6</bdi></bdi>'
    assert plate in text


def test_an_error_is_tied_to_its_field(client):
    text = _page(client, "fr", "?wrong").content.decode()
    assert 'href="#id_purpose"' in text
    assert re.search(r'<textarea[^>]*aria-describedby="id_purpose_helptext id_purpose_error"', text)
    assert 'id="id_purpose_error"' in text


def test_nothing_inline_and_nothing_from_elsewhere(client):
    page = _page(client, "ar")
    text = page.content.decode()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)|\son\w+=|https?://", text)


def test_no_product_address_leads_to_the_gallery():
    from django.urls import reverse

    with pytest.raises(NoReverseMatch):
        reverse("look", urlconf="mithaq.front.config.urls")


@pytest.mark.browser
@pytest.mark.parametrize(("language", "light"), [("ar", "light"), ("fr", "dark"), ("ar", "dark")])
def test_axe_finds_nothing(live_server, chromium_path, language, light):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        page = browser.new_page(locale=language, color_scheme=light)
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(f"{live_server.url}/look/?wrong")
        assert page.locator(".duty").count(), "this is not the gallery"
        found = Axe().run(page)
        browser.close()
    assert found.violations_count == 0, found.generate_report()
    assert not [text for text in refused if "Content Security Policy" in text and "axe" not in text]


@pytest.mark.browser
def test_a_plate_reads_from_left_to_right_on_an_arabic_page(live_server, chromium_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        page = browser.new_page(locale="ar")
        page.goto(f"{live_server.url}/look/")
        parts = page.locator("bdi.ident", has_text="12345-").first.locator("bdi")
        places = [parts.nth(number).bounding_box()["x"] for number in range(3)]
        browser.close()
    assert places == sorted(places)
