"""Widgets: a plain variable behind each, and a figure that follows its controls."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from helpers import plots, widgets


@pytest.fixture
def notebook(monkeypatch):
    """A shell with a kernel, as in a notebook; what would be displayed is collected."""
    shell = SimpleNamespace(kernel=object(), user_ns={})
    shown = []
    monkeypatch.setattr(widgets, "_shell", lambda: shell)
    monkeypatch.setattr(widgets, "_kept", {})
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: shown.extend(things))
    return SimpleNamespace(variables=shell.user_ns, shown=shown)


def draw(n, passed):
    figure, ax = plots.figure(3, 1)
    ax.plot([0, n], [0, passed])
    return figure, f"{passed} of {n} cases passed."


def test_outside_a_notebook_the_defaults_come_back_and_nothing_is_shown(capsys):
    assert widgets.slider("guess", 50, 0, 100) == 50
    assert widgets.choice("verdict", ["ship", "hold"], "hold") == "hold"
    assert widgets.choice("verdict", ["ship", "hold"]) is None
    assert widgets.text("why", "because") == "because"
    assert capsys.readouterr().out == ""


def test_explore_outside_a_notebook_prints_the_description(capsys):
    assert widgets.explore(draw, n=(20, 1, 100), passed=(20, 0, 100)) == {"n": 20, "passed": 20}
    assert capsys.readouterr().out == "[figure] 20 of 20 cases passed.\n"


def test_slider_has_a_description_and_writes_the_variable(notebook):
    assert widgets.slider("guess", 50, 0, 100, label="Your guess, in percent") == 50
    (control,) = notebook.shown
    assert (control.description, control.min, control.max, control.step) == ("Your guess, in percent", 0, 100, 1)
    assert notebook.variables["guess"] == 50
    control.value = 63
    assert notebook.variables["guess"] == 63


def test_value_is_kept_when_the_cell_runs_again_but_not_for_another_scale(notebook):
    widgets.slider("guess", 50, 0, 100)
    notebook.shown[0].value = 63
    assert widgets.slider("guess", 50, 0, 100) == 63 and notebook.shown[1].value == 63
    assert widgets.slider("guess", 5, 0, 10) == 5


def test_fractions_get_a_fine_step(notebook):
    assert widgets.slider("threshold", 0.5, 0.0, 1.0) == 0.5
    assert notebook.shown[0].step == pytest.approx(0.01)


def test_choice_starts_open_and_takes_lists_that_are_long(notebook):
    assert widgets.choice("verdict", ["ship", "hold"], label="Your verdict") is None
    assert type(notebook.shown[0]).__name__ == "RadioButtons"
    notebook.shown[0].value = "ship"
    assert notebook.variables["verdict"] == "ship"
    widgets.choice("number", list(range(9)), 3)
    assert type(notebook.shown[1]).__name__ == "Dropdown" and notebook.variables["number"] == 3


def test_text_of_several_lines(notebook):
    widgets.text("why", label="Why?", lines=4)
    notebook.shown[0].value = "The lower end decides."
    assert notebook.variables["why"] == "The lower end decides." and notebook.shown[0].rows == 4


def parts(notebook):
    (box,) = notebook.shown
    *controls, canvas = box.children
    return controls, canvas


def test_explore_draws_again_and_keeps_the_words_under_the_figure(notebook):
    values = widgets.explore(draw, n=(20, 1, 100), passed=(20, 0, 100))
    (n, passed), canvas = parts(notebook)
    before = canvas.value
    assert 'alt="20 of 20 cases passed."' in before and ">20 of 20 cases passed.</p>" in before
    n.value = 40
    assert values == {"n": 40, "passed": 20}
    assert canvas.value != before and ">20 of 40 cases passed.</p>" in canvas.value
    assert canvas.value.split("src=")[1] != before.split("src=")[1]
    assert passed.value == 20


def test_preset_button_sets_all_controls_and_draws_once(notebook):
    calls = []

    def counted(**values):
        calls.append(values)
        return draw(**values)

    values = widgets.explore(
        counted, n=(20, 1, 100), passed=(20, 0, 100), presets={"82 of 100": {"n": 100, "passed": 82}}
    )
    controls, canvas = parts(notebook)
    calls.clear()
    controls[-1].children[0].click()
    assert len(calls) == 1 and values == {"n": 100, "passed": 82} and "82 of 100" in canvas.value


def test_value_that_cannot_be_drawn_is_said_in_words(notebook):
    def fussy(n, passed):
        if passed > n:
            raise ValueError("more passed than there are")
        return draw(n, passed)

    widgets.explore(fussy, n=(20, 1, 100), passed=(10, 0, 100))
    (n, _), canvas = parts(notebook)
    n.value = 5
    assert "no figure for n = 5, passed = 10 (ValueError: more passed than there are)" in canvas.value
    n.value = 50
    assert "10 of 50 cases passed." in canvas.value


@pytest.mark.parametrize(
    ("call", "phrase"),
    [
        (lambda: widgets.slider("my guess", 5, 0, 10), "name of your variable"),
        (lambda: widgets.slider("guess", 50, 0, 10), "has to lie between 0 and 10"),
        (lambda: widgets.slider("guess", "50", 0, 100), "are numbers"),
        (lambda: widgets.choice("a", ["x"], "y"), "not among the options"),
        (lambda: widgets.explore(draw, n=5), "give (default, low, high)"),
        (lambda: widgets.explore(draw, n=(1, 1, 5), presets={"x": {"n": 9}}), "no control can show"),
        (lambda: widgets.explore(lambda n: (plots.figure()[0], "short"), n=(1, 1, 5)), "at least four words"),
    ],
)
def test_bad_input_says_what_is_needed(call, phrase):
    with pytest.raises(ValueError, match=phrase.replace("(", r"\(").replace(")", r"\)")):
        call()


def test_in_a_real_kernel_the_slider_is_displayed_and_the_variable_is_plain(my_folder):
    import nbformat
    from nbclient import NotebookClient

    cells = [
        "from helpers.widgets import slider, explore\nfrom helpers import plots",
        'guess = slider("guess", 50, 0, 100, label="Your guess")',
        "print(type(guess).__name__, guess)",
        'explore(lambda n: (plots.figure(2, 1)[0], f"A figure about {n} cases."), n=(3, 1, 9));',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    outputs = [cell.outputs for cell in notebook.cells]
    assert "application/vnd.jupyter.widget-view+json" in outputs[1][0]["data"]
    assert outputs[2][0]["text"] == "int 50\n"
    state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert any("A figure about 3 cases." in str(model["state"].get("value", "")) for model in state.values())


def test_importing_widgets_loads_no_front_end():
    import subprocess

    heavy = ("ipywidgets", "matplotlib", "numpy")
    code = f"import sys, helpers.widgets, helpers.plots; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
