"""What a process of a node waits for as it starts: pages, kinds, and no library that one page alone needs."""

import os
import re
import subprocess
import sys

from tests.architecture import sources

IMPORTS = """
import sys
from importlib.metadata import packages_distributions
import django
django.setup()
from mithaq.pact.rules import register
register.kinds()
import mithaq.front.config.urls, mithaq.demo.urls, mithaq.demo.house, mithaq.node.exchange.deliver
there = packages_distributions()
loaded = {each.partition(".")[0] for each in sys.modules}
print(*sorted({one.lower().replace("_", "-") for each in loaded for one in there.get(each, ())}))
"""


def test_a_node_starts_with_what_is_installed_first(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mithaq.demo.settings",
        "MITHAQ_HOME": str(tmp_path),
        "MITHAQ_AUTHORITY": "MA",
        "MITHAQ_SECRET_KEY": "only for this test",
        "MITHAQ_KEY_PASSPHRASE": "only for this test",
        "MITHAQ_DEMO_NODES": "[]",
    }
    environment.pop("MITHAQ_DATABASE_URL", None)
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTS], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    first, whole = (
        set(re.findall(r"^([a-z0-9-]+)==", (sources.ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements-start.lock", "requirements.lock")
    )
    assert set(ran.stdout.split()) & (whole - first) == set()
