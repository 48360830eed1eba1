"""Every notebook keeps the rules of docs/authoring.md, and every rule is shown to bite."""

from __future__ import annotations

import copy
import json
import re
import sys

import pytest
import structure_rules as rules

from helpers import build, exercises, notebooks, paths

SOURCES = (paths.ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
LEARNER = notebooks.every()
SOLVED = notebooks.every(solutions=True)
ALL = [*LEARNER, *SOLVED]
LABS = [path for path in LEARNER if path.parent.name == "labs"]
EVERYWHERE = (
    rules.headings,
    rules.header,
    rules.parameters,
    rules.code_parses,
    rules.clean,
    rules.figures,
    rules.no_paths_or_keys,
    rules.no_markers,
    rules.prose,
    rules.no_dollars,
)


def name(path):
    return path.relative_to(paths.ROOT).as_posix()


def test_notebooks_exist_for_every_source_and_none_is_stale():
    scripts = build.sources()
    assert not scripts or ALL, "there are sources, but no notebook was built"
    assert build.build(check=True) == []


@pytest.mark.parametrize("path", ALL, ids=name)
@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)
def test_notebook_keeps(rule, path):
    assert rule(notebooks.read(path)) == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_sources_are_listed(path):
    assert rules.sources(notebooks.read(path), SOURCES) == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_notebook_is_small(path):
    assert path.stat().st_size < rules.MAX_BYTES


@pytest.mark.parametrize("path", LABS, ids=name)
def test_every_exercise_is_checked_and_every_check_is_used(path):
    registered = set(exercises.exercises(path.stem.split("_")[0]))
    assert registered, "a lab has at least one checked exercise"
    assert rules.checks(notebooks.read(path), registered) == []
    solved = path.parent / "solutions" / path.name
    assert notebooks.exercises(notebooks.read(solved)) == notebooks.exercises(notebooks.read(path))


@pytest.mark.parametrize("path", [p for p in LEARNER if p not in LABS], ids=name)
def test_a_lesson_checks_only_what_is_registered(path):
    used = set(notebooks.exercises(notebooks.read(path)))
    assert used <= set(exercises.exercises(path.stem.split("_")[0]))


@pytest.mark.parametrize("path", LABS, ids=name)
def test_lab_says_what_is_decided(path):
    head = notebooks.header(notebooks.read(path))
    assert head.you_decide and head.workshop, "a lab names what you decide, and the minutes of the workshop door"
    read = notebooks.read(path)
    assert notebooks.decisions(read, resting=True) == notebooks.decisions(read), "a decision rests on an exercise"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_code_cells_fit_on_a_screen(path):
    long = [
        (cell["id"], lines)
        for cell in notebooks.read(path)["cells"]
        if cell["cell_type"] == "code" and (lines := len(notebooks.source(cell).splitlines())) > 40
    ]
    assert not long, f"cells of more than 40 lines: {long}"


# The example of docs/authoring.md is built, keeps every rule, and its check works.


