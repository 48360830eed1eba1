"""The draw of the next token follows temperature, top_p and what is allowed."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.local.sampling import LIKELIEST, pick

SCORES = np.log(np.array([0.1, 0.5, 0.05, 0.3, 0.05], np.float32))


def shares(n=20_000, **settings):
    rng = random.Random(0)
    counts = Counter(pick(SCORES, rng=rng, **settings) for _ in range(n))
    return np.array([counts[i] / n for i in range(len(SCORES))])


def test_temperature_zero_takes_the_likeliest():
    assert pick(SCORES, temperature=0, top_p=1, rng=random.Random(0)) == 1


@pytest.mark.parametrize("temperature", [0.5, 1, 2])
def test_draws_follow_the_softmax(temperature):
    wanted = np.exp(SCORES / temperature) / np.exp(SCORES / temperature).sum()
    assert shares(temperature=temperature, top_p=1) == pytest.approx(wanted, abs=0.015)


@pytest.mark.parametrize(("top_p", "kept"), [(0.4, [1]), (0.5, [1]), (0.7, [1, 3]), (0.85, [1, 3, 0])])
def test_top_p_keeps_the_fewest_that_hold_the_share(top_p, kept):
    found = shares(temperature=1, top_p=top_p, n=4000)
    wanted = np.exp(SCORES[kept]) / np.exp(SCORES[kept]).sum()
    assert found[kept] == pytest.approx(wanted, abs=0.04)
    assert found.sum() == pytest.approx(found[kept].sum())


def test_top_p_looks_beyond_the_first_tokens_when_all_are_alike():
    scores = np.zeros(4 * LIKELIEST, np.float32)
    rng = random.Random(1)
    drawn = {pick(scores, temperature=1, top_p=0.9, rng=rng) for _ in range(3000)}
    assert len(drawn) > 2 * LIKELIEST and max(drawn) < 0.9 * len(scores) + 1


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=30), st.floats(0.05, 5), st.floats(0.01, 1), st.data())
def test_only_allowed_tokens_are_picked(scores, temperature, top_p, data):
    allowed = data.draw(st.lists(st.integers(0, len(scores) - 1), min_size=1, unique=True))
    scores = np.array(scores, np.float32)
    for heat in (0, temperature):
        assert pick(scores, temperature=heat, top_p=top_p, rng=random.Random(2), allowed=allowed) in allowed


def test_the_same_generator_draws_the_same():
    def draw(seed):
        rng = random.Random(seed)
        return [pick(SCORES, temperature=1, top_p=0.95, rng=rng) for _ in range(30)]

    assert draw(5) == draw(5) != draw(6)
