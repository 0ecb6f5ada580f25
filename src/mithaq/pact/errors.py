"""The root of every error raised on purpose.

A family per package ends in `Error` and is what callers catch; a leaf names the fact.
Sentences for humans are written elsewhere, by `code`, in three languages.
"""

from typing import ClassVar


class MithaqError(Exception):
    """Something was refused, and nothing was changed.

    `code` is stable: partners, logs and translations key on it.
    `facts` are safe to log: identifiers and states, never a name or a narrative.
    """

    code: ClassVar[str]

    def __init__(self, **facts: str) -> None:
        super().__init__(self.code, facts)
        self.facts = facts
