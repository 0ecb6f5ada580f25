"""Checkpoints: signed by their keeper, cosigned by witnesses; and texts that are refused, by rule."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.checkpoint import (
    LARGEST_CHECKPOINT,
    cosign,
    origin_of,
    sign_checkpoint,
    verify_checkpoint,
    write_checkpoint,
)
from mithaq.pact.ledger.entry import written_at
from mithaq.pact.ledger.errors import BadCheckpoint
from mithaq.pact.ledger.log import EMPTY_ROOT
from vectors.makers.notation import Json, Spelt, base64, bytes_of, repeated, unbase64
from vectors.makers.parties import AT, ES, FR, MA, MA_BEFORE, STRANGER, seed

ORIGIN = origin_of("MA", "exchange")
ROOT = seed("a root")
BODY = write_checkpoint(ORIGIN, 20852163, ROOT)
KEYS = {
    "MA": [MA.public().ed25519, MA_BEFORE.public().ed25519],
    "FR": [FR.public().ed25519],
    "ES": [ES.public().ed25519],
}
SIGNED = sign_checkpoint(BODY, MA.signing_keys[0])
COSIGNED = cosign(SIGNED, by="FR", key=FR.signing_keys[0], at=AT)


def make() -> Json:
    """The content of checkpoints.json."""
    return {
        "keys": {code: [key.hex() for key in keys] for code, keys in KEYS.items()},
        "good": [_good(name, text) for name, text in good_texts()],
        "refused": [_refused(name, text) for name, text in bad_texts()],
    }


def good_texts() -> Iterator[tuple[str, str]]:
    """Checkpoints that stand with the keys given."""
    madrid, stranger = ES.signing_keys[0], STRANGER.signing_keys[0]
    yield "of an empty log", sign_checkpoint(write_checkpoint(ORIGIN, 0, EMPTY_ROOT), MA.signing_keys[0])
    yield "signed by its keeper alone", SIGNED
    yield "cosigned by one witness", COSIGNED
    yield "cosigned by two", cosign(COSIGNED, by="ES", key=madrid, at=AT + timedelta(seconds=2))
    yield "cosigned by its keeper, as a witness", cosign(SIGNED, by="MA", key=MA.signing_keys[0], at=AT)
    yield "signed with a key of an earlier period", sign_checkpoint(BODY, MA_BEFORE.signing_keys[0])
    yield (
        "of the log kept at home",
        sign_checkpoint(write_checkpoint(origin_of("MA", "house"), 7, ROOT), MA.signing_keys[0]),
    )
    yield (
        "with a signature of a key not given, which is ignored",
        cosign(COSIGNED, by="ES", key=stranger, at=AT),
    )
    yield (
        "with a long signature of a type not known, which is ignored",
        (f"{COSIGNED}— mithaq/FR/witness {base64(bytes(4 + 8 + 3309))}\n"),
    )


def bad_texts() -> Iterator[tuple[str, Spelt]]:
    """Texts that are no checkpoint, or do not stand with the keys given."""
    root, size = BODY.splitlines()[2], "20852163"
    unsigned, line = SIGNED.split("\n\n")
    yield "nothing at all", ""
    yield "not signed", BODY
    yield "a blank line and no signature", BODY + "\n"
    yield "cut short", SIGNED[:-1]
    yield "lines that end as in Windows", SIGNED.replace("\n", "\r\n")
    yield "a fourth line", SIGNED.replace("\n\n", "\nextension\n\n")
    yield "a leading nought", SIGNED.replace(size, "0" + size)
    yield "a size below nought", SIGNED.replace(size, "-1")
    yield "a size with a point", SIGNED.replace(size, "20852163.0")
    yield "an origin that names no authority", SIGNED.replace("mithaq/MA/", "mithaq/ma/")
    yield "an origin of somebody else's form", SIGNED.replace(ORIGIN, "go.example/log")
    yield "a root with bits left over", SIGNED.replace(root, root[:-2] + chr(ord(root[-2]) + 1) + "=")
    yield "a root that is not padded", SIGNED.replace(root, root.rstrip("="))
    yield "a root too short", SIGNED.replace(root, base64(ROOT[:31]))
    yield "a line that is no signature", SIGNED + "— x\n"
    yield "a signature line with another dash", SIGNED.replace("— ", "- ")
    yield "65 signatures", SIGNED + "— x AAAAAAAA\n" * 64
    yield "too large", repeated((SIGNED, 1), ("x", LARGEST_CHECKPOINT))
    yield "signed by nobody we know", sign_checkpoint(BODY, STRANGER.signing_keys[0])
    yield "signed by another authority", sign_checkpoint(BODY, FR.signing_keys[0])
    yield "only cosigned", f"{unsigned}\n\n{COSIGNED.removeprefix(SIGNED)}"
    yield "another size than was signed", SIGNED.replace(size, "20852164")
    yield "another root than was signed", SIGNED.replace(root, base64(seed("another root")))
    yield "a keeper's signature that does not stand", f"{unsigned}\n\n{_tampered(line)}"
    yield "a cosignature that does not stand", SIGNED + _tampered(COSIGNED.removeprefix(SIGNED))
    yield (
        "a cosignature after the year 2100",
        cosign(SIGNED, by="FR", key=FR.signing_keys[0], at=AT.replace(year=2101)),
    )


def _tampered(line: str) -> str:
    """The signature line with its last but one byte changed, in canonical base64."""
    start, _, signature = line.rstrip("\n").rpartition(" ")
    written = bytearray(unbase64(signature))
    written[-2] ^= 1
    return f"{start} {base64(bytes(written))}\n"


def _good(name: str, text: str) -> Json:
    witnessed = verify_checkpoint(text, KEYS)
    checkpoint = witnessed.checkpoint
    return {
        "name": name,
        "text": text,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "signed_with": witnessed.key.hex(),
        "cosigned": [
            {"by": each.by, "key": each.key.hex(), "at": written_at(each.at)}
            for each in witnessed.cosignatures
        ],
    }


def _refused(name: str, text: Spelt) -> Json:
    try:
        verify_checkpoint(bytes_of(text).decode(), KEYS)
    except BadCheckpoint as error:
        return {"name": name, "code": error.code, "rule": error.facts["rule"], "text": text}
    raise AssertionError(f"not refused: {name}")
