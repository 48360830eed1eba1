"""Sample size, power, many tests at once."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

MILLER = dict(between=1 / 9, within=1 / 6)


def test_reference_miller():
    assert stats.sample_size(0.03, **MILLER) == pytest.approx(3875.99, abs=0.005)
    assert stats.sample_size(0.03, **MILLER, repeats=10) == pytest.approx(1259.70, abs=0.005)
    assert stats.sample_size(0.03, **MILLER, repeats=math.inf) == pytest.approx(969.00, abs=0.005)
    assert stats.sample_size(0.03, between=1 / 9, within=(1 / 6, 0), repeats=(1, 5)) == pytest.approx(
        stats.sample_size(0.03, between=1 / 9 + 1 / 6)
    )


def test_reference_independent_and_connor():
    assert stats.sample_size(0.05, baseline=0.80) == pytest.approx(902.34, abs=0.005)
    assert stats.sample_size(0.05, discordant=0.20) == pytest.approx(625.55, abs=0.005)
    assert stats.power_of(200, 0.05, baseline=0.80) == pytest.approx(0.261282, abs=5e-7)


@pytest.mark.parametrize(("p1", "p2"), [(0.8, 0.85), (0.5, 0.7), (0.1, 0.02), (0.9, 1.0)])
def test_independent_arms_equal_statsmodels(p1, p2):
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    h = proportion_effectsize(p2, p1)
    # statsmodels also counts a significant result in the wrong direction: a difference in the sixth digit.
    want = NormalIndPower().solve_power(abs(h), alpha=0.05, power=0.8)
    assert stats.sample_size(p2 - p1, baseline=p1) == pytest.approx(want, rel=1e-5)
    for n in (20, 200, 2000):
        want = NormalIndPower().power(abs(h), n, 0.05)
        assert stats.power_of(n, p2 - p1, baseline=p1) == pytest.approx(want, abs=1e-10)


def test_reference_twelve_tests():
    assert stats.any_false_alarm(12) == pytest.approx(0.459640, abs=5e-7)
    assert stats.any_false_alarm([0, 1, 12]) == pytest.approx([0, 0.05, 0.459640], abs=5e-7)


designs = st.one_of(
    st.floats(0.05, 0.9).map(lambda p: {"baseline": p}),
    st.floats(0.11, 0.9).map(lambda p: {"discordant": p}),
    st.floats(0.01, 0.5).map(lambda v: {"between": v, "within": 0.1, "repeats": 3}),
)


@given(st.floats(0.01, 0.1), designs, st.floats(0.5, 0.95))
@settings(max_examples=100, deadline=None)
def test_size_power_and_difference_are_inverses(d, design, power):
    n = stats.sample_size(d, **design, power=power)
    if n >= 1:
        assert stats.power_of(n, d, **design) == pytest.approx(power, abs=2e-3)
        assert stats.detectable_difference(n, **design, power=power) == pytest.approx(d, rel=1e-6)
    assert stats.sample_size(d / 2, **design, power=power) > n
    assert stats.sample_size(d, **design, power=power, alpha=0.01) > n


def test_connor_power_by_simulation():
    """625.55 pairs and a discordant share of .20 give power .8 to McNemar's large-sample test."""
    rng = np.random.default_rng(0)
    counts = rng.multinomial(626, [0.075, 0.125, 0.8], 20000)
    b, c = counts[:, 0], counts[:, 1]
    significant = (c - b) / np.sqrt(b + c) > 1.959964
    assert significant.mean() == pytest.approx(0.8, abs=0.012)


def test_arrays_and_detectable_difference():
    found = stats.power_of([50, 200, 800], 0.05, baseline=0.8)
    assert found.shape == (3,) and (np.diff(found) > 0).all()
    assert stats.detectable_difference(200, baseline=0.8) > 0.05


@pytest.mark.parametrize(
    ("difference", "design", "says"),
    [
        (0.05, {}, "exactly one design.*none"),
        (0.05, {"baseline": 0.8, "discordant": 0.2}, "baseline and discordant"),
        (0, {"baseline": 0.8}, "must not be 0"),
        (float("nan"), {"baseline": 0.8}, "difference"),
        (0.3, {"baseline": 0.8}, "0 to 1"),
        (0.3, {"discordant": 0.2}, "at least 30%"),
        (0.1, {"discordant": 1.2}, "between 0 and 1"),
        (0.1, {"between": -1}, "between 0"),
        (0.1, {"between": 0.1, "repeats": 0}, "repeats"),
        (0.1, {"baseline": 0.8, "alpha": 5}, "alpha"),
        (0.1, {"baseline": 0.8, "power": 1}, "power"),
    ],
)
def test_bad_input_is_refused(difference, design, says):
    with pytest.raises(ValueError, match=says):
        stats.sample_size(difference, **design)


def test_too_few_cases_for_any_difference():
    with pytest.raises(ValueError, match="not even the largest"):
        stats.detectable_difference(5, discordant=0.05)
    with pytest.raises(ValueError, match="n must"):
        stats.power_of(0, 0.05, baseline=0.8)


def test_holm_by_hand():
    # sorted .01 .02 .04 times 3, 2, 1 -> .03 .04 .04, running maximum, back in the given order
    assert stats.holm([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert stats.benjamini_hochberg([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.03])


def test_adjusted_p_values_equal_statsmodels():
    from statsmodels.stats.multitest import multipletests

    rng = np.random.default_rng(0)
    for p in (rng.random(1), rng.random(7) ** 4, np.array([0, 0, 1, 0.01, 0.01])):
        assert stats.holm(p) == pytest.approx(multipletests(p, method="holm")[1], abs=1e-12)
        assert stats.benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_adjusted_p_values_never_shrink(p):
    holm, bh = stats.holm(p), stats.benjamini_hochberg(p)
    assert (holm >= np.array(p) - 1e-12).all() and (holm <= 1).all()
    assert (bh <= holm + 1e-12).all()


def test_bad_p_values_are_refused():
    for bad, says in [([], "at least 1"), ([0.1, float("nan")], "NaN"), ([1.2], "0 to 1"), ([-0.1], "0 to 1")]:
        with pytest.raises(ValueError, match=says):
            stats.holm(bad)
    with pytest.raises(ValueError, match="tests"):
        stats.any_false_alarm(-1)


def test_a_text_is_no_number_of_cases():
    for bad in ("550", ["550"], None, [None]):
        with pytest.raises(ValueError, match="n must be"):
            stats.power_of(bad, 0.05, discordant=0.2)
