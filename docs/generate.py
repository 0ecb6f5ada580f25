"""The pages of the reference that are made from the code, so that they cannot say otherwise.

`./dev pages` writes `docs/reference/`; with `--check` nothing is written, and the exit status
says whether the committed pages are what the code says. A page is a function that returns its
text; files of this folder that no page makes any more are taken away. With `--of MODULE` the page of the kind
that a module from outside enters is printed, and nothing else is done.
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import api_page
import indicators_page
import law_page

from mithaq import cli
from mithaq.node.web.sentences import sentences
from mithaq.pact.codes import code_list, names
from mithaq.pact.rules.agreement import KIND as AGREEMENT
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.kind import Choice, Dated, Duty, Every, Kind, Proposals, Side, Step, Track
from mithaq.pact.rules.register import bring_in, kinds

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "mithaq"
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by ./dev pages from the code. Do not edit. -->\n"
CODE = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")

WHO = {
    Side.OPENER: "who opened the matter",
    Side.PARTNER: "every other party",
    Side.ANY: "any party",
    Side.HOLDER: "the party the item belongs to",
    Side.OTHERS: "every party but the one the item belongs to",
}
# What each variable is for. A variable the settings ask for and nobody explained stops the check.
SETTINGS = {
    "MITHAQ_AUTHORITY": "the code of the authority this node belongs to, for instance `MA`",
    "MITHAQ_DATABASE_URL": "where rows are kept: `sqlite:///path` or `postgres://user:password@host/name`",
    "MITHAQ_HOME": "the folder of this node's data: database, keys, static files, attachments",
    "MITHAQ_HOSTS": "names this node answers to, separated by commas; `name:port` where browsers reach it at "
    "a port other than 443",
    "MITHAQ_KINDS": "modules that [open a field](../how-to/open-a-field.md) from outside, by commas",
    "MITHAQ_KEY_PASSPHRASE": "opens the key file; keep it away from the backup",
    "MITHAQ_PLAIN_HTTP": "`1`: cookies also without TLS, for a node on one's own machine only",
    "MITHAQ_ANSWER_MONTHS": "months within which a person who asks about their own data is answered; "
    "the law of the authority decides (to be reviewed: Morocco, law 09-08, articles 7 and 8; France, law "
    "78-17, articles 104 and 105)",
    "MITHAQ_ANSWER_EXTENSION_MONTHS": "months by which that term may be extended, once and with a reason "
    "that the person is told; 0: never",
    "MITHAQ_PROXIES": "how many web servers stand in front of this node, each of which adds to "
    "`X-Forwarded-For`; attempts to sign in are counted by the address they name",
    "MITHAQ_SECRET_KEY": "signs sessions and forms; a new one signs everybody out",
    "MITHAQ_SUPERVISOR_AR": "what the authority that supervises data protection is called, with its address "
    "if wished, in letters to persons in Arabic; left out: the letter names none",
    "MITHAQ_SUPERVISOR_EN": "the same in letters in English",
    "MITHAQ_SUPERVISOR_FR": "the same in letters in French",
    "MITHAQ_WITHOUT_SECOND_FACTOR": "`1`: a password alone signs in also whoever administers, approves, "
    "audits, advises on law, protects data or reviews rights",
}


def table(heads: list[str], rows: Iterable[list[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def pages() -> dict[str, str]:
    """Every generated page: its path below `docs/reference` and its text."""
    made = {f"kinds/{kind.name}.md": page_of(kind) for kind in kinds()}
    made["kinds/README.md"] = _kinds()
    made["codes.md"] = _codes()
    made["errors.md"] = _errors()
    made["settings.md"] = _settings()
    made["commands.md"] = _commands()
    made["indicators.md"] = indicators_page.page(kinds(), table)
    made["law.md"] = law_page.page()
    made["api.md"] = api_page.page(kinds(), table)
    return {path: f"{NOTE}\n{text.strip()}\n" for path, text in made.items()}


# Kinds


def _kinds() -> str:
    rows = [
        [f"[{kind.words.en}]({kind.name}.md)", kind.words.fr, kind.words.ar, kind.mark, str(kind.edition)]
        for kind in kinds()
    ]
    head = "# Kinds\n\nWhat sorts of matter there are. Each is one file of `src/mithaq/pact/rules/`.\n\n"
    return head + table(["en", "fr", "ar", "mark", "edition"], rows)


def page_of(kind: Kind) -> str:
    """The page of one kind, with the diagrams of its tracks."""
    standing = "stands on terms of an agreement" if kind.needs_terms else "needs no terms"
    parts = [
        f"# {kind.words.en}\n\n{kind.words.fr} · {kind.words.ar}\n\n{kind.help.en}\n",
        f"Name `{kind.name}`, edition {kind.edition}, mark `{kind.mark}`; {standing}.\n",
        "## Stages of the matter\n\n" + _stages(kind.stages),
    ]
    parts += [_track(track) for track in kind.tracks]
    heads = ["step", "track", "who", "functions", "only when the matter is", "remarks"]
    parts.append("## Steps\n\n" + table(heads, [_step(step) for step in kind.steps]))
    parts.append(_sentences(kind))
    parts += [_said(step) for step in kind.steps if step.fields]
    if kind.duties:
        heads = [
            "duty",
            "owed by",
            "from the receipt of",
            "until",
            "within",
            "paused",
            "extended",
            "after the end",
        ]
        parts.append("## What is owed\n\n" + table(heads, [_duty(duty) for duty in kind.duties]))
    if kind.dated:
        rows = [
            [f"`{each.name}`", each.track, WHO[each.owed_by], _steps(each.ends), _reminders(each)]
            for each in kind.dated
        ]
        heads = ["duty", "track", "owed by", "until", "reminders"]
        parts.append("## What is owed by a day\n\n" + table(heads, rows))
    if kind.columns:
        rows = [
            [
                f"`{c.name}`",
                c.words.en,
                f"[{c.codes}](../codes.md#{c.codes})" if c.codes else "",
                "yes" * c.filters,
            ]
            for c in kind.columns
        ]
        parts.append("## What lists show\n\n" + table(["column", "in words", "codes", "filters"], rows))
    return "\n".join(parts)


def _stages(stages: tuple) -> str:
    rows = [
        [f"`{s.name}`", s.words.en, s.words.fr, s.words.ar, s.turn or "", "yes" if s.final else ""]
        for s in stages
    ]
    return table(["stage", "en", "fr", "ar", "whose turn", "final"], rows)


def _track(track: Track | Proposals) -> str:
    head = f"## Track: {track.words.en}\n\n"
    arrows = list(_arrows(track) if isinstance(track, Track) else _proposal_arrows(track))
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in arrows), "```\n"])
    if isinstance(track, Proposals):
        return f"{head}Joint changes, one item a proposal (decision 0003).\n\n{drawing}"
    keyed = {"once": "One for the matter.", "party": "One for each party.", "item": "One for each item."}
    again = f" After each entry: {_first_line(track.upon)}" if track.upon else ""
    return f"{head}{keyed[track.key]}{again}\n\n{drawing}\n" + _stages(track.stages)


def _first_line(function: Callable) -> str:
    return (function.__doc__ or "").splitlines()[0]


def _arrows(track: Track) -> Iterator[str]:
    if track.start:
        yield f"[*] --> {_node(track.start)}"
    for source, moves in track.follows.items():
        for step, target in moves.items():
            if isinstance(target, str):
                yield f"{_node(source)} --> {_node(target)}: {step}"
            elif isinstance(target, Every):
                for stage in _led_to(track, target.then):
                    yield f"{_node(source)} --> {_node(stage)}: {step}, by every party"
            else:
                for stage in _led_to(track, target):
                    yield f"{_node(source)} --> {_node(stage)}: {step}, as it stands"
    for stage in track.stages:
        if stage.final:
            yield f"{_node(stage.name)} --> [*]"


def _led_to(track: Track, target: str | Choice) -> list[str]:
    """Where a target may lead. Where a pure function decides, the stages it can name stand in its source."""
    if isinstance(target, str):
        return [target]
    return [stage.name for stage in track.stages if stage.name in _strings_in(target)]


def _proposal_arrows(track: Proposals) -> Iterator[str]:
    yield f"[*] --> open: {track.propose}"
    yield f"open --> adopted: {track.accept}, by every party"
    yield f"open --> again: {track.accept}, another is in force"
    for step in (track.decline, track.counter):
        if step:
            yield f"open --> declined: {step}"
    yield f"open --> withdrawn: {track.withdraw}"
    yield f"withdrawn --> adopted: {track.accept}, not having seen the withdrawal"
    yield from (f"{stage} --> [*]" for stage in ("adopted", "again", "declined", "withdrawn"))


def _node(stage: str) -> str:
    return stage.replace("-", "_") if stage else "[*]"


def _strings_in(function: Callable) -> set[str]:
    return {each for each in function.__code__.co_consts if isinstance(each, str)}


def _step(step: Step) -> list[str]:
    remarks = [
        "two persons, but for danger to life"
        if step.alone
        else "two persons"
        if step.two_persons({})
        else "",
        "handling codes" if step.conveys else "",
        "waits until all is settled" if step.settled else "",
        "goes first among what crossed" if step.precedence < 0 else "",
        "stated by the node when the time has passed" if step.lapse_at else "",
        "stated by the node from what its officers put aside" if step.unattended else "",
        f"by another person than {_steps(step.apart)}" if step.apart else "",
    ]
    when = ", ".join(f"`{stage}`" for stage in sorted(step.when))
    functions = "" if step.by_the_node else ", ".join(sorted(step.functions))
    return [f"`{step.name}`", step.track, WHO[step.by], functions, when, "; ".join(filter(None, remarks))]


def _sentences(kind: Kind) -> str:
    rows = [
        [f"`{s.name}`", *(f"{s.button.say(to)} · {s.sentence.say(to)}" for to in ("en", "fr", "ar"))]
        for s in kind.steps
    ]
    head = "### In words\n\nWhat stands on the button, and what the timeline says afterwards.\n\n"
    return head + table(["step", "en", "fr", "ar"], rows)


def _said(step: Step) -> str:
    rows = [row for each in step.fields for row in _field(each)]
    heads = ["field", "en", "fr", "ar", "type", "required", "limits", "stands in"]
    return f"### What `{step.name}` says\n\n" + table(heads, rows)


def _field(field: Field, within: str = "") -> Iterator[list[str]]:
    sort = f"{field.type} ([{field.codes}](../codes.md#{field.codes}))" if field.codes else str(field.type)
    unit = {Type.GROUP: " rows", Type.DURATION: " minutes", Type.NUMBER: "", Type.DAYS: " days"}.get(
        field.type, " characters"
    )
    low, high = ("" if bound is None else str(bound) for bound in (field.least, field.most))
    bounds = (
        f"{low} to {high}" if low and high else f"up to {high}" if high else f"{low} or more" if low else ""
    )
    place = "header, for ever" if field.public else "body, erasable"
    yield [
        f"`{within}{field.name}`", *(field.words.say(to) for to in ("en", "fr", "ar")), sort,
        "yes" if field.required else "", bounds and bounds + unit,
        f"{place}; taken from the body" if field.derived else place,
    ]  # fmt: skip
    for column in field.fields:
        yield from _field(column, f"{within}{field.name}.")


def _reminders(owed: Duty | Dated) -> str:
    """When whoever is reminded: in days after it was due, before it if negative."""
    said = (f"{each.after.days:+d} d: {', '.join(sorted(each.functions))}" for each in owed.reminders)
    return "; ".join(said)


def _duty(duty: Duty) -> list[str]:
    proposing = AGREEMENT.step("propose-terms")
    assert proposing is not None
    named = _strings_in(duty.within)
    terms = [each.name for each in proposing.fields if each.name in named]
    return [
        f"`{duty.name}`", WHO[duty.owed_by], _steps(duty.begins), _steps(duty.ends),
        _steps(terms) + (f", of the share `{duty.drawn}`" if duty.drawn else ""),
        _pauses(duty), _steps(duty.extends),
        "yes" if duty.outlives else "",
    ]  # fmt: skip


def _pauses(duty: Duty) -> str:
    pauses = ", ".join(f"from `{begin}` to `{end}`" for begin, end in duty.pauses)
    return f"{pauses}, at most `{duty.rounds}` times" if duty.rounds else pauses


def _steps(steps: Iterable[str]) -> str:
    return ", ".join(f"`{step}`" for step in sorted(steps))


# Codes, errors, settings, commands


def _codes() -> str:
    parts = ["# Code lists\n\nThe words all sides agreed on. A value is never deleted or reused.\n"]
    for name in names():
        codes = code_list(name)
        rows = [
            [f"`{c.value}`", c.labels["en"], c.labels["fr"], c.labels["ar"], str(c.until or ""), c.source]
            for c in codes.codes.values()
        ]
        parts.append(f"## {name}\n\n{codes.about}\n\nSource: {codes.source}\n")
        parts.append(table(["value", "en", "fr", "ar", "until", "source"], rows))
    return "\n".join(parts)


def _errors() -> str:
    """Every code: of an error, with its first line; of a problem or a reason, by its sentence alone."""
    meanings = dict(_error_classes())
    written = sentences()
    rows = [
        [
            f"`{code}`",
            meanings.get(code, ""),
            *(written.get(code, {}).get(to, "") for to in ("en", "fr", "ar")),
        ]
        for code in sorted({*meanings, *written})
    ]
    head = (
        "# Errors\n\nWhat a node may refuse, what may be wrong with a field, and why an entry is set aside. "
        "A code is stable: partners, logs and translations key on it. "
        "Only an error has a meaning beside its sentence.\n\n"
    )
    return head + table(["code", "meaning", "en", "fr", "ar"], rows)


def _error_classes() -> Iterator[tuple[str, str]]:
    # Read, not imported: a page about a node must not need one.
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                for line in node.body:
                    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code":
                        code = line.value.value if isinstance(line.value, ast.Constant) else ""
                        if isinstance(code, str) and CODE.fullmatch(code):
                            yield code, (ast.get_docstring(node) or "").splitlines()[0]


def _settings() -> str:
    """Each variable that the settings ask the environment for, and what holds unless it is set."""
    rows: dict[str, list[str]] = {}
    readers = {
        "required": "required",
        "said": "",
        "listed": "",
        "modules": "",
        "counted": "",
        "switched_on": "off",
        "get": "",
    }
    for path in sorted((SOURCE / "front" / "config").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            reader, variable = ast.unparse(node.func).split(".")[-1], str(node.args[0].value)
            if reader in readers and variable.startswith("MITHAQ_"):
                default = ast.unparse(node.args[1]).strip("'\"f") if len(node.args) > 1 else readers[reader]
                rows.setdefault(
                    variable, [f"`{variable}`", SETTINGS.get(variable, ""), default and f"`{default}`"]
                )
    if unexplained := rows.keys() - SETTINGS.keys():
        raise SystemExit(f"docs/generate.py does not say what these settings are for: {sorted(unexplained)}")
    head = (
        "# Settings\n\nWhat a node is told by its environment. Commands that are given `--home DIR` read "
        "`DIR/node.env` first, lines of `NAME=value`, in quotes or not; a variable that is set wins. A line "
        "that names another variable than these is refused.\n\n"
    )
    return head + table(["variable", "what for", "unless set"], [rows[name] for name in sorted(rows)])


def _commands() -> str:
    about = (cli.__doc__ or "").partition("\n\n")[2].strip()
    parts = [f"# Commands\n\n{about}\n"]
    for name, command in _below(cli.parser(), "mithaq"):
        parts.append(f"## `{name}`\n\n{(command.description or '').strip().capitalize()}.\n")
        rows = [
            [f"`{_spelt(action)}`", action.help or "", _default(action)]
            for action in command._actions  # argparse tells nobody else
            if not isinstance(action, argparse._HelpAction)
        ]
        if rows:
            parts.append(table(["argument", "what for", "unless given"], rows))
    return "\n".join(parts)


def _below(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be run, with the words that call it, in the order of the help."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield name, parser
    for group in groups:
        for word, below in group.choices.items():
            yield from _below(below, f"{name} {word}")


def _spelt(action: argparse.Action) -> str:
    if not action.option_strings:
        return action.metavar if isinstance(action.metavar, str) else action.dest
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    choices = f" {'|'.join(map(str, action.choices))}" if action.choices else value
    return action.option_strings[-1] + choices


def _default(action: argparse.Action) -> str:
    if action.required:
        return "required"
    return "" if action.default in (None, False, [], "") else f"`{action.default}`"


# Writing


def main(arguments: list[str], made: Callable[[], dict[str, str]] = pages) -> int:
    """Write the pages, or compare; the exit status says whether they were equal."""
    if "--of" in arguments:
        return _print_page_of(arguments[arguments.index("--of") + 1])
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


def _print_page_of(module: str) -> int:
    """What `./dev pages` would write of a kind from outside, printed: it stands in no folder of ours."""
    known = {kind.name for kind in kinds()}
    sys.path.insert(0, str(Path.cwd()))
    bring_in([module])
    print("\n".join(page_of(kind) for kind in kinds() if kind.name not in known))
    return 0


def _is_ours(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith(NOTE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
