"""What the architecture tests look at: our own files, read once."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mithaq"


@cache
def modules(under: str = "src/mithaq") -> tuple[Path, ...]:
    """Every Python module below a folder but migrations, sorted."""
    return tuple(sorted(p for p in (ROOT / under).rglob("*.py") if "migrations" not in p.parts))


@cache
def migrations() -> tuple[Path, ...]:
    """Every migration, sorted."""
    return tuple(sorted(PACKAGE.glob("**/migrations/0*.py")))


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every file of the package with one of these endings, sorted."""
    return tuple(sorted(p for p in PACKAGE.rglob("*") if p.suffix in suffixes))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed source of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def line_count(path: Path) -> int:
    """How many lines a text file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    """A path as failures show it: from the root of the repository."""
    return str(path.relative_to(ROOT))


def imports(path: Path) -> list[str]:
    """Every module a file imports, dotted; a name imported from a package counts as its part."""
    found: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows, without those deleted in the tree; none outside a clone."""
    listing = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    paths = (ROOT / line for line in listing.stdout.split("\0") if line)
    return tuple(path for path in paths if path.is_file())
