"""Once: a request that acts is answered once, however often it is sent.

Every POST bears a key of its program's choice. The same key with the same request gives the same answer,
byte for byte; with another request it is refused. Key and effect are kept in one transaction; keys are
forgotten after a week.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from mithaq.front.api.caller import Caller
from mithaq.front.api.errors import KeyMissing, KeyUsedOtherwise
from mithaq.front.api.models import Answered
from mithaq.node import clock

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
KEPT = timedelta(days=7)
REPEATED = "Idempotency-Repeated"


def once(request: HttpRequest, caller: Caller, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """What `answer` gives, or what it gave when this request came before.

    A refusal is an answer, and is repeated like any other; a failure of ours is none, and is tried again.

    Raises: KeyMissing, KeyUsedOtherwise.
    """
    if request.method != "POST":
        return answer()
    key = request.headers.get(HEADER, "")
    if not KEY.fullmatch(key):
        raise KeyMissing
    digest, now = _digest(request), clock.now()
    with transaction.atomic():
        Answered.objects.filter(at__lt=now - KEPT).delete()
        try:
            with transaction.atomic():
                kept = Answered.objects.create(officer=caller.officer, key=key, digest=digest, at=now)
        except IntegrityError:
            return _repeated(Answered.objects.get(officer=caller.officer, key=key), digest)
        given = answer()
        kept.status, kept.mime, kept.content = given.status_code, given["Content-Type"], given.content
        kept.save()
    return given


def _repeated(kept: Answered, digest: str) -> HttpResponse:
    if kept.digest != digest:
        raise KeyUsedOtherwise
    answer = HttpResponse(bytes(kept.content), status=kept.status, content_type=kept.mime)
    answer[REPEATED] = "true"
    return answer


def _digest(request: HttpRequest) -> str:
    """Of what was asked; keyed, since what is short could be guessed from a bare hash."""
    said = b"\n".join([str(request.method).encode(), request.path.encode(), request.body])
    return salted_hmac("mithaq.front.api.once", said, algorithm="sha256").hexdigest()
