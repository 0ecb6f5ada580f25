"""Hijri: the day of the hijri year beside the civil one, as official papers of Morocco write it.

Computed by the arithmetical calendar: thirty years of 354 days, eleven of them a day longer. A month begins
when its moon is announced, so what stands here can be a day off; wherever it is shown, the page says so. No
date that counts is taken from it: holidays are those that each side has stated.

Source: E. M. Reingold and N. Dershowitz, Calendrical Calculations, the Islamic calendar; month names as in
the Bulletin officiel of the Kingdom of Morocco.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mithaq.pact.rules.words import Words

RAMADAN = 9
MONTHS = (
    Words("محرم", "moharrem", "Muharram"),
    Words("صفر", "safar", "Safar"),
    Words("ربيع الأول", "rabii I", "Rabi I"),
    Words("ربيع الآخر", "rabii II", "Rabi II"),
    Words("جمادى الأولى", "joumada I", "Jumada I"),
    Words("جمادى الآخرة", "joumada II", "Jumada II"),
    Words("رجب", "rejeb", "Rajab"),
    Words("شعبان", "chaabane", "Shaaban"),
    Words("رمضان", "ramadan", "Ramadan"),
    Words("شوال", "chaoual", "Shawwal"),
    Words("ذو القعدة", "kaada", "Dhu al-Qaada"),
    Words("ذو الحجة", "hija", "Dhu al-Hijja"),
)
_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1: 16 July 622 of the Julian calendar
_CYCLE_DAYS = 10631  # thirty years


@dataclass(frozen=True, slots=True, order=True)
class Hijri:
    """A day of the hijri calendar."""

    year: int
    month: int
    day: int

    def said(self, language: str, *, with_year: bool = True) -> str:
        """The day in words: 12 رجب 1447."""
        words = f"{self.day} {MONTHS[self.month - 1].say(language)}"
        return f"{words} {self.year}" if with_year else words


def hijri(day: date) -> Hijri:
    """The hijri day of a civil day from 19 July 622 on."""
    passed = day.toordinal() - _EPOCH
    year = (30 * passed + 10646) // _CYCLE_DAYS
    month = next(month for month in range(12, 0, -1) if _begins(year, month) <= passed)
    return Hijri(year, month, passed - _begins(year, month) + 1)


def span(first: date, last: date, language: str) -> str:
    """The hijri days from one civil day to another: the year once where it is the same."""
    begun, ended = hijri(first), hijri(last)
    earlier = begun.said(language, with_year=begun.year != ended.year)
    return f"{earlier} – {ended.said(language)}"


def _begins(year: int, month: int) -> int:
    """The first day of a month. Units: days since 1 Muharram 1."""
    return (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
