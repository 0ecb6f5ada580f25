"""A proof leaves Paris and is checked where there is no node, no database and no network."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from tests.stories.said import ANSWERED, ASKED
from tests.stories.stage import all_delivered, sign_in, staged, state, take
from tests.two_nodes import wait_until

pytestmark = pytest.mark.slow

COSIGNED = "Shown.objects.filter(size__gte=LogState.objects.get(log='exchange').size).exists()"
# Neither framework nor network can be reached, whatever the command tries.
BARE = """
import socket, sys
for name in ("django", "urllib3", "sqlite3", "granian"):
    sys.modules[name] = None
def none(*_, **__):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = none
from mithaq.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_proof_is_checked_with_the_pact_alone(tmp_path):
    with staged("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.start("deliver")
        asking, approving = sign_in(paris, "first"), sign_in(paris, "second")
        matter = state(asking, approving, "/new/inquiry/", **ASKED, **{"on-parties": ["MA"]})
        all_delivered((rabat, paris))
        take(sign_in(rabat, "first"), sign_in(rabat, "second"), matter, "answer", **ANSWERED)
        all_delivered((rabat, paris))
        minutes = count(
            2, 2
        )  # logs are shown to witnesses each minute, and what is added meanwhile in the next

        def cosigned():
            later = datetime.now(UTC) + timedelta(minutes=next(minutes))
            for node in (rabat, paris):
                node.set_clock(later)
            return paris.act("run", code=COSIGNED)

        wait_until(cosigned, seconds=120, every=2)
        asking.open(matter)
        asking.open(asking.link("proof"))
        proof = tmp_path / "matter.proof"
        proof.write_bytes(asking.written)
        cards = []
        for node in (rabat, paris):
            card = tmp_path / f"{node.code}.card"
            card.write_text(node.act("card"))
            cards += ["--trust", str(card)]
    # Both nodes are gone.
    proven = _verify(proof, *cards)
    assert proven.returncode == 0, proven.stderr + proven.stdout
    assert "PROVEN" in proven.stdout
    assert "cosigned by MA" in proven.stdout
    assert "fusées" not in proof.read_text().lower()  # no body leaves in a proof
    assert _verify(proof).returncode == 3
    assert _verify(proof, *cards[:2]).returncode == 3
    proof.write_bytes(proof.read_bytes().replace(b'"step\\":\\"answer', b'"step\\":\\"refuse'))
    assert _verify(proof, *cards).returncode == 1


def _verify(proof, *options):
    return subprocess.run(
        [sys.executable, "-I", "-c", BARE, "verify", str(proof), *options],
        env={}, cwd=proof.parent, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
