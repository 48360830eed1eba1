"""The embedder gives unit vectors that place alike texts close together."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import embed as module
from helpers.embed import embed
from helpers.local.files import ModelUnavailable


def test_vectors_have_unit_length_and_order_by_meaning():
    vectors = embed(
        ["How long do I have for a refund?", "Until when can I get my money back?", "The battery smells odd."]
    )
    assert vectors.shape == (3, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_text_has_the_same_vector_alone_and_in_a_list():
    one, many = embed(["a flat tyre"]), embed(["a flat tyre", "a much longer text about the price of a plan " * 5])
    assert np.allclose(one[0], many[0], atol=1e-5)


def test_nothing_gives_an_empty_table():
    assert embed([]).shape == (0, 384)


@pytest.mark.parametrize("bad", ["one text", ["a", 3], [None]])
def test_what_is_no_list_of_texts_is_refused(bad):
    with pytest.raises(ValueError, match="needs a"):
        embed(bad)


def test_long_texts_are_cut_with_a_warning():
    with pytest.warns(UserWarning, match="1 of 2 texts"):
        vectors = embed(["short", "word " * 400])
    assert vectors.shape == (2, 384)


def test_changed_weights_are_refused(monkeypatch):
    monkeypatch.setattr(module, "SHA256", "0" * 64)
    module._model.cache_clear()
    with pytest.raises(ModelUnavailable):
        embed(["x"])
    module._model.cache_clear()
