"""Types can be checked in any shell: what mypy's Django plugin loads needs nothing of the environment."""

import os
import subprocess
import sys
import tomllib

from tests.architecture import sources


def test_the_settings_of_the_type_check_stand_in_an_empty_environment():
    pyproject = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    module = pyproject["tool"]["django-stubs"]["django_settings_module"]
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("MITHAQ", "DJANGO"))}
    loads = f"import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = {module!r}; django.setup()"
    command = [sys.executable, "-c", loads]
    loaded = subprocess.run(command, cwd=sources.ROOT, env=bare, capture_output=True, text=True, check=False)
    assert (loaded.returncode, loaded.stderr) == (0, "")
