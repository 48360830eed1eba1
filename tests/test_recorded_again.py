"""Recorded replies of the bundled model come out again, word for word, greedy ones and draws."""

from __future__ import annotations

import pytest

from helpers import llm, local, paths, recordings
from helpers.llm.request import BUNDLED

COUNTED = ("text", "prompt_tokens", "completion_tokens", "finish")


@pytest.fixture(scope="module")
def recorded():
    """Three greedy replies and four draws of data/recordings/meadow.jsonl, spread over the file."""
    rows = recordings.read(paths.RECORDINGS / "meadow.jsonl")
    greedy = [row for row in rows if row["settings"]["temperature"] == 0]
    drawn = [row for row in rows if row["settings"]["temperature"] == 0.7]
    by_repeat = [[row for row in drawn if row["repeat"] == repeat] for repeat in range(3)]
    draws = [by_repeat[0][0], by_repeat[1][20], by_repeat[2][40], by_repeat[2][-1]]
    return [greedy[0], greedy[len(greedy) // 2], greedy[-1]], draws


def again(row: dict) -> dict:
    """The same request, asked of the model now."""
    settings = {name: value for name, value in row["settings"].items() if value not in (None, [])}
    reply = llm.chat(row["messages"], model=BUNDLED, repeat=row["repeat"], fresh=True, timeout=600, **settings)
    assert (reply.source, reply.key) == ("live", row["key"])
    return {name: reply.row[name] for name in COUNTED}


def kept(row: dict) -> dict:
    return {name: row[name] for name in COUNTED}


@pytest.mark.live
def test_recorded_replies_come_out_again(recorded, my_folder):
    ready, reason = local.available()
    if not ready:
        pytest.skip(f"the bundled model cannot run here: {reason}")
    greedy, draws = recorded
    assert len({row["repeat"] for row in draws}) == 3
    first = again(greedy[0])
    if first != kept(greedy[0]):
        pytest.skip(
            "this processor rounds otherwise than the one that recorded: the first greedy reply already differs "
            f"({first['text'][:60]!r} instead of {greedy[0]['text'][:60]!r})"
        )
    for row in greedy[1:] + draws:
        assert again(row) == kept(row), f"{row['key']}, temperature {row['settings']['temperature']}"
