"""Calibration error, risk and coverage, thresholds with a guarantee."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)
C = [
    0.97,
    0.93,
    0.88,
    0.84,
    0.83,
    0.77,
    0.76,
    0.72,
    0.68,
    0.66,
    0.63,
    0.57,
    0.53,
    0.47,
    0.43,
    0.38,
    0.33,
    0.27,
    0.22,
    0.13,
]
Y = [1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0]


def test_reference_values():
    assert stats.ece(C, Y) == pytest.approx(0.102, **SIX)
    assert stats.ece(C, Y, bins=5) == pytest.approx(0.05, **SIX)
    assert stats.brier(C, Y) == pytest.approx(0.18208, **SIX)
    assert stats.aurc(C, Y) == pytest.approx(0.230955, **SIX)


def test_reference_a_perfect_model_does_not_show_zero():
    rng = np.random.default_rng(0)
    for n, want in ((50, 0.132), (200, 0.067), (1000, 0.031)):
        found = stats.ece_if_perfect(rng.uniform(0.2, 1, n), draws=1000)
        assert found.value == pytest.approx(want, abs=0.008)
        assert found.low < found.value < found.high
    assert stats.ece(C, Y) < stats.ece_if_perfect(C).value  # .102 from 20 answers is no sign of bad calibration


def test_the_range_holds_a_perfect_model_and_not_an_overconfident_one():
    rng = np.random.default_rng(1)
    inside = []
    for _ in range(150):
        c = rng.uniform(0.2, 1, 200)
        found = stats.ece_if_perfect(c, draws=400)
        inside.append(found.contains(stats.ece(c, rng.random(200) < c)))
    assert np.mean(inside) > 0.88
    c = rng.uniform(0.5, 1, 400)
    assert stats.ece(c, rng.random(400) < c - 0.25) > stats.ece_if_perfect(c).high


def test_equal_to_scikit_learn():
    from sklearn.calibration import calibration_curve
    from sklearn.metrics import brier_score_loss

    rng = np.random.default_rng(2)
    c = np.round(rng.random(300), 2)  # many values on the edges of bins
    y = (rng.random(300) < c).astype(int)
    assert stats.brier(c, y) == pytest.approx(brier_score_loss(y, c))
    true, predicted = calibration_curve(y, c, n_bins=10)
    weight = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], c)) / 300
    assert stats.ece(c, y) == pytest.approx((weight * np.abs(true - predicted)).sum())


def test_risk_coverage_by_hand():
    curve = stats.risk_coverage([0.9, 0.8, 0.8, 0.4], [1, 0, 1, 0])
    assert curve.threshold.tolist() == [0.9, 0.8, 0.4]
    assert curve.coverage.tolist() == [0.25, 0.75, 1]
    assert curve.risk.tolist() == pytest.approx([0, 1 / 3, 0.5])
    assert curve.n.tolist() == [1, 3, 4]
    assert (curve.low[1], curve.high[1]) == pytest.approx(stats.wilson(1, 3)[1:3])


def test_aurc_with_ties_is_the_mean_over_orders():
    rng = np.random.default_rng(3)
    c, y = np.repeat([0.9, 0.5], 4), np.array([1, 0, 1, 1, 0, 0, 1, 0])
    found = []
    for _ in range(4000):
        order = np.lexsort((rng.random(8), -c))
        found.append((np.cumsum(1 - y[order]) / np.arange(1, 9)).mean())
    assert stats.aurc(c, y) == pytest.approx(np.mean(found), abs=0.005)


answers = st.lists(st.tuples(st.integers(0, 20).map(lambda i: i / 20), st.integers(0, 1)), min_size=1, max_size=60)


@given(answers, st.randoms(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_properties(pairs, rng, adaptive):
    c, y = [p[0] for p in pairs], [p[1] for p in pairs]
    ece, aurc = stats.ece(c, y, adaptive=adaptive), stats.aurc(c, y)
    assert 0 <= ece <= 1 and 0 <= aurc <= 1
    curve = stats.risk_coverage(c, y)
    assert (np.diff(curve.coverage) > 0).all() and curve.coverage[-1] == 1
    assert curve.risk[-1] == pytest.approx(1 - np.mean(y))
    assert ((curve.low <= curve.risk) & (curve.risk <= curve.high)).all()
    rng.shuffle(pairs)
    c2, y2 = [p[0] for p in pairs], [p[1] for p in pairs]
    assert stats.ece(c2, y2, adaptive=adaptive) == pytest.approx(ece)
    assert stats.aurc(c2, y2) == pytest.approx(aurc)
    # Any rising change of the scores leaves the ranking, and so the curve, as it was.
    assert stats.aurc(np.array(c) ** 3 + 5, y) == pytest.approx(aurc)
    # One bin compares the two means.
    assert stats.ece(c, y, bins=1) == pytest.approx(abs(np.mean(c) - np.mean(y)))


def test_a_threshold_is_promised_when_there_are_labels_enough():
    rng = np.random.default_rng(4)
    c = rng.random(3000)
    y = rng.random(3000) < 0.5 + 0.5 * c
    found = stats.threshold_with_guarantee(c, y, target=0.9)
    assert 0.6 <= found.threshold < 0.75  # the true accuracy from t on is .75 + t / 4: .9 at t = .6
    assert found.accuracy > found.lower_bound >= 0.9
    assert found.n == (c >= found.threshold).sum() and found.coverage == pytest.approx(found.n / 3000)
    looser = stats.threshold_with_guarantee(c, y, target=0.8)
    assert looser.threshold < found.threshold
    stricter = stats.threshold_with_guarantee(c, y, target=0.9, delta=0.01)
    assert stricter.threshold is None or stricter.threshold >= found.threshold


def test_refusing_says_why():
    few = stats.threshold_with_guarantee(C, Y, target=0.9)
    assert few.threshold is None and "22 cases" in few.reason
    bad = stats.threshold_with_guarantee([0.9] * 100, [1, 0] * 50, target=0.9)
    assert bad.threshold is None and "50 of 100 right" in bad.reason
    all_right = stats.threshold_with_guarantee([0.9] * 100, [1] * 100, target=0.9)
    assert all_right.threshold == 0 and all_right.coverage == 1


def test_own_candidates():
    found = stats.threshold_with_guarantee([9.0] * 60 + [2.0] * 40, [1] * 60 + [0] * 40, target=0.9, thresholds=[1, 5])
    assert found.threshold == 5 and found.n == 60 and "the next candidate fails" in found.reason


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: stats.ece([], []), "at least 1"),
        (lambda: stats.ece([0.5], [1, 0]), "same answers"),
        (lambda: stats.ece([0.5, float("nan")], [1, 0]), "confidence holds 1 NaN"),
        (lambda: stats.ece([0.5, 0.6], [1, float("nan")]), "correct holds 1 NaN"),
        (lambda: stats.ece([0.5, 1.2], [1, 0]), "0 to 1"),
        (lambda: stats.ece([0.5, 0.6], [1, 2]), "True/False"),
        (lambda: stats.ece([0.5], [1], bins=0), "bins must be 1"),
        (lambda: stats.brier([50, 60], [1, 0]), "0 to 1"),
        (lambda: stats.ece_if_perfect([1.5]), "0 to 1"),
        (lambda: stats.ece_if_perfect([0.5], draws=1), "draws must be 100"),
        (lambda: stats.risk_coverage([], []), "at least 1"),
        (lambda: stats.aurc([0.5], []), "at least 1"),
        (lambda: stats.threshold_with_guarantee(C, Y, target=90), "target"),
        (lambda: stats.threshold_with_guarantee(C, Y, target=0.9, delta=0), "delta"),
        (lambda: stats.threshold_with_guarantee(C, Y, target=0.9, thresholds=[]), "thresholds"),
        (lambda: stats.threshold_with_guarantee([5.0, 9.0], [1, 0], target=0.9), "0 to 1"),
    ],
)
def test_bad_input_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
