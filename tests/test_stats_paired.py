"""Two systems on the same cases: paired difference, Newcombe's interval, McNemar's test."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)
# both pass 130, only A 12, only B 28, both fail 30
A = [1] * 130 + [1] * 12 + [0] * 28 + [0] * 30
B = [1] * 130 + [0] * 12 + [1] * 28 + [0] * 30


def test_reference_same_data_opposite_verdict():
    paired, unpaired = stats.paired_difference(A, B), stats.unpaired_difference(A, B)
    assert paired.value == pytest.approx(0.08)
    assert paired.se == pytest.approx(0.031191, **SIX)
    assert paired.p_value == pytest.approx(0.010322, **SIX)
    assert unpaired.se == pytest.approx(0.043224, **SIX)
    assert unpaired.p_value == pytest.approx(0.064197, **SIX)
    assert paired.excludes_zero and not unpaired.excludes_zero


def test_reference_newcombe():
    found = stats.newcombe_paired(130, 12, 28, 30)
    assert found[:3] == pytest.approx((0.08, 0.018028, 0.141831), **SIX)
    assert found.n == 200
    # Newcombe's own example counts A - B, so the two middle cells change places.
    assert stats.newcombe_paired(36, 2, 12, 0)[:3] == pytest.approx((0.2, 0.056930, 0.340428), **SIX)
    assert stats.newcombe_paired(36, 12, 2, 0)[:3] == pytest.approx((-0.2, -0.340428, -0.056930), **SIX)


def test_reference_mcnemar():
    assert stats.mcnemar(12, 28).p_value == pytest.approx(0.016589, **SIX)
    assert stats.mcnemar(12, 28, mid_p=True).p_value == pytest.approx(0.011508, **SIX)
    assert stats.newcombe_paired(130, 12, 28, 30).p_value == pytest.approx(0.016589, **SIX)


def test_mcnemar_equal_to_statsmodels():
    from statsmodels.stats.contingency_tables import mcnemar

    for b, c in [(12, 28), (0, 5), (3, 3), (1, 0), (600, 700), (5, 2000)]:
        want = mcnemar([[10, b], [c, 10]], exact=True).pvalue
        assert stats.mcnemar(b, c).p_value == pytest.approx(want, rel=1e-8)


def test_mcnemar_says_how_often_b_wins():
    found = stats.mcnemar(12, 28)
    assert found.value == 0.7 and found.n == 40
    assert found[1:3] == pytest.approx(stats.clopper_pearson(28, 40)[1:3])
    none = stats.mcnemar(0, 0)
    assert none.p_value == 1 and np.isnan(none.value) and none[1:3] == (0, 1)
    assert stats.mcnemar(0, 0, mid_p=True).p_value == 1
    assert stats.mcnemar([12, 0], [28, 0]).p_value == pytest.approx([0.016589, 1], **SIX)


def test_arrays_give_arrays():
    found = stats.newcombe_paired([130, 36], [12, 2], [28, 12], [30, 0])
    assert found.value.shape == (2,)
    assert found.each()[1][:6] == pytest.approx(stats.newcombe_paired(36, 2, 12, 0)[:6])


def test_clusters_and_repeats():
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 2, (40, 3)), rng.integers(0, 2, (40, 3))
    groups = np.repeat(np.arange(8), 5)
    d = (b - a).mean(axis=1)
    want = stats.mean_interval(d, groups)
    found = stats.paired_difference(a, b, groups)
    assert found[:4] == pytest.approx(want[:4])
    assert "8 clusters" in found.note
    from scipy import stats as scipy_stats

    assert found.p_value == pytest.approx(2 * scipy_stats.t.sf(abs(found.value / found.se), 7))


def test_small_samples_equal_scipy():
    from scipy import stats as scipy_stats

    rng = np.random.default_rng(1)
    a, b = rng.normal(size=12), rng.normal(0.5, 1, 12)
    assert stats.paired_difference(a, b).p_value == pytest.approx(scipy_stats.ttest_rel(b, a).pvalue)
    welch = scipy_stats.ttest_ind(b[:9], a, equal_var=False)
    found = stats.unpaired_difference(a, b[:9])
    assert found.p_value == pytest.approx(welch.pvalue)
    assert found[1:3] == pytest.approx(tuple(welch.confidence_interval()))


def test_few_differing_cases_are_said():
    a, b = [1] * 36 + [0] * 4, [1] * 36 + [1] * 3 + [0]
    assert "only 3 of 40 cases differ" in stats.paired_difference(a, b).note
    assert stats.paired_difference(A, B).note == ""
    assert stats.paired_difference([1.5, 2.5, 9], [2, 3, 7]).note == ""


def test_identical_systems():
    found = stats.paired_difference(A, A)
    assert (found.value, found.p_value) == (0, 1)
    assert "not certainty" in found.note
    assert stats.paired_difference([0, 0, 0], [1, 1, 1]).p_value == 0
    same = stats.newcombe_paired(10, 0, 0, 0)
    assert same.low < 0 < same.high  # ten equal results do not prove that two systems are equal
    assert stats.unpaired_difference([1, 1], [1, 1]).p_value == 1


@pytest.mark.parametrize(
    ("a", "b", "clusters", "says"),
    [
        ([1, 0], [1, 0, 1], None, "2 cases and b has 3"),
        ([1], [1], None, "at least 2"),
        ([], [], None, "a has 0"),
        ([1, float("nan")], [1, 0], None, "a holds 1 NaN"),
        ([1, 0], [1, float("nan")], None, "b holds 1 NaN"),
        ([1, 0, 1], [1, 1, 1], "aaa", "one cluster"),
    ],
)
def test_bad_scores_are_refused(a, b, clusters, says):
    with pytest.raises(ValueError, match=says):
        stats.paired_difference(a, b, clusters)


def test_bad_counts_are_refused():
    for bad in [(-1, 0, 0, 3), (1.5, 0, 0, 3), (float("nan"), 0, 0, 3)]:
        with pytest.raises(ValueError, match="n11"):
            stats.newcombe_paired(*bad)
    with pytest.raises(ValueError, match="all 0"):
        stats.newcombe_paired(0, 0, 0, 0)
    with pytest.raises(ValueError, match="must match"):
        stats.newcombe_paired([1, 2], [1, 2, 3], 1, 1)
    with pytest.raises(ValueError, match="n01"):
        stats.mcnemar(1, -2)


cells = st.tuples(*[st.integers(0, 200)] * 4).filter(lambda c: sum(c) > 0)


@given(cells)
@settings(max_examples=200, deadline=None)
def test_newcombe_properties(c):
    n11, n10, n01, n00 = c
    one = stats.newcombe_paired(*c)
    assert -1 <= one.low <= one.value + 1e-12 and one.value - 1e-12 <= one.high <= 1
    swapped = stats.newcombe_paired(n11, n01, n10, n00)  # A and B change places
    assert swapped[:3] == pytest.approx((-one.value, -one.high, -one.low), abs=1e-12)
    assert swapped.p_value == pytest.approx(one.p_value)
    flipped = stats.newcombe_paired(n00, n01, n10, n11)  # passes called fails
    assert flipped[:3] == pytest.approx((-one.value, -one.high, -one.low), abs=1e-12)
    wider = stats.newcombe_paired(*c, level=0.99)
    assert wider.low <= one.low and one.high <= wider.high


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=150), st.randoms())
@settings(max_examples=100, deadline=None)
def test_paired_properties(pairs, rng):
    a, b = [p[0] for p in pairs], [p[1] for p in pairs]
    one = stats.paired_difference(a, b)
    assert one.low <= one.value <= one.high
    assert 0 <= one.p_value <= 1
    if one.se > 0:
        assert one.excludes_zero == (one.p_value < 0.05)
    back = stats.paired_difference(b, a)
    assert back[:3] == pytest.approx((-one.value, -one.high, -one.low), abs=1e-12)
    rng.shuffle(pairs)
    again = stats.paired_difference([p[0] for p in pairs], [p[1] for p in pairs])
    assert again[:6] == pytest.approx(one[:6], abs=1e-12)
    assert stats.paired_difference(a, b, range(len(a))) == one  # one pair per cluster


@given(st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=100, deadline=None)
def test_mcnemar_properties(b, c):
    exact, mid = stats.mcnemar(b, c), stats.mcnemar(b, c, mid_p=True)
    assert 0 <= mid.p_value <= exact.p_value <= 1
    assert exact.p_value == stats.mcnemar(c, b).p_value
    if b + c:
        assert (exact.p_value < 0.05) == (exact.low > 0.5 or exact.high < 0.5)
