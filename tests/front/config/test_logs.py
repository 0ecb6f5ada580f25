"""The log says what went wrong and where, never about whom."""

import logging
import sys

from mithaq.front.config.logs import ImpersonalFormatter
from mithaq.node.officers.errors import NotYourMatter


def _raise(error, cause=None):
    raise error from cause


def _written(error, cause=None):
    try:
        _raise(error, cause)
    except Exception:
        record = logging.LogRecord("mithaq", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    return ImpersonalFormatter("%(message)s").format(record)


def test_the_message_of_an_exception_is_not_written():
    written = _written(ValueError("CANARI Testnom, 12345-أ-6"))
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "CANARI" not in written


def test_a_refusal_is_written_by_its_code():
    assert "officers.not-your-matter" in _written(NotYourMatter(matter="x"))


def test_an_error_that_another_caused_hides_both_messages():
    written = _written(KeyError("Testnom"), ValueError("CANARI"))
    assert "CANARI" not in written
    assert "Testnom" not in written
