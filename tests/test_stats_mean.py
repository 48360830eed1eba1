"""Mean of scores with clusters and repeats, design effect, bootstrap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SCORES = [int(c) for c in "11100001111101001101"]
CLUSTERS = [i // 4 for i in range(20)]
SIX = dict(abs=5e-7)


def test_reference_five_clusters_of_four():
    found = stats.mean_interval(SCORES, CLUSTERS)
    assert found.value == pytest.approx(0.6)
    assert found.se == pytest.approx(0.150000, **SIX)
    assert found[1:3] == pytest.approx((0.183533, 1.016467), **SIX)
    assert stats.mean_interval(SCORES).se == pytest.approx(0.112390, **SIX)


def test_reference_design_effect():
    found = stats.design_effect(SCORES, CLUSTERS)
    assert found.icc == pytest.approx(0.238095, **SIX)
    assert found.design_effect == pytest.approx(1.714286, **SIX)
    assert found.effective_n == pytest.approx(20 / 1.714286, abs=1e-4)
    assert found.clusters == 5


def test_leaving_the_unit_range_is_said_and_not_clipped():
    found = stats.mean_interval(SCORES, CLUSTERS)
    assert found.high > 1
    assert "leaves [0, 1]" in found.note
    assert "5 clusters" in found.note and "fewer than 10" in found.note
    assert stats.mean_interval([5.0, 9.0, 1.0]).note == ""


def test_equal_to_statsmodels_cluster_covariance():
    import statsmodels.api as sm

    rng = np.random.default_rng(1)
    for c, n in ((4, 9), (12, 80), (150, 700)):
        g = np.concatenate([np.arange(c), rng.integers(0, c, n - c)])
        s = rng.normal(size=n) + rng.normal(size=c)[g]
        fit = sm.OLS(s, np.ones(n)).fit(cov_type="cluster", cov_kwds={"groups": g, "use_correction": True}, use_t=True)
        found = stats.mean_interval(s, g)
        # statsmodels' correction is C/(C-1) * (n-1)/(n-k); with one parameter the second factor is 1.
        assert found.se == pytest.approx(fit.bse[0], rel=1e-10)
        assert found[1:3] == pytest.approx(tuple(fit.conf_int()[0]), rel=1e-9)


def test_reference_uncorrected_standard_error():
    import statsmodels.api as sm

    kwds = {"groups": np.array(CLUSTERS), "use_correction": False}
    cr0 = sm.OLS(np.array(SCORES), np.ones(20)).fit(cov_type="cluster", cov_kwds=kwds).bse[0]
    assert cr0 == pytest.approx(0.134164, **SIX)
    assert stats.mean_interval(SCORES, CLUSTERS).se == pytest.approx(cr0 * np.sqrt(5 / 4))


def test_unclustered_equals_scipy_t_interval_and_turns_normal_at_100():
    from scipy import stats as scipy_stats

    rng = np.random.default_rng(2)
    s = rng.normal(size=99)
    want = scipy_stats.t.interval(0.9, 98, s.mean(), scipy_stats.sem(s))
    assert stats.mean_interval(s, level=0.9)[1:3] == pytest.approx(want, abs=1e-12)
    s = rng.normal(size=100)
    want = scipy_stats.norm.interval(0.9, s.mean(), scipy_stats.sem(s))
    assert stats.mean_interval(s, level=0.9)[1:3] == pytest.approx(want, abs=1e-12)


def test_repeats_are_averaged_first():
    rng = np.random.default_rng(3)
    table = rng.integers(0, 2, (30, 5))
    by_row = stats.mean_interval(table)
    by_cluster = stats.mean_interval(table.ravel(), np.repeat(np.arange(30), 5))
    assert by_row.n == 30
    assert by_row.se == pytest.approx(by_cluster.se)
    assert by_row[1:3] == pytest.approx(by_cluster[1:3])
    assert "5 repeats" in by_row.note
    assert stats.mean_interval(np.array([[1], [5], [3]])).note == ""


def test_rows_as_if_independent_are_too_narrow():
    """The trap: n * K repeats taken for n * K questions."""
    rng = np.random.default_rng(4)
    chance = rng.beta(2, 1, 400)
    table = rng.random((400, 5)) < chance[:, None]
    right, wrong = stats.mean_interval(table).se, stats.mean_interval(table.ravel()).se
    assert 0.6 < wrong / right < 0.85
    # Var(mean) = (Var_between + E[Var_within] / K) / n
    assert right**2 == pytest.approx((1 / 18 + (1 / 6) / 5) / 400, rel=0.1)


@pytest.mark.parametrize(
    ("scores", "clusters", "says"),
    [
        ([], None, "at least 1"),
        ([1], None, "at least 2"),
        ([1, 0, float("nan")], None, "1 NaN of 3"),
        ([1, 0, None], None, "NaN|numbers only"),
        ([1, 0, float("inf")], None, "infinite"),
        (["a", "b"], None, "numbers only"),
        ("10", None, "list or array"),
        (0.5, None, "list or array"),
        ([[[1]]], None, "dimensions"),
        ([1, 0, 1], ["a", "a", "a"], "one cluster.*at least two"),
        ([1, 0, 1], ["a", "b"], "2 names for 3 scores"),
        ([1, 0, 1], ["a", None, "b"], "missing name"),
        ([1, 0, 1], ["a", float("nan"), "b"], "missing name"),
    ],
)
def test_bad_input_is_refused(scores, clusters, says):
    with pytest.raises(ValueError, match=says):
        stats.mean_interval(scores, clusters)


def test_all_equal_is_not_certainty():
    assert "not certainty" in stats.mean_interval([1] * 20).note


def test_pandas_and_generators_are_accepted():
    import pandas as pd

    table = pd.DataFrame({"s": SCORES, "c": [f"doc {i}" for i in CLUSTERS]})
    want = stats.mean_interval(SCORES, CLUSTERS)
    assert stats.mean_interval(table.s, table.c) == want
    assert stats.mean_interval((s for s in SCORES), iter(CLUSTERS)) == want
    assert stats.mean_interval([bool(s) for s in SCORES], CLUSTERS) == want


scores = st.lists(st.floats(-100, 100, allow_nan=False).map(lambda x: round(x, 3)), min_size=4, max_size=130)


@given(scores, st.integers(2, 40), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_properties(values, c, rng):
    one = stats.mean_interval(values)
    assert one.low <= one.value <= one.high
    singles = stats.mean_interval(values, range(len(values)))
    assert singles == one  # clusters of one score each
    clusters = [i % c for i in range(len(values))]
    order = list(range(len(values)))
    rng.shuffle(order)
    a = stats.mean_interval(values, clusters)
    b = stats.mean_interval([values[i] for i in order], [f"name {clusters[i]}" for i in order])
    assert a[:4] == pytest.approx(b[:4], abs=1e-9)
    mirrored = stats.mean_interval([-x for x in values], clusters)
    assert mirrored[:3] == pytest.approx((-a.value, -a.high, -a.low), abs=1e-9)


@given(st.lists(st.integers(0, 1), min_size=3, max_size=30), st.integers(2, 4))
@settings(max_examples=50, deadline=None)
def test_copies_in_a_cluster_add_nothing(values, copies):
    """Repeating every score within its cluster leaves the clustered interval as it was."""
    one = stats.mean_interval(values, range(len(values)))
    many = stats.mean_interval(np.repeat(values, copies), np.repeat(np.arange(len(values)), copies))
    assert many.se == pytest.approx(one.se, abs=1e-12)
    assert many[1:3] == pytest.approx(one[1:3], abs=1e-9)


def test_design_effect_of_unlike_and_alike_clusters():
    assert stats.design_effect([0, 0, 1, 1, 0, 0], "aabbcc").icc == pytest.approx(1)
    assert stats.design_effect([0, 1, 0, 1, 0, 1], "aabbcc").icc < 0
    with pytest.raises(ValueError, match="All scores are equal"):
        stats.design_effect([1, 1, 1, 1], "aabb")
    with pytest.raises(ValueError, match="at least two"):
        stats.design_effect([1, 0, 1], "abc")


def test_bootstrap_agrees_with_the_formula():
    rng = np.random.default_rng(5)
    s = rng.normal(10, 3, 300)
    formula, drawn = stats.mean_interval(s), stats.bootstrap(s)
    assert drawn.se == pytest.approx(formula.se, rel=0.08)
    assert drawn[:3] == pytest.approx(formula[:3], abs=0.06)
    assert stats.bootstrap(s) == drawn  # same seed, same answer
    assert stats.bootstrap(s, seed=1).low != drawn.low


def test_bootstrap_of_clusters_is_wider():
    s, c = np.repeat([0.0, 1, 0, 1, 1, 0, 1, 1, 0, 1], 10), np.repeat(np.arange(10), 10)
    assert stats.bootstrap(s, clusters=c).width > 2 * stats.bootstrap(s).width


def test_bootstrap_of_rows_and_nan_draws():
    rng = np.random.default_rng(6)
    x = rng.normal(size=(80, 2)) @ np.array([[1, 0.8], [0, 0.6]])
    found = stats.bootstrap(x, lambda r: np.corrcoef(r.T)[0, 1], draws=500)
    assert found.low < 0.8 < found.high
    rare = stats.bootstrap([0, 0, 1, 1], lambda r: np.nan if r.sum() == 0 else r.mean(), draws=500)
    assert "gave no number" in rare.note
    with pytest.raises(ValueError, match="NaN in"):
        stats.bootstrap([1, 2, 3], lambda r: float("nan"))
    with pytest.raises(ValueError, match="one cluster"):
        stats.bootstrap([1, 2, 3], clusters="aaa")
    with pytest.raises(ValueError, match="at least 2"):
        stats.bootstrap([[1, 2]])
    with pytest.raises(ValueError, match="100 or more"):
        stats.bootstrap([1, 2], draws=5)
