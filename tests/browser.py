"""Where a browser is found. `python -m tests.browser` answers by its exit status."""

import os
import shutil
import sys


def chromium() -> str | None:
    """The path of Chromium, or nothing. MITHAQ_TEST_CHROMIUM names another one."""
    named = os.environ.get("MITHAQ_TEST_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


if __name__ == "__main__":
    sys.exit(chromium() is None)
