"""Kappa, AC1, Krippendorff's alpha, a judge's TPR and TNR."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)
SKEWED = [[85, 6], [4, 5]]
N = None
# Krippendorff's table of four labellers and twelve items.
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


def labels(table):
    """Two lists of labels that give this table."""
    a = [i for i, row in enumerate(table) for count in row for _ in range(count)]
    b = [j for row in table for j, count in enumerate(row) for _ in range(count)]
    return a, b


def test_reference_one_table_two_verdicts():
    kappa, ac1 = stats.kappa(SKEWED), stats.gwet_ac1(SKEWED)
    assert kappa[:3] == pytest.approx((0.445061, 0.157330, 0.732793), **SIX)
    assert ac1.value == pytest.approx(0.878049, **SIX)
    assert stats.judge_rates(*labels(SKEWED)).agreement.value == pytest.approx(0.90)


@pytest.mark.parametrize(("metric", "want"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107)])
def test_reference_krippendorff(metric, want):
    found = stats.krippendorff_alpha(FOUR, metric)
    assert found.value == pytest.approx(want, **SIX)
    assert found.low < found.value < found.high <= 1
    assert found.n == 11  # the twelfth item has one label only


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_kappa_equal_to_scikit_learn(weights):
    from sklearn.metrics import cohen_kappa_score

    rng = np.random.default_rng(0)
    a = rng.integers(0, 4, 120)
    b = np.where(rng.random(120) < 0.6, a, rng.integers(0, 4, 120))
    assert stats.kappa(a, b, weights=weights).value == pytest.approx(cohen_kappa_score(a, b, weights=weights))


def test_lists_and_table_agree():
    a, b = labels(SKEWED)
    words = {0: "pass", 1: "fail"}
    for f in (stats.kappa, stats.gwet_ac1):
        assert f(a, b)[:4] == pytest.approx(f(SKEWED)[:4])
        assert f([words[x] for x in a], [words[x] for x in b])[:4] == pytest.approx(f(SKEWED)[:4])


def test_ac1_two_labels_by_hand():
    share = (91 + 89) / 200
    pe = 2 * share * (1 - share)
    assert stats.gwet_ac1(SKEWED).value == pytest.approx((0.9 - pe) / (1 - pe))


def test_ac1_counts_a_label_that_nobody_used_when_it_is_asked_to():
    found = stats.gwet_ac1([[150, 0], [0, 0]], unused=True)  # pi = 1, so pe = 2 * 1 * 0 = 0
    assert found.value == 1 and "not certainty" in found.note
    assert stats.gwet_ac1(SKEWED, unused=True)[:4] == stats.gwet_ac1(SKEWED)[:4]
    with pytest.raises(ValueError, match="at least two labels in use"):
        stats.gwet_ac1([[150, 0], [0, 0]])
    with pytest.raises(ValueError, match="needs a table"):
        stats.gwet_ac1(["yes"] * 5, ["yes"] * 5, unused=True)


def test_ac1_standard_error_equals_the_jackknife():
    a, b = labels([[30, 6, 2], [4, 25, 3], [1, 2, 9]])
    full = stats.gwet_ac1(a, b)
    left_out = [stats.gwet_ac1(a[:i] + a[i + 1 :], b[:i] + b[i + 1 :]).value for i in range(len(a))]
    n = len(a)
    jackknife = np.sqrt((n - 1) / n * ((np.array(left_out) - np.mean(left_out)) ** 2).sum())
    assert full.se == pytest.approx(jackknife, rel=0.02)


def test_alpha_by_hand_for_two_labellers():
    # Two labellers, no gaps, two labels: Do = share unequal, De from pooled counts without replacement.
    a, b = labels(SKEWED)
    do, ones = 0.10, 9 + 11
    de = 2 * ones * (200 - ones) / (200 * 199)
    for metric in ("nominal", "ordinal", "interval"):
        assert stats.krippendorff_alpha([a, b], metric).value == pytest.approx(1 - do / de)


def test_alpha_seed_and_text_labels():
    words = [[None if x is None else "abcde"[x - 1] for x in row] for row in FOUR]
    assert stats.krippendorff_alpha(words, "ordinal").value == pytest.approx(0.815388, **SIX)
    assert stats.krippendorff_alpha(FOUR) == stats.krippendorff_alpha(FOUR)
    with_nan = [[float("nan") if x is None else x for x in row] for row in FOUR]
    assert stats.krippendorff_alpha(np.array(with_nan), "interval").value == pytest.approx(0.849107, **SIX)


tables = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3).filter(
    lambda t: (
        sum(r + c > 0 for r, c in zip(map(sum, t), map(sum, zip(*t, strict=True)), strict=True)) >= 2
        and sum(map(sum, t)) > 2
    )
)


@given(tables, st.permutations([0, 1, 2]))
@settings(max_examples=60, deadline=None)
def test_properties(table, order):
    t = np.array(table)
    for f in (stats.kappa, stats.gwet_ac1):
        one = f(t)
        assert one.low <= one.value <= one.high <= 1
        assert f(t.T)[:4] == pytest.approx(one[:4], abs=1e-9)  # who is first does not matter
        assert f(t[np.ix_(order, order)])[:4] == pytest.approx(one[:4], abs=1e-9)  # nor does the order of labels
    if t.trace() == t.sum():
        assert stats.kappa(t).value == stats.gwet_ac1(t).value == 1


def test_full_agreement_is_not_certainty():
    for found in (stats.kappa("aabb", "aabb"), stats.gwet_ac1("aabb", "aabb")):
        assert found.value == 1 and "not certainty" in found.note


def test_judge_rates():
    truth = [1] * 60 + [0] * 40
    said = [1] * 54 + [0] * 6 + [0] * 32 + [1] * 8
    found = stats.judge_rates(truth, said)
    assert found.tpr[:3] == stats.wilson(54, 60)[:3]
    assert found.tnr[:3] == stats.wilson(32, 40)[:3]
    assert found.agreement.value == pytest.approx(0.86)
    assert stats.judge_rates([True, False], [True, False]).tnr.value == 1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: stats.kappa([1, 0], [1]), "2 labels, the second 1|same items"),
        (lambda: stats.kappa([], []), "No labels"),
        (lambda: stats.kappa([1, None], [1, 0]), "1 of 2 items lack"),
        (lambda: stats.kappa([1, float("nan")], [1, 0]), "1 of 2 items lack"),
        (lambda: stats.kappa(["pass"] * 5, ["pass"] * 5), "at least two labels in use"),
        (lambda: stats.gwet_ac1(["pass"] * 5, ["pass"] * 5), "at least two labels in use"),
        (lambda: stats.kappa([[1, 2, 3], [1, 2, 3]]), "square table"),
        (lambda: stats.kappa([1, 0, 1]), "square table"),
        (lambda: stats.kappa([[1, -2], [1, 2]]), "whole numbers"),
        (lambda: stats.kappa([[0, 0], [0, 0]]), "empty"),
        (lambda: stats.kappa(SKEWED, weights="cubic"), "'linear'"),
        (lambda: stats.gwet_ac1("a", "b"), "One item"),
        (lambda: stats.krippendorff_alpha([[1, 2]]), "at least two"),
        (lambda: stats.krippendorff_alpha([[1, 2], [1]]), "differ in length"),
        (lambda: stats.krippendorff_alpha([[1, None], [None, 2]]), "labelled twice"),
        (lambda: stats.krippendorff_alpha([[1, 1], [1, 1]]), "All labels are the same"),
        (lambda: stats.krippendorff_alpha([["a", "b"], ["a", "b"]], "interval"), "are numbers"),
        (lambda: stats.krippendorff_alpha([["a", 1], ["a", 1]], "ordinal"), "sort"),
        (lambda: stats.krippendorff_alpha(FOUR, "ratio"), "'nominal'"),
        (lambda: stats.judge_rates([1, 1], [1, 0]), "no true fail"),
        (lambda: stats.judge_rates([0, 0], [1, 0]), "no true pass"),
        (lambda: stats.judge_rates([1, 2], [1, 0]), "True/False"),
        (lambda: stats.judge_rates([1, 0], [1, None]), "lack a label"),
    ],
)
def test_bad_input_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_a_labeller_with_one_label_only_has_no_kappa_to_speak_of_and_raises_no_warning(recwarn):
    found = stats.kappa([[0, 12], [0, 138]])
    assert found.value == 0 and "one labeller uses one label only" in found.note
    assert not recwarn.list
    assert "no disagreement seen" in stats.kappa([[12, 0], [0, 138]]).note
