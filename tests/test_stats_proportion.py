"""Intervals for a share: reference values, equality with statsmodels, edges, properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)


def near(*numbers):
    return pytest.approx(numbers, **SIX)


def test_reference_17_of_20():
    assert stats.wilson(17, 20)[:3] == near(0.85, 0.639581, 0.947631)
    assert stats.clopper_pearson(17, 20)[:3] == near(0.85, 0.621073, 0.967929)


def test_reference_no_failure_in_30():
    assert stats.clopper_pearson(0, 30).high == pytest.approx(0.115703, **SIX)
    assert stats.clopper_pearson(0, 30, side="upper").high == pytest.approx(0.095034, **SIX)
    assert stats.rule_of_three(30, exact=True) == pytest.approx(0.095034, **SIX)
    assert stats.rule_of_three(30) == pytest.approx(0.10)


def test_reference_20_of_20_is_not_certain():
    # Lower bound .839 in the list of misconceptions.
    assert stats.wilson(20, 20).low == pytest.approx(0.838875, abs=5e-7)
    assert stats.wilson(20, 20).high == 1.0


def test_reference_upper_bound_12_of_200():
    assert stats.clopper_pearson(12, 200, side="upper", level=0.9).high == pytest.approx(0.087618, **SIX)


def test_reference_naive_wilson_on_a_judge():
    assert stats.wilson(380, 500)[1:3] == near(0.720673, 0.795362)


def test_reference_ab_test():
    found = stats.two_proportions(480, 4000, 530, 4000)
    assert found.value == pytest.approx(0.0125)
    assert found.p_value == pytest.approx(0.092351, **SIX)
    assert found[1:3] == near(-0.002062, 0.027066)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95, 0.99])
def test_equal_to_statsmodels(level):
    from statsmodels.stats.proportion import proportion_confint

    n = np.repeat([1, 2, 7, 40, 333, 10000], 4)
    k = np.concatenate([[0, m, m // 2, m // 3] for m in (1, 2, 7, 40, 333, 10000)])
    for ours, theirs in ((stats.wilson, "wilson"), (stats.clopper_pearson, "beta")):
        low, high = proportion_confint(k, n, alpha=1 - level, method=theirs)
        found = ours(k, n, level=level)
        assert found.low == pytest.approx(low, abs=1e-12)
        assert found.high == pytest.approx(high, abs=1e-12)
        for i in (0, 5, 10, 23):  # the scalar path is another piece of code
            one = ours(int(k[i]), int(n[i]), level=level)
            assert one[1:3] == pytest.approx((low[i], high[i]), abs=1e-12)


def test_two_proportions_equal_to_statsmodels():
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    for k_a, n_a, k_b, n_b in [(480, 4000, 530, 4000), (3, 10, 9, 14), (0, 12, 5, 30), (7, 7, 2, 9)]:
        found = stats.two_proportions(k_a, n_a, k_b, n_b)
        low, high = confint_proportions_2indep(k_b, n_b, k_a, n_a, method="newcomb", compare="diff")
        assert found[1:3] == pytest.approx((low, high), abs=1e-12)
        assert found.p_value == pytest.approx(proportions_ztest([k_a, k_b], [n_a, n_b])[1], abs=1e-12)


def test_two_proportions_arrays_and_degenerate():
    found = stats.two_proportions([480, 0], [4000, 10], [530, 0], [4000, 10])
    assert found.value.shape == (2,)
    assert found.p_value[1] == 1
    assert found.each()[0][:3] == pytest.approx(stats.two_proportions(480, 4000, 530, 4000)[:3])


def test_one_sided_bounds_match_the_two_sided_at_twice_the_error():
    for f in (stats.wilson, stats.clopper_pearson):
        assert f(17, 20, side="lower", level=0.975).low == pytest.approx(f(17, 20).low)
        assert f(17, 20, side="upper", level=0.975).high == pytest.approx(f(17, 20).high)
        assert f(17, 20, side="lower").high == 1
        assert f(17, 20, side="upper").low == 0


def test_shapes_follow_broadcasting():
    assert stats.wilson([[1], [2]], [5, 10, 20]).low.shape == (2, 3)
    assert stats.clopper_pearson([0, 5], 5).value.tolist() == [0, 1]
    assert stats.rule_of_three([1, 30]).tolist() == pytest.approx([1, 0.1])


def test_wald_fails_where_it_is_known_to_fail():
    assert stats.wald(20, 20).width == 0
    assert stats.wald(0, 30).width == 0
    assert stats.wald(17, 20).high > 1


@pytest.mark.parametrize(
    ("k", "n", "says"),
    [
        (1, 0, "nothing was observed"),
        (5, 4, "more than"),
        (-1, 4, "0 or more"),
        (1.5, 4, "whole number"),
        (float("nan"), 4, "whole number"),
        (1, float("inf"), "whole number"),
        ("many", 4, "whole number"),
        ([1, 5], [4, 4], "position 1"),
        ([1, 1], [4, 0], "Leave those groups out"),
        ([], [], "empty"),
        ([1, 2, 3], [4, 4], "must match"),
        ([1, float("nan")], [4, 4], "whole numbers"),
    ],
)
@pytest.mark.parametrize("method", [stats.wilson, stats.clopper_pearson, stats.wald])
def test_bad_counts_are_refused(method, k, n, says):
    with pytest.raises(ValueError, match=says):
        method(k, n)


@pytest.mark.parametrize("level", [0, 1, 95, -0.1, float("nan"), "high"])
def test_bad_level_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        stats.wilson(1, 2, level=level)


def test_bad_side_and_rule_of_three():
    with pytest.raises(ValueError, match="'lower'"):
        stats.wilson(1, 2, side="left")
    with pytest.raises(ValueError, match="1 or more"):
        stats.rule_of_three(0)
    with pytest.raises(ValueError, match="exact=True"):
        stats.rule_of_three(30, level=0.9)


counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])


@given(counts, levels)
@settings(max_examples=200, deadline=None)
def test_properties_of_both_intervals(kn, level):
    k, n = kn
    for f in (stats.wilson, stats.clopper_pearson):
        one = f(k, n, level=level)
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert one.width > 0
        swapped = f(n - k, n, level=level)  # calling passes fails mirrors the interval
        assert one.low == pytest.approx(1 - swapped.high, abs=1e-9)
        assert one.high == pytest.approx(1 - swapped.low, abs=1e-9)
        assert f(2 * k, 2 * n, level=level).width < one.width  # more cases at one share: narrower
        assert f(k, n, level=(1 + level) / 2).width > one.width  # more confidence: wider
    assert stats.clopper_pearson(k, n, level=level).high >= stats.clopper_pearson(k, n + 1, level=level).high - 1e-9


@given(counts, counts, levels)
@settings(max_examples=100, deadline=None)
def test_difference_contains_its_estimate_and_mirrors(a, b, level):
    one = stats.two_proportions(*a, *b, level=level)
    other = stats.two_proportions(*b, *a, level=level)
    assert one.low <= one.value + 1e-12 and one.value - 1e-12 <= one.high
    assert one[:3] == pytest.approx((-other.value, -other.high, -other.low), abs=1e-12)
    assert one.p_value == pytest.approx(other.p_value, abs=1e-12)
    assert 0 <= one.p_value <= 1
