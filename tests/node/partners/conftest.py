"""Every test of partners starts with keys of our own."""

import shutil

import pytest

from tests.node.partners.cards import own_keys_in


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Our key file and card: stretching the passphrase takes long enough to do it once."""
    return own_keys_in(tmp_path_factory.mktemp("ourselves"))


@pytest.fixture(autouse=True)
def ourselves(made_once, settings):
    """Our card; the file is shared by tests that change nothing in it."""
    settings.KEY_FILE, card = made_once
    return card


@pytest.fixture
def alone(made_once, settings, tmp_path):
    """A copy of the key file, for a test that changes it."""
    file, _ = made_once
    shutil.copytree(file.parent, tmp_path / "keys")
    settings.KEY_FILE = tmp_path / "keys" / "node.keys"
