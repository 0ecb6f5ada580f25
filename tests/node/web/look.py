"""Photographs of a node's pages: `python -m tests.node.web.look URL FOLDER [NAME PATH]…`.

Four of each page: a desk of 1366×768 and a phone, light and dark, in the languages asked for.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def photograph(
    browser: Browser,
    url: str,
    folder: Path,
    name: str,
    cookies: list[dict[str, str]],
    *,
    languages: str = "ar fr",
) -> None:
    """One page in each language, size and light."""
    for language in languages.split():
        for size, viewport in (("desk", DESK), ("phone", PHONE)):
            for light in ("light", "dark"):
                context = browser.new_context(viewport=viewport, color_scheme=light, locale=language)  # type: ignore[arg-type]
                context.add_cookies(cookies)  # type: ignore[arg-type]
                page = context.new_page()
                page.goto(url)
                page.evaluate("document.fonts.ready")
                page.screenshot(path=folder / f"{name}-{language}-{size}-{light}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    base, folder, *pages = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, path in zip(pages[::2], pages[1::2], strict=True):
            photograph(browser, base + path, Path(folder), name, [])
        browser.close()
