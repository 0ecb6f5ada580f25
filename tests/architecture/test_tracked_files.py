"""What the repository must not hold: addresses of registries, paths of a machine, data, keys."""

import re

import pytest

from tests.architecture import sources

# In pieces, so that this file does not find itself.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb.deb" + "ian.org"]
PATHS = ["/work" + "/main", "/work" + "/shared", "/root" + "/", "/opt" + "/wheels"]
NEVER_TRACKED = {".mo", ".sqlite3", ".pem", ".key", ".pyc"}


def _texts():
    for path in sources.tracked():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize("forbidden", [HOSTS, PATHS], ids=["registry hosts", "paths of a machine"])
def test_no_tracked_file_names(forbidden):
    pattern = re.compile("|".join(map(re.escape, forbidden)))
    found = [
        f"{sources.name(path)}: {hit.group()}" for path, text in _texts() for hit in pattern.finditer(text)
    ]
    assert not found


def test_no_data_no_key_and_nothing_compiled_is_tracked():
    assert not [sources.name(path) for path in sources.tracked() if path.suffix in NEVER_TRACKED]


def test_the_lock_files_pin_every_package_by_hash():
    for lock in ("requirements-start.lock", "requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=\S)", (sources.ROOT / lock).read_text(encoding="utf-8").strip())
        assert blocks
        unpinned = [b.splitlines()[0] for b in blocks if "==" not in b or "--hash=sha256:" not in b]
        assert not unpinned


def test_every_dependency_says_why_it_is_there():
    text = (sources.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|postgres|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert len(lists) == 3
    silent = [line for block in lists for line in block.splitlines() if line.strip() and "#" not in line]
    assert not silent


def test_what_is_installed_first_is_part_of_the_whole():
    first, whole = (
        set(re.split(r"\n(?=\S)", (sources.ROOT / lock).read_text(encoding="utf-8").strip()))
        for lock in ("requirements-start.lock", "requirements.lock")
    )
    assert first < whole
