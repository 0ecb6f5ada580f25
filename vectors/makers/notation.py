"""How vectors write bytes, so that a reader in any language has them back exactly.

Bytes that are text stand as text; others as base64; long ones of one character as parts
that are repeated. Explained in vectors/README.md.
"""

from base64 import b64decode, b64encode
from typing import Any

Json = dict[str, Any]
Spelt = str | Json


def spelt(written: bytes) -> Spelt:
    """Bytes as a vector holds them: their text, or base64 where they are none."""
    try:
        return written.decode()
    except UnicodeDecodeError:
        return {"base64": base64(written)}


def repeated(*parts: tuple[str, int]) -> Json:
    """Long bytes, as texts and how often each stands there."""
    return {"parts": [[text, times] for text, times in parts]}


def bytes_of(value: Spelt) -> bytes:
    """The bytes a vector states."""
    if isinstance(value, str):
        return value.encode()
    if "base64" in value:
        return unbase64(value["base64"])
    return b"".join(text.encode() * times for text, times in value["parts"])


def base64(written: bytes) -> str:
    return b64encode(written).decode()


def unbase64(stated: str) -> bytes:
    return b64decode(stated, validate=True)
