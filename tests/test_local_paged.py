"""The loop behind the replies: exact whatever shares a step, memory given back, another pipeline where it fails."""

from __future__ import annotations

import random

import numpy as np
import pytest

from helpers import local
from helpers.local import engine
from helpers.local.requests import check_settings

pytestmark = pytest.mark.live

WORDS = ["bike", "battery", "refund", "plan", "city", "price", "delivery", "theft", "lock", "charger", "app", "helmet"]


@pytest.fixture(scope="module")
def decoder():
    return engine._engine(check_settings())


def prompt(length: int, seed: int) -> np.ndarray:
    text = " ".join(random.Random(seed).choices(WORDS, k=length)) + "?"
    return engine._prepare([{"role": "user", "content": text}], check_settings())


def scores_of(decoder, prompts, steps=3):
    """Scores of the first steps for prompts that share every step."""
    seen = [[] for _ in prompts]
    step = decoder.model.step

    def watch(work):
        scores = step(work)
        if all(len(tokens) == 1 for _, _, tokens in work):
            for row, blocks in enumerate(blocks for blocks, _, _ in work):
                if blocks != [0]:
                    seen[row].append(scores[row].copy())
        return scores

    decoder.model.step = watch
    try:
        order = sorted(range(len(prompts)), key=lambda i: -len(prompts[i]))  # rows are in this order
        decoder.run(prompts, check_settings(max_tokens=steps), [0] * len(prompts), lambda *_: None)
    finally:
        del decoder.model.step
    return {index: np.array(seen[row]) for row, index in enumerate(order)}


def test_scores_are_the_same_to_the_last_bit_alone_and_together(decoder):
    prompts = [prompt(length, length) for length in (1, 4, 9, 30, 31, 33, 90, 280)]
    alone = [scores_of(decoder, [item])[0] for item in prompts]
    for group in ([0, 1], [2, 7, 3], [4, 5, 6, 0, 1], list(range(8))):
        together = scores_of(decoder, [prompts[i] for i in group])
        for row, index in enumerate(group):
            assert np.array_equal(together[row], alone[index]), f"prompt {index} in group {group}"


def test_a_prompt_that_was_copied_gives_what_reading_it_gives(decoder):
    item = prompt(70, 1)
    alone = scores_of(decoder, [item])[0]
    together = scores_of(decoder, [item, item, item])
    assert all(np.array_equal(together[row], alone) for row in range(3))


def test_memory_is_given_back_after_a_call_and_after_an_error(decoder):
    free = sorted(decoder.model.free)
    settings = check_settings(max_tokens=4, temperature=1)
    decoder.run([prompt(50, i) for i in range(5)], settings, range(5), lambda *_: None)
    assert sorted(decoder.model.free) == free

    def fail(*_):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        decoder.run([prompt(50, i) for i in range(5)], settings, range(5), fail)
    assert sorted(decoder.model.free) == free


def test_more_replies_than_fit_are_worked_on_one_after_the_other(decoder):
    got = {}
    most = []
    step = decoder.model.step
    decoder.model.step = lambda work: most.append(261 - len(decoder.model.free)) or step(work)
    try:
        prompts = [prompt(900, i) for i in range(3)]
        settings = check_settings(max_tokens=6000, stop=" ", timeout=300)
        decoder.run(prompts, settings, [0] * 3, got.__setitem__)
    finally:
        del decoder.model.step
    assert sorted(got) == [0, 1, 2] and max(most) < 100  # each may need 220 of 260 blocks, so never two at once


def test_where_the_loop_cannot_run_the_other_pipeline_answers(monkeypatch):
    from helpers.local import paged

    def broken(*_):
        raise RuntimeError("no such operation")

    monkeypatch.setattr(paged, "Decoder", broken)
    engine._decoder.cache_clear()
    france = [{"role": "user", "content": "What is the capital of France?"}]
    try:
        with pytest.warns(UserWarning, match=r"no such operation.*slower one"):
            (reply,) = local.generate([france])
        drawn = {"temperature": 0.9, "max_tokens": 12}
        together = local.generate([france] * 3, seeds=[1, 2, 1], **drawn)
        alone = local.generate([france], seeds=[2], **drawn)
        chosen = local.generate([france], choices=["Grüße (a+b)", "no"])
    finally:
        engine._decoder.cache_clear()
    assert reply.text == "The capital of France is Paris." and reply.completion_tokens == 8
    assert together[0].text == together[2].text and together[1].text == alone[0].text
    assert chosen[0].text in ("Grüße (a+b)", "no")
