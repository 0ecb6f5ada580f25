"""Where poppler's tools are found. `python -m tests.poppler` answers by its exit status."""

import shutil
import sys


def poppler() -> str | None:
    """The path of `pdfsig`, or nothing."""
    return shutil.which("pdfsig")


if __name__ == "__main__":
    sys.exit(poppler() is None)
