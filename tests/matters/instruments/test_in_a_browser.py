"""The room in a browser: as axe sees it, and a passkey that signs what everybody verifies."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from mithaq.node.ledger import drafts
from mithaq.node.ledger.models import Draft
from mithaq.pact.exchange import signatory
from tests.matters.instruments.negotiated import COMMITTEE, ready_to_sign
from tests.node.officers.screens import signed_in
from tests.node.web.look import ARGUMENTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _over_plain_http(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False


@pytest.fixture
def browse(live_server, chromium_path):
    """Opens a page as an officer who is signed in; asserts that the browser refused nothing."""
    from playwright.sync_api import sync_playwright

    refused = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)

        def opened(persona, path, **context):
            tab = browser.new_context(**context)
            name = django_settings.SESSION_COOKIE_NAME
            session = signed_in(persona).cookies[name].value
            tab.add_cookies([{"name": name, "value": session, "url": live_server.url}])
            page = tab.new_page()
            page.on("console", lambda said: refused.append(said.text))
            page.goto(live_server.url + path)
            return page

        yield opened
        browser.close()
    assert not [text for text in refused if "Security Policy" in text and "axe" not in text]


@pytest.mark.parametrize(("language", "light"), [("ar", "light"), ("fr", "dark")])
def test_axe_finds_nothing_on_any_page_of_the_room(browse, paris, language, light):
    from axe_playwright_python.sync_playwright import Axe

    told, first, second = ready_to_sign(paris)
    told.edited_by_them(first, first)
    told.edited_by_us(first, first, ("يحدث الطرفان لجنة.", COMMITTEE[1]))
    told.we("comment-article", {"text": "À relire ensemble."}, item=second.id)
    told.ours.language = language
    told.ours.save()
    paths = [
        reverse(f"instruments:{name}", args=[told.reference])
        for name in ("text", "board", "signing", "own-key")
    ]
    paths.append(reverse("instruments:article", args=[told.reference, first.id]))
    page = browse(told.ours, paths[0], color_scheme=light)
    base = page.url.removesuffix(paths[0])
    for path in paths:
        page.goto(base + path)
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(each["id"], each["nodes"][0]["html"][:200]) for each in found])


def test_a_passkey_is_made_and_signs_the_frozen_hash(browse, paris):
    told, *_ = ready_to_sign(paris)
    path = reverse("instruments:own-key", args=[told.reference])
    page = browse(told.ours, path)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.get_by_role("button", name="Créer une clé d’accès").click()
    page.wait_for_url("**/drafts/**")
    named = drafts.content(Draft.objects.get(step="name-signatory")).act.values
    assert (named["method"], named["domain"]) == ("passkey", "localhost")
    person = {
        "name": "TESTNOM Canari",
        "name_ar": "كناري تجريبي",
        "titles": [{"language": "fr", "title": "Directeur général"}],
    }
    told.we("name-signatory", named | person, item="MA", basis="instrument")

    page.goto(page.url.partition("/drafts/")[0] + path)
    page.get_by_role("button", name="Signer avec la clé d’accès").click()
    page.wait_for_url("**/drafts/**")
    said = drafts.content(Draft.objects.get(step="initial")).act.values
    assert said["hash"] == told.hash
    proof = signatory.Assertion(
        *(signatory.read_bytes(said[part]) for part in ("authenticator_data", "client_data", "signature"))
    )
    signatory.check_passkey(named["key"], domain="localhost", act="initial", content=told.hash, proof=proof)
    initial = told.we("initial", said | {"place": "Rabat", "signed_on": "2026-11-24"}, item="MA")
    assert told.standing.state.item("fixing", "MA").latest("initial") == initial
    signing = page.goto(
        page.url.partition("/drafts/")[0] + reverse("instruments:signing", args=[told.reference])
    )
    assert "prouvée ici par la clé propre de la personne" in signing.text()
