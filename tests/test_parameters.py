"""`-p name=value`: what is accepted for which default, and what is refused with which words."""

from __future__ import annotations

import pytest

from helpers import parameters
from helpers.notebooks import Parameter


def given(default, text):
    return parameters.value_for(Parameter("p", default), text, "labs/99_x")


@pytest.mark.parametrize(
    ("default", "text", "value"),
    [
        (40, "12", 12),
        (40, "1e3", 1000),
        (40, "-3", -3),
        (0.7, "1", 1.0),
        (0.7, "1e-3", 0.001),
        (True, "false", False),
        (False, "True", True),
        ("local/smollm2-135m", "openai/gpt-5", "openai/gpt-5"),
        ("a", "123", "123"),
        ("a", "none", "none"),
        ("a", "'quoted, text'", "quoted, text"),
        (None, "none", None),
        (None, "3", 3),
        (None, "null", None),
        (None, "a/b", "a/b"),
        ([0.7, 0.8], "[0.5, 1]", [0.5, 1]),
        ((1, 2), "(3,)", [3]),
        ([], "[1, 'x']", [1, "x"]),
        ({"a": 1}, "{'b': 2}", {"b": 2}),
    ],
)
def test_value_has_the_kind_of_the_default(default, text, value):
    got = given(default, text)
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize(
    ("default", "text", "expected"),
    [
        (40, "many", "a whole number"),
        (40, "0.5", "a whole number"),
        (40, "true", "a whole number"),
        (40, "", "a whole number"),
        (0.7, "high", "a number"),
        (0.7, "None", "a number"),
        (True, "1", "True or False"),
        (True, "yes", "True or False"),
        ([0.7], "0.7", "a list such as [0.7]"),
        ([0.7], "['a']", "a list such as [0.7]"),
        ({"a": 1}, "[1]", "a dictionary such as {'a': 1}"),
    ],
)
def test_wrong_kind_is_refused_with_what_is_expected(default, text, expected):
    with pytest.raises(ValueError) as caught:
        given(default, text)
    assert str(caught.value) == f"labs/99_x: p has to be {expected}; got {text!r}."


def known(**defaults):
    return {name: Parameter(name, value) for name, value in defaults.items()}


def test_unknown_name_is_refused_with_the_list_of_right_ones():
    two = {"notebooks/03_evals": known(seed=7), "labs/03_evals": known(model="local/x", cases=40)}
    with pytest.raises(ValueError) as caught:
        parameters.values([("modle", "x")], two)
    text = str(caught.value)
    assert "There is no parameter 'modle'. Did you mean model?" in text
    assert "  labs/03_evals: model (a text, 'local/x'), cases (a whole number, 40)" in text
    assert "  notebooks/03_evals: seed (a whole number, 7)" in text


def test_each_notebook_gets_the_parameters_that_it_has():
    two = {"lesson": known(seed=7), "lab": known(seed=1, model="m")}
    assert parameters.values([("seed", "3"), ("model", "n")], two) == {
        "lesson": {"seed": 3},
        "lab": {"seed": 3, "model": "n"},
    }


def test_name_given_twice_is_refused():
    with pytest.raises(ValueError, match="'seed' is given twice"):
        parameters.values([("seed", "3"), ("seed", "4")], {"lab": known(seed=1)})


@pytest.mark.parametrize("text", ["seed", "=3", "my seed=3", "3=3", ""])
def test_text_without_a_name_and_a_value_is_refused(text):
    with pytest.raises(ValueError, match="is written name=value"):
        parameters.split(text)


def test_value_may_hold_an_equals_sign_and_a_list_splits_at_its_own_commas():
    assert parameters.split("model=a=b") == ("model", "a=b")
    assert parameters.several("1, 2,3") == ["1", "2", "3"]
    assert parameters.several("[1,2],[3],'a,b',{'c':1,'d':2}") == ["[1,2]", "[3]", "'a,b'", "{'c':1,'d':2}"]
    assert parameters.several("") == []
