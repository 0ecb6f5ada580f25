"""Make the tables of `mithaq.pact.names` again from the public pairs of words and the development cases.

    python -m benchmarks.names_learn DATA OUTPUT [--half]

DATA holds `tokens/` and `dev/`. With `--half`, only the persons of one half of the development
cases are learned from, so that the other half measures honestly (`benchmarks/names.py`). With
`--keep`, tables of letter costs that stand in OUTPUT already are kept, which leaves a minute of the six.
"""

import csv
import hashlib
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from mithaq.pact.names.costs import NAT, LetterCosts
from mithaq.pact.names.fit import learn_weights
from mithaq.pact.names.learn import ACROSS, WITHIN, Groups, learn_groups
from mithaq.pact.names.letters import ARTICLE
from mithaq.pact.names.parts import parts
from mithaq.pact.names.rows import HERE, write
from mithaq.pact.names.tables import scales

csv.field_size_limit(10**9)
TOKENS = {"Arab": "arabic", "Hebr": "hebrew", "Cyrl": "russian"}
SCRIPTS = {"ar": "Arab", "fa": "Arab", "he": "Hebr", "cy": "Cyrl", "el": "Grek"}
OUR_WEIGHT = 60  # sightings that a line of our own lists is worth
KEPT_WORDS = {"Latn": 5, "Cyrl": 8, "Hebr": 4, "Arab": 3, "Grek": 2}
KEPT_PAIRS = {"Arab": 2, "Hebr": 4, "Cyrl": 8, "Latn": 8, "Grek": 2}
# Sightings that the words of one person's name are worth: enough for them to be kept.
OF_A_PERSON = {"Arab": 2, "Hebr": 4, "Cyrl": 8, "Grek": 3}
LEARNED_FROM = (
    "Learned from CC0 pairs of words (Wikidata, Wikipedia titles) and our development cases; see SOURCES.md."
)

Weighted = list[tuple[str, str, float]]


def first_half(name: str) -> bool:
    """Whether a person belongs to the half that is learned from."""
    return hashlib.md5(name.encode()).digest()[0] % 2 == 0


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a development file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


class Lessons:
    """What there is to learn from: pairs of words with counts, pairs of names of one person."""

    def __init__(self, data: Path, *, half: bool) -> None:
        self.data, self.half = data, half
        self.seen: dict[str, Counter[tuple[str, str]]] = {s: Counter(self._tokens(s)) for s in TOKENS}
        self.named: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in rows(data / "dev/t2_pairs.tsv"):
            if row["label"] == "1" and self.may(row["name_a"]):
                self.named[SCRIPTS[row["script_b"]]].add((row["name_b"], row["name_a"]))
        for row in rows(data / "dev/t1_queries.tsv"):
            to_arabic = row["script"] == "la"
            latin, other = (row["query"], row["truth"]) if to_arabic else (row["truth"], row["query"])
            if self.may(latin):
                self.named["Arab" if to_arabic else SCRIPTS[row["script"]]].add((other, latin))

    def may(self, latin: str) -> bool:
        return not self.half or first_half(latin)

    def _tokens(self, script: str) -> dict[tuple[str, str], int]:
        counted: Counter[tuple[str, str]] = Counter()
        for line in (self.data / f"tokens/{TOKENS[script]}.tsv").read_text("utf-8").splitlines():
            latin, other, count = line.split("\t")
            one, two = parts(other), parts(latin)
            if len(one) == len(two) and one[:1] and one[0].script == script and two[0].script == "Latn":
                for a, b in zip(one, two, strict=True):  # more than one: عبد and the name after it
                    counted[a.letters, b.letters] += int(count)
        return counted

    def labelled(self) -> tuple[list[tuple[str, str, bool]], list[tuple[str, str, bool]]]:
        """Pairs to judge: across scripts, within the Latin script."""
        across, within = (
            [(r["name_a"], r["name_b"], r["label"] == "1") for r in rows(self.data / f"dev/{task}_pairs.tsv")]
            for task in ("t2", "t3")
        )
        return [p for p in across if self.may(p[0])], [p for p in within if self.may(p[0])]


