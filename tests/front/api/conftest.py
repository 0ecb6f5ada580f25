"""The API is asked by programs of invented officers, on a node with a partner and an agreement in force."""

import json
from itertools import count

import pytest
from django.test import Client

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import Matter
from mithaq.node.officers import tokens
from tests.node.agreements import in_agreement
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer, unit
from tests.node.simulated import NOW, ourselves

REFERENCE = "FR-INQ-2026-00007"
_keys = count(1)


class Program:
    """A program with a token of an officer's, and what it was answered."""

    def __init__(self, persona, *scopes, kinds=(), language="en", days=7):
        held = scopes or ("read", "draft")
        self.officer = persona
        self.token, self.word = tokens.make(
            persona, called="test", scopes=held, kinds=kinds, days=days, now=clock.now()
        )
        self.language = language

    def headers(self, **more):
        return {"Authorization": f"Bearer {self.word}", "Accept-Language": self.language, **more}

    def get(self, path, **query):
        return Client().get(f"/api/{path}", query, headers=self.headers())

    def post(self, path, said, key=""):
        headers = self.headers(**{"Idempotency-Key": key or f"key-{next(_keys)}"})
        return Client().post(f"/api/{path}", json.dumps(said), "application/json", headers=headers)

    def put(self, path, said):
        return Client().put(f"/api/{path}", json.dumps(said), "application/json", headers=self.headers())


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement is in force."""
    ourselves(tmp_path, settings)
    settings.SECOND_FACTOR_REQUIRED = False
    return in_agreement()


@pytest.fixture
def received(paris):
    """A request of Paris, which every duty officer sees."""
    wire = paris.wire(
        "ask", kind="inquiry", says=SAYS, body=BODY, reference=REFERENCE, terms=paris.terms, **CONFIDENTIAL
    )
    assert receive(wire, now=NOW).state == "kept"
    return Matter.objects.get(reference=REFERENCE)


@pytest.fixture
def salma(db, settings):
    """A duty officer of a unit."""
    settings.SECOND_FACTOR_REQUIRED = False
    return officer("duty-officer", unit=unit(), language="fr", zone="Africa/Casablanca")


@pytest.fixture
def program(salma):
    """A program of Salma's that may read and draft."""
    return Program(salma)
