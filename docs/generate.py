"""The pages of the reference that are made from the code, so that they cannot say otherwise.

`./dev pages` writes `docs/reference/`; with `--check` nothing is written, and the exit status
says whether the committed pages are what the code says. A page is a function that returns its
text; files of this folder that no page makes any more are taken away.
"""

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import mithaq.node
import mithaq.pact
from mithaq.node.web.sentences import sentences
from mithaq.pact.codes import code_list, names
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.kind import Every, Kind, Proposals, Step, Track
from mithaq.pact.rules.register import kinds

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by ./dev pages from the code. Do not edit. -->\n"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def pages() -> dict[str, str]:
    """Every generated page: its path below `docs/reference` and its text."""
    made = {f"kinds/{kind.name}.md": _kind(kind) for kind in kinds()}
    made["kinds/README.md"] = _kinds()
    made["codes.md"] = _codes()
    made["errors.md"] = _errors()
    made["settings.md"] = _settings()
    return {path: f"{NOTE}\n{text.strip()}\n" for path, text in made.items()}


def _kinds() -> str:
    rows = [
        [f"[{kind.words.en}]({kind.name}.md)", kind.words.fr, kind.words.ar, kind.mark, str(kind.edition)]
        for kind in kinds()
    ]
    head = "# Kinds\n\nWhat sorts of matter there are. Each is one file of `src/mithaq/pact/rules/`.\n\n"
    return head + table(["en", "fr", "ar", "mark", "edition"], rows)


def _kind(kind: Kind) -> str:
    parts = [
        f"# {kind.words.en}\n\n{kind.words.fr} · {kind.words.ar}\n\n{kind.help.en}\n",
        f"Name `{kind.name}`, edition {kind.edition}, mark `{kind.mark}`, opened by `{kind.opening}`.\n",
        "## Stages of the matter\n\n" + _stages(kind.stages),
    ]
    parts += [_track(track) for track in kind.tracks]
    parts.append("## Steps\n\n" + table(["step", "track", "who", "button", "two persons"], _steps(kind)))
    parts += [_said(step) for step in kind.steps if step.fields]
    if kind.duties:
        rows = [
            [d.name, d.words.en, ", ".join(sorted(d.begins)), ", ".join(sorted(d.ends)), d.owed_by]
            for d in kind.duties
        ]
        parts.append(
            "## What is owed\n\n" + table(["duty", "in words", "begins with", "ends with", "owed by"], rows)
        )
    return "\n".join(parts)


def _stages(stages: tuple) -> str:
    rows = [
        [f"`{s.name}`", s.words.en, s.words.fr, s.words.ar, s.turn or "", "yes" if s.final else ""]
        for s in stages
    ]
    return table(["stage", "en", "fr", "ar", "whose turn", "final"], rows)