def word_counts(lessons: Lessons) -> dict[str, Counter[str]]:
    """How often each word is met, by script."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for script, seen in lessons.seen.items():
        for (other, latin), count in seen.items():
            counts[script][other] += count
            counts["Latn"][latin] += count
    for side in ("latin", "arabic"):
        for row in rows(lessons.data / f"dev/t1_gallery_{side}.tsv"):
            for part in parts(row["name"]) if row["kind"] != "recombined" else ():
                counts[part.script][part.letters] += 1
    for other, latin in lessons.named["Grek"]:
        for part in (*parts(other), *parts(latin)):
            counts[part.script][part.letters] += 1
    return counts


def our_lists() -> Iterator[tuple[str, str, int]]:
    """Pairs from the lists written by hand: Arabic given names, names that are alike."""
    for line in (HERE / "given.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            arabic, spellings = line.split("\t")
            word = parts(arabic)
            for place, spelling in enumerate(spellings.split()):
                written = parts(spelling)
                if len(written) == len(word):
                    yield word[-1].letters, written[-1].letters, OUR_WEIGHT // (1 + place // 4)
    for line in (HERE / "alike.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            words = [part for word in line.split() for part in parts(word)]
            for one in words:
                for other in words:
                    if one.script == "Latn" and other.script in ("Arab", "Latn"):
                        yield other.letters, one.letters, OUR_WEIGHT // 3 if one.script == other.script else 3


def pivoted(seen: Iterable[Counter[tuple[str, str]]], side: int) -> Counter[tuple[str, str]]:
    """Words of one script that stand for the same word of another, by how often."""
    together: Counter[tuple[str, str]] = Counter()
    for pairs in seen:
        facing: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for words, count in pairs.items():
            facing[words[1 - side]].append((words[side], count))
        for forms in facing.values():
            total = sum(count for _, count in forms)
            often = [(word, count) for word, count in forms if count >= 0.05 * total and total > 1]
            for a, one in often:
                for b, other in often:
                    together[a, b] += one * other / total  # type: ignore[assignment]
    return together


def table(first: str, second: str, groups: Groups) -> LetterCosts:
    return LetterCosts(first, second, _costs(groups))


def _costs(groups: Groups) -> dict[tuple[str, str], int]:
    return {group: round(-NAT * math.log(chance)) for group, chance in groups.items() if chance > 0}


def with_articles(pairs: Counter[tuple[str, str]]) -> Weighted:
    """The pairs, and how they would look with the Arabic article written or left out."""
    counted: Weighted = []
    for (other, latin), count in sorted(pairs.items()):
        weight = 1 + math.log(count)
        counted.append((other, latin, weight))
        if other.startswith(ARTICLE) and latin[:2] not in ("al", "el"):
            bare = other[1:]
            counted += [
                (other, ARTICLE + latin, weight * 0.3),
                (bare, latin, weight * 0.15),
                (bare, ARTICLE + latin, weight * 0.1),
            ]
    return counted


def words_of(named: Iterable[tuple[str, str]], costs: LetterCosts | None) -> Weighted:
    """Which word of a name faces which, by the costs known so far (by place, where there are none)."""
    taken = [([p.letters for p in parts(a)], [p.letters for p in parts(b)]) for a, b in sorted(named)]
    if costs is None:
        return [(x, y, 1.0) for a, b in taken if len(a) == len(b) for x, y in zip(a, b, strict=True)]
    pairs = sorted({(x, y) for a, b in taken for x in a for y in b})
    together = dict(zip(pairs, costs.compare(pairs).tolist(), strict=True))
    alone = ({x: costs.first.cost(x) for x, _ in pairs}, {y: costs.second.cost(y) for _, y in pairs})
    facing: Weighted = []
    for a, b in taken:
        possible = sorted(
            (
                (alone[0][x] + alone[1][y] - together[x, y], i, j)
                for i, x in enumerate(a)
                for j, y in enumerate(b)
            ),
            reverse=True,
        )
        left: set[tuple[int, int]] = set()
        for worth, i, j in possible:
            if worth > NAT and (0, i) not in left and (1, j) not in left:
                left |= {(0, i), (1, j)}
                facing.append((a[i], b[j], 1.0))
    return facing


def merged(pairs: Iterable[tuple[str, str, float]]) -> Weighted:
    total: dict[tuple[str, str], float] = defaultdict(float)
    for a, b, weight in pairs:
        total[a, b] += weight
    return [(a, b, weight) for (a, b), weight in sorted(total.items())]


def learn_across(lessons: Lessons, script: str) -> Groups:
    named = lessons.named[script]
    if script not in TOKENS:
        groups: Groups = {}
        for _ in range(3):
            groups = learn_groups(
                merged(words_of(named, table(script, "Latn", groups) if groups else None)), rounds=6
            )
        return groups
    pairs = lessons.seen[script]
    if script == "Cyrl":  # the longest list; what was seen once teaches little there
        pairs = Counter({words: count for words, count in pairs.items() if count > 1})
    base = with_articles(pairs)
    groups = learn_groups(merged(base), shapes=ACROSS, rounds=4)
    more = [(a, b, 2.0) for a, b, _ in words_of(named, table(script, "Latn", groups))]
    return learn_groups(merged(base + more), shapes=ACROSS, rounds=6)


def learn_within(together: Counter[tuple[str, str]], named: list[tuple[str, str]], script: str) -> Groups:
    often = Counter(together).most_common(45_000)
    base = [
        (a, b, (1 + math.log(count)) * (0.5 if a == b else 1.0)) for (a, b), count in often if count >= 0.5
    ]
    groups = _mirrored(learn_groups(merged(base), shapes=WITHIN, rounds=4))
    if named:
        more = [(a, b, 1.5) for a, b, _ in words_of(named, table(script, script, groups))]
        base += more + [(b, a, weight) for a, b, weight in more]
        groups = _mirrored(learn_groups(merged(base), shapes=WITHIN, rounds=5))
    return groups


def _mirrored(groups: Groups) -> Groups:
    both = set(groups) | {(b, a) for a, b in groups}
    return {(a, b): (groups.get((a, b), 0.0) + groups.get((b, a), 0.0)) / 2 for a, b in both}


def write_costs(folder: Path, first: str, second: str, learned: Callable[[], Groups]) -> None:
    name = f"{first}-{second}.costs.tsv".lower()
    if "--keep" in sys.argv and (folder / name).exists():
        return
    groups = learned()
    costs = [(a, b, cost) for (a, b), cost in sorted(_costs(groups).items())]
    write(
        folder / name,
        f"What it costs, in hundredths of a nat, that a letter group stands for another.\n{LEARNED_FROM}",
        [(first, second, "cost"), *costs],
    )


def write_seen(folder: Path, first: str, second: str, pairs: Counter[tuple[str, str]]) -> None:
    totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for (a, b), count in pairs.items():
        totals[0][a] += count
        totals[1][b] += count
    least = KEPT_PAIRS[first]
    kept = [(a, b, round(count)) for (a, b), count in sorted(pairs.items()) if count >= least]
    kept += [(a, "", round(count)) for a, count in sorted(totals[0].items()) if count >= least + 1]
    kept += [("", b, round(count)) for b, count in sorted(totals[1].items()) if count >= least + 1]
    write(
        folder / f"{first}-{second}.seen.tsv".lower(),
        f"How often two words were seen for each other, and each in all.\n{LEARNED_FROM}",
        kept,
    )


def write_all_seen(folder: Path, seen: Mapping[str, Counter[tuple[str, str]]]) -> None:
    for script, pairs in seen.items():
        write_seen(folder, script, "Latn", pairs)


def with_words_of(
    named: Mapping[str, set[tuple[str, str]]], seen: Mapping[str, Counter[tuple[str, str]]], folder: Path
) -> dict[str, Counter[tuple[str, str]]]:
    """What was seen, and the words that face each other in names of one person."""
    more = {script: Counter(pairs) for script, pairs in seen.items()}
    for script, names in named.items():
        pairs = more.setdefault(script, Counter())
        for other, latin, _ in words_of(names, scales(folder).costs[script, "Latn"]):
            pairs[other, latin] += OF_A_PERSON[script]
    return more


def main() -> None:
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    lessons = Lessons(data, half="--half" in sys.argv)
    for script, counts in word_counts(lessons).items():
        if script in (*KEPT_WORDS,):
            kept = [
                (word, round(count)) for word, count in sorted(counts.items()) if count >= KEPT_WORDS[script]
            ]
            write(
                folder / f"{script.lower()}.words.tsv",
                f"How often a word is met in names; the first row is all words.\n{LEARNED_FROM}",
                [("", round(sum(counts.values()))), *kept],
            )
    for script in (*TOKENS, "Grek"):
        write_costs(folder, script, "Latn", partial(learn_across, lessons, script))
        print("learned", script, file=sys.stderr)
    ours = list(our_lists())
    for other, latin, count in ours:
        if "؀" <= other[0] <= "ۿ":
            lessons.seen["Arab"][other, latin] += count
    within = lessons.labelled()[1]
    aliases = [(a, b) for a, b, same in within if same]
    latin = pivoted(lessons.seen.values(), 1)
    write_costs(folder, "Latn", "Latn", lambda: learn_within(latin, aliases, "Latn"))
    write_costs(folder, "Arab", "Arab", lambda: learn_within(pivoted([lessons.seen["Arab"]], 0), [], "Arab"))
    print("learned within", file=sys.stderr)
    for other, one, count in ours:
        if other.isascii():
            latin[other, one] += count
    seen = {**lessons.seen, "Latn": latin, "Grek": Counter()}
    write_all_seen(folder, seen)
    scales.cache_clear()
    for name, pairs_to_judge in zip(("across", "within"), lessons.labelled(), strict=True):
        learned = learn_weights(pairs_to_judge, scales(folder))
        write(
            folder / f"{name}.weights.tsv",
            f"What each measure of evidence is worth, in nats.\n{LEARNED_FROM}",
            sorted(learned.items()),
        )
    # Only now: weights learned from names whose words were all seen for each other would trust that too much.
    write_all_seen(folder, with_words_of(lessons.named, seen, folder))


if __name__ == "__main__":
    main()