@pytest.fixture
def example(tmp_path, monkeypatch):
    text = (paths.ROOT / "docs" / "authoring.md").read_text(encoding="utf-8").split("## A whole lab")[1]
    lab, check = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    (tmp_path / "labs" / "source").mkdir(parents=True)
    (tmp_path / "labs" / "source" / "98_promise.py").write_text(lab, encoding="utf-8")
    build.build(root=tmp_path)
    module = type(sys)("helpers.checks.m98")
    exec(compile(check, "m98.py", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, "helpers.checks.m98", module)
    yield tmp_path
    exercises._exercises.pop("98.1")


def test_example_in_the_authoring_guide_keeps_every_rule(example):
    for folder in ("labs", "labs/solutions"):
        notebook = notebooks.read(example / folder / "98_promise.ipynb")
        assert [problem for rule in EVERYWHERE for problem in rule(notebook)] == []
        assert rules.sources(notebook, SOURCES) == []
        assert rules.checks(notebook, set(exercises.exercises("98"))) == []


def test_example_in_the_authoring_guide_runs_untouched_and_solved(example, my_folder, monkeypatch, capsys):
    from helpers import keeping

    monkeypatch.setattr(keeping, "state", keeping.State())
    for folder, strict in (("labs", ""), ("labs/solutions", "1")):
        monkeypatch.setenv("LABS_STRICT", strict)
        scope: dict = {}
        for cell in notebooks.read(example / folder / "98_promise.ipynb")["cells"]:
            if cell["cell_type"] == "code":
                exec(notebooks.source(cell), scope)
        assert "You may promise 84 %, not 100 %." in capsys.readouterr().out


# Every rule fires on a notebook that breaks it.


@pytest.fixture
def good(example):
    return notebooks.read(example / "labs" / "98_promise.ipynb")


def with_cell(notebook, kind, text, at=2, **metadata):
    broken = copy.deepcopy(notebook)
    cell = {"cell_type": kind, "id": "new", "metadata": metadata, "source": text}
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    broken["cells"].insert(at, cell)
    return broken


@pytest.mark.parametrize(
    ("rule", "kind", "text", "phrase"),
    [
        (rules.headings, "markdown", "# Another title", "exactly one H1"),
        (rules.headings, "markdown", "#### Far down", "jumps from level 1 to 4"),
        (rules.parameters, "code", "cases = 3", "assigns the parameter `cases` again"),
        (rules.parameters, "code", "for passed in range(3):\n    pass", "`passed`"),
        (rules.parameters, "code", "def cases():\n    pass", "`cases`"),
        (rules.code_parses, "code", "%matplotlib inline", "a magic"),
        (rules.code_parses, "code", "x = = 1", "not Python"),
        (rules.code_parses, "code", 'name = input("Who?")', "calls input"),
        (rules.figures, "code", "show(fig)", "without alt"),
        (rules.figures, "code", 'plots.show(fig, alt="a figure")', "too short"),
        (rules.figures, "code", "plt.show()", "draws past"),
        (rules.figures, "markdown", "![chart](x.png)", "needs a longer one"),
        (rules.no_paths_or_keys, "code", 'open("/home/ann/data.csv")', "holds a path"),
        (rules.no_paths_or_keys, "code", 'open("../data/x.csv")', "holds a path"),
        (rules.no_paths_or_keys, "code", 'open("C:\\\\Users")', "holds a path"),
        (rules.no_paths_or_keys, "code", 'key = "sk-' + "a1B2" * 6 + '"', "looks like a key"),
        (rules.no_markers, "code", "x = 1  # SOLUTION", "still says SOLUTION"),
        (rules.prose, "markdown", "Well done!", "exclamation mark"),
        (rules.prose, "markdown", "Let us delve into it.", "'delve'"),
        (rules.no_dollars, "markdown", "It costs $5 a month, or $ 50 a year.", "not $: 'It costs"),
        (rules.no_dollars, "code", 'price = slider("price", 5, 0, 9, label="$ a month")', "not $: '$ a month'"),
        (rules.no_dollars, "code", 'cards.say(f"That is ${price} a month.")', "not $: 'That is $'"),
        (rules.no_dollars, "code", 'display(HTML("<b>$</b>"))', "not $: '<b>$</b>'"),
    ],
)
def test_rule_bites(good, rule, kind, text, phrase):
    assert rule(good) == []
    assert any(phrase in problem for problem in rule(with_cell(good, kind, text)))


def test_dollars_in_patterns_and_in_code_are_no_texts(good):
    for text in ('re.search(r"^a$", x)', 'evals.regex("yes$")', 'find(pattern="yes$")'):
        assert rules.no_dollars(with_cell(good, "code", text)) == []
    assert rules.no_dollars(with_cell(good, "markdown", "Type `echo $HOME`.")) == []


def test_rules_on_citations_bite(good):
    assert rules.sources(with_cell(good, "markdown", "As is known [nobody-1999]."), SOURCES)
    assert rules.sources(with_cell(good, "markdown", "See https://example.org/page."), SOURCES)
    assert not rules.sources(with_cell(good, "markdown", "`x[abcd]` and [miller-2024, wilson-1927]."), SOURCES)


def test_rules_on_checks_bite(good):
    assert "has no check" in rules.checks(with_cell(good, "code", 'check("98.9", 1)'), {"98.1"})[0]
    assert "used by no cell" in rules.checks(good, {"98.1", "98.2"})[0]
    assert "nobody sees it" in rules.checks(with_cell(good, "code", 'check("98.1", 1)\nx = 2'), {"98.1"})[0]
    assert rules.checks(with_cell(good, "code", 'print(check("98.1", 1))\nx = 2'), {"98.1"}) == []


def test_rules_on_header_and_cleanness_bite(good):
    for field in ("Time", "Key needed", "You will", "You need"):
        broken = json.loads(json.dumps(good).replace(f"**{field}", "**Other"))
        assert rules.header(broken), field
    assert rules.header(with_cell(good, "code", "x = 1", at=0))
    second = with_cell(good, "code", "y = 1", at=1)
    assert "first code cell" in rules.parameters(second)[0]
    broken = copy.deepcopy(good)
    code = next(cell for cell in broken["cells"] if cell["cell_type"] == "code")
    code["execution_count"] = 3
    assert rules.clean(broken)
    broken["cells"][0]["id"] = broken["cells"][1]["id"]
    assert len(rules.clean(broken)) == 2
    last = with_cell(good, "markdown", "## Sources", at=len(good["cells"]))
    assert "the last H2" in rules.headings(last)[0]
