"""The free screens in a browser: without a script, by keyboard alone, and as axe sees them."""

import pytest
from django.conf import settings
from django.urls import reverse

from mithaq.node.ledger import drafts
from mithaq.node.ledger.models import Draft
from tests.browser import follow
from tests.node.officers.screens import signed_in
from tests.node.web.look import ARGUMENTS, PHONE
from tests.node.web.test_screens import FORM, asked, received, speaking

__all__ = ["asked", "received"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browse(live_server, chromium_path):
    """Opens a page as an officer who is signed in; asserts that the browser refused nothing."""
    from playwright.sync_api import sync_playwright

    refused = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)

        def opened(persona, path, **context):
            tab = browser.new_context(**context)
            session = signed_in(persona).cookies[settings.SESSION_COOKIE_NAME].value
            tab.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
            page = tab.new_page()
            page.on(
                "console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None
            )
            page.goto(live_server.url + path)
            return page

        yield opened
        browser.close()
    assert not [text for text in refused if "axe" not in text]


@pytest.fixture(autouse=True)
def _over_plain_http(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("language", "light"), [("ar", "light"), ("fr", "dark")])
def test_axe_finds_nothing_on_any_screen(browse, received, salma, language, light):
    from axe_playwright_python.sync_playwright import Axe

    persona = speaking(salma, language)
    signed_in(persona).post(reverse("web:open", args=["inquiry"]), FORM)
    page = browse(persona, reverse("web:matters"), color_scheme=light)
    base = page.url.removesuffix(reverse("web:matters"))
    for path in (
        reverse("web:matters"),
        reverse("web:matter", args=[received.reference]),
        reverse("web:step", args=[received.reference, "answer"]) + "?item=MA",
        reverse("web:open", args=["inquiry"]),
        reverse("web:drafts"),
        reverse("web:draft", args=[Draft.objects.get().id]),
        reverse("web:delivery"),
        reverse("papers:verify"),
        reverse("officers:tokens"),
        reverse("api:page"),
        reverse("account_change_password"),
        "/nowhere/",
    ):
        page.goto(base + path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


def test_a_request_is_prepared_without_a_script(browse, paris, salma):
    page = browse(speaking(salma, "fr"), reverse("web:open", args=["inquiry"]), java_script_enabled=False)
    page.fill("#id_title", "Vérification d’un véhicule")
    page.fill("[name=questions-0-text]", "À qui appartient ce véhicule ?")
    follow(page, "button[name=add-row][value=questions]")
    page.fill("[name=questions-1-text]", "Où se trouve-t-il ?")
    follow(page, ".does button[name=save]")
    values = drafts.content(Draft.objects.get()).act.values
    assert values["title"] == "Vérification d’un véhicule"
    assert [row["text"] for row in values["questions"]] == [
        "À qui appartient ce véhicule ?",
        "Où se trouve-t-il ?",
    ]


def test_a_row_is_added_where_the_hand_is(browse, paris, salma):
    page = browse(salma, reverse("web:open", args=["inquiry"]))
    page.fill("[name=questions-0-text]", "À qui appartient ce véhicule ?")
    page.click("button[name=add-row][value=questions]")
    page.locator("[name=questions-1-text]:focus").wait_for()  # by the script, on the same page
    page.keyboard.type("Où se trouve-t-il ?")
    follow(page, ".does button[name=save]")
    assert len(drafts.content(Draft.objects.get()).act.values["questions"]) == 2


def test_the_keyboard_alone_reaches_the_content_and_the_rows(browse, asked, received, salma):
    page = browse(salma, reverse("web:matters"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    second = page.locator("[data-rows] a.whole").nth(1).get_attribute("href")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second}")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("dialog#keys").wait_for(state="hidden")
    # The second key is waited for a second and a half; on a busy machine it may take longer to be pressed.
    assert any(presses(page, "g", "d") and arrives(page, "/drafts/") for _ in range(4))


def presses(page, *keys) -> bool:
    for key in keys:
        page.keyboard.press(key)
    return True


def arrives(page, address: str) -> bool:
    """Whether the page comes to an address within five seconds."""
    return any(page.url.endswith(address) or page.wait_for_timeout(100) for _ in range(50))


def test_on_a_telephone_every_way_stands_behind_one_word(browse, received, salma):
    page = browse(speaking(salma, "ar"), reverse("web:matters"), viewport=PHONE, java_script_enabled=False)
    assert not page.locator(".ways > ul").is_visible()
    assert page.locator(".ways summary strong").inner_text() == "الملفات"  # where this is
    page.click(".ways summary")
    links = page.locator(".ways details a").all()
    assert len(links) == page.locator(".ways > ul a").count() > 4
    for box in (link.bounding_box() for link in links):
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 44


def test_nothing_is_wider_than_a_telephone(browse, asked, received, salma):
    page = browse(speaking(salma, "ar"), reverse("web:matters"), viewport=PHONE)
    base = page.url.removesuffix(reverse("web:matters"))
    for path in (
        reverse("web:matters"),
        reverse("web:matter", args=[received.reference]),
        reverse("web:step", args=[received.reference, "answer"]) + "?item=MA",
        reverse("web:open", args=["inquiry"]),
        reverse("web:delivery"),
        reverse("papers:verify"),
    ):
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_the_enter_key_puts_aside_and_takes_no_row_away(browse, paris, salma):
    page = browse(speaking(salma, "ar"), reverse("web:open", args=["inquiry"]), java_script_enabled=False)
    page.fill("#id_title", "Vérification d’un véhicule")
    page.fill("[name=questions-0-text]", "À qui appartient ce véhicule ?")
    follow(page, "#id_title", key="Enter")
    said = drafts.content(Draft.objects.get()).act.values
    assert [row["text"] for row in said["questions"]] == ["À qui appartient ce véhicule ?"]
    assert Draft.objects.get().state == Draft.EDITING


def test_on_an_arabic_keyboard_the_keys_are_those_in_the_same_places(browse, asked, received, salma):
    page = browse(speaking(salma, "ar"), reverse("web:matters"))
    pressed = """([key, code]) => document.body.dispatchEvent(
        new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}))"""
    page.evaluate(pressed, ["؟", "Slash"])
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.evaluate(pressed, ["ت", "KeyJ"])
    assert page.evaluate("document.activeElement.matches('[data-rows] a.whole')")
    with page.expect_navigation():
        for key, code in (("ل", "KeyG"), ("لا", "KeyB")):
            page.evaluate(pressed, [key, code])
    assert page.url.endswith("/desk/")


def test_what_was_typed_is_not_left_without_a_word(browse, paris, salma):
    page = browse(speaking(salma, "fr"), reverse("web:open", args=["inquiry"]))
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#id_title").press_sequentially("Vérification")
    page.locator(".ways a").first.click(no_wait_after=True)
    assert any(asked or page.wait_for_timeout(100) for _ in range(50))
    assert asked == ["beforeunload"]
    assert page.input_value("#id_title") == "Vérification"
    follow(page, ".does button[name=save]")  # what is put aside asks nothing
    assert asked == ["beforeunload"]
