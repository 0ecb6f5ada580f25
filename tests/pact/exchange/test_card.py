"""Cards: whole, and compared by two officers in words."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.card import (
    LANGUAGES,
    _words,
    phrase,
    phrase_in_digits,
    read_card,
    write_card,
)
from mithaq.pact.exchange.errors import BadCard
from mithaq.pact.exchange.frames import join_frames
from mithaq.pact.ledger import canonical
from tests.pact.exchange.parties import MADRID, NAMES, PARIS, RABAT, STRANGER, card_of

MA, FR = card_of("MA", RABAT), card_of("FR", PARIS, zone="Europe/Paris", address="")
TEXT = write_card(MA)


def armoured(statement, signature=None, pair=RABAT):
    signature = signature or pair.sign(statement, keys.CARD)
    inside = canonical.encode_bytes(join_frames([statement, signature]))
    return f"-----BEGIN MITHAQ AUTHORITY CARD-----\n{inside}\n-----END MITHAQ AUTHORITY CARD-----\n"


def respelt(**changes):
    stated = canonical.decode(MA.statement, what="card", largest=1 << 16, deepest=9)
    return canonical.encode(stated | changes)


def test_what_was_written_is_read():
    assert read_card(TEXT) == MA
    assert MA.names["ar"] == NAMES["ar"]
    assert str(MA) == f"MA {RABAT.fingerprint}"


def test_a_card_survives_mail():
    mailed = "Bonjour,\r\n> voici la carte\r\n\r\n" + TEXT.replace("\n", "\r\n") + "\r\n--\r\nRabat"
    assert read_card(mailed) == MA


def test_lines_are_short_enough_for_mail():
    assert max(map(len, TEXT.splitlines())) <= 64


@given(st.integers(0, len(TEXT) - 2), st.sampled_from("Ab7+=é\u200f"))
def test_one_changed_character_is_noticed(where, character):
    changed = TEXT[:where] + character + TEXT[where + 1 :]
    if "".join(changed.split()) == "".join(TEXT.split()):
        return
    with pytest.raises(BadCard):
        read_card(changed)


@given(st.text() | st.text().map(lambda text: TEXT.splitlines()[0] + text + TEXT.splitlines()[-1]))
def test_any_text_is_a_card_or_refused(text):
    with pytest.raises(BadCard):
        read_card(text)


KEYS = canonical.decode(MA.statement, what="card", largest=1 << 16, deepest=9)["keys"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("", "armour", id="nothing"),
        pytest.param(TEXT[:-40], "armour", id="cut short"),
        pytest.param("x" * 20_000, "too-large", id="too large"),
        pytest.param(armoured(MA.statement, pair=PARIS), "signature", id="in our name, signed by another"),
        pytest.param(
            armoured(MA.statement, RABAT.sign(MA.statement, keys.ENTRY)), "signature", id="signed as an entry"
        ),
        pytest.param(
            armoured(respelt(address="https://elsewhere.example"), MA.signature),
            "signature",
            id="another address",
        ),
        pytest.param(armoured(respelt(code="ma")), "code", id="no authority"),
        pytest.param(armoured(respelt(code=1)), "code", id="a code that is no text"),
        pytest.param(armoured(respelt(zone="Europe/Paris; x")), "zone", id="no zone"),
        pytest.param(
            armoured(respelt(address="file:///etc/passwd")), "address", id="not an address of the web"
        ),
        pytest.param(
            armoured(respelt(address="https://name:word@node.example")),
            "address",
            id="an address with a password",
        ),
        pytest.param(armoured(respelt(names={"en": "x"})), "names", id="names in one language"),
        pytest.param(
            armoured(respelt(names=NAMES | {"fr": "\u202eecnarF"})), "names", id="a name that turns direction"
        ),
        pytest.param(armoured(respelt(names=NAMES | {"fr": ""})), "names", id="an empty name"),
        pytest.param(armoured(respelt(names=NAMES | {"fr": 1})), "names", id="a name that is no text"),
        pytest.param(armoured(respelt(names=["ar", "fr", "en"])), "names", id="names a list"),
        pytest.param(armoured(respelt(more=1)), "wrong-keys", id="a key too many"),
        pytest.param(armoured(respelt(suite="mithaq-2")), "wrong-keys", id="another suite"),
        pytest.param(armoured(respelt(keys={})), "keys", id="no keys"),
        pytest.param(armoured(respelt(keys=KEYS | {"mldsa": "AAAA"})), "keys", id="a key too short"),
        pytest.param(armoured(respelt(keys=KEYS | {"mldsa": "AAA"})), "keys", id="a key that is no base64"),
        pytest.param(armoured(respelt(keys=KEYS | {"not_after": "never"})), "keys", id="a key for ever"),
        pytest.param(armoured(MA.statement + b" "), "not-canonical", id="a space"),
    ],
)
def test_a_named_attack_is_refused_for_its_reason(text, rule):
    with pytest.raises(BadCard) as refused:
        read_card(text)
    assert refused.value.facts == {"rule": rule}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_read_the_same_words(language):
    words = phrase(MA, FR, language)
    assert words == phrase(FR, MA, language)
    assert len(words) == 12
    assert phrase_in_digits(MA, FR) == phrase_in_digits(FR, MA)


def test_words_and_digits_say_the_same_in_every_language():
    for language in LANGUAGES:
        numbers = [_words()[language].index(word) for word in phrase(MA, FR, language)]
        assert tuple(f"{number:03d}" for number in numbers) == phrase_in_digits(MA, FR)


def test_each_card_has_its_own_half():
    with_paris, with_madrid = phrase(MA, FR, "en"), phrase(MA, card_of("ES", MADRID), "en")
    assert with_paris[6:] == with_madrid[6:]  # Rabat's half; ES and FR come before MA
    assert with_paris[:6] != with_madrid[:6]


def test_an_exchanged_card_changes_the_words():
    forged = card_of("MA", STRANGER)
    assert phrase(forged, FR, "fr")[6:] != phrase(MA, FR, "fr")[6:]
    under_another_name = card_of("ES", RABAT)
    assert set(phrase_in_digits(under_another_name, FR)) != set(phrase_in_digits(MA, FR))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_256_words_and_none_twice(language):
    words = _words()[language]
    assert len(words) == 256
    assert [word for word, times in Counter(words).items() if times > 1] == []
    assert not [word for word in words if re.search(r"\s|^$", word)]
