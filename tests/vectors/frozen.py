"""The vectors as tests take them: by file, part and name."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "vectors"
STANDINGS = tuple(sorted(path.stem for path in (FOLDER / "standings").glob("*.json")))


@cache
def vector(name: str) -> dict[str, Any]:
    """The content of a file, such as `mithaq-1/entries`."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def each(name: str, part: str) -> list[Any]:
    """The cases of one part of a file of the protocol, for `parametrize`."""
    cases = vector(f"mithaq-1/{name}")[part]
    return [pytest.param(case, id=case.get("name", str(number))) for number, case in enumerate(cases)]
