"""Which locale writes the days and numbers of each language: the Moroccan one, the French, the British.

Never plain `ar`: its months are not those of Morocco (غشت, not أغسطس), nor are its digits.
"""

LOCALES = {"ar": "ar_MA", "fr": "fr_FR", "en": "en_GB"}


def locale_of(language: str) -> str:
    """The locale whose dates and numbers a language of the screens uses."""
    return LOCALES.get(language[:2], "en_GB")
