"""The second implementation, continued: cards and their phrases (card.md), and proof files (proof.md)."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests.vectors.second import (
    AUTHORITY,
    Json,
    Keys,
    Refused,
    check,
    check_signed,
    frames,
    is_text,
    one_spelling,
    order,
    read_header,
    read_statement,
    unbase64,
)
from tests.vectors.second_log import check_inclusion, leaf, read_checkpoint

BAD_CARD, BAD_PROOF = "exchange.bad-card", "exchange.bad-proof"
BEGIN, END = "-----BEGIN MITHAQ AUTHORITY CARD-----", "-----END MITHAQ AUTHORITY CARD-----"
CARD = {"suite", "code", "names", "zone", "address", "keys"}
ZONE = "[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}"
ADDRESS = r"(https?://[a-z0-9.-]{1,200}(:\d{1,5})?(/[A-Za-z0-9._~/-]{0,200})?)?"
HIDDEN = "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"


def read_card(text: str) -> Json:
    """What a card states, with its `Keys` under `with`; its own signature verified."""
    _, begin, rest = text.partition(BEGIN)
    armoured, end, _ = rest.partition(END)
    check(len(text) <= 16384 and begin and end, BAD_CARD)
    statement, signature = frames(unbase64("".join(armoured.split()), BAD_CARD), 2, BAD_CARD)
    stated = one_spelling(statement, largest=16384, deepest=2, code=BAD_CARD)
    check(stated.keys() == CARD and stated["suite"] == "mithaq-1", BAD_CARD)
    for name, pattern in {"code": AUTHORITY, "zone": ZONE, "address": ADDRESS}.items():
        check(is_text(stated[name], pattern), BAD_CARD)
    names = stated["names"]
    check(isinstance(names, dict) and names.keys() == {"ar", "fr", "en"}, BAD_CARD)
    check(all(isinstance(name, str) and 1 <= len(name) <= 200 for name in names.values()), BAD_CARD)
    check(not any(re.search(HIDDEN, name) for name in names.values()), BAD_CARD)
    check(isinstance(stated["keys"], dict), BAD_CARD)
    keys = Keys(stated["keys"], BAD_CARD)
    check(keys.signed(statement, signature, "mithaq card 1"), BAD_CARD)
    return stated | {"with": keys}


def phrase(cards: Iterable[tuple[str, str]]) -> bytes:
    """The numbers of the words of two cards, each a code and a fingerprint."""
    return b"".join(
        hashlib.scrypt(key.encode(), salt=f"mithaq phrase 1 {code}".encode(), n=2**14, r=8, p=1, dklen=6)
        for code, key in sorted(cards)
    )


def check_proof(written: bytes, trusted: list[Json]) -> Json:
    """The answer of a proof file, its problems, and what it shows of each entry (proof.md)."""
    proof = _Proof(written, trusted)
    found = proof.checked()
    vouched = all(held["trusted"] for held in _nested(found["entries"]))
    answer = (
        "broken"
        if found["problems"] or not found["entries"]
        else "proven"
        if vouched
        else "authority-unknown"
    )
    return found | {"answer": answer}


def _nested(value: Any) -> Iterator[Json]:
    """Every object inside, however deep, that says whether it is trusted."""
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nested(each)
    if isinstance(value, dict):
        yield value


class _Proof:
    def __init__(self, written: bytes, trusted: list[Json]) -> None:
        check(len(written) <= 64 * 1024 * 1024, BAD_PROOF)
        first, *lines = written.removesuffix(b"\n").split(b"\n")
        head = one_spelling(first, largest=256 * 1024, deepest=6, code=BAD_PROOF)
        check(head.keys() == {"proof", "matter"} and head["proof"] == "mithaq-proof 1", BAD_PROOF)
        self.matter, self.problems = head["matter"], list[tuple[str, str, str]]()
        self.held: dict[str, list[Json]] = {"card": [], "checkpoint": [], "entry": [], "receipt": []}
        for line in lines:
            self._read(one_spelling(line, largest=256 * 1024, deepest=6, code=BAD_PROOF))
        self.cards = {card["with"].fingerprint: card for card in [*self.held["card"], *trusted]}
        self.trusted = {card["with"].fingerprint: card["code"] for card in trusted}
        self.roots: dict[tuple[str, int], Json] = {}

    def _read(self, line: Json) -> None:
        what = next((name for name in self.held if name in line), "")
        signed = what in ("entry", "receipt")
        check(what and line.keys() == {what, *(("signature", "logged") if signed else ())}, BAD_PROOF)
        check(isinstance(line[what], str), BAD_PROOF)
        try:
            if what == "card":
                self.held[what].append(read_card(line["card"]))
            elif what == "checkpoint":
                self.held[what].append({"text": line["checkpoint"]})
            else:
                read = read_header if what == "entry" else read_statement
                signature = unbase64(line["signature"], BAD_PROOF)
                logged = [_place(place) for place in line["logged"]]
                raw = line[what].encode()
                self.held[what].append(
                    {"is": read(raw), "raw": raw, "signature": signature, "logged": logged}
                )
        except Refused:
            raise Refused(BAD_PROOF) from None

    def checked(self) -> Json:
        """Problems, entries in order with receipts and places, what is missing, what was told twice."""
        for each in self.held["checkpoint"]:
            self._note_checkpoint(each["text"])
        entries = {each["is"]["id"]: each for each in self.held["entry"]}
        opening = entries.get(self.matter)
        parties = opening["is"]["parties"] if opening else []
        if not opening:
            self.problems.append(("matter", self.matter, "opening-not-here"))
        if len(entries) < len(self.held["entry"]):
            self.problems.append(("matter", self.matter, "entry-stated-twice"))
        receipts: dict[str, list[Json]] = {}
        seen = set()
        for each in self.held["receipt"]:
            of, by = each["is"]["entry"], each["is"]["by"]
            if of not in entries:
                self.problems.append(("receipt", of, "entry-not-here"))
            if (of, by) in seen:
                self.problems.append(("receipt", of, "second-receipt"))
            elif parties and by not in parties:
                self.problems.append(("receipt", of, "not-a-party"))
            elif shown := self._shown("receipt", of, by, each):
                receipts.setdefault(of, []).append(shown)
            seen.add((of, by))
        causal = order([each["raw"] for each in entries.values()], {})
        shown_entries = []
        for one in causal["order"]:
            entry = entries[one]["is"]
            if entry["matter"] != self.matter:
                self.problems.append(("entry", one, "another-matter"))
            elif parties and entry["author"] not in parties:
                self.problems.append(("entry", one, "not-a-party"))
            elif shown := self._shown("entry", one, entry["author"], entries[one]):
                shown_entries.append(
                    {"id": one, "step": entry["step"], **shown, "receipts": receipts.get(one, [])}
                )
        named = {head for each in self.held["receipt"] for head in each["is"]["heads"]} - entries.keys()
        missing = sorted({*causal["missing"]} | named)
        problems = [{"what": what, "id": name, "rule": rule} for what, name, rule in self.problems]
        return {
            "matter": self.matter, "entries": shown_entries, "problems": problems, "missing": missing,
            "told_twice": causal["told_twice"],
        }  # fmt: skip

    def _note_checkpoint(self, text: str) -> None:
        keys: dict[str, list[bytes]] = {}
        for card in self.cards.values():
            keys.setdefault(card["code"], []).append(card["with"].ed25519.public_bytes_raw())
        try:
            read = read_checkpoint(text, keys)
        except Refused as refused:
            self.problems.append(("checkpoint", "", refused.args[0]))
            return
        known = self.roots.setdefault((read["origin"], read["size"]), read)
        if known["root"] != read["root"]:
            self.problems.append(("checkpoint", read["origin"], "log-forked"))
        self.roots[read["origin"], read["size"]] = read

    def _shown(self, what: str, name: str, by: str, signed: Json) -> Json | None:
        stated, card = signed["is"], self.cards.get(signed["is"]["key"])
        if card is None or card["code"] != by:
            rule = "key-of-another-authority" if card else "no-card-for-key"
            self.problems.append((what, name, rule))
            return None
        try:
            check_signed([card["with"]], stated, signed["raw"], signed["signature"], f"mithaq {what} 1")
        except Refused as refused:
            late = refused.args[0] == "partners.key-not-valid-then"
            self.problems.append((what, name, "outside-the-period-of-its-key" if late else refused.args[0]))
            return None
        receipt_leaf = hashlib.sha256(signed["raw"]).hexdigest()
        logged = self._logged(
            what, name, leaf(f"{what} {name if what == 'entry' else receipt_leaf}".encode()), signed
        )
        trusted = stated["key"] in self.trusted
        return {"by": by, "key": stated["key"], "trusted": trusted, "at": stated["at"], "logged": logged}

    def _logged(self, what: str, name: str, of: bytes, signed: Json) -> list[Json]:
        logged = []
        for place in signed["logged"]:
            found = self.roots.get((place["origin"], place["size"]))
            if found is None:
                self.problems.append((what, name, "checkpoint-not-here"))
                continue
            try:
                check_inclusion(of, place["leaf"], place["size"], place["path"], bytes.fromhex(found["root"]))
            except Refused as refused:
                self.problems.append((what, name, refused.args[0]))
                continue
            keeper = place["origin"].split("/")[1]
            cosigned = [
                {"by": each["by"], "at": each["at"], "trusted": self._vouched(each["by"], each["key"])}
                for each in found["cosigned"]
            ]
            here = {"origin": place["origin"], "size": place["size"], "leaf": place["leaf"]}
            trusted = self._vouched(keeper, found["signed_with"])
            logged.append(here | {"trusted": trusted, "cosigned": cosigned})
        return logged

    def _vouched(self, by: str, key: str) -> bool:
        cards = (self.cards[name] for name, code in self.trusted.items() if code == by)
        return any(card["with"].ed25519.public_bytes_raw().hex() == key for card in cards)


def _place(stated: Any) -> Json:
    check(isinstance(stated, dict) and stated.keys() == {"origin", "size", "leaf", "path"}, BAD_PROOF)
    check(type(stated["size"]) is int and type(stated["leaf"]) is int, BAD_PROOF)
    path = [unbase64(step, BAD_PROOF) for step in stated["path"]]
    check(len(path) <= 64 and all(len(step) == 32 for step in path), BAD_PROOF)
    return {**stated, "path": path}
