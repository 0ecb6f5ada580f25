"""How long the standing of a large joint plan takes, beside reading its entries once.

    .venv/bin/python -m benchmarks.standing [--actions 200] [--profile]

Three parties agree some 200 actions, every second with a deliverable. They are run and reported on, every
third is rescheduled, every fifth put on hold, and proposals cross what came just before: about 1,800 entries.
Measured: the fold, the actions drawn from it, how each is doing, and what is owed. The peer is parsing the
same headers once, which a node does when it reads them from its ledger. Processor time, the middle of
several. Limit: 150 ms for the fold.
"""

import argparse
import cProfile
import pstats
import sys
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import process_time

from mithaq.pact.ledger.entry import Entry, Said, compose, read_entry
from mithaq.pact.rules import plan, roadmap
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import standing
from mithaq.pact.rules.terms import Terms

LIMIT = 0.150
PARTIES = ("ES", "FR", "MA")
SIGNED = datetime(2025, 6, 24, 9, tzinfo=UTC)
TODAY = date(2026, 3, 1)
TIMES = 7


class Telling:
    """A plan as it is told: whoever proposes something has not seen what came just before."""

    def __init__(self) -> None:
        self.said: list[Entry] = []
        self._last = dict.fromkeys(PARTIES, "")

    def say(self, author: str, step: str, says: dict[str, Said] | None = None, item: str = "") -> str:
        """State a step; its id."""
        where: dict[str, object] = {"parties": PARTIES}
        if self.said:
            crosses = not item and self.said[-1].author != author and len(self.said) > 4
            seen = {self.said[-2 if crosses else -1].id, self._last[author]} - {""}
            where = {"matter": self.said[0].id, "after": sorted(seen), "prev": self._last[author]}
        at = SIGNED + timedelta(minutes=len(self.said))
        header = compose(
            kind="plan", edition=1, step=step, author=author, key="0" * 32, at=at, says=says or {}, item=item,
            **where,
        )  # fmt: skip
        self.said.append(read_entry(header))
        self._last[author] = self.said[-1].id
        return self.said[-1].id

    def agree(self, author: str, step: str, says: dict[str, Said]) -> str:
        """A part that one proposes and the others agree to."""
        part = self.say(author, step, says)
        for party in PARTIES:
            if party != author:
                self.say(party, "agree-part", item=part)
        return part

    def change(self, author: str, part: str, **says: Said) -> None:
        made = self.say(author, "propose-change", {"part": part, **says})
        for party in PARTIES:
            if party != author:
                self.say(party, "accept-change", item=made)


def told(actions: int) -> list[Entry]:
    """The entries of a plan in force with so many actions."""
    telling = Telling()
    telling.say("MA", "open-plan", {"from_on": "2025-06-24"})
    signature = telling.say("MA", "propose-signature", {"signed_on": "2025-06-24"})
    for party in ("ES", "FR"):
        telling.say(party, "accept-signature", item=signature)
    axes = [telling.agree("MA", "propose-axis", {"axis": code}) for code in ("FUG", "COI", "STU", "CYB")]
    aims = [telling.agree("FR", "propose-objective", {"axis": axis}) for axis in axes for _ in range(3)]
    for number in range(actions):
        lead, co_lead = PARTIES[number % 3], PARTIES[(number + 1) % 3]
        _run(telling, number, lead, co_lead, aims[number % len(aims)])
    return telling.said


def _run(telling: Telling, number: int, lead: str, co_lead: str, aim: str) -> None:
    says: dict[str, Said] = {
        "objective": aim, "sort": "training", "lead": lead, "co_lead": co_lead,
        "starts_on": "2025-09-01", "ends_on": "2026-06-30",
    }  # fmt: skip
    action = telling.agree(lead, "propose-action", says)
    if number % 5 == 0:
        telling.change(co_lead, action, change="hold", ends_on="2026-09-30")
        return
    telling.say(lead, "start-action", item=action)
    telling.say(lead, "report-progress", {"progress": 40, "forecast_on": "2026-07-10"}, item=action)
    report = telling.say(lead, "submit-report", {"action": action, "year": 2025, "half": 2})
    telling.say(co_lead, "countersign-report", item=report)
    if number % 2 == 0:
        telling.agree(lead, "propose-deliverable", {"action": action, "lead": lead, "due_on": "2026-05-31"})
    if number % 3 == 0:
        telling.change(lead, action, change="reschedule", ends_on="2026-08-31")


def _taken(call) -> float:  # type: ignore[no-untyped-def]
    """Seconds the call takes, the middle of several."""
    times = []
    for _ in range(TIMES):
        begun = process_time()
        call()
        times.append(process_time() - begun)
    return median(times)


def measure(actions: int) -> bool:
    """Print the figures; whether the fold kept its limit."""
    entries = told(actions)
    found = standing(plan.KIND, entries)
    state = found.state
    assert state is not None
    assert not found.set_aside
    drawn = roadmap.actions(state)
    terms = Terms("a" * 64, {}, calendars={party: Calendar(party, "Europe/Paris") for party in PARTIES})
    headers = [entry.header for entry in entries]
    parsed = _taken(lambda: [read_entry(header) for header in headers])
    figures = {
        "standing": _taken(lambda: standing(plan.KIND, entries)),
        "actions": _taken(lambda: roadmap.actions(state)),
        "how each is doing": _taken(lambda: [roadmap.rag(state, action, TODAY) for action in drawn]),
        "what is owed": _taken(lambda: duties(found, {}, terms)),
    }
    print(f"{len(drawn)} actions, {len(entries)} entries; parsing their headers once: {parsed * 1000:.0f} ms")
    for name, seconds in figures.items():
        print(f"{name}: {seconds * 1000:.0f} ms, {seconds / parsed:.2f} of that")
    print(f"limit for the standing: {LIMIT * 1000:.0f} ms")
    return figures["standing"] <= LIMIT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=200)
    parser.add_argument("--profile", action="store_true", help="where the time of one fold goes")
    arguments = parser.parse_args()
    if arguments.profile:
        entries, profile = told(arguments.actions), cProfile.Profile()
        profile.runcall(standing, plan.KIND, entries)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    return 0 if measure(arguments.actions) else 1


if __name__ == "__main__":
    sys.exit(main())
