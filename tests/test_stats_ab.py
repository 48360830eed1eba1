"""Sample ratio and CUPED."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats


@pytest.mark.parametrize("counts", [(5000, 5200), (4000, 4000), (10, 20, 30), (1, 0)])
def test_sample_ratio_equals_scipy(counts):
    from scipy.stats import chisquare

    assert stats.sample_ratio_mismatch(*counts).p_value == pytest.approx(chisquare(counts).pvalue, abs=1e-12)
    shares = np.arange(1, len(counts) + 1)
    want = chisquare(counts, sum(counts) * shares / shares.sum()).pvalue
    assert stats.sample_ratio_mismatch(list(counts), shares=shares).p_value == pytest.approx(want, abs=1e-12)


def test_the_cut_is_strict():
    odd = stats.sample_ratio_mismatch(5000, 5200)
    assert 0.001 < odd.p_value < 0.05 and not odd.mismatch
    assert "fine" in str(odd)
    broken = stats.sample_ratio_mismatch(5000, 5600)
    assert broken.mismatch and "not filled as planned" in str(broken)
    assert stats.sample_ratio_mismatch(5000, 5200, cut=0.05).mismatch


@pytest.mark.parametrize(
    ("args", "shares", "says"),
    [
        ((5,), None, "at least two"),
        (([],), None, "at least two"),
        ((0, 0), None, "empty"),
        ((5, -1), None, "0 or more"),
        ((5, 1.5), None, "whole number"),
        ((5, float("nan")), None, "whole number"),
        ((5, 5), [1, 1, 1], "3 shares for 2"),
        ((5, 5), [1, 0], "above 0"),
    ],
)
def test_bad_counts_are_refused(args, shares, says):
    with pytest.raises(ValueError, match=says):
        stats.sample_ratio_mismatch(*args, shares=shares)


def test_cuped_leaves_one_minus_r_squared():
    rng = np.random.default_rng(0)
    x = rng.normal(size=5000)
    y = 2 + 0.8 * x + rng.normal(size=5000)
    found = stats.cuped(y, x)
    assert found.adjusted.mean() == pytest.approx(y.mean())
    assert found.theta == pytest.approx(np.cov(x, y)[0, 1] / x.var(ddof=1))
    assert found.variance_ratio == pytest.approx(1 - np.corrcoef(x, y)[0, 1] ** 2)
    assert found.adjusted.var() / y.var() == pytest.approx(found.variance_ratio)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=40))
@settings(max_examples=60, deadline=None)
def test_cuped_never_adds_variance(pairs):
    y, x = np.array(pairs, dtype=float).T
    if np.ptp(x) == 0:
        with pytest.raises(ValueError, match="explains nothing"):
            stats.cuped(y, x)
        return
    found = stats.cuped(y, x)
    assert found.adjusted.var() <= y.var() + 1e-9
    assert found.adjusted.mean() == pytest.approx(y.mean(), abs=1e-9)
    if np.ptp(y) > 0:
        assert 0 <= found.variance_ratio <= 1


def test_cuped_bad_input():
    for y, x, says in [
        ([1, 2, 3], [1, 2], "at least 3"),
        ([1, 2, 3, 4], [1, 2, 3], "same units"),
        ([1, 2, 3], [1, 2, float("nan")], "NaN"),
    ]:
        with pytest.raises(ValueError, match=says):
            stats.cuped(y, x)
