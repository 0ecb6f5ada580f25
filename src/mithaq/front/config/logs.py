"""How a node writes its log: what went wrong and where, never about whom.

The message of an exception may quote a row, a form or a file, so only its type and the
lines it passed are written; the codes of our own refusals are safe by contract.
"""

import logging
import traceback
from types import TracebackType

from mithaq.pact.errors import MithaqError

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class ImpersonalFormatter(logging.Formatter):
    """A formatter that writes exceptions without their message."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 (name of the standard library)
        """The type of an exception and where it passed, one line a place."""
        kind, error, trace = ei
        if kind is None:
            return ""
        name = error.code if isinstance(error, MithaqError) else f"{kind.__module__}.{kind.__qualname__}"
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([name, *(f"  {place}" for place in places)])


def logging_settings(level: str) -> dict[str, object]:
    """Django's LOGGING: one handler to standard error, requests without their query."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "impersonal": {
                "()": "mithaq.front.config.logs.ImpersonalFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "impersonal"}},
        "root": {"handlers": ["stderr"], "level": level},
        # SQL parameters are personal data; the framework logs them at DEBUG.
        "loggers": {
            "django": {"level": level, "handlers": ["stderr"], "propagate": False},
            "django.db.backends": {"level": "WARNING"},
        },
    }
