"""What lesson 00 shows, and that the replies it tells a story about are recorded and say what the story says."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from helpers import notebooks, paths, plots, recordings, start_here, world
from helpers.evals import mentions

SOURCES = set(re.findall(r"^\| ([a-z0-9-]+) \|", (paths.ROOT / "docs/sources.md").read_text(encoding="utf-8"), re.M))


def reply(text="Three <b>months</b>.", **changes):
    row = {"messages": [{"role": "user", "content": "How <long>?"}]}
    base = {
        "text": text, "source": "recorded", "recorded_at": "2026-11-24T07:00:00", "model": "local/smollm2-135m",
        "prompt_tokens": 48, "completion_tokens": 9, "latency_s": 0.31, "row": row,
        "settings": {"temperature": 0.0, "stop": [], "schema": None, "max_tokens": 60},
    }  # fmt: skip
    return SimpleNamespace(**{**base, **changes})


def test_card_says_where_a_reply_comes_from(capsys):
    start_here.show_reply(reply(), "Without a page")
    said = capsys.readouterr().out
    assert "recorded on 2026-11-24 · local/smollm2-135m · 48 tokens in, 9 out · 0.3 s" in said
    start_here.show_reply(reply(source="live"))
    assert "[live · local" in capsys.readouterr().out


def test_card_escapes_what_a_model_or_a_customer_wrote(monkeypatch):
    shown = []
    monkeypatch.setattr(start_here, "_display", lambda markup, plain: shown.append(markup))
    start_here.show_reply(reply())
    assert "Three &lt;b&gt;months" in shown[0] and "How &lt;long&gt;?" in shown[0] and "max_tokens 60" in shown[0]


def test_guesses_are_drawn_and_wrong_ones_refused():
    figure = start_here.guesses_figure([("first", 60, False), ("second", 100, True)])
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words == ["was wrong", "was right"] and plots.png(figure)
    for rows in ([], [("first", 101, True)]):
        with pytest.raises(ValueError, match="from 0 to 100"):
            start_here.guesses_figure(rows)


def test_every_pay_figure_has_a_flaw_and_a_listed_source(capsys):
    assert len(start_here.pay()) == 10
    for row in start_here.pay():
        assert len(row["flaw"].split()) > 3 and (row["source"] in SOURCES or row["middle"] is None)
    start_here.pay_table()
    said = capsys.readouterr().out
    assert "median USD 305k | total" in said and "median USD 123k | base" in said and said.count("\n") == 11


def test_fair_comparison_of_the_exercise_is_in_the_table():
    ai, other = start_here.pay()[:2]
    assert (ai["source"], ai["kind"], ai["middle_is"], ai["where"]) == (
        other["source"], other["kind"], other["middle_is"], other["where"],
    )  # fmt: skip
    assert round(100 * (ai["middle"] / other["middle"] - 1)) == 6


def test_pay_figure_shows_every_figure_that_exists():
    figure = start_here.pay_figure()
    labels = [label.get_text() for ax in figure.axes for label in ax.get_yticklabels()]
    assert len(labels) == 9 and plots.png(figure)


def test_sheet_prints_what_the_learner_found(capsys):
    start_here.sheet("Title", {"Head": "a < b"}, ["One?", "Two?"])
    assert capsys.readouterr().out == "Title\nHead: a < b\nOne?\nTwo?\n"


# the lesson's story


@pytest.fixture(scope="module")
def recorded():
    return recordings.read(paths.RECORDINGS / "module00.jsonl")


def test_story_of_the_lesson_is_what_was_recorded(recorded):
    questions = {question.id: question for question in world.questions()}
    first, charger = questions["q-w1-006"], questions["q-w2-091"]
    greedy = {row["messages"][-1]["content"]: row["text"] for row in recorded if row["settings"]["temperature"] == 0}
    page = world.document(first.shown[0])
    alone, told = greedy[first.text], next(text for prompt, text in greedy.items() if page.text in prompt)
    assert "12 months" in alone and not any(mentions(alone, item) for item in first.must)
    assert all(mentions(told, item) for item in first.must)
    warned = [text for prompt, text in greedy.items() if charger.text in prompt]
    assert len(warned) == 2 and not any(all(mentions(text, item) for item in charger.must) for text in warned)
    draws = {row["text"] for row in recorded if row["settings"]["temperature"] > 0}
    assert len(draws) == 3


def test_lesson_runs_untouched_from_recordings_alone(my_folder, monkeypatch, capsys):
    """Every reply is found in the recordings; an attempt to ask the model fails the test."""
    from helpers.llm import bundled

    def refuse(*_, **__):
        raise AssertionError("the untouched lesson asked the model live")

    monkeypatch.setattr(bundled, "ask", refuse)
    scope: dict = {}
    for cell in notebooks.read(paths.NOTEBOOKS / "00_start_here.ipynb")["cells"]:
        if cell["cell_type"] == "code":
            exec(notebooks.source(cell), scope)
    said = capsys.readouterr().out
    assert said.count("recorded on") == 8 and "live ·" not in said
    assert [right for *_, right in scope["outcomes"]] == [False, True, False]
