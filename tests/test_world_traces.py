"""The recorded conversations of version 0 are whole, real and labelled twice."""

from __future__ import annotations

import json

import pytest

from helpers import recordings, world
from helpers.world import conversations, searching

TRACES = world.traces()


def test_there_are_enough_conversations_some_with_a_second_message():
    assert len(TRACES) >= 250
    assert sum(len(trace.turns) == 2 for trace in TRACES) >= 50
    assert {trace.question.split for trace in world.traces("dev")} == {"dev"}
    assert len(world.traces("dev")) + len(world.traces("test")) == len(TRACES)


def test_every_turn_is_a_recorded_reply_of_the_bundled_model_to_exactly_these_messages():
    for trace in TRACES:
        for turn in trace.turns:
            row = recordings.get(turn.key)
            assert row["model"] == "local/smollm2-135m" and row["messages"] == list(turn.messages)
            assert turn.prompt_tokens > 0 and turn.latency_s > 0 and turn.finish in ("stop", "length")
            assert turn.text in turn.messages[-1]["content"]


def test_the_second_turn_carries_the_first():
    trace = next(trace for trace in TRACES if len(trace.turns) == 2)
    roles = [message["role"] for message in trace.turns[1].messages]
    assert roles == ["system", "user", "assistant", "user"]
    assert trace.turns[1].messages[2]["content"] == trace.turns[0].reply


def test_what_the_model_saw_are_sections_of_published_pages_best_first():
    published = {page.key: page for page in world.documents()}
    for trace in TRACES:
        for turn in trace.turns:
            assert len(turn.retrieved) == searching.SHOWN
            scores = [passage.score for passage in turn.retrieved]
            assert scores == sorted(scores, reverse=True) and -1 <= scores[-1] <= scores[0] <= 1
            for passage in turn.retrieved:
                assert (passage.heading, passage.text) in world.sections(published[passage.page])
                assert passage.text in turn.messages[-1]["content"]


def test_the_planted_pages_are_found_by_the_search():
    found = {passage.page for trace in TRACES for turn in trace.turns for passage in turn.retrieved}
    assert {page.key for page in world.documents() if page.defect} <= found


def test_sections_hold_the_whole_page():
    for page in world.documents():
        inside = " ".join(text for _, text in world.sections(page))
        body = "\n".join(line for line in page.text.splitlines() if not line.startswith("#"))
        assert inside.split() == body.split()


def test_the_search_comes_out_again():
    """The kept search is what the embedder finds today, for a few questions."""
    chosen = [trace for trace in TRACES if len(trace.turns) == 2][:4]
    texts = [turn.text for trace in chosen for turn in trace.turns]
    for turn, found in zip([turn for t in chosen for turn in t.turns], searching.nearest(texts), strict=True):
        assert [passage.page for passage in turn.retrieved] == [key for key, _, _ in found]
        assert [passage.score for passage in turn.retrieved] == pytest.approx([s for *_, s in found], abs=2e-3)


def test_labels_name_what_went_wrong_and_keep_both_readings():
    labels = world.trace_labels()
    assert set(labels) == {trace.id for trace in TRACES}
    assert {code for label in labels.values() for code in label.codes} == set(world.FAILURES)
    differ = [label for label in labels.values() if set(label.first) != set(label.second)]
    assert differ and all(label.settled for label in differ)
    assert all(label.primary in label.codes if label.codes else label.primary is None for label in labels.values())


def test_a_faulty_label_or_follow_up_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(conversations.paths, "WORLD", tmp_path)
    good = {
        "trace": TRACES[0].id,
        "codes": [],
        "primary": None,
        "note": "",
        "first": [],
        "second": [],
        "settled": False,
    }
    for wrong, said in (
        ({"trace": "tr-none"}, "unknown or repeated"),
        ({"codes": ["boring"], "primary": "boring"}, "unknown codes"),
        ({"primary": "unsafe"}, "primary is not"),
    ):
        (tmp_path / "trace_labels.jsonl").write_text(json.dumps(good | wrong) + "\n", encoding="utf-8")
        conversations.trace_labels.cache_clear()
        with pytest.raises(ValueError, match=said):
            world.trace_labels()
    (tmp_path / "followups.jsonl").write_text('{"question": "q-none", "text": "?"}\n', encoding="utf-8")
    conversations.followups.cache_clear()
    with pytest.raises(ValueError, match="no question q-none"):
        conversations.followups()
    conversations.trace_labels.cache_clear()
    conversations.followups.cache_clear()
