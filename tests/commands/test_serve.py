"""`mithaq serve`: what must be so when the processes that answer are forked."""

import threading

from mithaq.commands.serve import serve


class ForksNow:
    """Stands where the server stands, and looks at what a fork would copy."""

    seen: list[str] = []

    def __init__(self, target, **settings):
        assert target == "mithaq.front.config.wsgi:application"

    def serve(self, **settings):
        self.seen += [thread.name for thread in threading.enumerate()]


def test_no_thread_of_ours_runs_when_processes_are_forked(monkeypatch):
    before = {thread.name for thread in threading.enumerate()}
    monkeypatch.setattr("granian.Granian", ForksNow)
    assert serve("127.0.0.1:8999", threads=1, processes=1) == 0
    assert ForksNow.seen
    assert set(ForksNow.seen) <= before
