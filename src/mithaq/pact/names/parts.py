"""A name taken apart: the parts that are compared, each as one word of letters.

What clerks write joined or apart is brought to one form: the Arabic article goes with its word,
الدين and الله with the word before; عبد stands alone before the name of God, which alone tells
Abdelkader from Abdelkarim; two given names written as one (Alireza) are two. Words that carry no
person (ben, de, Dr) are parts too, marked, since they may be left out. Order says nothing: who is
family and who is given name is decided by what meets what.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from mithaq.pact.names.letters import ARTICLE, letters, script

MOST = 16  # parts of a name that are read


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LINKS = _set("""
bin ben ibn bint bent ibnu ould wuld wld mint ait aits ou de du da di do dos das del della dei
degli la le les  van von vom der den het ter ten zu zur af av y e i et the of abu abou aboul abul
um umm oum al el  بن ابن بنت ولد منت ايت ابو ام ال دو دي دا دل دوس فان فون دير دين لا لو ل از פון
ואן דה דו די אל אבו בן בת אבן  де ди да дю ду дель ван фон дер ла ле бин бен ибн аль эль абу ντε
ντι φον βαν λα λε μπιν μπεν
""")
TITLES = _set("""
dr mr mrs ms sir lord prof general gen col haji hajji hadj haj el-hadj mullah maulavi mawlawi qari
sheikh shaikh  cheikh sheik sayyid syed seyed seyyed sayed sidi moulay lalla jr sr ii iii iv
prince princess king  الحاج حاج الشيخ شيخ سيد السيد مولاي سيدي لالة الدكتور دكتور الامير الاميره
الملك ملا مولوي قاري دكتر
""")
_ABD = _set("""
abd abdul abdel abdal abdol abdoul abdil عبد
""")
_ABD_MET = re.compile(r"abd[aeiou]([rsdntzl])\1?|abd[aeiou](?:sh|ch)")
# عبد and the name of God in one word, the article's l as it sounds: Abdelkader, Abderrahim, Abdeslam.
_ABD_JOINED = re.compile(
    r"abd(?:[aeo]|ou|u|i)l(?!la[hev]|la$|aye$|ah)(?P<a>(?!.*[oe]va?$).{3,})"
    r"|abd[aeiou](?:sh?|ch|[rdntz])?(?P<b>(?:[rdntz]|sh?|ch)[aeioulmn].{2,})(?<![oe]v)"
    r"|عبدال(?!له|اه)(?P<c>.{3,})"
)
# Abdelatif is Abdellatif: one l is written for the article and the name of God.
_ONE_L = re.compile(r"att?(?:ee|[iy]e?)f{1,2}e?")
_FIRSTS = (
    "mohammad|mohamad|muhammad|mohammed|mohamed|muhammed|ahmad|ahmed|ali|hassan|hasan|hossein|"
    "hussein|hussain|gholam|ghulam|amir|hamid|mahdi|mehdi|abbas|nour|محمد|احمد|علي|حسن|حسين|غلام|"
    "امير|حميد|مهدي|عباس|نور"
)
_SECONDS = (
    "reza|riza|ali|hossein|hussein|hussain|hosein|hasan|hassan|mahdi|mehdi|javad|sadegh|sadeq|"
    "kazem|taghi|naghi|amin|amine|asghar|akbar|رضا|علي|حسين|حسن|مهدي|جواد|صادق|كاظم|تقي|نقي|امين|"
    "اصغر|اكبر"
)
_TWO_GIVEN = re.compile(f"({_FIRSTS})({_SECONDS})")
_AFTER = _set("""
eddine eddin uddin addin aldin aldine eldin eldine ullah allah ollah oullah الدين الله اللهي
الدينی
""")
_GOD = _set("""
din dine deen allah الدين الله
""")
_GOD_ALONE = _set("""
allah ullah ollah oullah الله lah la له
""")
_SERVANT = ("abd", "عبد")  # how all of these begin
_PLAIN_ABD = {"Latn": "abd", "Arab": "عبد"}
_LATIN_ARTICLE = frozenset({"al", "el"})
_MET_ARTICLE = _set("""
ad ar as ash ach at an az ed er es esh ech et en ez ul il ol
""")


class Part(NamedTuple):
    """One word of a name, as it is compared. `kind` is `name`, `link` (ben, de), `title` or `initial`."""

    letters: str
    script: str
    kind: str


@lru_cache(maxsize=65_536)
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order written; empty if it has no letters."""
    words = [part for word in _joined(_words(letters(name))) for part in _split(word)]
    return tuple(part_of(word) for word in words[:MOST])


@lru_cache(maxsize=65_536)
def part_of(word: str) -> Part:
    """A word as `parts` gives it."""
    return Part(word, script(word), _kind(word))


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
        elif abd and word in _GOD_ALONE:
            joined[-1] += ("al" if article else "") + word
        elif abd:
            joined.append(ARTICLE + word.removeprefix("ال"))
        else:
            joined.append(_with_article(word, article))
        article, abd = False, _is_abd(word, follows)
        if abd:
            joined[-1] = _PLAIN_ABD.get(script(word), word)
    return joined


def _is_abd(word: str, follows: str) -> bool:
    """Whether the word is عبد with the name of God still to come."""
    if not follows or not word.startswith(_SERVANT):
        return False
    met = _ABD_MET.fullmatch(word)
    return word in _ABD or bool(met and follows.startswith(word[4:5]))


def _split(word: str) -> list[str]:
    """A word that holds two parts, taken apart."""
    servant = _ABD_JOINED.fullmatch(word) if word.startswith(_SERVANT) else None
    if servant:
        name = servant["a"] or servant["b"] or servant["c"]
        return [_PLAIN_ABD[script(word)], ARTICLE + ("l" if _ONE_L.fullmatch(name) else "") + name]
    two = _TWO_GIVEN.fullmatch(word)
    return list(two.groups()) if two else [word]


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
    if word in LINKS or word in _PLAIN_ABD.values():
        return "link"
    if word in TITLES or word.lstrip(ARTICLE) in TITLES:
        return "title"
    return "initial" if len(word) == 1 else "name"
