"""Size of a search index: build, query, change and memory at 50,000 chunks, with the bundled embedder.

By hand:  python tests/bench/bench_index.py [--chunks 50000]      prints the figures; some minutes on two cores
          pytest tests/bench/bench_index.py                       checks them against the limits at 50,000 chunks

The corpus is made by rule: each document is 30 words, a seeded draw of sentences from Meadow's pages and questions.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time

MEMORY_LIMIT_GB = 2.0
QUERY_LIMIT_S = 0.25  # median of a hybrid query
WORDS = 30
QUERIES = 40


def corpus(chunks: int, seed: int = 7) -> list[dict]:
    """`chunks` documents of about WORDS words, each one chunk, no two alike."""
    from helpers import world

    lines = [line.strip("#*|- ") for page in world.documents() for line in page.text.splitlines()]
    sentences = [line for line in lines if len(line.split()) > 4] + [asked.text for asked in world.questions()]
    draw = random.Random(seed)
    made = []
    for number in range(chunks):
        words: list[str] = ["Note", f"{number}."]
        while len(words) < WORDS:
            words += draw.choice(sentences).split()
        made.append({"id": f"note-{number}", "text": " ".join(words[:WORDS]), "year": 2020 + number % 5})
    return made


def resident_gb() -> float:
    """Highest memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def bench(chunks: int) -> dict[str, float]:
    """Seconds and gigabytes by name. Raises AssertionError when the index holds or finds something wrong."""
    from helpers import world
    from helpers.rag import Index

    documents = corpus(chunks)
    asked = [question.text for question in world.questions()[:QUERIES]]
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        index = Index(documents, size=WORDS, path=folder)
        figures["build"] = time.perf_counter() - began
        assert len(index) == chunks
        for mode in ("bm25", "dense", "hybrid"):
            began = time.perf_counter()
            index.search(asked[0], 5, mode=mode)
            figures[f"first {mode}"] = time.perf_counter() - began
            for name, where in (("", None), (" filtered", {"year": 2022})):
                seconds = []
                for query in asked:
                    began = time.perf_counter()
                    hits = index.search(query, 5, mode=mode, where=where)
                    seconds.append(time.perf_counter() - began)
                    assert len(hits) == 5 and (where is None or {hit.metadata["year"] for hit in hits} == {2022})
                figures[f"{mode}{name}, median"] = statistics.median(seconds)
        began = time.perf_counter()
        index.add([{"id": "new", "text": "The zebra crossing at Eastmere hub is closed.", "year": 2025}])
        figures["add one"] = time.perf_counter() - began
        assert index.search("zebra crossing", 1)[0].document == "new"
        began = time.perf_counter()
        index.delete(["new"])
        figures["delete one"] = time.perf_counter() - began
        index.close()
        began = time.perf_counter()
        again = Index(size=WORDS, path=folder)
        figures["open again"] = time.perf_counter() - began
        assert len(again) == chunks
        again.close()
    figures["memory"] = resident_gb()
    return figures


def test_index_at_50_000_chunks():
    figures = bench(50_000)
    assert figures["memory"] < MEMORY_LIMIT_GB, figures
    assert figures["hybrid, median"] < QUERY_LIMIT_S, figures


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chunks", type=int, default=50_000)
    measured = bench(options.parse_args().chunks)
    for name, value in measured.items():
        print(f"{name:24s} {value:10.3f} {'GB' if name == 'memory' else 's'}")
