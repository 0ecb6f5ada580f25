"""The pact is pure: it runs without Django and calls neither clock nor chance nor environment."""

import ast
import subprocess
import sys

from tests.architecture import sources

RUN_WITHOUT_DJANGO = """
import importlib, pkgutil, sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "allauth", "urllib3", "requests", "psycopg"}:
            raise ImportError(f"the pact reached for {name}")

sys.meta_path.insert(0, Refused())
import mithaq.pact
names = [m.name for m in pkgutil.walk_packages(mithaq.pact.__path__, "mithaq.pact.")]
for name in names:
    importlib.import_module(name)
assert not [m for m in sys.modules if m.split(".")[0] == "django"]
assert not [m for m in sys.modules if m.startswith("mithaq.") and not m.startswith("mithaq.pact")]
print(len(names))
"""

IMPURE_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "time.monotonic", "time.perf_counter",
    "os.urandom", "os.getenv", "uuid.uuid1", "uuid.uuid4", "secrets", "random",
}  # fmt: skip
IMPURE_NAMES = {"os.environ", "os.getenv"}
IMPURE_MODULES = {"random", "secrets", "time", "socket", "ssl", "http", "subprocess", "threading", "asyncio"}

# Sealing, signing and key-making need chance; everything else is handed what it needs.
MAY_USE_CHANCE = {
    "src/mithaq/pact/exchange/keys.py": "makes keys",
    "src/mithaq/pact/exchange/envelope.py": "makes the content key of one envelope",
    "src/mithaq/pact/exchange/seal.py": "makes the content key of one envelope",
    "src/mithaq/pact/exchange/keyfile.py": "salts the passphrase that locks a key file",
    "src/mithaq/pact/exchange/attachment.py": "makes the key of one file",
}
CHANCE = {"secrets", "os.urandom"}


def test_the_whole_pact_is_imported_where_django_cannot_be():
    done = subprocess.run(
        [sys.executable, "-c", RUN_WITHOUT_DJANGO], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def _impurities(path):
    allowed = CHANCE if sources.name(path) in MAY_USE_CHANCE else set()
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            last_two = ".".join(called.split(".")[-2:])
            if last_two in IMPURE_CALLS - allowed:
                yield f"{sources.name(path)}:{node.lineno} {called}()"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in IMPURE_NAMES:
            yield f"{sources.name(path)}:{node.lineno} {ast.unparse(node)}"
    for name in sources.imports(path):
        if name.split(".")[0] in IMPURE_MODULES - allowed or name in {"os.urandom", "os.environ"} - allowed:
            yield f"{sources.name(path)}: import {name}"


def test_the_pact_calls_no_clock_no_chance_and_reads_no_environment():
    assert not [found for path in sources.modules("src/mithaq/pact") for found in _impurities(path)]


def test_the_pact_opens_no_file_but_its_own_tables():
    """Package data is read with importlib.resources; `open` would depend on where it stands."""
    opened = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.modules("src/mithaq/pact")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "open"
    ]
    assert not opened


def test_no_check_takes_the_day_of_utc_for_the_officers():
    """Just after midnight in Paris it is yesterday by UTC: what day it is, `rules.days` says."""
    taken = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.modules("src/mithaq/pact/rules")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".date")
        and "saying.now" in ast.unparse(node.func)
    ]  # fmt: skip
    assert not taken