def _track(track: Track | Proposals) -> str:
    head = f"## Track: {track.words.en}\n\n"
    if isinstance(track, Proposals):
        answers = ", ".join(
            f"`{s}`" for s in (track.accept, track.decline, track.withdraw, track.counter) if s
        )
        how = f"`{track.propose}`, answered by {answers}; adopted when every party has accepted"
        return f"{head}Proposals: {how}.\n"
    lines = ["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in _arrows(track)), "```\n"]
    return f"{head}Keyed: {track.key}.\n\n" + "\n".join(lines) + "\n" + _stages(track.stages)


def _arrows(track: Track) -> Iterator[str]:
    def name(stage: str) -> str:
        return stage.replace("-", "_") if stage else "[*]"

    if track.start:
        yield f"[*] --> {name(track.start)}"
    for source, moves in track.follows.items():
        for step, target in moves.items():
            if isinstance(target, str):
                yield f"{name(source)} --> {name(target)}: {step}"
            elif isinstance(target, Every):
                yield f"{name(source)} --> {name(target.then)}: {step} by every party"
            else:
                # A pure function of what was stated decides; the drawing can only say so.
                yield f"{name(source)} --> {name(source)}: {step} (as stated)"
    for stage in track.stages:
        if stage.final:
            yield f"{name(stage.name)} --> [*]"


def _steps(kind: Kind) -> list[list[str]]:
    return [[f"`{s.name}`", s.track, s.by, s.button.en, _two_persons(s)] for s in kind.steps]


def _two_persons(step: Step) -> str:
    if not step.two_persons({}):
        return ""
    return "yes, but not always" if step.alone is not None else "yes"


def _said(step: Step) -> str:
    rows = [
        [
            f"`{f.name}`",
            f.words.en,
            f"{f.type} ([{f.codes}](../codes.md#{f.codes}))" if f.codes else str(f.type),
            "yes" if f.required else "",
            "header, for ever" if f.public else "body, erasable",
        ]
        for f in step.fields
    ]
    return f"### What `{step.name}` says\n\n" + table(
        ["field", "in words", "type", "required", "stands in"], rows
    )


def _codes() -> str:
    parts = ["# Code lists\n\nThe words all sides agreed on. A value is never deleted or reused.\n"]
    for name in names():
        codes = code_list(name)
        rows = [
            [f"`{c.value}`", c.labels["en"], c.labels["fr"], c.labels["ar"], str(c.until or "")]
            for c in codes.codes.values()
        ]
        parts.append(f"## {name}\n\n{codes.about}\n\nSource: {codes.source}\n")
        parts.append(table(["value", "en", "fr", "ar", "until"], rows))
    return "\n".join(parts)


def _errors() -> str:
    for package in (mithaq.pact, mithaq.node):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".errors"):
                importlib.import_module(module.name)
    written = sentences()
    rows = []
    unseen: list[type[MithaqError]] = [MithaqError]
    while unseen:
        error = unseen.pop()
        unseen += error.__subclasses__()
        if "code" in vars(error):
            said = written.get(error.code, {})
            meaning = inspect.cleandoc(error.__doc__ or "").splitlines()[:1]
            rows.append([f"`{error.code}`", error.__name__, *meaning, said.get("en", "")])
    head = (
        "# Errors\n\nWhat a node may refuse. A code is stable: partners, logs and translations key on it.\n\n"
    )
    return head + table(["code", "name", "meaning", "what the officer reads"], sorted(rows))


def _settings() -> str:
    """Each variable of the environment where the settings ask for it, with what it is unless set."""
    rows: dict[str, list[str]] = {}
    readers = {"required": "required", "listed": "", "switched_on": "off", "get": ""}
    for path in sorted((ROOT / "src" / "mithaq" / "front" / "config").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            reader, variable = ast.unparse(node.func).split(".")[-1], str(node.args[0].value)
            if reader in readers and variable.startswith("MITHAQ_"):
                default = ast.unparse(node.args[1]).strip("'\"f") if len(node.args) > 1 else readers[reader]
                rows.setdefault(variable, [f"`{variable}`", f"`{default}`" if default else ""])
    head = "# Settings\n\nWhat a node is told by its environment.\n\n"
    return head + table(["variable", "unless set"], [rows[name] for name in sorted(rows)])


def main(arguments: list[str], made: Callable[[], dict[str, str]] = pages) -> int:
    """Write the pages, or compare; the exit status says whether they were equal."""
    wanted = made()
    present = {str(p.relative_to(REFERENCE)): p for p in REFERENCE.rglob("*.md") if _is_ours(p)}
    different = [
        path
        for path in sorted({*wanted, *present})
        if path not in wanted or path not in present or present[path].read_text("utf-8") != wanted[path]
    ]
    if "--check" in arguments:
        for path in different:
            print(f"docs/reference/{path} is not what the code says; run ./dev pages")
        return bool(different)
    for path in different:
        target = REFERENCE / path
        if path not in wanted:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(wanted[path], encoding="utf-8")
    return 0


def _is_ours(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith(NOTE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
