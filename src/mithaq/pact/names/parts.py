"""A name taken apart: the parts that are compared, each as one word of letters.

What belongs together is joined, because clerks write it joined or apart: عبد and the name
of God after it, الدين and الله with the word before, the Arabic article with its word. Words
that carry no person (ben, de, Dr) are parts too, marked, since they may be left out. Order
says nothing: who is family and who is given name is decided by what meets what.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mithaq.pact.names.letters import ARTICLE, letters, script


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LINKS = _set("""
bin ben ibn bint bent ibnu ould wuld wld mint ait aits ou u de du da di do dos das del della dei
degli la le les  van von vom der den het ter ten zu zur af av y e i et the of abu abou aboul abul
um umm oum al el  بن ابن بنت ولد منت ايت ابو ام ال دو دي دا دل دوس فان فون دير دين لا لو ل از פון
ואן דה דו די אל אבו בן בת אבן  де ди да дю ду дель ван фон дер ла ле бин бен ибн аль эль абу ντε
ντι φον βαν λα λε μπιν μπεν
""")
TITLES = _set("""
dr mr mrs ms sir lord prof general gen col haji hajji hadj haj el-hadj mullah maulavi mawlawi qari
sheikh shaikh  cheikh sheik sayyid syed seyed seyyed sayed sidi moulay lalla jr sr ii iii iv
prince princess king  الحاج حاج الشيخ شيخ سيد السيد مولاي سيدي لالة الدكتور دكتور الامير الاميره
الملك ملا مولوي قاري
""")
_ABD = _set("""
abd abdul abdel abdal abdol abdoul abdu abdil عبد
""")
_AFTER = _set("""
eddine eddin uddin addin aldin aldine eldin eldine ullah allah ollah oullah الدين الله اللهي
الدينی
""")
_GOD = _set("""
din dine deen allah الدين الله
""")
_LATIN_ARTICLE = frozenset({"al", "el"})
_MET_ARTICLE = _set("""
ad ar as ash ach at an az ed er es esh ech et en ez ul il ol
""")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name, as it is compared. `kind` is `name`, `link` (ben, de), `title` or `initial`."""

    letters: str
    script: str
    kind: str


@lru_cache(maxsize=65_536)
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order written; empty if it has no letters."""
    words = _joined(_words(letters(name)))
    return tuple(Part(word, script(word), _kind(word)) for word in words)[:16]


def joined(part: Part, after: Part) -> str:
    """Two neighbours as one word."""
    article = "ال" if part.script == "Arab" else "al"
    return part.letters + after.letters.replace(ARTICLE, article)


def _words(text: str) -> list[tuple[str, bool]]:
    """Each word, and whether a hyphen ties it to the next."""
    pieces = re.findall(r"([^ -]+)([ -]?)", text)
    return [(word, tie == "-") for word, tie in pieces]


def _joined(words: list[tuple[str, bool]]) -> list[str]:
    joined: list[str] = []
    article = abd = False
    for place, (word, tied) in enumerate(words):
        follows = words[place + 1][0] if place + 1 < len(words) else ""
        if follows and _is_article(word, tied, follows):
            article = True
            continue
        if word in _AFTER and joined and not abd:
            joined[-1] += word
        elif article and word in _GOD and joined and not abd:
            joined[-1] += "al" + word
        elif abd:
            joined[-1] += ("al" if article else "") + word
        else:
            joined.append(_with_article(word, article))
        article, abd = False, word in _ABD and bool(follows)
    return joined


def _is_article(word: str, tied: bool, follows: str) -> bool:
    if word in _LATIN_ARTICLE or word == "ال":
        return len(follows) > 1
    return tied and word in _MET_ARTICLE and follows[:1] == word[1:2]


def _with_article(word: str, article: bool) -> str:
    if article:
        return ARTICLE + word
    if word.startswith("ال") and len(word) > 4 and word not in TITLES:
        return ARTICLE + word[2:]
    return word


def _kind(word: str) -> str:
    if word in LINKS:
        return "link"
    if word in TITLES or word.lstrip(ARTICLE) in TITLES:
        return "title"
    return "initial" if len(word) == 1 else "name"
