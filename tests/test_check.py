"""Checks and decisions: right, open and wrong answers, hints that grow, and what happens when something breaks."""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np
import pytest

from helpers import answers, exercises, keeping, own, store
from helpers.check import Hint, Right, check, decide, decision, exercise, resume, solved_notebook


class Estimate(NamedTuple):
    value: float
    low: float
    high: float


@exercise(
    "97.1", title="Read the interval", expects=float, form="a share between 0 and 1", reference=0.71, right="Well."
)
def interval(answer):
    if answer > 1:
        return Hint("A share lies between 0 and 1.", id="share", form=True)
    if answer in (0.1, 0.2):
        return Hint("Count.", "Take 71 / 100" if answer == 0.1 else "Which end?")
    if answer > 0.75:
        return Hint("That is the middle.", "Look at the lower end.", "The lower end is 0.71.", id="middle")
    return None if abs(answer - 0.71) < 0.005 else "Neither end."


@exercise("97.2", title="Write a grader", expects=callable)
def grader(answer):
    if answer("you have 30 days"):
        return Hint("It passes a wrong reply.")
    return Right("It fails what it should.") if answer("you have 14 days") else Hint("It fails a right reply.")


@exercise("97.11", title="Decide", expects=dict, form="a choice, a reason", reference={"choice": "hold", "why": "So."})
def decides(answer):
    return None if answer["choice"] == "hold" else Hint("Hold.", id="ships")


@exercise("97.10", title="List the cases", form="a list of dictionaries with a text under must", reference=lambda: [1])
def cases(answer):
    return None if all("14" in case["must"] for case in answer) else Hint("Case 1 is wrong.")


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    for name in ("LABS_STRICT", "WORKBOOK_DEBUG", "WORKBOOK_RUN_LOG"):
        monkeypatch.delenv(name, raising=False)
    return my_folder


def test_right_answer_says_correct_in_words_and_is_stored():
    result = check("97.1", 0.71)
    assert result.ok and str(result) == repr(result) == "Correct. 97.1 Read the interval. Well."
    assert [row["status"] for row in store.default().attempts("97.1")] == ["ok"]
    assert check("97.2", lambda reply: "14" in reply).message.endswith("It fails what it should.")


@pytest.mark.parametrize("answer", [..., None, "", "  "])
def test_untouched_answer_is_not_attempted_and_is_not_stored(answer):
    result = check("97.1", answer)
    assert result.status == "todo" and str(result).startswith("Not attempted yet. 97.1 Read the interval.")
    assert store.default().attempts("97.1") == []


def documented(reply):
    """Grade a reply."""
    ...


def returns_stub(reply):
    return ...


@pytest.mark.parametrize("answer", [documented, returns_stub, lambda reply: ..., lambda reply: None])
def test_function_whose_body_is_the_stub_is_not_attempted(answer):
    assert check("97.2", answer).status == "todo"


def half_done(reply):
    threshold = ...
    return len(reply) > threshold


def test_function_that_stumbles_over_its_own_stub_is_not_attempted():
    result = check("97.2", half_done)
    assert result.status == "todo" and "still a `...` inside" in result.message


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        ([1, ...], "Replace the `...` in number 2 of your answer with"),
        ([{"must": ...}], "Replace the `...` under `must`, number 1 of your answer with"),
        ({"tpr": ...}, "Replace the `...` under `tpr` with"),
        ({"a": {"b": (1, [..., 2])}}, "in number 1, number 2, under `b`, under `a` of your answer"),
        ({...: 1}, "as a key in your answer"),
        ({1, ...}, "in a set of your answer"),
    ],
)
def test_open_part_inside_an_answer_is_named(answer, where):
    result = check("97.10", answer)
    assert result.status == "todo" and where in result.message


def test_answer_that_contains_itself_does_not_hang():
    loop = [1]
    loop.append(loop)
    assert answers.unfinished(loop) is None


