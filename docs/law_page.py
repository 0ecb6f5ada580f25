"""The page of the law: what is asked, how far it is kept, and which tests show it.

`law.toml` says it in words; which tests bear a number is read from the tests. What is said to be kept and is
shown by no test, or a number that nobody wrote down, stops the pages.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"L\d\d")
STATES = ("kept", "partly", "left")
HEAD = """# The law, and how far it is kept

What European and national law ask of a contact point, and what this software does about it. Between Morocco
and France a directive of the Union binds neither side towards the other: it is borrowed as a bilateral
default, and the agreement of the parties sets what holds. It is no legal advice: **a legal adviser of the
authority checks it before anybody relies on it.**

*kept*: by the software, and tests show it. *partly*: what is missing is said. *left*: the software does
nothing, and why.

"""


def page() -> str:
    """The page in Markdown. Raises: ValueError, if words and tests do not meet."""
    said = tomllib.loads((ROOT / "docs" / "law.toml").read_text("utf-8"))
    shown = _tests()
    asked = {name for name in said if NUMBER.fullmatch(name)}
    if unknown := sorted(shown.keys() - asked):
        raise ValueError(f"tests bear numbers that docs/law.toml does not have: {', '.join(unknown)}")
    parts = [HEAD, _sums([said[name]["state"] for name in sorted(asked)])]
    for name, entry in said.items():
        if name not in asked:
            parts.append(f"\n## {entry['title']}\n")
            continue
        if entry["state"] not in STATES or (entry["state"] == "kept" and not shown[name]):
            raise ValueError(f"{name} is said to be {entry['state']}, and no test bears its number")
        parts.append(_one(name, entry, shown[name]))
    return "\n".join(parts)


def _sums(states: list[str]) -> str:
    told = ", ".join(f"{states.count(state)} {state}" for state in STATES)
    return f"Of {len(states)} requirements: {told}.\n"


def _one(name: str, entry: dict[str, str], tests: list[str]) -> str:
    lines = [f"**{name}** · {entry['asks']} *{entry['source']}*", "", f"{entry['state']}: {entry['how']}", ""]
    if tests:
        lines += [
            "<details><summary>Tests</summary>",
            "",
            *(f"- `{test}`" for test in tests),
            "",
            "</details>",
            "",
        ]
    return "\n".join(lines)


def _tests() -> defaultdict[str, list[str]]:
    """By number: the tests that bear it, by file and name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            for number in _numbers(node):
                found[number].append(f"{path.relative_to(ROOT)}::{node.name}")  # type: ignore[attr-defined]
    return found


def _numbers(node: ast.stmt) -> Iterator[str]:
    """What `@pytest.mark.law("L24")` names above a test or a class of tests."""
    for mark in getattr(node, "decorator_list", ()):
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "law":
            yield from (
                str(a.value)
                for a in mark.args
                if isinstance(a, ast.Constant) and NUMBER.fullmatch(str(a.value))
            )
