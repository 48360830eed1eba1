"""Peeking, group-sequential boundaries, mSPRT, confidence sequences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)


def test_reference_cost_of_looking():
    found = stats.peeking_error([1, 5, 10, 20, 100])
    assert found == pytest.approx([0.05, 0.1417, 0.1934, 0.2479, 0.3736], abs=5e-5)
    assert stats.peeking_error(10) == found[2]
    assert stats.peeking_error(10) < stats.any_false_alarm(10)  # looks share data


def test_reference_pocock():
    found = stats.group_sequential(5, "pocock")
    # Two quadratures (Simpson and Gauss-Legendre) agree on 2.413176 to seven figures; tables give 2.413.
    assert found.z == pytest.approx([2.413176] * 5, **SIX)
    assert stats.any_false_alarm(5) > 0.05


def test_reference_obrien_fleming():
    found = stats.group_sequential(5, "obrien_fleming")
    assert found.z == pytest.approx([4.562, 3.226, 2.634, 2.281, 2.040], abs=6e-4)
    assert (np.diff(found.p) > 0).all()


@pytest.mark.parametrize("kind", ["pocock", "obrien_fleming"])
@pytest.mark.parametrize("looks", [2, 7])
def test_boundaries_keep_alpha_in_simulation(kind, looks):
    bounds = stats.group_sequential(looks, kind, alpha=0.1).z
    rng = np.random.default_rng(0)
    z = np.cumsum(rng.normal(size=(60_000, looks)), axis=1) / np.sqrt(np.arange(1, looks + 1))
    assert (np.abs(z) > bounds).any(axis=1).mean() == pytest.approx(0.1, abs=0.004)


def test_one_look_is_the_ordinary_test():
    for kind in ("pocock", "obrien_fleming"):
        assert stats.group_sequential(1, kind).z == pytest.approx([1.959964], **SIX)
    assert stats.peeking_error(1, alpha=0.2) == pytest.approx(0.2)


def test_reference_msprt():
    found = stats.msprt(480, 4000, 600, 4000)
    assert found.ratio == pytest.approx(79.780137, **SIX)
    assert found.reject and found.p_value == pytest.approx(1 / 79.780137)
    assert not stats.msprt(480, 4000, 530, 4000).reject


def test_msprt_interval_and_verdict_agree():
    # The interval uses the arms' own variances, as the ratio does, so both reach alpha together.
    for k_b in range(480, 640, 5):
        found = stats.msprt(480, 4000, k_b, 4000)
        assert found.reject == (found.low > 0 or found.high < 0)
        assert found.low <= found.value <= found.high


def test_msprt_remembers_earlier_looks():
    n = np.array([1000, 2000, 3000])
    found = stats.msprt([100, 200, 300], n, [180, 260, 305], n)
    assert found.p_value.tolist() == sorted(found.p_value, reverse=True)
    assert found.reject.all() and found.ratio[2] < 1
    single = stats.msprt(100, 1000, 180, 1000)
    assert found.ratio[0] == pytest.approx(single.ratio)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_msprt_swaps(n_a, n_b, k_a, k_b):
    k_a, k_b = min(k_a, n_a), min(k_b, n_b)
    one, other = stats.msprt(k_a, n_a, k_b, n_b), stats.msprt(k_b, n_b, k_a, n_a)
    assert one.ratio == pytest.approx(other.ratio)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert 0 <= one.p_value <= 1


def test_msprt_of_arms_without_variation():
    early = stats.msprt(0, 5, 5, 5)  # a handful of equal results is no evidence
    assert early.ratio == pytest.approx(1, abs=0.05) and not early.reject and early.high > 1
    assert not stats.msprt(1, 1, 1, 69).reject
    assert stats.msprt(0, 4000, 200, 4000).reject


def test_confidence_sequence_by_hand():
    rng = np.random.default_rng(1)
    x = rng.normal(1, 2, 400)
    found = stats.confidence_sequence(x, tightest_at=200)
    t, alpha = 300, 0.05
    r = (-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)) / 200
    half = x[:t].std() * np.sqrt(2 * (t * r + 1) / (t**2 * r) * np.log(np.sqrt(t * r + 1) / alpha))
    assert found.value[t - 1] == pytest.approx(x[:t].mean())
    assert found.high[t - 1] - found.value[t - 1] == pytest.approx(half)
    assert np.isinf(found.low[:49]).all() and np.isfinite(found.low[49:]).all()


def test_confidence_sequence_is_wider_than_one_look_and_shrinks():
    x = np.random.default_rng(2).integers(0, 2, 3000)
    found = stats.confidence_sequence(x)
    once = stats.mean_interval(x)
    assert found.width[-1] > once.width
    assert found.width[-1] < found.width[500] < found.width[60]


def test_confidence_sequence_is_narrowest_relative_to_one_look_where_asked():
    x = np.random.default_rng(3).normal(size=1000)
    at = {target: stats.confidence_sequence(x, tightest_at=target).width[299] for target in (30, 300, 3000)}
    assert at[300] < at[30] and at[300] < at[3000]


def test_equal_values_say_nothing():
    found = stats.confidence_sequence([1.0] * 100)
    assert np.isinf(found.high).all()


@given(st.floats(-1e3, 1e3), st.floats(0.1, 100))
@settings(max_examples=40, deadline=None)
def test_confidence_sequence_moves_with_the_data(shift, scale):
    x = np.random.default_rng(4).normal(size=80)
    one, other = stats.confidence_sequence(x), stats.confidence_sequence(shift + scale * x)
    assert other.low[79] == pytest.approx(shift + scale * one.low[79], abs=1e-6)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: stats.peeking_error(0), "looks must be 1"),
        (lambda: stats.peeking_error([]), "empty"),
        (lambda: stats.peeking_error(2000), "at most 1000"),
        (lambda: stats.peeking_error(5, alpha=5), "alpha"),
        (lambda: stats.group_sequential(0), "looks must be 1"),
        (lambda: stats.group_sequential(201), "at most 200"),
        (lambda: stats.group_sequential(5, "haybittle"), "'pocock'"),
        (lambda: stats.msprt(5, 4, 1, 4), "k_a = 5 is more than"),
        (lambda: stats.msprt(1, 4, 1, 0), "n_b is 0"),
        (lambda: stats.msprt(1, 4, 1, 4, tau2=0), "tau2"),
        (lambda: stats.msprt([3, 2], [4, 5], [1, 1], [4, 5]), "k_a shrinks"),
        (lambda: stats.msprt([[1]], [[4]], [[1]], [[4]]), "one dimension"),
        (lambda: stats.msprt([1, 2], [4, 5], [1, 1, 1], [4, 5, 6]), "must match"),
        (lambda: stats.confidence_sequence([1, 2, 3]), "at least 50"),
        (lambda: stats.confidence_sequence([1.0] * 50 + [float("nan")]), "NaN"),
        (lambda: stats.confidence_sequence([1.0] * 50, tightest_at=0), "tightest_at"),
    ],
)
def test_bad_input_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