def test_hints_grow_with_wrong_tries_and_end_at_the_solution(monkeypatch):
    monkeypatch.setattr("helpers.check._solution", lambda exercise: "labs/solutions/97_x.ipynb")
    said = [str(check("97.1", 0.8)) for _ in range(4)]
    assert said[0] == "Not quite. That is the middle."
    assert said[1] == "Not quite. Look at the lower end."
    assert (
        said[2] == said[3] == ("Not quite. The lower end is 0.71. A worked solution is in `labs/solutions/97_x.ipynb`.")
    )
    assert [row["hint"] for row in store.default().attempts("97.1")] == ["middle"] * 4
    check("97.1", 0.71)
    assert str(check("97.1", 0.8)) == said[0]


def test_tries_survive_a_restart():
    check("97.1", 0.8)
    keeping.state = keeping.State()
    assert check("97.1", 0.8).tries == 2


def test_open_answers_do_not_count_as_tries():
    check("97.1", ...)
    assert check("97.1", 0.8).tries == 1


def test_an_answer_in_the_wrong_form_is_not_a_try_and_shows_no_solution(monkeypatch):
    monkeypatch.setattr("helpers.check._solution", lambda exercise: "labs/solutions/97_x.ipynb")
    for answer in ("0.60", ["0.6"], 60, "0.6"):
        result = check("97.1", answer)
        assert result.status == "retry" and result.tries == 0 and "not count as a try" in result.message
        assert "97_x" not in result.message
    assert not own.tried("97.1")
    assert str(check("97.1", 0.8)) == "Not quite. That is the middle."
    check("97.1", 60)
    keeping.state = keeping.State()
    assert check("97.1", 0.8).tries == 2 and own.tried("97.1")


def test_a_hint_without_a_stop_gets_one_before_the_next_sentence(monkeypatch):
    monkeypatch.setattr("helpers.check._solution", lambda exercise: "labs/solutions/97_x.ipynb")
    said = [str(check("97.1", 0.1)) for _ in range(3)]
    assert said[1] == "Not quite. Take 71 / 100" and said[2].startswith("Not quite. Take 71 / 100. A worked solution")
    assert str(check("97.1", 0.2)).startswith("Not quite. Which end? A worked")


def test_wrong_kind_of_answer_names_what_was_given_and_what_is_expected():
    assert str(check("97.1", ["a", "b"])) == (
        "Not quite. Your answer is a list of 2 texts; this exercise expects a share between 0 and 1. "
        "This does not count as a try."
    )
    assert "True or False (True)" in check("97.1", True).message
    assert "a text ('0.71')" in check("97.1", "0.71").message
    assert check("97.1", np.float64(0.71)).ok


def test_answer_the_check_cannot_read_gets_a_sentence_not_a_traceback():
    message = check("97.10", [1, 2]).message
    assert "a list of 2 whole numbers" in message and "a list of dictionaries with a text under must" in message
    assert "TypeError" in message


def breaks(reply):
    return {}[reply]


def test_error_in_the_learners_function_is_shown_with_its_line():
    result = check("97.2", breaks)
    assert result.hint == "error" and "`breaks` stopped with KeyError: 'you have 30 days'" in result.message
    assert "return {}[reply]" in result.message


@pytest.mark.parametrize("switch", ["WORKBOOK_DEBUG", "LABS_STRICT"])
def test_bug_in_a_check_is_visible_to_its_author(monkeypatch, switch):
    monkeypatch.setenv(switch, "1")
    with pytest.raises(TypeError):
        check("97.10", [1, 2])


def test_strict_raises_for_everything_but_right(monkeypatch):
    monkeypatch.setenv("LABS_STRICT", "1")
    assert check("97.1", 0.71).ok
    for answer in (..., 0.8, "x"):
        with pytest.raises(AssertionError, match=r"97\.1"):
            check("97.1", answer)
    with pytest.raises(AssertionError):
        check("97.77", 1)
    with pytest.raises(AssertionError):
        decide("97.ship", choice=..., why="Because of the interval, 71 %.")


def test_unknown_exercise_lists_those_of_the_lab():
    assert str(check("97.7", 1)) == ("Not quite. There is no exercise '97.7'. Lab 97 has: 97.1, 97.2, 97.10, 97.11.")
    assert "Lab 88 has: no exercises" in str(check("88.1", 1))


