"""A share from labels drawn within strata: by hand, at its limits, and its coverage."""

import numpy as np
import pytest

from helpers import stats

COUNTS = {"pass": 380, "fail": 120}
LABELLED = {"pass": (54, 60), "fail": (8, 40)}


def test_value_and_interval_against_statsmodels_intervals_combined_by_hand():
    from statsmodels.stats.proportion import proportion_confint

    found = stats.stratified_rate(COUNTS, LABELLED)
    value = 0.76 * 0.9 + 0.24 * 0.2
    (l1, u1), (l0, u0) = (proportion_confint(k, m, method="wilson") for k, m in ((54, 60), (8, 40)))
    between = 1.959964**2 * (0.76 * (0.9 - value) ** 2 + 0.24 * (0.2 - value) ** 2) / 500
    low = value - ((0.76 * (0.9 - l1)) ** 2 + (0.24 * (0.2 - l0)) ** 2 + between) ** 0.5
    high = value + ((0.76 * (u1 - 0.9)) ** 2 + (0.24 * (u0 - 0.2)) ** 2 + between) ** 0.5
    assert found[:3] == pytest.approx((0.732, low, high), abs=1e-6)
    assert found.n == 100 and "100 labelled in 2 strata of 500" in found.note


def test_one_stratum_is_the_plain_share():
    assert stats.stratified_rate({"all": 500}, {"all": (54, 60)})[:3] == pytest.approx(stats.wilson(54, 60)[:3])


def test_how_many_labels_a_stratum_got_does_not_move_the_value():
    few = stats.stratified_rate(COUNTS, {"pass": (9, 10), "fail": (8, 40)})
    assert few.value == pytest.approx(0.732) and few.width > stats.stratified_rate(COUNTS, LABELLED).width


def test_the_interval_stays_within_0_and_1_and_has_a_width_when_nothing_varies():
    found = stats.stratified_rate(COUNTS, {"pass": (20, 20), "fail": (10, 10)})
    assert found.value == found.high == 1 and found.low < 0.95


def test_an_empty_stratum_needs_no_labels():
    assert stats.stratified_rate({"pass": 500, "fail": 0}, {"pass": (54, 60)}).value == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("counts", "labelled", "says"),
    [
        ({}, {}, "no cases"),
        ({"pass": 0}, {"pass": (0, 0)}, "no cases"),
        (COUNTS, {"pass": (54, 60)}, "'fail' holds 120 cases and no labels"),
        (COUNTS, {**LABELLED, "maybe": (1, 2)}, "the stratum 'maybe', which counts does not"),
        (COUNTS, {**LABELLED, "fail": (41, 40)}, "more than"),
        (COUNTS, {**LABELLED, "fail": (0, 0)}, "labelled in 'fail' is 0"),
        (COUNTS, {**LABELLED, "fail": 0.2}, "must be a pair"),
        (COUNTS, {**LABELLED, "fail": (8, 121)}, "121 cases are labelled .* holds only 120"),
        ({"pass": 380, "fail": -1}, LABELLED, "0 or more"),
        ({"pass": 380, "fail": 1.5}, LABELLED, "whole number"),
    ],
)
def test_bad_input_is_refused(counts, labelled, says):
    with pytest.raises(ValueError, match=says):
        stats.stratified_rate(counts, labelled)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rates", "sizes"), [((0.5, 0.05), (50, 50)), ((0.9, 0.2), (60, 40)), ((0.95, 0.02), (30, 70))]
)
def test_it_holds_its_level(rates, sizes):
    rng = np.random.default_rng(7)
    truth = 0.3 * rates[0] + 0.7 * rates[1]
    inside = 0
    for _ in range(3000):
        passed = int(rng.binomial(1500, 0.3))
        k = [int(rng.binomial(m, rate)) for m, rate in zip(sizes, rates, strict=True)]
        found = stats.stratified_rate(
            {"pass": passed, "fail": 1500 - passed}, {"pass": (k[0], sizes[0]), "fail": (k[1], sizes[1])}
        )
        inside += found.contains(truth)
    assert 0.935 < inside / 3000 < 0.99  # careful where a stratum is nearly all right or all wrong
