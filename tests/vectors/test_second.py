"""A second implementation, written from the pages of the protocol, comes to what the vectors say."""

import ast
import hashlib
import subprocess
import sys
from datetime import datetime

import pytest

from tests.vectors import second, second_card, second_file, second_log
from tests.vectors.frozen import FOLDER, each, vector
from tests.vectors.second import Keys, Refused
from vectors.makers.notation import base64, bytes_of, unbase64

ROOT = FOLDER.parent
MODULES = [second, second_log, second_card, second_file]


def refused(call, *arguments, **more) -> str:
    with pytest.raises(Refused) as found:
        call(*arguments, **more)
    return found.value.args[0]


def test_it_uses_nothing_of_ours():
    for module in MODULES:
        tree = ast.parse(
            (ROOT / "tests" / "vectors" / f"{module.__name__.split('.')[-1]}.py").read_text("utf-8")
        )
        imported = {
            (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert imported - sys.stdlib_module_names <= {"cryptography", "tests"}
    names = ", ".join(module.__name__ for module in MODULES)
    loads = f"import sys, {names}; print([name for name in sys.modules if 'mithaq' in name])"
    command = [sys.executable, "-c", loads]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


@pytest.mark.parametrize("case", each("entries", "good"))
def test_entries(case):
    read = second.read_header(case["header"].encode())
    assert (read["id"], read["matter"]) == (case["id"], case["matter"])


@pytest.mark.parametrize("case", each("entries", "refused"))
def test_entries_that_are_refused(case):
    assert refused(second.read_header, bytes_of(case["header"])) == case["code"]


@pytest.mark.parametrize("case", each("bodies", "good"))
def test_bodies(case):
    body = bytes_of(case["body"])
    second.read_body(body)
    assert second.commitment(bytes.fromhex(case["salt"]), body) == case["commitment"]


@pytest.mark.parametrize("case", each("bodies", "refused"))
def test_bodies_that_are_refused(case):
    assert refused(second.read_body, bytes_of(case["body"])) == case["code"]


@pytest.mark.parametrize("case", each("order", "cases"))
def test_order(case):
    headers = [header.encode() for header in case["arrived"]]
    found = second.order(headers, vector("mithaq-1/order")["precedence"])
    assert found == {part: case[part] for part in ("order", "heads", "missing", "told_twice")}


LOG = vector("mithaq-1/log")
LEAVES = [bytes.fromhex(leaf["hash"]) for leaf in LOG["leaves"]]


def path_of(case):
    return [bytes.fromhex(step) for step in case["path"]]


def inclusion(case):
    of, root = bytes.fromhex(case["hash"]), bytes.fromhex(case["root"])
    second_log.check_inclusion(of, case["leaf"], case["size"], path_of(case), root)


def consistency(case):
    roots = (bytes.fromhex(case["earlier_root"]), bytes.fromhex(case["later_root"]))
    second_log.check_consistency(case["earlier"], case["later"], path_of(case), roots)


def test_leaves_roots_and_frontiers():
    assert [second_log.leaf(leaf["recorded"].encode()) for leaf in LOG["leaves"]] == LEAVES
    assert [second_log.root(LEAVES[:size]).hex() for size in range(len(LEAVES) + 1)] == LOG["roots"]
    for written in LOG["frontiers"]:
        frontier = second.one_spelling(written.encode(), largest=16384, deepest=2)
        assert frontier["peaks"] == [peak.hex() for peak in second_log.peaks(LEAVES[: frontier["size"]])]


def test_the_leaves_of_certificate_transparency():
    leaves = [second_log.leaf(bytes.fromhex(leaf)) for leaf in LOG["rfc6962"]["leaves"]]
    assert [second_log.root(leaves[:size]).hex() for size in range(len(leaves) + 1)] == LOG["rfc6962"][
        "roots"
    ]


def test_proofs_of_the_log():
    for case in LOG["inclusion"]:
        inclusion(case)
    for case in LOG["consistency"]:
        consistency(case)


@pytest.mark.parametrize("case", each("log", "refused_inclusion"))
def test_inclusions_that_are_refused(case):
    assert refused(inclusion, case) == case["code"]


@pytest.mark.parametrize("case", each("log", "refused_consistency"))
def test_consistencies_that_are_refused(case):
    assert refused(consistency, case) == case["code"]


CHECKPOINT_KEYS = {
    by: [bytes.fromhex(key) for key in keys] for by, keys in vector("mithaq-1/checkpoints")["keys"].items()
}


@pytest.mark.parametrize("case", each("checkpoints", "good"))
def test_checkpoints(case):
    found = second_log.read_checkpoint(case["text"], CHECKPOINT_KEYS)
    for cosignature in found["cosigned"]:
        cosignature["at"] = cosignature["at"].strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert found == {part: case[part] for part in found}


@pytest.mark.parametrize("case", each("checkpoints", "refused"))
def test_checkpoints_that_are_refused(case):
    text = bytes_of(case["text"]).decode()
    assert refused(second_log.read_checkpoint, text, CHECKPOINT_KEYS) == case["code"]


PAIRS = vector("mithaq-1/keys")["pairs"]
PUBLIC = {
    name: Keys({part: value for part, value in pair["public"].items() if part != "fingerprint"})
    for name, pair in PAIRS.items()
}


def known(of: dict[str, list[str]]) -> dict[str, list[Keys]]:
    return {code: [PUBLIC[name] for name in names] for code, names in of.items()}


@pytest.mark.parametrize("name", PAIRS)
def test_keys_are_made_of_their_seeds(name):
    pair = PAIRS[name]
    seeds = {part: bytes.fromhex(seed) for part, seed in pair["seeds"].items()}
    made = second.keys_of_seeds(**seeds)
    assert made == {part: unbase64(pair["public"][part]) for part in made}
    assert PUBLIC[name].fingerprint == pair["public"]["fingerprint"]


@pytest.mark.parametrize("case", each("keys", "refused_keys"))
def test_keys_that_are_refused(case):
    assert refused(Keys, case["public"]) == case["code"]


@pytest.mark.parametrize("part", ["signatures", "refused_signatures"])
def test_signatures(part):
    for case in vector("mithaq-1/keys")[part]:
        signature = unbase64(case["signature"])
        stands = PUBLIC[case["key"]].signed(case["statement"].encode(), signature, case["context"])
        assert stands == (part == "signatures"), case


ENVELOPES = vector("mithaq-1/envelopes")


def wire_of(case) -> bytes:
    return unbase64(case["wire"]) if isinstance(case["wire"], str) else bytes_of(case["wire"])


def opened(case):
    seeds = [bytes.fromhex(PAIRS[name]["seeds"]["xwing"]) for name in ENVELOPES["keys_of"][case["to"]]]
    return second.open_envelope(wire_of(case), case["to"], known(ENVELOPES["keys_of"]), seeds)


@pytest.mark.parametrize("case", each("envelopes", "good"))
def test_envelopes(case):
    found = opened(case)
    assert found["entry"] == case["entry"]
    if inside := found["opened"]:
        inside = {
            "body": inside["body"].decode(),
            **{part: inside[part].hex() for part in ("salt", "content_key")},
        }
    assert inside == case["opened"]


@pytest.mark.parametrize("case", each("envelopes", "refused"))
def test_envelopes_that_are_refused(case):
    assert refused(opened, case) == case["code"]


RECEIPTS = vector("mithaq-1/receipts")


@pytest.mark.parametrize("case", each("receipts", "good") + each("receipts-together", "good"))
def test_receipts(case):
    found = second.read_receipt(wire_of(case), known(RECEIPTS["keys_of"]))
    assert found == {"suite": "mithaq-1"} | {
        part: case[part] for part in ("entry", "by", "key", "at", "heads")
    }


@pytest.mark.parametrize("case", each("receipts", "refused") + each("receipts-together", "refused"))
def test_receipts_that_are_refused(case):
    assert refused(second.read_receipt, wire_of(case), known(RECEIPTS["keys_of"])) == case["code"]


@pytest.mark.parametrize("case", each("cards", "good"))
def test_cards(case):
    card = second_card.read_card(case["text"])
    assert card["with"].fingerprint == case["fingerprint"]
    assert {part: card[part] for part in ("code", "names", "zone", "address")} == {
        part: case[part] for part in ("code", "names", "zone", "address")
    }


@pytest.mark.parametrize("case", each("cards", "refused"))
def test_cards_that_are_refused(case):
    assert refused(second_card.read_card, bytes_of(case["text"]).decode()) == case["code"]


@pytest.mark.parametrize("case", each("cards", "phrases"))
def test_phrases(case):
    numbers = second_card.phrase((card["code"], card["fingerprint"]) for card in case["cards"])
    assert [f"{number:03d}" for number in numbers] == case["digits"]
    words = vector("mithaq-1/cards")["words"]
    assert {language: [words[language][number] for number in numbers] for language in words} == case["words"]


PROOFS = vector("mithaq-1/proofs")


@pytest.mark.parametrize("case", each("proofs", "verdicts"))
def test_proofs(case):
    trusted = [second_card.read_card(PROOFS["cards"][name]) for name in case["trusted"]]
    found, expected = second_card.check_proof(case["file"].encode(), trusted), case["verdict"]
    for cosigned in _cosigned(found["entries"]):
        assert isinstance(cosigned["at"], datetime)
        cosigned["at"] = cosigned["at"].strftime("%Y-%m-%dT%H:%M:%S.000Z")
    parts = ("answer", "matter", "missing", "told_twice", "entries")
    assert {part: found[part] for part in parts} == {part: expected[part] for part in parts}
    assert sorted(map(str, found["problems"])) == sorted(map(str, expected["problems"]))


def _cosigned(entries):
    for shown in [*entries, *(receipt for entry in entries for receipt in entry["receipts"])]:
        for place in shown["logged"]:
            yield from place["cosigned"]


@pytest.mark.parametrize("case", each("proofs", "refused"))
def test_proofs_that_are_refused(case):
    assert refused(second_card.check_proof, case["file"].encode(), []) == case["code"]


@pytest.mark.parametrize("case", each("attachments", "good"))
def test_files(case):
    manifest = second_file.read_manifest(second.one_spelling(case["manifest"].encode(), 1024 * 1024, 8))
    assert second.commitment(bytes.fromhex(case["salt"]), case["manifest"].encode()) == case["digest"]
    content = bytes_of(case["content"])
    chunks = second_file.seal_chunks(manifest, content)
    assert [hashlib.sha256(chunk).hexdigest() for chunk in chunks] == manifest["chunks"]
    for chunk, shown in zip(chunks, case["ciphertexts"], strict=True):
        assert shown in (None, base64(chunk))
    assert b"".join(second_file.open_chunk(manifest, *numbered) for numbered in enumerate(chunks)) == content


@pytest.mark.parametrize("case", each("attachments", "refused_manifests"))
def test_manifests_that_are_refused(case):
    assert refused(second_file.read_manifest, case["manifest"]) == case["code"]


@pytest.mark.parametrize("case", each("attachments", "refused_lists"))
def test_lists_of_files_that_are_refused(case):
    assert refused(second_file.read_manifests, case["attachments"]) == case["code"]


@pytest.mark.parametrize("case", each("attachments", "refused_chunks"))
def test_chunks_that_are_refused(case):
    manifest = second_file.read_manifest(case["manifest"])
    assert (
        refused(second_file.open_chunk, manifest, case["number"], unbase64(case["ciphertext"]))
        == case["code"]
    )
