"""pass@k, pass^k, flips, votes."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stats


def test_reference_values():
    assert stats.pass_at_k(10, 7, 2) == pytest.approx(0.933333, abs=5e-7)
    assert stats.pass_hat_k(10, 7, 3) == pytest.approx(0.291667, abs=5e-7)
    assert pytest.approx(0.343) == 0.7**3  # the plug-in that is biased upward
    assert stats.majority_vote(0.7, 11) == pytest.approx(0.921775, abs=5e-7)
    assert stats.majority_vote(0.4, 11) == pytest.approx(0.246502, abs=5e-7)


def test_reference_two_suites_with_one_mean():
    assert stats.pass_hat_k(10, [10, 0], 3).mean() == pytest.approx(0.5)
    assert stats.pass_hat_k(10, [5, 5], 3).mean() == pytest.approx(0.083333, abs=5e-7)


@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n))))
@settings(max_examples=60, deadline=None)
def test_equal_to_counting_all_subsets(nck):
    n, c, k = nck
    tries = [1] * c + [0] * (n - c)
    subsets = list(itertools.combinations(tries, k))
    assert stats.pass_at_k(n, c, k) == pytest.approx(np.mean([max(s) for s in subsets]))
    assert stats.pass_hat_k(n, c, k) == pytest.approx(np.mean([min(s) for s in subsets]))
    assert stats.pass_hat_k(n, c, k) <= stats.pass_at_k(n, c, k) + 1e-12
    assert stats.pass_hat_k(n, c, k) == pytest.approx(1 - stats.pass_at_k(n, n - c, k))
    if n >= 2:
        pairs = list(itertools.combinations(tries, 2))
        assert stats.observed_flip_rate(n, c) == pytest.approx(np.mean([a != b for a, b in pairs]))


def test_pass_hat_k_is_unbiased_and_the_plug_in_is_not():
    rng = np.random.default_rng(0)
    c = rng.binomial(10, 0.7, 200_000)
    assert stats.pass_hat_k(10, np.arange(11), 3)[c].mean() == pytest.approx(0.343, abs=0.002)
    assert ((c / 10) ** 3).mean() > 0.37


def test_shapes():
    assert stats.pass_at_k([10, 5], [7, 5], 2).shape == (2,)
    assert stats.pass_at_k(10, [[1], [2]], [1, 2, 3]).shape == (2, 3)
    assert isinstance(stats.pass_at_k(np.int64(10), 7, 2), float)
    assert stats.flip_rate([0, 0.5, 1]).tolist() == [0, 0.5, 0]
    assert stats.flip_rate(0.1) == pytest.approx(0.18)
    assert stats.majority_vote([0.7, 0.4], 1).tolist() == pytest.approx([0.7, 0.4])


@given(st.floats(0, 1), st.integers(1, 25))
@settings(max_examples=80, deadline=None)
def test_votes_mirror_and_an_even_vote_adds_nothing(p, half):
    odd = 2 * half - 1
    assert stats.majority_vote(p, odd) == pytest.approx(1 - stats.majority_vote(1 - p, odd), abs=1e-12)
    assert stats.majority_vote(p, odd + 1) == pytest.approx(stats.majority_vote(p, odd), abs=1e-12)
    assert (stats.majority_vote(p, odd) >= p - 1e-12) == (p >= 0.5) or odd == 1 or p in (0, 0.5, 1) or abs(p) < 1e-9


def test_all_agree_counts_unparsed_as_disagreement():
    found = stats.all_agree([["a", "a", "a"], ["a", "b", "a"], [None, None, None], ["c", "c", "c"]])
    assert found.value == 0.5
    assert found[1:3] == stats.wilson(2, 4)[1:3]
    with pytest.raises(ValueError, match="at least two repeats"):
        stats.all_agree([["a", "a"], ["b"]])
    with pytest.raises(ValueError, match="empty"):
        stats.all_agree([])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: stats.pass_at_k(10, 11, 2), "more than n"),
        (lambda: stats.pass_at_k(10, 7, 11), "at most n"),
        (lambda: stats.pass_at_k(10, 7, 0), "k must be 1"),
        (lambda: stats.pass_hat_k(0, 0, 1), "n must be 1"),
        (lambda: stats.pass_hat_k(10, -1, 1), "c must be 0"),
        (lambda: stats.pass_hat_k(10, 2.5, 1), "whole number"),
        (lambda: stats.pass_hat_k([], [], 1), "Empty"),
        (lambda: stats.pass_hat_k([1, 2], [1, 2, 3], 1), "do not match"),
        (lambda: stats.flip_rate(1.2), "0 to 1"),
        (lambda: stats.flip_rate(float("nan")), "0 to 1"),
        (lambda: stats.observed_flip_rate(1, 1), "at least 2 tries"),
        (lambda: stats.majority_vote(0.7, 0), "votes must be 1"),
    ],
)
def test_bad_input_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
