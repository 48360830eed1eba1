"""The skills check: which route is proposed, and which modules are there."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from helpers import route


def done(*keys):
    return {key: key in keys for key in route.SKILLS}


MODEL = [key for key, (kind, _) in route.SKILLS.items() if kind == route.MODEL]
PEOPLE = [key for key, (kind, _) in route.SKILLS.items() if kind == route.PEOPLE]


def test_ten_things_five_of_each_kind():
    assert len(MODEL) == len(PEOPLE) == 5


@pytest.mark.parametrize(
    ("keys", "name", "phrase"),
    [
        ([], "full", "in order"),
        (MODEL[:2] + PEOPLE[:2], "full", "in order"),
        (MODEL[:3], "from engineering", "3 of 5 things with a model and 0 of 5"),
        (MODEL + PEOPLE[:2], "from engineering", "deciding"),
        (PEOPLE[2:], "from classic PM", "replies"),
        (MODEL[:2] + PEOPLE, "from classic PM", "replies"),
        (MODEL[:3] + PEOPLE[:3], "full", "labs first"),
        (MODEL + PEOPLE, "full", "both halves"),
    ],
)
def test_proposal(keys, name, phrase):
    proposal = route.propose(done(*keys))
    assert proposal.name == name and phrase in proposal.why
    assert f"Proposed route: {name}." in str(proposal)


@pytest.mark.parametrize("name", route.ROUTES)
def test_every_route_holds_every_module_once(name):
    assert sorted(route.ROUTES[name]) == [f"{n:02d}" for n in range(1, 15)]


@pytest.mark.parametrize(
    ("wrong", "phrase"),
    [
        ({"code": True}, "differs in"),
        (done() | {"more": True}, "more"),
        (done() | {"code": "yes"}, "'code' has to be True or False"),
        (["code"], "a list"),
    ],
)
def test_wrong_skills_are_refused(wrong, phrase):
    with pytest.raises(ValueError, match=phrase):
        route.propose(wrong)


def test_which_modules_are_there_is_read_from_the_folders(tmp_path):
    head = "# T\n\n- **You will** x\n- **You need** x\n- **Time:** {} min\n- **Key needed:** no"
    for folder, file, minutes in (("notebooks", "03_evals", 20), ("labs", "03_evals", 45), ("notebooks", "07_rag", 15)):
        (tmp_path / folder).mkdir(exist_ok=True)
        cell = {"cell_type": "markdown", "metadata": {}, "source": head.format(minutes)}
        (tmp_path / folder / f"{file}.ipynb").write_text(
            json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8"
        )
    found = route.modules(tmp_path)
    assert list(found) == list(route.PLANNED)
    assert found["03"].state == "lesson and lab, 65 min"
    assert found["07"].state == "lesson, 15 min" and found["07"].there
    assert found["08"].state == "planned" and not found["08"].there
    shown = str(route.propose(done(), tmp_path))
    assert "now      03" in shown and "planned  08" in shown and "planned  03" not in shown
    assert shown.index("now      07") < shown.index("planned  01")


def test_form_outside_a_notebook_is_all_false():
    assert route.form() == done()


def test_form_fills_the_dictionary_and_remembers(monkeypatch):
    from helpers import widgets

    shell, shown = SimpleNamespace(kernel=object(), user_ns={}), []
    monkeypatch.setattr(widgets, "_shell", lambda: shell)
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: shown.extend(things))
    ticked = route.form("done")
    boxes = shown[0].children[1:]
    assert [box.description for box in boxes] == [words for _, words in route.SKILLS.values()]
    boxes[0].value = True
    boxes[-1].value = True
    assert ticked == done("code", "review")
    shell.user_ns["done"] = ticked
    assert route.form("done") == ticked and shown[1].children[1].value is True
