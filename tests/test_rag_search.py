"""The parts of search: terms, BM25, fusion, filters and measures, against values computed by hand."""

from __future__ import annotations

import pytest

from helpers.rag import fuse, retrieval_metrics
from helpers.rag.filters import keeps
from helpers.rag.lexical import Lexical, grams, words


def test_bm25_equals_the_hand_computed_scores():
    texts = ["the cat sat on the mat", "the dog sat on the log", "cats and dogs"]
    assert Lexical(texts, "words").scores("cat sat") == pytest.approx([0.532416, 0.172478, 0.0], abs=1e-6)


def test_words_are_found_in_any_script():
    assert words("Größe GRÖSSE ﬁn") == ["grösse", "grösse", "fin"]
    assert words("東京都 tram7") == ["東京", "京都", "tram7"]


def test_grams_forgive_a_misspelling_and_an_ending():
    assert grams("cat") == ["_cat", "cat_"] and grams("a") == ["_a_"]
    texts = ["your subscription begins on delivery", "the charger has a red light"]
    assert Lexical(texts, "words").scores("subscripshuns").tolist() == [0, 0]
    first, second = Lexical(texts, "grams").scores("subscripshuns")
    assert first > 0 == second


@pytest.mark.parametrize("texts", [[], [""], ["", " "], ["..."]])
def test_texts_without_terms_score_nothing(texts):
    assert Lexical(texts).scores("cat").tolist() == [0.0] * len(texts)


def test_unknown_terms_and_unknown_ways_of_counting():
    assert Lexical(["cat"], "words").scores("xylophone").tolist() == [0.0]
    with pytest.raises(ValueError, match="grams, words"):
        Lexical(["cat"], "letters")


def test_reciprocal_rank_fusion_by_hand():
    found = fuse({"a": ["x", "y"], "b": ["y", "z"]}, constant=60)
    assert [item for item, _ in found] == ["y", "x", "z"]
    assert dict(found) == pytest.approx({"y": 1 / 62 + 1 / 61, "x": 1 / 61, "z": 1 / 62})
    assert dict(fuse({"a": ["x"], "b": ["x"]}, weights={"b": 0.5}, constant=10))["x"] == pytest.approx(1.5 / 11)


def test_fusion_refuses_what_it_cannot_join():
    with pytest.raises(ValueError, match="twice"):
        fuse({"a": ["x", "x"]})
    with pytest.raises(ValueError, match="unknown rankings"):
        fuse({"a": ["x"]}, weights={"c": 1})
    with pytest.raises(ValueError, match="constant"):
        fuse({"a": ["x"]}, constant=0)


ROW = {"topic": "refund", "day": 10, "version": "v2"}


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ({"topic": "refund"}, True),
        ({"topic": {"$ne": "refund"}}, False),
        ({"topic": {"$in": ["refund", "plans"]}}, True),
        ({"topic": {"$nin": ["refund"]}}, False),
        ({"day": {"$lte": 10}}, True),
        ({"day": {"$gt": 10}}, False),
        ({"missing": "x"}, False),
        ({"missing": {"$ne": "x"}}, True),
        ({"$and": [{"topic": "refund"}, {"day": {"$lt": 11}}]}, True),
        ({"$or": [{"topic": "plans"}, {"day": 9}]}, False),
    ],
)
def test_filters_mean_what_they_mean_in_chroma(where, kept):
    assert keeps(ROW, where) is kept


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"a": 1, "b": 2},
        {"$and": [{"a": 1}]},
        {"$not": {}},
        {"a": {"$like": "x"}},
        {"a": {"$gt": "x"}},
        {"a": {"$in": []}},
        "a",
        {"a": {}},
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused(where):
    with pytest.raises(ValueError, match=r"\w"):
        keeps(ROW, where)


QRELS = {"q": {"d1": 3, "d3": 2, "d4": 0, "d6": 1, "d9": 2}}
RANKED = ["d1", "d2", "d3", "d4", "d5", "d6"]


def test_measures_equal_the_reference_values():
    found = retrieval_metrics({"q": RANKED}, QRELS, ["P@5", "R@5", "AP", "nDCG@5"])
    value = {name: rows["q"] for name, rows in found.by_query.items()}
    assert value == pytest.approx({"P@5": 0.4, "R@5": 0.5, "AP": 0.541667, "nDCG@5": 0.702675}, abs=1e-6)


def test_a_query_that_found_nothing_counts_as_zero():
    qrels = {"a": {"d": 1}, "b": {"d": 1}, "c": {"d": 1}}
    found = retrieval_metrics({"a": ["d"], "b": []}, qrels, ["R@1"])
    assert found.by_query["R@1"] == {"a": 1.0, "b": 0.0, "c": 0.0} and found.missing == ("b", "c")
    assert found.mean("R@1").value == pytest.approx(1 / 3)


def test_the_interval_respects_clusters():
    qrels = {f"q{n}": {"d": 1} for n in range(12)}
    found = retrieval_metrics({f"q{n}": ["d"] if n < 6 else ["e"] for n in range(12)}, qrels, ["R@1"])
    alone = found.mean("R@1")
    together = found.mean("R@1", {f"q{n}": str(n // 3) for n in range(12)})
    assert together.width > 1.5 * alone.width


@pytest.mark.parametrize(
    ("run", "qrels", "measures", "said"),
    [
        ({"x": ["d"]}, {"q": {"d": 1}}, ["R@5"], "without judgements"),
        ({}, {}, ["R@5"], "empty"),
        ({}, {"q": {"d": 0}}, ["R@5"], "no relevant"),
        ({}, {"q": {"d": -1}}, ["R@5"], "negative"),
        ({"q": ["d", "d"]}, {"q": {"d": 1}}, ["R@5"], "twice"),
        ({"q": ["d"]}, {"q": {"d": 1}}, ["recall at five"], "knows no measure"),
        ({"q": ["d"]}, {"q": {"d": 1}}, ["nDCG(dcg='exp-log2')@10"], "Perl"),
    ],
)
def test_faulty_input_is_named(run, qrels, measures, said):
    with pytest.raises(ValueError, match=said):
        retrieval_metrics(run, qrels, measures)
