"""Names in Arabic, sought among Latin ones: ours beside what else there is, in one run.

    python -m benchmarks.names_peers DATA [--tables FOLDER] [--searches 300] [--gallery N]

The peers are no part of the project; they are installed for this alone:
`pip install -r benchmarks/peers.txt`.

- `logic-v2`: the matcher of OpenSanctions (nomenklatura), given the fifty names our own index finds nearest;
- `skeletons`: tantivy, BM25 over the pairs and triples of consonants that ICU's romanisation leaves;
- `fuzzy`: rapidfuzz, every name of the gallery by `token_sort_ratio` over ICU's romanisation.

Each is asked the same, one after the other; searches a second are by the processor's time of one process.
With `--tables` made by `benchmarks.names_learn --half`, only persons of the other half are sought.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.names import _evaluation, _use
from benchmarks.names_learn import first_half, rows
from mithaq.pact.names import Index

CANDIDATES = 50
FIGURES = ("recall1", "recall10", "recall1_at_fpir5")
MOST = 10
Search = Callable[[str], list[tuple[str, float]]]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("data", type=Path)
    options.add_argument("--tables", type=Path)
    options.add_argument("--searches", type=int, default=300)
    options.add_argument("--gallery", type=int, default=0, help="of the names that are nobody's, so many")
    chosen = options.parse_args()
    if chosen.tables:
        _use(chosen.tables)
    queries = [
        row
        for row in rows(chosen.data / "dev/t1_queries.tsv")
        if row["script"] == "ar" and not (chosen.tables and first_half(row["truth"]))
    ]
    queries = queries[:: max(1, len(queries) // chosen.searches)]
    gallery = _gallery(chosen, {row["target"] for row in queries})
    evaluation = _evaluation(chosen.data)
    for name, searches in _systems(gallery):
        results, spent = {}, 0.0
        searches("محمد")  # what is loaded at the first search is not counted
        for row in queries:
            began = time.process_time()
            results[row["qid"]] = searches(row["query"])
            spent += time.process_time() - began
        told = evaluation.retrieval_report(queries, results)["all"]
        figures = {key: round(told[key], 3) for key in FIGURES if key in told}
        sizes = {"sought": len(queries), "gallery": len(gallery)}
        speed = {"searches_per_second": round(len(queries) / spent, 1)}
        print(json.dumps({name: {**sizes, **figures, **speed}}), flush=True)


def _gallery(chosen: Any, wanted: set[str]) -> dict[str, str]:
    """The names, by id: those sought, and as many others as were asked for."""
    everybody = rows(chosen.data / "dev/t1_gallery_latin.tsv")
    others = [row for row in everybody if row["id"] not in wanted][: chosen.gallery or None]
    return {row["id"]: row["name"] for row in everybody if row["id"] in wanted} | {
        row["id"]: row["name"] for row in others
    }


def _systems(gallery: dict[str, str]) -> Iterator[tuple[str, Search]]:
    index = Index.build(gallery.items())
    yield "ours", lambda name: [(found.id, float(found.score)) for found in index.search(name, most=MOST)]
    yield "logic-v2", _logic(index)
    yield "skeletons", _skeletons(gallery)
    yield "fuzzy", _fuzzy(gallery)


def _logic(index: Index) -> Search:
    from followthemoney import model
    from nomenklatura.matching import LogicV2
    from nomenklatura.matching.types import ScoringConfig

    config = ScoringConfig.defaults()

    def person(name: str) -> Any:
        made = model.make_entity("Person")
        made.id = name
        made.add("name", name)
        return made

    def search(name: str) -> list[tuple[str, float]]:
        sought = person(name)
        near = index.search(name, most=CANDIDATES)
        found = [(one.id, LogicV2.compare(sought, person(one.name), config).score) for one in near]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]  # not in our order where it sees none

    return search


@cache
def _romaniser() -> Any:
    import icu

    return icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower()")


def _latin(name: str) -> str:
    return re.sub(r"[^a-z ]+", "", _romaniser().transliterate(name.replace("-", " ")))


def _grams(name: str) -> list[str]:
    """Pairs and triples of the consonants of each word, its beginning marked."""
    words = (f"_{re.sub('[aeiouyw]', '', word)}" for word in _latin(name).split())
    return [word[at : at + many] for word in words for many in (2, 3) for at in range(len(word) - many + 1)]


def _skeletons(gallery: dict[str, str]) -> Search:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("grams", tokenizer_name="whitespace")
    built = schema.build()
    index = tantivy.Index(built)
    writer = index.writer(50_000_000)
    for one, name in gallery.items():
        writer.add_document(tantivy.Document(id=one, grams=" ".join(_grams(name))))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(name: str) -> list[tuple[str, float]]:
        terms = [tantivy.Query.term_query(built, "grams", gram) for gram in _grams(name)]
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(asked, MOST).hits
        return [(searcher.doc(where)["id"][0], score) for score, where in hits]

    return search


def _fuzzy(gallery: dict[str, str]) -> Search:
    from rapidfuzz import fuzz, process

    ids, names = list(gallery), [_latin(name) for name in gallery.values()]

    def search(name: str) -> list[tuple[str, float]]:
        found = process.extract(_latin(name), names, scorer=fuzz.token_sort_ratio, limit=MOST)
        return [(ids[place], score) for _, score, place in found]

    return search


if __name__ == "__main__":
    main()
