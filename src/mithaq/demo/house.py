"""The inside of one node while a demonstration is made: the product's own acts, driven over a pipe.

    python -m mithaq.demo.house FD

A Django process is one authority, so each node has a process of its own. It answers one request at a time: a
name, facts, and the instant at which it is to happen. Whatever is said between nodes crosses as the bytes
that would cross the line.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mithaq.node.ledger.act import Act
    from mithaq.node.ledger.models import Draft
    from mithaq.node.officers.models import Officer

Facts = Mapping[str, Any]
APPROVED_AFTER = timedelta(minutes=9)
REVIEWED_AFTER = timedelta(minutes=25)
RELEASED_AFTER = timedelta(minutes=2)
ASSIGNED_BEFORE = timedelta(minutes=3)
DONE, FAILED, POST, ANSWERED = "done", "failed", "post", "answered"  # what is said over the pipe
PASSWORD = "mithaq-demo-2026"  # one click signs in; the password is for tests and for the curious


class House:
    """One node, prepared and made to act."""

    def __init__(self, channel: Connection) -> None:
        self._channel = channel
        self._at = datetime.now(UTC)
        self._units: dict[str, Any] = {}
        self._officers: dict[str, Officer] = {}

    def answer(self, name: str, facts: Facts) -> None:
        """Do what was asked, and say what came of it."""
        command: Callable[..., Any] = getattr(self, f"on_{name}")
        try:
            self._channel.send((DONE, command(**facts)))
        except EOFError:
            raise
        except Exception:  # whatever it is, whoever drives is told
            asked = " ".join(str(facts[each]) for each in ("kind", "step", "at") if each in facts)
            where = f"{os.environ.get('MITHAQ_AUTHORITY')}: {name} {asked}"
            self._channel.send((FAILED, f"{where}\n{traceback.format_exc()}"))

    # Making a node

    def on_tables(self, at: datetime) -> str:
        """Make the tables; the file they are in, for another node to begin with ("" if there is none)."""
        from django.conf import settings
        from django.db import connection

        from mithaq.commands.prepare import bring_tables_up_to_date

        self._move(at)
        bring_tables_up_to_date()
        connection.close()
        return str(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else ""

    def on_prepare(self, at: datetime, people: Facts, **card: Any) -> str:
        """Keys, the certificate that seals papers, units and officers; the node's card as text."""
        from django.db import connection

        from mithaq.node.papers.own import make_certificate
        from mithaq.node.partners.own import make_keys
        from mithaq.pact.exchange.card import write_card

        self._move(at)
        if connection.vendor == "sqlite":  # a demo that loses power is made again
            connection.cursor().execute("PRAGMA synchronous=OFF")
        made = make_keys(now=at, **card)
        make_certificate(at)
        self._people(people, card["zone"], at)
        return write_card(made)

    def _people(self, people: Facts, zone: str, at: datetime) -> None:
        from django.contrib.auth.hashers import make_password

        from mithaq.node.officers.enrol import hold, open_unit
        from mithaq.node.officers.models import Officer

        password = make_password(PASSWORD)  # once: a good hash takes its time
        for code, said in people["units"].items():
            self._units[code] = open_unit(None, service=said["service"], code=code, names=said["names"])
        for persona in people["personas"]:
            said = dict(persona)
            functions, unit = said.pop("functions"), self._units[said.pop("unit")]
            officer = Officer.objects.create(**said, unit=unit, zone=zone, password=password)
            hold(None, officer, functions, now=at)

    # Pairing

    def on_meet(self, at: datetime, card: str, who: str) -> dict[int, str]:
        """Take a partner's card in; the numbers of our half of the phrase, by place, to be read aloud."""
        from mithaq.node.partners.pair import meet, phrase_of

        self._move(at)
        introduction = meet(self._officer(who), card, now=at)
        return {spoken.place: spoken.digits for spoken in phrase_of(introduction, "fr") if spoken.is_ours}

    def on_trust(self, at: datetime, partner: str, heard: Mapping[int, str], who: str, second: str) -> None:
        """Compare the phrase as heard, and confirm as a second officer."""
        from mithaq.node.partners.models import Introduction
        from mithaq.node.partners.pair import compare, confirm

        self._move(at)
        introduction = Introduction.objects.get(partner=partner)
        typed = [heard[place] for place in introduction.hidden]
        compare(self._officer(who), introduction, typed, now=at)
        self._move(at + APPROVED_AFTER)
        confirm(self._officer(second), introduction, now=at + APPROVED_AFTER)

    def on_met_alone(self, at: datetime, who: str, third: Facts) -> None:
        """Take in the card of a third authority, which nobody has compared yet; it has no node here."""
        from mithaq.node.partners.pair import meet
        from mithaq.pact.exchange.card import make_card, write_card
        from mithaq.pact.exchange.keys import KeyPair

        self._move(at)
        keys = KeyPair.make(at, timedelta(days=700))
        card = make_card(**third, address="", public=keys.public(), signer=keys)
        meet(self._officer(who), write_card(card), now=at)

    def on_register(self, at: datetime, who: str, file: str) -> str:
        """Bring a list into the national register; how that ended."""
        from mithaq.node.persons.imports import import_file

        self._move(at)
        return str(import_file(Path(file), "csv", officer=self._officer(who), now=at).state)

    # Persons who ask about their own data

    def on_heard(self, at: datetime, who: str, said: Facts, days_ago: int) -> str:
        """Enter the request of a person, received so many days ago; its reference."""
        from mithaq.node.rights import keep

        self._move(at)
        words = dict(said)
        codes = {each: words.pop(each) for each in ("sort", "way", "identity", "language")}
        asked = keep.Asked(**codes, received_on=at.date() - timedelta(days=days_ago))
        person = keep.Person(**{**words, "names": tuple(words["names"])})
        return keep.enter(self._officer(who), asked, person, now=at).reference

    def on_answered_neutrally(self, at: datetime, who: str, second: str, reference: str) -> None:
        """Look, decide by two that nothing is confirmed or denied, and answer."""
        from mithaq.node.rights import decide, keep, look

        self._move(at)
        officer = self._officer(who)
        row = keep.find(reference, officer)
        look.look(officer, row, now=at)
        prepared = decide.prepare(officer, row, decide.Proposed(decide.NEUTRAL), now=at)
        self._move(at + APPROVED_AFTER)
        decide.confirm(self._officer(second), prepared, now=at + APPROVED_AFTER)
        keep.answer(officer, row, on=at.date())

    # Acting

    def on_act(
        self, at: datetime, who: str, second: str, assigned_by: str, stop: str, **act: Any
    ) -> tuple[str, datetime]:
        """Take a step as an officer does, with a second person where one is needed; the entry, and when."""
        from mithaq.node.ledger import step
        from mithaq.node.ledger.act import Act
        from mithaq.pact.rules import register

        self._move(at)
        officer = self._officer(who)
        made = Act(**{**act, "item": self._item(act)})
        if made.matter:
            self._assign(made, officer, assigned_by, at)
        declared = register.kind(made.kind).step(made.step)
        assert declared is not None
        if stop or declared.two_persons({}):
            second = second if declared.two_persons(made.values) else ""
            return self._drafted(made, officer, second=second, stop=stop, at=at)
        return step.take(made, officer=officer, now=at).id, at

    def _drafted(
        self, act: Act, officer: Officer, *, second: str, stop: str, at: datetime
    ) -> tuple[str, datetime]:
        from mithaq.node.ledger import drafts

        draft = drafts.begin(act, officer=officer, now=at)
        if stop == "editing":
            return "", at
        if second:  # what warns of danger to life goes alone
            drafts.submit(draft, officer=officer, now=at)
            if stop == "submitted":
                return "", at
            at = self._reviewed_first(draft, at) + APPROVED_AFTER
            self._move(at)
            drafts.approve(draft, officer=self._officer(second), digest=draft.digest, now=at)
            at += RELEASED_AFTER
            self._move(at)
        return drafts.release(draft, officer=officer, now=at).id, at

    def _reviewed_first(self, draft: Draft, at: datetime) -> datetime:
        """Have everybody review a draft who must before it is approved; when the last of them has."""
        from mithaq.node.ledger import prior_reviews
        from mithaq.node.officers.models import Officer

        for function in prior_reviews.lacking(draft):
            at += REVIEWED_AFTER
            self._move(at)
            others = Officer.objects.filter(is_active=True).exclude(pk=draft.author_id).order_by("username")
            reviewer = next(each for each in others if each.holds(function))
            prior_reviews.give(draft, officer=reviewer, digest=draft.digest, now=at)
        return at

    def on_review(self, at: datetime, who: str) -> int:
        """Have a second person look at what went alone; how many there were."""
        from mithaq.node.ledger import drafts

        self._move(at)
        officer = self._officer(who)
        waiting = drafts.drafts_to_review(officer)
        for draft in waiting:
            drafts.review(draft, officer=officer, now=at)
        return len(waiting)

    def on_review_retention(
        self, at: datetime, who: str, matter: str, outcome: str, *, ground: str = "", days: int = 0
    ) -> None:
        """Say whether a concluded matter is still needed, and for how many days."""
        from mithaq.node.ledger import retention
        from mithaq.node.ledger.models import Matter

        self._move(at)
        concluded = Matter.objects.get(pk=matter)
        until_on = (at + timedelta(days=days)).date() if days else None
        found = retention.Found(outcome, ground, until_on)
        saw = retention.token(concluded)
        retention.review(self._officer(who), concluded, found, saw=saw, now=at)

    def _item(self, act: Facts) -> str:
        """What the step is about: as the script says, or the one thing it can be about."""
        from django.conf import settings

        from mithaq.node.ledger import held
        from mithaq.pact.rules.fold import open_steps

        if act["item"] or not act["matter"]:
            return str(act["item"])
        standing = held.standing_of(held.entries_of(act["matter"]))
        assert standing is not None
        items = [
            each.item for each in open_steps(standing, settings.AUTHORITY) if each.step.name == act["step"]
        ]
        return "" if "" in items or not items else items[0]

    def _assign(self, act: Act, officer: Officer, assigned_by: str, at: datetime) -> None:
        """What arrived from a partner is given to a unit by the duty officer before anybody works on it."""
        from mithaq.node.officers.assign import assign
        from mithaq.node.officers.models import Assignment

        unit = officer.unit
        if unit is None or Assignment.objects.filter(matter=act.matter, unit=unit).exists():
            return
        self._move(at - ASSIGNED_BEFORE)
        assign(self._officer(assigned_by), act.matter, act.kind, to=unit, now=at - ASSIGNED_BEFORE)
        self._move(at)

    # Exchanging

    def on_deliver(self, at: datetime) -> int:
        """Send what is due to every partner, over the pipe; how much was accepted."""
        from mithaq.node.exchange.deliver import deliver
        from mithaq.node.exchange.outbox import is_due
        from mithaq.node.partners.models import Partner

        self._move(at)
        accepted = 0
        for partner in Partner.objects.filter(state="confirmed"):
            while is_due(partner.code, at):
                count = deliver(partner, now=at, send=self._send)
                if not count:
                    raise RuntimeError(f"{partner.code} did not accept what was sent")
                accepted += count
        return accepted

    def on_post(self, at: datetime, address: str, body: bytes) -> bytes:
        """Answer what a partner posts to an address of ours."""
        from django.test import RequestFactory
        from django.urls import resolve

        self._move(at)
        path = urlsplit(address).path
        request = RequestFactory().post(path, body, content_type="application/octet-stream")
        # The pages of a node take their time to load, and nobody looks at one yet.
        view, args, kwargs = resolve(path.removeprefix("/exchange"), "mithaq.node.exchange.urls")
        return bytes(view(request, *args, **kwargs).content)

    def _send(self, address: str, body: bytes) -> bytes:
        """What the partner answers; meanwhile this node does what else it is asked for."""
        at = self._at
        self._channel.send((POST, address, body))
        while (said := self._channel.recv())[0] != ANSWERED:
            self.answer(*said)
        self._move(at)
        return bytes(said[1])

    def on_sequence(self, at: datetime) -> int:
        """Give what was recorded its place in the logs; how much it was."""
        from mithaq.node.ledger import sequence, standstill

        self._move(at)
        placed = sequence.run_once(at)
        standstill.remember_size()
        return placed

    def on_show(self, at: datetime) -> str:
        """Show our log to the partner, who cosigns it; what it answered."""
        from mithaq.node.exchange.show import show
        from mithaq.node.partners.models import Partner

        self._move(at)
        return show(Partner.objects.get(state="confirmed"), now=at, send=self._send)

    def on_move_address(self, at: datetime, address: str) -> str:
        """Our card with another address."""
        from mithaq.node.partners.own import move
        from mithaq.pact.exchange.card import write_card

        self._move(at)
        return write_card(move(address))

    def on_follow(self, at: datetime, card: str) -> None:
        """Take a partner's new address from its card."""
        from mithaq.node.partners.keep import follow_card

        self._move(at)
        follow_card(None, card)

    def _officer(self, username: str) -> Officer:
        from mithaq.node.officers.models import Officer

        if username not in self._officers:
            self._officers[username] = Officer.objects.select_related("unit").get(username=username)
        return self._officers[username]

    def _move(self, at: datetime) -> None:
        from django.conf import settings

        from mithaq.demo.clock import set_alone

        self._at = at
        set_alone(settings.HOME, at)


def main(descriptor: int) -> None:
    """Answer requests until the pipe ends."""
    gc.disable()  # a short life: collecting costs more than it gives
    import django

    django.setup()
    with Connection(descriptor) as channel:
        house = House(channel)
        channel.send((DONE, None))
        while True:
            try:
                house.answer(*channel.recv())
            except EOFError:
                return


if __name__ == "__main__":
    main(int(sys.argv[1]))
