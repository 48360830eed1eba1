"""The reference answer stands in for an open one, and its value stays hidden before a first try."""

from __future__ import annotations

import pytest

from helpers import exercises, keeping, own
from helpers.check import Hint, check, exercise


@pytest.fixture(autouse=True)
def lab(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    monkeypatch.delenv("LABS_STRICT", raising=False)

    @exercise("85.1", title="A limit", expects=float, reference=lambda: 0.4321)
    def limit(answer):
        return None if 0.3 < answer < 0.5 else Hint("Too far.")

    exercise("85.2", title="No reference")(lambda answer: None)
    yield
    for key in ("85.1", "85.2"):
        exercises._exercises.pop(key)


def test_right_answer_of_the_learner_is_used_and_may_be_shown(capsys):
    assert own.yours("85.1", 0.35) == 0.35
    assert "Your own answer of 85.1 (A limit) is used" in capsys.readouterr().out
    assert own.visible("85.1", 0.35) and not own.visible("85.1", 0.9) and not own.visible("85.1", "x")


@pytest.mark.parametrize("answer", [..., None, 0.9, "text"])
def test_reference_is_used_unseen_before_a_try_and_seen_after_it(answer, capsys):
    assert own.yours("85.1", answer) == 0.4321
    said = capsys.readouterr().out
    assert "shown after your first try: answer exercise 85.1" in said and "0.4321" not in said
    check("85.1", ...)
    assert not own.visible("85.1", answer), "an open answer is no try"
    check("85.1", 0.9)
    assert own.yours("85.1", answer) == 0.4321
    assert "It is: 0.4321" in capsys.readouterr().out
    own.yours("85.1", answer, show=False)
    assert "0.4321" not in capsys.readouterr().out
    keeping.state = keeping.State()
    assert own.tried("85.1"), "the try is remembered after a restart"


def test_a_try_counts_without_a_store_too():
    keeping.state = keeping.State(store_failed=True)
    assert not own.tried("85.1")
    check("85.1", 0.9)
    assert own.tried("85.1")


def test_an_exercise_without_reference_is_refused_with_those_that_have_one():
    for unknown in ("85.2", "85.9"):
        with pytest.raises(ValueError, match=r"Lab 85 has them for: 85\.1"):
            own.yours(unknown, 1)
