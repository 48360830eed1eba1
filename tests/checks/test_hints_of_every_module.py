"""For every exercise: the stub is never accepted, three wrong answers get their hint, the right one passes.

The answers stand in `test_mNN.py` beside this file: `RIGHT = {"03.2": answer}` and
`WRONG = {"03.2": [(answer, "phrase of the hint"), …]}`, at least three wrong ones each.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from helpers import keeping
from helpers.check import check, exercises

HERE = Path(__file__).parent
CHECKS = sorted((HERE.parent.parent / "helpers" / "checks").glob("m[0-9][0-9].py"))
LABS = [path.stem.removeprefix("m") for path in CHECKS]


def answers_of(lab):
    path = HERE / f"test_m{lab}.py"
    if not path.is_file():
        pytest.fail(f"helpers/checks/m{lab}.py has no answers to test it: write tests/checks/test_m{lab}.py.")
    spec = importlib.util.spec_from_file_location(f"answers_m{lab}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    monkeypatch.delenv("LABS_STRICT", raising=False)
    monkeypatch.setenv("WORKBOOK_DEBUG", "1")


def test_answers_exist_for_every_module_with_checks():
    orphans = {p.stem.removeprefix("test_m") for p in HERE.glob("test_m[0-9][0-9].py")} - set(LABS)
    assert not orphans, f"answers without checks: {sorted(orphans)}"


@pytest.mark.parametrize("lab", LABS)
def test_every_exercise_has_a_right_answer_and_three_wrong_ones(lab):
    module, ids = answers_of(lab), set(exercises(lab))
    assert ids, f"helpers/checks/m{lab}.py registers no exercise"
    assert set(module.RIGHT) == ids and set(module.WRONG) == ids
    thin = {key: len(rows) for key, rows in module.WRONG.items() if len(rows) < 3}
    assert not thin, f"fewer than three wrong answers: {thin}"


@pytest.mark.parametrize("lab", LABS)
def test_stub_is_never_accepted(lab):
    for key in exercises(lab):
        for stub in (..., None):
            assert check(key, stub).status == "todo", key


@pytest.mark.parametrize("lab", LABS)
def test_right_answer_is_accepted_and_so_is_the_reference(lab):
    for key, answer in answers_of(lab).RIGHT.items():
        result = check(key, answer)
        assert result.ok, f"{key}: {result}"
    for key, spec in exercises(lab).items():
        if spec.has_reference:
            result = check(key, spec.reference_value())
            assert result.ok, f"reference of {key}: {result}"


@pytest.mark.parametrize("lab", LABS)
def test_wrong_answers_get_the_hint_that_names_what_is_wrong(lab):
    for key, rows in answers_of(lab).WRONG.items():
        for number, (answer, phrase) in enumerate(rows, start=1):
            keeping.state = keeping.State(store_failed=True)
            result = check(key, answer)
            assert result.status == "retry", f"{key}, wrong answer {number} was taken as {result.status}: {result}"
            assert phrase in result.message, f"{key}, wrong answer {number}: {phrase!r} is not in {result.message!r}"


@pytest.mark.parametrize("lab", LABS)
def test_hint_grows_on_the_second_and_third_try(lab):
    for key, rows in answers_of(lab).WRONG.items():
        keeping.state = keeping.State(store_failed=True)
        answer = rows[0][0]
        said = [check(key, answer) for _ in range(3)]
        if said[0].hint not in ("type", "error"):
            assert len({result.message for result in said}) > 1, f"{key}: three tries, one hint: {said[0]}"
