"""Spacing: French sets a space before `: ; ? ! %` and inside its quotation marks, and no line breaks there.

Our words are written with ordinary spaces, as keyboards make them; here they become no-break spaces
where the words are read. What officers write is theirs and is left as it was written.
"""

import re

_AT_A_MARK = re.compile(r" (?=[:;?!»])|(?<=\d) (?=%)|(?<=«) ")


def as_printed(text: str, language: str) -> str:
    """The text as the language is set; only French asks for anything."""
    return _AT_A_MARK.sub("\N{NO-BREAK SPACE}", text) if language == "fr" else text