def test_store_that_fails_never_breaks_a_check_and_says_so_once(monkeypatch, capsys):
    monkeypatch.setattr(store, "default", lambda: (_ for _ in ()).throw(RuntimeError("disk full")))
    said = [str(check("97.1", 0.8)) for _ in range(2)]
    assert said == ["Not quite. That is the middle.", "Not quite. Look at the lower end."]
    assert capsys.readouterr().out.count("cannot be stored at the moment (disk full)") == 1
    result = decide("97.ship", choice="hold", why="The lower bound is below the gate.")
    assert result.ok and "the store does not answer" in str(result)
    assert decision("97.ship")["choice"] == "hold"


def test_html_has_words_first_and_escapes_the_learners_text():
    shown = check("97.1", "<script>")._repr_html_()
    assert "<strong>Not quite.</strong>" in shown and "<script>" not in shown and "&lt;script&gt;" in shown
    assert 'role="status"' in shown
    assert "<code>...</code>" in check("97.1", ...)._repr_html_()


def test_two_checks_for_one_exercise_and_malformed_ids_are_refused():
    with pytest.raises(ValueError, match=r"Exercise 97\.1 has two checks"):
        exercise("97.1", title="Again")(lambda answer: None)
    with pytest.raises(ValueError, match="two digits, a dot"):
        exercise("3.2", title="x")


def test_check_that_returns_nonsense_is_a_bug():
    exercise("96.1", title="Broken")(lambda answer: True)
    try:
        with pytest.raises(TypeError, match=r"96\.1 returned True"):
            check("96.1", 1)
    finally:
        del exercises._exercises["96.1"]


def test_resume_gives_the_reference_and_says_so(capsys):
    assert resume("97.1") == 0.71
    assert "reference answer of 97.1 (Read the interval)" in capsys.readouterr().out
    first = resume("97.10")
    first.append(2)
    assert resume("97.10") == [1]
    with pytest.raises(ValueError, match=r"Lab 97 has them for: 97\.1, 97\.10"):
        resume("97.2")


def test_decision_is_stored_with_run_and_evidence_and_says_where(fresh):
    class Results:
        run_id = "r-1"

    result = decide(
        "97.ship",
        choice="hold",
        why="The lower bound 71 % is below the gate of 75 %.",
        run=Results(),
        pass_rate=Estimate(0.78, 0.71, 0.84),
        broken=np.array([3, 4]),
    )
    text = str(result)
    assert result.ok and text.startswith("Decision 97.ship: hold.\nWhy: The lower bound")
    assert "Stored in" in text and "workbook.sqlite with run r-1." in text
    row = store.default().decision("97.ship")
    assert row["run_id"] == "r-1"
    assert row["value"]["evidence"] == {"pass_rate": {"value": 0.78, "low": 0.71, "high": 0.84}, "broken": [3, 4]}
    keeping.state = keeping.State()
    assert decision("97.ship")["choice"] == "hold"
    assert decision("97.nothing") is None


@pytest.mark.parametrize(
    ("given", "status", "phrase"),
    [
        ({"choice": ..., "why": "x"}, "todo", "`choice` is open"),
        ({"choice": "ship", "why": ...}, "todo", "`why` is open"),
        ({"choice": "ship", "why": ""}, "todo", "`why` is open"),
        ({"choice": {"gate": ...}, "why": "Because it holds up."}, "todo", "under `gate` of `choice`"),
        ({"choice": "ship", "why": "good"}, "retry", "one to four sentences"),
        ({"choice": "ship", "why": 7}, "retry", "one to four sentences"),
        ({"choice": "ship", "why": "The lower bound is high enough.", "run": 7}, "retry", "`run` takes a run id"),
        ({"choice": "ship", "why": "The lower bound is high enough.", "rate": ...}, "todo", "`rate` is open"),
        (
            {"choice": "banana", "why": "The lower bound is high enough.", "options": ["ship", "hold"]},
            "retry",
            "a text ('banana'). Choose one of these: 'ship', 'hold'.",
        ),
        (
            {"choice": ["ship"], "why": "The lower bound is high enough.", "options": ["ship", "hold"]},
            "retry",
            "a list",
        ),
        ({"choice": ..., "why": "The lower bound is high enough.", "options": ["ship", "hold"]}, "todo", "`choice` is"),
    ],
)
def test_open_or_thin_decision_is_not_stored(given, status, phrase):
    result = decide("97.ship", **given)
    assert result.status == status and phrase in result.message
    assert store.default().decisions() == []


