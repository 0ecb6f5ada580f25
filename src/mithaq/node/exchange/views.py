"""What machines may ask of this node. Each view answers any bytes; none asks for a sign-in.

Who speaks is decided by signatures inside the bytes, never by the connection. Size is checked before the
bytes are read, and an address that was refused too often is not read at all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mithaq.node import clock
from mithaq.node.exchange.ask import read_ask, use_number
from mithaq.node.exchange.chunks import receive_chunks
from mithaq.node.exchange.errors import NotAPost, TooLarge, TooMany
from mithaq.node.exchange.framing import LARGEST_POST, REFUSED, Answer, read_post, write_answers
from mithaq.node.exchange.inbox import receive_all
from mithaq.node.exchange.limits import failures
from mithaq.node.exchange.rebuilding import answer_items, answer_leaves, answer_tail
from mithaq.node.exchange.witness import AGAIN, Word, witness
from mithaq.pact.errors import MithaqError

log = logging.getLogger(__name__)
ANSWER = "application/json"


@login_not_required
@csrf_exempt
@require_POST
def inbox(request: HttpRequest) -> HttpResponse:
    """Envelopes and receipts of a partner: each is kept or refused, and answered."""
    address = request.META.get("REMOTE_ADDR", "")
    if failures.too_many(address, at=time.monotonic()):
        return _refusal(TooMany(), status=429)
    try:
        items = read_post(posted(request))
    except MithaqError as error:
        failures.add(address, 1, at=time.monotonic())
        return _refusal(error, status=413 if isinstance(error, TooLarge) else 400)
    answers = receive_all(items, now=clock.now())
    refused = sum(answer.state == REFUSED and not answer.later for answer in answers)
    failures.add(address, refused, at=time.monotonic())
    return HttpResponse(write_answers(answers), content_type=ANSWER)


@login_not_required
@csrf_exempt
@require_POST
def checkpoint(request: HttpRequest) -> HttpResponse:
    """A partner shows its log: cosigned if it continues what we saw before."""
    return _answered(request, lambda asked: witness(asked, now=clock.now()).write())


@login_not_required
@csrf_exempt
@require_POST
def rebuilding(request: HttpRequest, what: str) -> HttpResponse:
    """A partner that lost its ledger asks what we hold of it."""

    def answer(asked: bytes) -> bytes:
        now = clock.now()
        ask = read_ask(asked, what, now=now)
        last = use_number(ask)
        if last is not None:
            return Word(AGAIN, number=last).write()
        if what == "leaves":
            return answer_leaves(ask)
        return answer_tail(ask) if what == "tail" else answer_items(ask, now=now)

    return _answered(request, answer)


@login_not_required
@csrf_exempt
@require_POST
def chunks(request: HttpRequest) -> HttpResponse:
    """A partner asks which chunks of files are lacking here, or brings one."""
    return _answered(request, lambda asked: receive_chunks(asked, now=clock.now()).write())


def _answered(request: HttpRequest, answer: Callable[[bytes], bytes]) -> HttpResponse:
    """The answer to a question between nodes; a refusal is a word with a code, whatever the bytes."""
    address = request.META.get("REMOTE_ADDR", "")
    if failures.too_many(address, at=time.monotonic()):
        return _refusal(TooMany(), status=429)
    try:
        return HttpResponse(answer(posted(request)), content_type=ANSWER)
    except MithaqError as error:
        failures.add(address, 1, at=time.monotonic())
        return HttpResponse(Word(REFUSED, code=error.code).write(), content_type=ANSWER)


def posted(request: HttpRequest, most: int = LARGEST_POST) -> bytes:
    """The bytes posted, if they are few enough; what claims to be more is not read.

    Raises: TooLarge, NotAPost.
    """
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise NotAPost(rule="length") from None
    if length > most:
        raise TooLarge(most=str(most))
    try:
        return request.read(most + 1) if length else b""
    except (UnreadablePostError, RawPostDataException, OSError):
        raise NotAPost(rule="cut-short") from None


def _refusal(error: MithaqError, *, status: int) -> HttpResponse:
    answer = write_answers([Answer(REFUSED, code=error.code, facts=error.facts)])
    return HttpResponse(answer, content_type=ANSWER, status=status)
