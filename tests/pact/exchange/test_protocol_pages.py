"""The examples in docs/protocol are true: our code reads them and makes them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from mithaq.pact.exchange.card import phrase, phrase_in_digits
from mithaq.pact.exchange.receipt import read_receipt
from mithaq.pact.ledger.body import commitment, encode_body, read_body
from mithaq.pact.ledger.checkpoint import verify_checkpoint
from mithaq.pact.ledger.entry import CODE, PARTS, read_entry
from mithaq.pact.ledger.log import leaf_of_entry, leaf_of_receipt, root
from mithaq.pact.ledger.order import in_order
from tests.pact.exchange.parties import AT, PARIS, RABAT, SALT, card_of
from tests.pact.ledger.entries import following, opening

PAGES = Path(__file__).parents[3] / "docs" / "protocol"


def page(name):
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def examples(name, language=""):
    """The fenced blocks of a page."""
    return re.findall(rf"^```{language}\n(.*?)\n```$", page(name), re.DOTALL | re.MULTILINE)


ENTRY = read_entry(examples("entry", "json")[0].encode())
RECEIPT = read_receipt(examples("receipt", "json")[0].encode(), b"")


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_begins_with_an_example_and_is_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    assert any(line.startswith("```") for line in lines[:12])


def test_the_entry_has_the_id_the_page_says():
    assert f"`{ENTRY.id}`" in page("entry")
    assert ENTRY.opens


def test_every_part_of_a_header_is_described():
    assert [name for name in PARTS if f"`{name}`" not in page("entry")] == []
    assert f"`{CODE}`" in page("entry")


def test_the_body_is_the_one_the_entry_commits_to():
    body = examples("entry", "json")[1].encode()
    assert f"`{SALT.hex()}`" in page("entry")
    assert commitment(SALT, body) == ENTRY.body
    assert encode_body(read_body(body)) == body


def test_the_receipt_is_of_that_entry():
    assert (RECEIPT.entry, RECEIPT.by, RECEIPT.key) == (ENTRY.id, "FR", PARIS.fingerprint)
    assert timedelta() < RECEIPT.at - ENTRY.at < timedelta(minutes=1)


def test_the_log_holds_that_entry_and_that_receipt():
    leaves = [leaf_of_entry(ENTRY.id), leaf_of_receipt(RECEIPT.statement)]
    for value in (*leaves, root(leaves)):
        assert value.hex() in page("log")


def test_the_checkpoint_is_of_that_log_and_cosigned():
    text = examples("checkpoint")[0] + "\n"
    witnessed = verify_checkpoint(text, {"MA": [RABAT.public().ed25519], "FR": [PARIS.public().ed25519]})
    assert witnessed.checkpoint.root.hex() in page("log")
    [cosignature] = witnessed.cosignatures
    assert cosignature.at == AT + timedelta(seconds=3)
    assert f"time {int(cosignature.at.timestamp())}\n" in page("checkpoint")


def test_the_phrase_is_that_of_the_two_cards():
    cards = card_of("MA", RABAT), card_of("FR", PARIS)
    for said in (phrase(*cards, "en"), phrase_in_digits(*cards)):
        assert " ".join(said[:6]) in page("card")
        assert " ".join(said[6:]) in page("card")


def test_the_order_is_the_one_on_the_page():
    ask = opening()
    answer = following(ask, author="FR", step="answer")
    note = following(ask, step="note", prev=ask.id)
    withdraw = following(ask, step="withdraw", after=[note.id], prev=note.id)
    held = [answer, withdraw, ask, note]
    assert in_order(held, lambda entry: entry.step != "withdraw") == [ask, note, withdraw, answer]