def test_a_decision_is_not_stored_before_the_check_it_needs_has_passed():
    why = "The lower bound is below the gate."
    assert decide("97.ship", choice="hold", why=why, needs={"97.1": 0.71}).ok
    for answer in (0.8, "banana", ...):
        result = decide("97.ship", choice="banana", why=why, needs={"97.1": answer})
        assert result.status == "retry" and "exercise 97.1 has not accepted" in result.message
    assert store.default().decision("97.ship")["value"]["choice"] == "hold"
    with pytest.raises(ValueError, match=r"no reference answer for '97\.99'"):
        decide("97.ship", choice="hold", why=why, needs={"97.99": 1})


def test_a_decision_is_the_one_that_its_exercise_accepted():
    why = "The lower bound is below the gate."
    accepted = {"97.11": {"choice": "hold", "why": why}}
    for choice, reason, label in (("ship", why, "choice"), ("hold", "We ship on Friday anyway.", "why")):
        result = decide("97.ship", choice=choice, why=reason, options=["ship", "hold"], needs=accepted)
        assert result.status == "retry" and f"accepted another `{label}`" in result.message
    assert store.default().decisions() == []
    assert decide("97.ship", choice=" Hold", why=why, options=["ship", "hold"], needs=accepted).ok


def test_a_decision_that_no_notebook_of_the_module_asks_for_is_refused():
    why = "The lower bound is below the gate."
    result = decide("03.xyz", choice="ship", why=why)
    assert result.status == "retry" and "no decision '03.xyz'. Module 03 has: 03.release." in result.message
    assert decide("00.route", choice="full", why=why).ok
    assert [row["name"] for row in store.default().decisions()] == ["00.route"]


def test_a_decision_that_rests_on_an_exercise_is_not_stored_without_it():
    why = "The lower bound is below the gate."
    for needs in (None, {}):
        result = decide("03.release", choice="ship", why=why, needs=needs)
        assert result.status == "retry" and "rests on an exercise" in result.message
    assert store.default().decisions() == []


def test_choice_among_options_is_stored_as_they_are_written():
    why = "The lower bound is below the gate."
    assert decide("97.ship", choice=" Hold ", why=why, options=("ship", "hold")).ok
    row = store.default().decision("97.ship")
    assert row["value"] == {"choice": "hold", "why": why, "evidence": {}}
    for wrong in ("ship", ["ship"], ["ship", 1]):
        with pytest.raises(ValueError, match="at least two texts"):
            decide("97.ship", choice="ship", why=why, options=wrong)


def test_solved_notebook_stores_nothing_as_the_learners_work(capsys):
    solved_notebook()
    assert "nothing here is stored as your work" in capsys.readouterr().out
    check("97.1", 0.8)
    result = decide("97.ship", choice="hold", why="The lower bound is below the gate.")
    assert "solved notebook or a headless run" in str(result)
    assert store.default().attempts() == [] and store.default().decisions() == []
    assert decision("97.ship")["choice"] == "hold"


def test_headless_run_logs_each_check_and_stores_nothing(fresh, monkeypatch):
    log = fresh / "checks.jsonl"
    monkeypatch.setenv("WORKBOOK_RUN_LOG", str(log))
    check("97.1", 0.8), check("97.1", 0.71), check("97.2", ...)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(line["exercise"], line["status"]) for line in lines] == [
        ("97.1", "retry"),
        ("97.1", "ok"),
        ("97.2", "todo"),
    ]
    assert store.default().attempts() == []


def test_importing_checks_loads_nothing_heavy():
    import subprocess
    import sys

    code = (
        "import sys, helpers.check; "
        "print([m for m in ('numpy', 'pandas', 'sqlalchemy', 'matplotlib', 'IPython', 'torch') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
