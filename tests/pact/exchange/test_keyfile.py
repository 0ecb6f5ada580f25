"""The key file: opened by its passphrase, by nothing else, and never changed unnoticed."""

import pytest

from mithaq.pact.exchange.errors import KeyFileClosed
from mithaq.pact.exchange.keyfile import MAGIC, open_keyfile, seal_keyfile
from tests.pact.exchange.parties import PARIS, RABAT

SEALED = seal_keyfile([RABAT, PARIS], "a passphrase")


def test_pairs_come_back_in_their_order():
    assert open_keyfile(SEALED, "a passphrase") == (RABAT, PARIS)


def test_the_same_pairs_are_never_sealed_alike():
    assert seal_keyfile([RABAT, PARIS], "a passphrase") != SEALED


def test_no_secret_stands_in_the_file():
    for secret in (RABAT.ed25519_seed, RABAT.mldsa_seed, RABAT.xwing_seed):
        assert secret not in SEALED
        assert secret.hex().encode() not in SEALED


def changed(where):
    sealed = bytearray(SEALED)
    sealed[where] ^= 1
    return bytes(sealed)


@pytest.mark.parametrize(
    ("sealed", "passphrase"),
    [
        pytest.param(SEALED, "another", id="another passphrase"),
        pytest.param(SEALED, "", id="no passphrase"),
        pytest.param(SEALED[:-40], "a passphrase", id="cut short"),
        pytest.param(MAGIC, "a passphrase", id="nothing but its name"),
        pytest.param(b"", "a passphrase", id="nothing"),
        pytest.param(SEALED.replace(b"32768", b"00001"), "a passphrase", id="a cheaper stretching"),
        pytest.param(changed(len(MAGIC) + 3), "a passphrase", id="another salt"),
        pytest.param(changed(len(SEALED) - 9), "a passphrase", id="one bit turned"),
    ],
)
def test_a_named_attack_opens_nothing(sealed, passphrase):
    with pytest.raises(KeyFileClosed):
        open_keyfile(sealed, passphrase)
