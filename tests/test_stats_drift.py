"""Population stability index and its null band."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats

SIX = dict(abs=5e-7)
EVEN = [0.1] * 10
NOW = [0.08, 0.09, 0.09, 0.10, 0.10, 0.10, 0.10, 0.11, 0.11, 0.12]


def test_reference_values():
    found = stats.psi(EVEN, NOW, n=1000, m=100)
    assert found.value == pytest.approx(0.012123, **SIX)
    assert found.limit == pytest.approx(0.186109, **SIX)
    assert found.beyond is False
    assert stats.psi(EVEN, NOW, n=1000, m=1000).limit == pytest.approx(0.033838, **SIX)


def test_shares_and_counts_agree():
    shares = stats.psi(EVEN, NOW, n=1000, m=100)
    counts = stats.psi([100] * 10, [8, 9, 9, 10, 10, 10, 10, 11, 11, 12], counts=True)
    assert counts[:3] == pytest.approx(shares[:3])
    assert (counts.n, counts.m, counts.bins) == (1000, 100, 10)


def test_shares_alone_have_no_limit():
    found = stats.psi(EVEN, NOW)
    assert found.value == pytest.approx(0.012123, **SIX)
    assert found.limit is None and found.beyond is None
    assert "no limit" in str(found)


def test_reference_point_one_is_no_test():
    """No drift at all, and still PSI > .1 in almost half of the samples of 100; never in samples of 1000."""
    rng = np.random.default_rng(0)
    found = {}
    for m in (100, 1000):
        pairs = [(rng.random(1000), rng.random(m)) for _ in range(600)]
        found[m] = [stats.psi(a, b) for a, b in pairs]
    assert np.mean([f.value > 0.1 for f in found[100]]) == pytest.approx(0.459, abs=0.06)
    assert not any(f.value > 0.1 for f in found[1000])
    assert np.mean([f.beyond for f in found[1000]]) == pytest.approx(0.05, abs=0.025)
    # With ten values per bin the limit is a little too low, which the note says.
    assert 0.05 < np.mean([f.beyond for f in found[100]]) < 0.12
    assert "a little too low" in found[100][0].note and found[1000][0].note == ""


def test_a_shift_is_seen_where_the_sample_is_large_enough():
    rng = np.random.default_rng(1)
    found = stats.psi(rng.normal(size=2000), rng.normal(0.3, 1, 2000))
    assert found.beyond and found.p_value < 1e-6


def test_p_value_and_limit_agree():
    rng = np.random.default_rng(2)
    for _ in range(50):
        found = stats.psi(rng.normal(size=400), rng.normal(0.1, 1, 300))
        assert found.beyond == (found.p_value < 0.05)


def test_names_and_ties():
    words = stats.psi(["bike"] * 60 + ["theft"] * 40, ["bike"] * 40 + ["theft"] * 60)
    assert words.bins == 2 and words.value == pytest.approx(0.4 * np.log(1.5))
    few = stats.psi([0, 1] * 100, [0, 0, 0, 1] * 50, bins=10)
    assert few.bins == 2


def test_empty_bins_are_smoothed_and_said():
    found = stats.psi([50, 50, 0], [40, 40, 20], counts=True)
    assert np.isfinite(found.value) and "half a case" in found.note


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=12), st.randoms())
@settings(max_examples=100, deadline=None)
def test_properties(cells, rng):
    a, b = [c[0] for c in cells], [c[1] for c in cells]
    if not sum(a) or not sum(b) or sum(x + y > 0 for x, y in cells) < 2:
        return
    one, other = stats.psi(a, b, counts=True), stats.psi(b, a, counts=True)
    assert one.value >= 0 and one.value == pytest.approx(other.value)
    assert one.limit == pytest.approx(other.limit)
    if sum(x > 0 for x in a) >= 2:
        assert stats.psi(a, a, counts=True).value == 0
    rng.shuffle(cells)
    again = stats.psi([c[0] for c in cells], [c[1] for c in cells], counts=True)
    assert again.value == pytest.approx(one.value)


@pytest.mark.parametrize(
    ("args", "kwargs", "says"),
    [
        (([], [1.0]), {}, "at least one"),
        (([1.0, float("nan")], [1.0]), {}, "reference holds 1 NaN"),
        ((["a", None], ["a", "b"]), {}, "missing names"),
        (([1, 1, 1], [1, 1]), {}, "one bin"),
        (([5, 5], [5, 5, 5]), {"counts": True}, "same bins"),
        (([0, 0], [5, 5]), {"counts": True}, "All counts are 0"),
        (([1.5, 5], [5, 5]), {"counts": True}, "whole numbers"),
        (([1, -5], [5, 5]), {"counts": True}, "whole numbers"),
        (([1.0, 2.0, 3.0], [1.0, 2.0]), {"bins": 1}, "bins must be 2"),
        (([1.0, 2.0, 3.0], [1.0, 2.0]), {"n": 5}, "shares that sum to 1"),
        (([0.5, 0.5, 0.0], [0.3, 0.3, 0.4]), {}, "needs n and m"),
        ((EVEN, NOW), {"n": 1000, "m": 0}, "m must be 1"),
    ],
)
def test_bad_input_is_refused(args, kwargs, says):
    with pytest.raises(ValueError, match=says):
        stats.psi(*args, **kwargs)
