"""Where a browser is found, and how it is led. `python -m tests.browser` answers by its exit status."""

import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def chromium() -> str | None:
    """The path of Chromium, or nothing. MITHAQ_TEST_CHROMIUM names another one."""
    named = os.environ.get("MITHAQ_TEST_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def follow(page: "Page", what: str, *, key: str = "") -> None:
    """Click what leads to a page, or press a key on it, and wait until that page is there whole.

    A click alone returns as soon as the address is the new one: what is read at once may still be nothing.
    """
    with page.expect_navigation():
        page.press(what, key) if key else page.click(what)


if __name__ == "__main__":
    sys.exit(chromium() is None)
