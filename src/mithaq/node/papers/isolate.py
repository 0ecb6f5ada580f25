"""Setting values apart, so that a line of another script leaves them as they were written.

A number plate that mixes digits and Arabic letters is *another plate* when it is reordered:
each component needs an isolate of its own inside an isolate from left to right. The marks
are for display alone; they are never stored.
"""

import re

# A run of Arabic letters, a run of other characters, or what stands between two components.
ARABIC = "\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
COMPONENT = re.compile(rf"(?P<between>[\s\-./|·]+)|[{ARABIC}]+|[^\s\-./|·{ARABIC}]+")
# A plate inside a sentence: digits, Arabic letters, digits. Reordering makes it another one.
PLATE = re.compile(rf"(?<!\w)\d{{1,6}}[ \-/|.]*[{ARABIC}]{{1,3}}[ \-/|.]*\d{{1,3}}(?!\w)")

LEFT_TO_RIGHT, OWN_DIRECTION, END = "\u2066", "\u2068", "\u2069"


def left_to_right(value: object) -> str:
    """A reference, telephone number, hash or nested number."""
    return f"{LEFT_TO_RIGHT}{value}{END}"


def by_component(value: object) -> str:
    """A plate, a document or telephone number: component by component, from left to right."""
    parts = (match[0] if match["between"] else apart(match[0]) for match in COMPONENT.finditer(str(value)))
    return left_to_right("".join(parts))


def apart(value: object) -> str:
    """A name or a word in whichever script it is written."""
    return f"{OWN_DIRECTION}{value}{END}"


def with_plates(text: str) -> str:
    """A text whose number plates read as they were written."""
    return PLATE.sub(lambda match: by_component(match[0]), text)
