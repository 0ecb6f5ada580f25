"""The line to a partner's node: bytes out, bytes back, over a connection that is kept open.

Redirects are never followed: an answer from another address is no answer. What comes back is read only up
to the size an answer may have.
"""

from __future__ import annotations

from functools import cache

import urllib3

from mithaq.node.exchange.errors import BadAnswer, NoAnswer
from mithaq.node.exchange.framing import LARGEST_ANSWER

CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
HEADERS = {"Content-Type": "application/octet-stream", "User-Agent": "mithaq"}

REASONS = {  # the narrower first: urllib3 derives these from one another
    urllib3.exceptions.NameResolutionError: "exchange.line-name-unknown",
    urllib3.exceptions.NewConnectionError: "exchange.line-down",
    urllib3.exceptions.ConnectTimeoutError: "exchange.line-silent",
    urllib3.exceptions.ReadTimeoutError: "exchange.line-silent",
    urllib3.exceptions.SSLError: "exchange.line-not-trusted",
}


def send(address: str, body: bytes, *, largest: int = LARGEST_ANSWER) -> bytes:
    """Post bytes to an address; what was answered.

    Raises: NoAnswer, BadAnswer; their fact `reason` is a code a screen can say.
    """
    try:
        response = _lines().request("POST", address, body=body, headers=HEADERS, preload_content=False)
        answered: bytes = response.read(largest + 1)
        if response.status == 200 and len(answered) <= largest:
            response.drain_conn()
        else:
            response.close()
        response.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise NoAnswer(reason=_reason(error)) from None
    if response.status != 200:
        raise BadAnswer(rule=f"status {response.status}", reason="exchange.line-bad-status")
    if len(answered) > largest:
        raise BadAnswer(rule="too-large", reason="exchange.bad-answer")
    return answered


@cache
def _lines() -> urllib3.PoolManager:
    return urllib3.PoolManager(
        num_pools=64,
        maxsize=4,
        retries=urllib3.Retry(0, redirect=0, raise_on_redirect=False),
        timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", None) or error
    return next((code for kind, code in REASONS.items() if isinstance(cause, kind)), "exchange.line-broke")
