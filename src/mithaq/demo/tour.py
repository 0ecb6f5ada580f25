"""The tour: a bar on every page that leads through the first ten minutes, on both nodes.

Which place one has reached stands in a cookie of each node; a link to the other node carries it along.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mithaq.demo.nodes import described
from mithaq.demo.personas import personas
from mithaq.demo.words import words
from mithaq.node import clock
from mithaq.node.web.idents import language
from mithaq.pact.rules.words import Words

COOKIE = "mithaq_demo_tour"
Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tour: on which node, as whom, where, and what to do there."""

    number: int
    authority: str
    who: str
    path: str
    words: Words
    values: Mapping[str, Any]

    @property
    def url(self) -> str:
        """The address that leads there, from any node."""
        node = next((node for node in nodes() if node["authority"] == self.authority), None)
        return f"{node['url'] if node else '/'}demo/go/{self.number}/"

    @property
    def here(self) -> bool:
        return bool(self.authority == settings.AUTHORITY)

    @property
    def example(self) -> str:
        """The values that fill the form of this place, as JSON; "" if there are none."""
        return json.dumps(dict(self.values), ensure_ascii=False) if self.values else ""


@cache
def places() -> tuple[Place, ...]:
    """Every place, in order."""
    return tuple(
        Place(
            number,
            said["authority"],
            said["who"],
            said["path"],
            Words(**said["words"]),
            said.get("values", {}),
        )
        for number, said in enumerate(described("tour")["place"], start=1)
    )


def nodes() -> list[dict[str, Any]]:
    """The nodes of this demonstration, this one included."""
    return getattr(settings, "DEMO_NODES", [])


def place(number: int) -> Place:
    """The place of this number; the first or last for one that is out of range."""
    return places()[min(max(number, 1), len(places())) - 1]


def remember(answer: Answer) -> Answer:
    """Middleware: know which place of the tour one has reached."""

    def answer_and_remember(request: HttpRequest) -> HttpResponse:
        number = _number(request.COOKIES.get(COOKIE, ""))
        request.tour = place(number)  # type: ignore[attr-defined]
        return answer(request)

    return answer_and_remember


def go_on_at(response: HttpResponse, at: Place) -> None:
    """Remember in the browser which place is reached."""
    response.set_cookie(COOKIE, str(at.number), httponly=True, samesite="Lax")


def bar(request: HttpRequest) -> dict[str, object]:
    """What the demonstration's templates show on every page."""
    at: Place = getattr(request, "tour", place(1))
    return {
        "demo": {name: said.say(language()) for name, said in words().items()},
        "demo_now": clock.now(),
        "demo_nodes": [
            {"url": node["url"], "city": Words(**node["city"]).say(language())}
            for node in nodes()
            if node["authority"] != settings.AUTHORITY
        ],
        "demo_personas": [
            {"persona": each, "does": each.does(language()), "unit": each.unit.say(language())}
            for each in personas()
        ],
        "tour": at,
        "tour_said": at.words.say(language()),
        "tour_length": len(places()),
        "tour_before": place(at.number - 1) if at.number > 1 else None,
        "tour_after": place(at.number + 1) if at.number < len(places()) else None,
    }  # fmt: skip


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 4 else 1
