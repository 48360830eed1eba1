"""Percentile intervals from order statistics."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)


def test_reference_values():
    assert stats.chance_unseen(0.95, 20) == pytest.approx(0.358486, **SIX)
    assert stats.fan_out(0.95, 10) == pytest.approx(0.401263, **SIX)
    assert stats.values_needed(0.95) == 72
    assert stats.values_needed(0.99) == 368


@pytest.mark.parametrize(("q", "enough"), [(0.95, 72), (0.99, 368), (0.5, 6)])
def test_no_upper_limit_below_that_size(q, enough):
    short = stats.percentile_interval(np.arange(enough - 1), q)
    assert short.high == math.inf and f"{enough} can" in short.note and "no upper limit" in str(short)
    just = stats.percentile_interval(np.arange(enough), q)
    assert just.high == enough - 1 and "upper" not in just.note


def test_low_percentiles_have_no_lower_limit():
    found = stats.percentile_interval(np.arange(30), 0.05)
    assert found.low == -math.inf and "no lower limit" in found.note


def test_median_ranks_by_hand():
    # n = 20: P(B <= 5) = .0207, so ranks 6 and 15 (values 5 and 14 here).
    assert stats.percentile_interval(np.arange(20), 0.5)[:3] == (9, 5, 14)


def test_value_is_an_observation_as_in_numpy():
    rng = np.random.default_rng(0)
    x = rng.exponential(size=257)
    for q in (0.5, 0.9, 0.95, 0.99):
        assert stats.percentile_interval(x, q).value == np.quantile(x, q, method="inverted_cdf")


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.sampled_from([0.05, 0.5, 0.9, 0.95, 0.99]), st.randoms()
)
@settings(max_examples=150, deadline=None)
def test_properties(values, q, rng):
    one = stats.percentile_interval(values, q)
    assert one.low <= one.value <= one.high
    assert one.value in values
    wider = stats.percentile_interval(values, q, level=0.99)
    assert wider.low <= one.low and one.high <= wider.high
    rng.shuffle(values)
    assert stats.percentile_interval(values, q) == one
    grown = stats.percentile_interval([2 * v + 1 for v in values], q)
    assert grown.value == 2 * one.value + 1 and grown.high == 2 * one.high + 1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: stats.percentile_interval([]), "at least 1"),
        (lambda: stats.percentile_interval([1, float("nan")]), "NaN"),
        (lambda: stats.percentile_interval([1, 2], 95), "0.95 for p95"),
        (lambda: stats.percentile_interval([1, 2], "p95"), "between 0 and 1"),
        (lambda: stats.percentile_interval([1, 2], level=1), "level"),
        (lambda: stats.values_needed(1), "0.95 for p95"),
        (lambda: stats.fan_out(0.95, 0), "calls must be 1"),
        (lambda: stats.chance_unseen(0.95, 2.5), "whole number"),
    ],
)
def test_bad_input_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
