"""Processes are killed in the middle of traffic: what was acknowledged is there, once, everywhere."""

import random
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.said import ANSWERED, ASKED
from tests.stories.stage import all_delivered, assert_alike, sign_in, staged, state, take

pytestmark = pytest.mark.slow

ROUNDS = 4
TWICE = "len(set(EntryRow.objects.values_list('entry', flat=True))) == EntryRow.objects.count()"


def test_a_node_killed_half_way_loses_nothing_and_keeps_nothing_twice():
    chance = random.Random(20)
    with staged("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.start("deliver")
        asking, approving = sign_in(paris, "first"), sign_in(paris, "second")
        asked = []
        for number in range(ROUNDS):
            killer = threading.Timer(chance.uniform(0.0, 0.6), _kill_and_start, [rabat, paris, number])
            killer.start()
            title = f"Demande numéro {number}"
            asked.append(
                state(asking, approving, "/new/inquiry/", **{**ASKED, "title": title, "on-parties": ["MA"]})
            )
            killer.join()
        for node in (rabat, paris):  # what the dead had leased, and whom nobody reached, waits no real minute
            node.set_clock(datetime.now(UTC) + timedelta(minutes=2))
        all_delivered((rabat, paris), seconds=120)
        answering, releasing = sign_in(rabat, "first"), sign_in(rabat, "second")
        for matter in asked:
            take(answering, releasing, matter, "answer", **ANSWERED)
        all_delivered((rabat, paris), seconds=120)
        assert all(paris.act("stage", reference=matter.split("/")[2]) == "answered" for matter in asked)
        assert rabat.act("entries") == paris.act("entries")
        assert rabat.act("receipts") == paris.act("receipts")
        assert rabat.act("run", code=TWICE)
        assert_alike((rabat, paris))


def _kill_and_start(rabat, paris, number):
    """Kill where it hurts: who receives, who sends, or both; then start again."""
    victims = [(rabat, "serve"), (paris, "deliver"), (rabat, "deliver")]
    for node, name in victims if number % 3 == 2 else [victims[number % 3]]:
        node.kill(name)
        time.sleep(0.2)
        node.start(name, wait=False)
    rabat.wait_until_it_answers()
