"""Pass rates corrected for the judge's errors, and prediction-powered inference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)
TPR, TNR = (54, 60), (32, 40)
# Labels drawn at random: 72 of 80 passes and 16 of 20 fails judged right; the judge passes 380 of 500.
Y = np.r_[np.ones(80), np.zeros(20)]
F = np.r_[np.ones(72), np.zeros(8), np.zeros(16), np.ones(4)]
JUDGE = np.r_[np.ones(380), np.zeros(120)]


def test_reference_enriched_labels():
    lee = stats.corrected_rate(380, 500, tpr=TPR, tnr=TNR)
    delta = stats.corrected_rate(380, 500, tpr=TPR, tnr=TNR, method="delta")
    assert lee[:3] == pytest.approx((0.80, 0.696968, 0.927574), **SIX)
    assert delta[:3] == pytest.approx((0.80, 0.692109, 0.907891), **SIX)
    assert not stats.wilson(380, 500).contains(0.80)


def test_reference_random_labels():
    found = stats.ppi(JUDGE, F, Y, drawn="random")
    assert found[1:3] == pytest.approx((0.737192, 0.862808), **SIX)
    assert stats.ppi_lambda(JUDGE, F, Y) == pytest.approx(0.510843, **SIX)
    assert found.value == pytest.approx(0.80)


def test_bootstrap_draws_both_sets():
    found = stats.corrected_rate(380, 500, tpr=TPR, tnr=TNR, method="bootstrap")
    delta = stats.corrected_rate(380, 500, tpr=TPR, tnr=TNR, method="delta")
    assert found.se == pytest.approx(delta.se, rel=0.06)
    assert found == stats.corrected_rate(380, 500, tpr=TPR, tnr=TNR, method="bootstrap")


def test_arrays():
    found = stats.corrected_rate([380, 400], 500, TPR, TNR)
    assert found.value.shape == (2,)
    assert found.each()[0][:3] == pytest.approx(stats.corrected_rate(380, 500, TPR, TNR)[:3])
    for method in ("delta", "bootstrap"):
        assert stats.corrected_rate([[380], [400]], 500, TPR, TNR, method=method).low.shape == (2, 1)


def test_a_perfect_judge_needs_no_correction():
    found = stats.corrected_rate(380, 500, (10_000, 10_000), (10_000, 10_000), method="delta")
    assert found.value == pytest.approx(0.76)
    assert found.width == pytest.approx(stats.wald(380, 500).width)


def test_a_judge_no_better_than_a_coin_is_refused():
    for tpr, tnr in [((30, 60), (20, 40)), ((50, 100), (55, 100)), ((2, 2), (1, 2)), ((10, 60), (10, 40))]:
        with pytest.raises(ValueError, match=r"(better|worse) than a coin"):
            stats.corrected_rate(380, 500, tpr, tnr)


def test_an_upside_down_judge_is_not_told_to_get_more_labels():
    with pytest.raises(ValueError, match="more labels cannot help") as said:
        stats.corrected_rate(30, 100, (0, 40), (0, 40))
    assert "label more cases" not in str(said.value)


def test_labels_that_do_not_fit_the_traffic_are_refused():
    with pytest.raises(ValueError, match="not like these cases"):
        stats.corrected_rate(10, 500, TPR, TNR)  # passes 2 %, but is said to pass 20 % of the bad ones


def test_values_beyond_the_range_are_cut_and_said():
    found = stats.corrected_rate(93, 500, TPR, TNR)  # 18.6 %, a little below the 20 % it passes of the bad ones
    assert found.value == found.low == 0 < found.high
    assert "nearest possible" in found.note and "cut to" in found.note


@given(st.floats(0, 1), st.integers(28, 40), st.integers(28, 40), st.sampled_from(["lee", "delta"]))
@settings(max_examples=150, deadline=None)
def test_properties(theta, k1, k0, method):
    k = round(300 * (theta * k1 / 40 + (1 - theta) * (1 - k0 / 40)))  # a count that the error rates allow
    one = stats.corrected_rate(k, 300, (k1, 40), (k0, 40), method=method)
    mirrored = stats.corrected_rate(300 - k, 300, (k0, 40), (k1, 40), method=method)
    assert 0 <= one.low <= one.value <= one.high <= 1
    # Passes called fails: everything mirrors.
    assert mirrored[:3] == pytest.approx((1 - one.value, 1 - one.high, 1 - one.low), abs=1e-9)
    ten_fold = stats.corrected_rate(10 * k, 3000, (10 * k1, 400), (10 * k0, 400), method=method)
    assert ten_fold.width <= one.width + 1e-12


@pytest.mark.parametrize(
    ("kwargs", "says"),
    [
        ({"tpr": (61, 60)}, "tpr count = 61 is more than"),
        ({"tnr": (0, 0)}, "tnr cases is 0"),
        ({"tpr": 0.9}, "pair"),
        ({"tpr": (0.9, 1)}, "whole number"),
        ({"judge_pass": 501}, "judge_pass = 501"),
        ({"judge_pass": -1}, "0 or more"),
        ({"n": 0, "judge_pass": 0}, "n is 0"),
        ({"judge_pass": float("nan")}, "whole number"),
        ({"method": "judgy"}, "'lee'"),
        ({"level": 95}, "level"),
    ],
)
def test_bad_input_is_refused(kwargs, says):
    with pytest.raises(ValueError, match=says):
        stats.corrected_rate(**{"judge_pass": 380, "n": 500, "tpr": TPR, "tnr": TNR, **kwargs})


def test_ppi_needs_to_know_how_labels_were_drawn():
    with pytest.raises(TypeError, match="drawn"):
        stats.ppi(JUDGE, F, Y)
    with pytest.raises(ValueError, match="corrected_rate"):
        stats.ppi(JUDGE, F, Y, drawn="enriched")
    with pytest.raises(ValueError, match="'random'"):
        stats.ppi(JUDGE, F, Y, drawn="somehow")


def test_ppi_ends_of_lambda():
    labels_only = stats.ppi(JUDGE, F, Y, drawn="random", lam=0)
    assert labels_only.value == Y.mean()
    assert labels_only.se == pytest.approx(stats.wilson(80, 100).se)
    plain = stats.ppi(JUDGE, F, Y, drawn="random", lam=1)
    assert plain.value == pytest.approx(JUDGE.mean() + (Y - F).mean())
    best = stats.ppi(JUDGE, F, Y, drawn="random")
    assert best.se < min(plain.se, labels_only.se)
    assert stats.ppi_lambda(np.ones(50), np.ones(10), Y[:10]) == 0


def test_ppi_bad_input():
    for judge, f, y, says in [
        ([1], [1, 0], [1, 0], "judge has 1"),
        ([1, 0], [1, 0], [1, 0, 1], "same cases"),
        ([1, float("nan")], [1, 0], [1, 0], "judge holds 1 NaN"),
        ([1, 0], [], [], "labelled_judge has 0"),
    ]:
        with pytest.raises(ValueError, match=says):
            stats.ppi(judge, f, y, drawn="random")
    with pytest.raises(ValueError, match="lam"):
        stats.ppi(JUDGE, F, Y, drawn="random", lam=2)
    assert "leaves [0, 1]" in stats.ppi([1, 1, 1, 0], [1, 1, 0], [1, 1, 0], drawn="random").note
