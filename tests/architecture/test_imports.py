"""Rules of who may know whom that the import contracts in `pyproject.toml` cannot say."""

import ast
from functools import cache

from tests.architecture import sources

RULES = sources.PACKAGE / "pact" / "rules"

# The node itself reads terms: deadlines, gates and open fields are the content of an agreement.
KINDS_THE_NODE_MAY_NAME = {"agreement"}


@cache
def _kinds() -> set[str]:
    """The modules of the pact that declare a kind."""
    return {path.stem for path in RULES.glob("*.py") if _declares_kind(path)}


def _declares_kind(path) -> bool:
    for node in sources.tree(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == "KIND" for t in targets):
            return True
    return False


def test_the_node_and_the_doors_know_no_kind_by_name():
    named = [
        f"{sources.name(path)}: {imported}"
        for under in ("node", "front")
        for path in sources.modules(f"src/mithaq/{under}")
        for imported in sources.imports(path)
        for kind in _kinds() - KINDS_THE_NODE_MAY_NAME
        if f"{imported}.".startswith(f"mithaq.pact.rules.{kind}.")
    ]
    assert not named


def test_kinds_never_import_each_other():
    crossing = [
        f"{sources.name(path)}: {imported}"
        for path in RULES.glob("*.py")
        if path.stem in _kinds()
        for imported in sources.imports(path)
        for kind in _kinds() - {path.stem}
        if f"{imported}.".startswith(f"mithaq.pact.rules.{kind}.")
    ]
    assert not crossing


def test_rooms_never_import_each_other():
    rooms = sources.PACKAGE / "matters"
    names = {p.name for p in rooms.glob("*") if p.is_dir()} if rooms.exists() else set()
    crossing = [
        f"{sources.name(path)}: {imported}"
        for room in names
        for path in sources.modules(f"src/mithaq/matters/{room}")
        for imported in sources.imports(path)
        for other in names - {room}
        if f"{imported}.".startswith(f"mithaq.matters.{other}.")
    ]
    assert not crossing


def test_the_desk_reaches_rooms_through_the_register():
    reached = [
        f"{sources.name(path)}: {imported}"
        for door in ("desk", "api", "evaluation", "briefing")
        for path in sources.modules(f"src/mithaq/front/{door}")
        for imported in sources.imports(path)
        if imported.startswith("mithaq.matters.")
    ]
    assert not reached


def test_no_demo_shortcut_is_imported_by_the_product():
    """Only the command line may, and only when the demo is asked for."""
    entrances = {"src/mithaq/cli.py", "src/mithaq/__main__.py"}
    shortcuts = []
    for path in sources.modules():
        if "demo" in path.relative_to(sources.PACKAGE).parts:
            continue
        reached = [i for i in sources.imports(path) if f"{i}.".startswith("mithaq.demo.")]
        at_top = {
            alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
            for node in sources.tree(path).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        lazily = sources.name(path) in entrances and not set(reached) & at_top
        shortcuts += [] if lazily else [f"{sources.name(path)}: {i}" for i in reached]
    assert not shortcuts


def test_migrations_import_none_of_our_code():
    """A migration must run as it did, whatever became of the code since."""
    ours = [
        f"{sources.name(path)}: {imported}"
        for path in sources.migrations()
        for imported in sources.imports(path)
        if imported.split(".")[0] == "mithaq"
    ]
    assert not ours
