"""A share with weights and clusters: against statsmodels, against Wilson, and whether its interval holds."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.stats import corrected_rate, corrected_share, weighted_share, wilson


def sampled(seed=0, clusters=12):
    rng = np.random.default_rng(seed)
    names = np.repeat(np.arange(clusters), rng.integers(2, 7, clusters))
    values = rng.random(names.size) < np.clip(rng.normal(0.5, 0.25, clusters), 0.05, 0.95)[names]
    weights = np.where(rng.random(names.size) < 0.5, 1.0, 14.4)
    return values.astype(float), weights, names


def test_value_and_se_equal_weighted_least_squares_with_cluster_robust_errors():
    import statsmodels.api as sm

    values, weights, names = sampled()
    found = weighted_share(values, weights, clusters=names)
    fit = sm.WLS(values, np.ones(values.size), weights=weights).fit(
        cov_type="cluster", cov_kwds={"groups": names, "use_correction": False}
    )
    count = len(set(names))
    assert found.value == pytest.approx(fit.params[0], abs=1e-12)
    assert found.se == pytest.approx(fit.bse[0] * np.sqrt(count / (count - 1)), rel=1e-9)


def test_without_weights_and_clusters_it_is_nearly_wilson():
    values = [1] * 54 + [0] * 6
    found, plain = weighted_share(values), wilson(54, 60)
    assert found.value == plain.value
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=0.003)


def test_likeness_within_clusters_and_unequal_weights_widen_the_interval():
    values = [1, 0] * 40
    alone = weighted_share(values)
    alike = weighted_share([1] * 40 + [0] * 40, clusters=[n // 8 for n in range(80)])
    unequal = weighted_share(values, [1 if n % 4 < 2 else 14 for n in range(80)])
    assert alike.width > 2 * alone.width and alike.n < 12
    assert unequal.width > 1.2 * alone.width


def test_without_variation_the_clusters_are_the_cases():
    found = weighted_share([1] * 30, clusters=[n // 3 for n in range(30)])
    assert (found.value, found.high, found.n) == (1, 1, 10)
    assert found.low == pytest.approx(wilson(10, 10).low)


def test_weight_of_one_over_the_chance_undoes_the_draw():
    """All of a small part and a tenth of a large one are read; without weights the share is far off."""
    values = [1] * 50 + [0] * 50 + [1] * 5 + [0] * 95
    weights = [1] * 100 + [10] * 100
    assert weighted_share(values, weights).value == pytest.approx((50 + 5 * 10) / (100 + 1000))
    assert weighted_share(values).value == pytest.approx(55 / 200)


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        ({"values": [1, 0, 2]}, "True/False or 1/0"),
        ({"values": [1, 0], "weights": [1]}, "at least 2"),
        ({"values": [1, 0, 1], "weights": [1, 2]}, "one per value"),
        ({"values": [1, 0], "weights": [1, 0]}, "above 0"),
        ({"values": [1, 0], "clusters": ["a", "a"]}, "one cluster"),
        ({"values": [1]}, "at least 2"),
        ({"values": [1, None]}, "NaN|numbers"),
    ],
)
def test_refuses_what_cannot_be_meant(arguments, phrase):
    with pytest.raises(ValueError, match=phrase):
        weighted_share(**arguments)


@pytest.mark.slow
def test_interval_holds_its_level_with_clusters_and_weights():
    """30 clusters, two parts, one read with a chance of 1 in 5: 95 % intervals hold the truth about 95 times of 100."""
    rng = np.random.default_rng(7)
    held = runs = 0
    for _ in range(1500):
        rates = rng.beta(4, 4, 30)
        names = np.repeat(np.arange(30), 40)
        truth = rng.random(names.size) < rates[names]
        part = rng.random(names.size) < 0.2 + 0.3 * truth  # the part that is read in full holds more right ones
        read = part | (rng.random(names.size) < 0.2)
        found = weighted_share(truth[read].astype(float), np.where(part[read], 1, 5), clusters=names[read])
        held += found.contains(0.5)
        runs += 1
    assert 0.93 <= held / runs <= 0.975, held / runs


def test_corrected_share_of_plain_counts_is_corrected_rate():
    """Reference: theta .80, Lee .696968 to .927574 (enriched labels, 380 of 500 passed)."""
    found = corrected_share(wilson(380, 500), wilson(54, 60), wilson(32, 40))
    plain = corrected_rate(380, 500, (54, 60), (32, 40))
    assert found[:4] == pytest.approx(plain[:4], abs=1e-12)
    assert (found.value, found.low, found.high) == pytest.approx((0.8, 0.696968, 0.927574), abs=1e-6)


def test_corrected_share_is_wider_for_fewer_effective_labels():
    wide = corrected_share(wilson(380, 500), wilson(54, 60), wilson(16, 20))
    assert wide.width > corrected_share(wilson(380, 500), wilson(54, 60), wilson(32, 40)).width


def test_corrected_share_refuses_a_coin_and_an_impossible_share():
    with pytest.raises(ValueError, match="better than a coin"):
        corrected_share(wilson(300, 500), wilson(32, 60), wilson(20, 40))
    with pytest.raises(ValueError, match="not like these cases"):
        corrected_share(wilson(30, 500), wilson(58, 60), wilson(20, 40))
    with pytest.raises(ValueError, match="must be an Estimate"):
        corrected_share(0.5, wilson(54, 60), wilson(32, 40))


def test_corrected_share_refuses_exactly_where_corrected_rate_does():
    for right in range(4, 20):
        outcomes = []
        for call in (
            lambda k: corrected_rate(120, 300, (k, 20), (12, 20)),
            lambda k: corrected_share(wilson(120, 300), wilson(k, 20), wilson(12, 20)),
        ):
            try:
                outcomes.append(round(call(right).value, 12))
            except ValueError as error:
                outcomes.append(str(error))
        assert outcomes[0] == outcomes[1], right
