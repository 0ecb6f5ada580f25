"""The schema, asked by a program that is not ours: what it allows and what not is answered as it says."""

import re
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from mithaq.front.api import build
from mithaq.front.config.wsgi import application
from mithaq.node.ledger.models import Draft, Matter
from mithaq.pact.codes import code_list
from mithaq.pact.rules.register import kinds
from tests.architecture.sources import ROOT
from tests.front.api.conftest import REFERENCE, Program
from tests.front.api.test_drafts import BEGIN, TAKE_UP
from tests.node.officers.screens import signed_in
from tests.node.people import officer

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
EXAMPLES = 2  # of each sort, for each address
LARGEST = max(kinds(), key=lambda kind: len(kind.steps)).name
ANYBODY = [each for each in code_list("functions").values if each not in ("administrator", "auditor", "dpo")]
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def same_connection():
    """A request through WSGI closes its connection, which here is the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not-allowed"]
)
def test_whatever_the_schema_allows_or_not_is_answered_as_it_says(received, mode):
    program = Program(officer(*ANYBODY))
    number = program.post(BEGIN, TAKE_UP).json()["draft"]
    with same_connection():
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, headers=program.headers())
        there = {"reference": REFERENCE, "number": number, "step": "answer", "code": "rules.required"}
        asked = 0
        for found in schema.get_all_operations():
            operation = found.ok()
            of_a_kind = "/kinds/" in operation.path
            if mode is GenerationMode.NEGATIVE and of_a_kind and f"/kinds/{LARGEST}/" not in operation.path:
                continue  # all kinds share the code that refuses: one is enough
            named = {part: value for part, value in there.items() if f"{{{part}}}" in operation.path}

            @BOUNDED
            @given(case=operation.as_strategy(generation_mode=mode, path_parameters=named or None))
            def ask(case):
                nonlocal asked
                asked += 1
                answer = case.call(headers=program.headers())
                case.validate_response(answer, checks=CHECKS)

            ask()
    assert asked > 15
    assert Matter.objects.get(reference=REFERENCE).stage == "awaiting"
    assert not Draft.objects.filter(state__in=[Draft.APPROVED, Draft.RELEASED]).exists()
    # Whatever a program put into a draft, a person can open it.
    browser = signed_in(program.officer)
    for draft in Draft.objects.all():
        page = reverse("web:draft", args=[draft.pk])
        assert [browser.get(url).status_code for url in (page, f"{page}?edit")] == [200, 200]


def test_the_reference_names_every_address_and_no_other():
    written = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")
    named = set(re.findall(r"`((?:GET|POST|PUT) /api/[^`]*)`", written))
    made = {
        f"{method.upper()} {path}"
        for path, operations in build.schema("en")["paths"].items()
        for method in operations
    }
    assert named == made
