"""What lesson 08 shows: counted tokens, prompts with a stamp, and figures that say what they draw."""

from __future__ import annotations

import pytest

from helpers import cost, plots, published, replies, world
from helpers.cost import anatomy, lesson, pictures

DAY = "2026-11-24"


@pytest.mark.parametrize("version", anatomy.VERSIONS)
def test_the_parts_of_a_prompt_add_up_to_the_recorded_count(version):
    asked = {question.id: question for question in world.questions("test")}
    rows = anatomy.counted(version)
    assert [row.question_id for row in rows] == list(asked)
    recorded = {reply.question: reply for reply in world.replies(version, split="test", temperature=0)}
    assert len(recorded) == len(rows)
    for row in rows:
        assert (row.prompt, row.reply) == (
            recorded[row.question_id].prompt_tokens,
            recorded[row.question_id].completion_tokens,
        )
        assert min(row[1:]) >= 0 and (row.page > 0) == (version != "closed")


def test_an_unknown_version_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="closed, B, A"):
        anatomy.counted("Z")
    assert "closed" in world.versions() and replies.question(anatomy.counted("A")[0].question_id)


def test_dollars_by_part_are_the_dollars_of_the_whole():
    parts = anatomy.dollars("A", "openai/gpt-4o-mini", as_of=DAY)
    sent, back = lesson.tokens("A")
    assert sum(parts.values()) == pytest.approx(1000 * cost.cost("openai/gpt-4o-mini", sent, back, as_of=DAY), rel=0.01)


def test_makers_sell_their_own_models_and_none_is_retired():
    found = lesson.makers(DAY)
    assert len(found) > 100 and {"gpt-4o-mini", "deepseek/deepseek-chat"} <= set(found)
    assert not any(name.startswith(("openrouter/", "azure/", "bedrock/")) for name in found)
    assert all(row.retired is None or str(row.retired) > DAY for row in found.values())
    assert "claude-3-opus-20240229" not in found and "claude-3-opus-20240229" in lesson.makers("2025-12-01")


def test_the_stamp_differs_from_call_to_call_and_stands_where_it_should():
    for front in (True, False):
        prompts = lesson.stamped(front, calls=6)
        assert len(set(prompts)) == 6 and all(prompt.startswith("It is") == front for prompt in prompts)
        words = cost.cached_calls(prompts, tokens=str.split, at_least=20)
        assert words[0] == 0 and all(found == 0 if front else found > 300 for found in words[1:])


def test_usage_is_seeded_and_skewed():
    calls = lesson.usage(500, 40, 1.2, seed=1)
    assert calls == lesson.usage(500, 40, 1.2, seed=1) != lesson.usage(500, 40, 1.2, seed=2)
    assert sorted(calls)[250] == pytest.approx(40, rel=0.2) and sum(calls) / 500 > 60


@pytest.mark.parametrize("calls", [1, 0, True, 2.5])
def test_one_call_is_no_measurement(calls):
    with pytest.raises(ValueError, match="at least 2"):
        lesson.measure(calls)


def test_every_figure_describes_itself():
    coin, perfect = cost.routed_curve(published.routed("GSM8K"), cheap=0.1, dear=1)
    seconds = [1.0 + i / 10 for i in range(20)]
    made = [
        pictures.stacked({"a": {"x": 1.0, "y": 3.0}, "b": {"x": 2.0, "y": 0.0}}, xlabel="tokens"),
        pictures.spread({"m": 0.1, "n": 9.0}, {"n": 9.0}),
        pictures.sample(seconds, cost.latency(seconds)[0.95], 0.95),
        pictures.sample(seconds, cost.latency(seconds)[0.5], 0.5),
        pictures.queue(90, 1, 2.0),
        pictures.routes(coin, perfect, (0.5, 0.8)),
        pictures.deciles(cost.margin(range(1, 101), price=20, cost_each=0.5), gate=0.6),
    ]
    for figure, words in made:
        assert plots.html(figure, alt=words)
    assert "no upper end" in made[2][1] and "no upper end" not in made[3][1]
    assert "25 %" in made[0][1] and "10.0 times as long" in made[4][1] and "-" in made[6][1]
