"""The documentation says what is: links lead somewhere, commands exist, generated pages equal the code."""

import re
import shlex
import subprocess
import sys

import pytest

from mithaq.cli import parser
from mithaq.pact.rules.register import kinds
from tests.architecture import sources

PAGES = sorted(
    [sources.ROOT / "README.md", sources.ROOT / "CHANGELOG.md", *(sources.ROOT / "docs").rglob("*.md")]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(?:\./dev run )?(mithaq [a-z][^`]*)`")
SIGNED_AS = re.compile(r"mithaq [a-z]+ \d")  # the context of a signature: no command
by_page = pytest.mark.parametrize("page", PAGES, ids=sources.name)


@by_page
def test_every_link_leads_somewhere(page):
    pictures = sources.ROOT / "docs" / "pictures"
    targets = [page.parent / link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    # Pictures are taken of real screens, after everything else.
    lost = [target for target in targets if not target.exists() and target.parent.resolve() != pictures]
    assert not lost


def test_the_readme_leads_to_every_field_in_the_demo():
    told = set(re.findall(r"/matters/\?kind=([a-z]+)\)", (sources.ROOT / "README.md").read_text("utf-8")))
    assert told == {each.name for each in kinds()}


def commands(text: str):
    """What a page tells its reader to type: whole lines of shell blocks, and commands within sentences."""
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words[:2] == ["./dev", "run"]:
                words = words[2:]
            if words:
                yield words
    for command in INLINE.findall(text):
        if not SIGNED_AS.fullmatch(command):
            yield shlex.split(command)


@by_page
def test_every_command_exists_with_its_options(page, capsys):
    subcommands = re.findall(r"^([a-z]+)\)$", (sources.ROOT / "dev").read_text("utf-8"), re.MULTILINE)
    for words in commands(page.read_text("utf-8")):
        if words[0] == "./dev":
            assert words[1] in subcommands
        elif words[0] == "mithaq" and "…" not in " ".join(words):
            given = words[1 : words.index(">")] if ">" in words else words[1:]
            assert _is_known(given), " ".join(words)


def _is_known(words: list[str]) -> bool:
    """Whether the words begin a command that is there; a sentence may leave out what is required."""
    try:
        parser().parse_args(words)
    except SystemExit:
        pass
    else:
        return True
    helped = [word for word in words if not word.startswith("-")]
    while helped:
        try:
            parser().parse_args([*helped, "--help"])
        except SystemExit as ended:
            if ended.code == 0:
                return not any(word.startswith("-") for word in words)
        helped.pop()
    return False


def test_generated_pages_are_what_the_code_says():
    made = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=sources.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_every_decision_has_a_page_of_the_same_shape():
    pages = sorted((sources.ROOT / "docs" / "decisions").glob("0*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    listed = (sources.ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    for page in pages:
        parts = re.findall(r"^## (.*)$", page.read_text("utf-8"), re.MULTILINE)
        assert parts == ["Context", "Options", "Decision", "What we give up", "As built"], page.name
        assert f"({page.name})" in listed


def test_at_most_five_things_are_moving():
    moving = (sources.ROOT / "docs" / "moving.md").read_text("utf-8")
    assert len(re.findall(r"^\| (?!from|---)", moving, re.MULTILINE)) <= 5


def test_a_page_of_the_protocol_can_be_read_in_one_go():
    long = [p.name for p in (sources.ROOT / "docs" / "protocol").glob("*.md") if sources.line_count(p) > 150]
    assert not long
