"""`workbook build`: what is cut, what stays, what stops the build, and that the result never drifts."""

from __future__ import annotations

import json

import pytest

from helpers import build, notebooks

LAB = """\
# %% [markdown]
# # Count the refunds
#
# - **You will** count.
# - **You need** nothing.
# - **You decide** how many are too many.
# - **Time:** 10 min (workshop 5 min)
# - **Key needed:** no

# %% tags=["parameters"]
seed = 7

# %%
from helpers.check import check

threshold = 0.7  # SOLUTION
low, high = 1, 2  # SOLUTION
check("99.1", threshold)

# %%
cases = ...
# BEGIN SOLUTION
helper = [1, 2]
cases = helper + [3]
# END SOLUTION


def grade(reply):
    \"\"\"Grade one reply.\"\"\"
    # BEGIN SOLUTION
    return "14 days" in reply
    # END SOLUTION


check("99.2", grade)

# %%
# BEGIN SOLUTION
gate = {
    "minimum": 0.7,
}
# END SOLUTION
check("99.3", gate)

# %% [markdown] tags=["solution"]
# Why 0.7: because it is the value that only the solved notebook may hold.

# %% [markdown]
# ## What to take to your team
#
# One page.
"""
LESSON = LAB.split("# %%\nfrom helpers")[0].replace("10 min (workshop 5 min)", "20 min") + "\n# %%\nprint(seed)\n"


@pytest.fixture
def root(tmp_path):
    for folder, text in (("labs", LAB), ("notebooks", LESSON)):
        (tmp_path / folder / "source").mkdir(parents=True)
        (tmp_path / folder / "source" / "99_count.py").write_text(text, encoding="utf-8")
    return tmp_path


def code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [notebooks.source(cell) for cell in cells if cell["cell_type"] == "code"]


def test_learner_gets_stubs_and_solved_keeps_the_solution(root):
    build.build(root=root)
    learner, solved = code(root / "labs/99_count.ipynb"), code(root / "labs/solutions/99_count.ipynb")
    assert "threshold = ...\nlow, high = ..., ...\n" in learner[1]
    assert learner[2].startswith("cases = ...\n...\n")
    assert '    """Grade one reply."""\n    ...\n' in learner[2]
    assert learner[3] == 'gate = ...\ncheck("99.3", gate)'
    assert "threshold = 0.7\n" in solved[2] and '"minimum": 0.7' in solved[4]
    assert 'return "14 days" in reply' in solved[3]
    for path in (root / "labs/99_count.ipynb", root / "labs/solutions/99_count.ipynb"):
        assert "SOLUTION" not in path.read_text(encoding="utf-8")


def test_only_the_solved_notebook_holds_cells_tagged_solution_and_says_what_it_is(root):
    build.build(root=root)
    assert "Why 0.7" not in (root / "labs/99_count.ipynb").read_text(encoding="utf-8")
    assert "Why 0.7" in (root / "labs/solutions/99_count.ipynb").read_text(encoding="utf-8")
    assert "solved_notebook()" in code(root / "labs/solutions/99_count.ipynb")[1]
    assert not (root / "notebooks/solutions").exists()


def test_stub_runs_without_any_answer(root):
    build.build(root=root)
    seen = {}
    scope = {"check": lambda exercise, answer: seen.update({exercise: answer})}
    for text in code(root / "labs/99_count.ipynb"):
        exec(text.replace("from helpers.check import check", ""), scope)
    assert list(seen) == ["99.1", "99.2", "99.3"] and seen["99.1"] is seen["99.3"] is ...


def test_two_builds_are_byte_equal_and_carry_no_output_or_random_id(root):
    build.build(root=root)
    files = [*notebooks.every(root), *notebooks.every(root, solutions=True)]
    assert len(files) == 3
    before = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
    build.build(root=root)
    assert [path.read_bytes() for path in files] == before
    made = json.loads(before[1])
    ids = [cell["id"] for cell in made["cells"]]
    assert ids[:2] == ["99_count-001", "99_count-002"] and len(set(ids)) == len(ids)
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    assert made["metadata"]["workbook"]["generated"] == (
        "generated from labs/source/99_count.py by workbook build; edit the source"
    )
    for cell in made["cells"]:
        assert cell["cell_type"] == "markdown" or (cell["outputs"] == [] and cell["execution_count"] is None)


def test_cell_ids_agree_between_learner_and_solved(root):
    build.build(root=root)
    learner, solved = (
        [c["id"] for c in json.loads((root / name).read_text(encoding="utf-8"))["cells"]]
        for name in ("labs/99_count.ipynb", "labs/solutions/99_count.ipynb")
    )
    assert set(learner) < set(solved)


def test_check_names_each_stale_file_and_writes_nothing(root):
    assert sorted(build.build(check=True, root=root)) == [
        "stale: labs/99_count.ipynb",
        "stale: labs/solutions/99_count.ipynb",
        "stale: notebooks/99_count.ipynb",
    ]
    assert not list(root.rglob("*.ipynb"))
    build.build(root=root)
    assert build.build(check=True, root=root) == []
    target = root / "labs/99_count.ipynb"
    target.write_bytes(target.read_bytes() + b" ")
    assert build.build(check=True, root=root) == ["stale: labs/99_count.ipynb"]


def test_notebook_without_a_source_is_stale(root):
    build.build(root=root)
    (root / "labs/source/99_count.py").unlink()
    assert any("labs/99_count.ipynb (it has no source" in line for line in build.build(check=True, root=root))


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("# BEGIN SOLUTION\nx = 1", "BEGIN SOLUTION without an END SOLUTION"),
        ("x = 1\n# END SOLUTION", "END SOLUTION without a BEGIN SOLUTION"),
        (
            "# BEGIN SOLUTION\n# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n# END SOLUTION",
            "inside a block that is still open",
        ),
        ("# BEGIN SOLUTION\nx = 1  # SOLUTION\n# END SOLUTION", "inside a BEGIN SOLUTION block"),
        ("print(1)  # SOLUTION", "needs `name = value`"),
        ("x = [1,  # SOLUTION\n     2]", "needs `name = value`"),
        ("x += 1  # SOLUTION", "needs `name = value`"),
        ("# BEGIN SOLUTOIN SOLUTION\nx = 1", "misspelt"),
    ],
)
def test_markers_that_do_not_pair_up_stop_the_build_with_file_and_cell(root, cell, phrase):
    source = root / "labs/source/99_count.py"
    source.write_text(LAB.split("# %%\nfrom")[0] + "\n# %%\n" + cell + "\n", encoding="utf-8")
    with pytest.raises(build.BuildError) as caught:
        build.build(root=root)
    assert phrase in str(caught.value)
    assert str(caught.value).startswith("labs/source/99_count.py, cell 3")
    assert not list(root.glob("labs/*.ipynb"))


def test_name_that_only_a_solution_defines_stops_the_build(root):
    source = root / "labs/source/99_count.py"
    text = LAB.split("# %%\nfrom")[0] + "\n# %%\n# BEGIN SOLUTION\na = 1\nb = 2\n# END SOLUTION\n\n# %%\nprint(b)\n"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(build.BuildError, match=r"code cell 3: `b` is used"):
        build.build(root=root)


def test_lesson_with_a_solution_stops_the_build(root):
    (root / "notebooks/source/99_count.py").write_text(LAB, encoding="utf-8")
    with pytest.raises(build.BuildError, match="a lesson has no solution"):
        build.build(root=root)


def test_readme_table_comes_from_the_header_blocks(root):
    readme = root / "README.md"
    readme.write_text("# Top\n\n<!-- modules -->\nold\n<!-- /modules -->\n\nEnd\n", encoding="utf-8")
    assert "wrote: README.md" in build.build(root=root)
    text = readme.read_text(encoding="utf-8")
    assert "| 99 | Count the refunds | how many are too many. |" in text
    assert "[20 min](notebooks/99_count.ipynb) | [10 min](labs/99_count.ipynb) | no |" in text
    assert text.startswith("# Top") and text.endswith("End\n") and "old" not in text
    assert build.build(check=True, root=root) == []
    before = text
    assert build.build(["labs/99"], root=root) == [] and readme.read_text(encoding="utf-8") == before
    readme.write_text(text.replace("10 min", "11 min"), encoding="utf-8")
    assert build.build(check=True, root=root) == ["stale: README.md"]


def test_unknown_name_lists_the_sources(root):
    with pytest.raises(ValueError, match=r"No source is called '42'. There are: labs/99_count, notebooks/99_count"):
        build.build(["42"], root=root)


def test_header_and_parameters_are_read_back(root):
    build.build(root=root)
    lab = notebooks.read(root / "labs/99_count.ipynb")
    head = notebooks.header(lab)
    assert (head.title, head.minutes, head.workshop, head.key_needed) == ("Count the refunds", 10, 5, "no")
    assert {name: p.value for name, p in notebooks.parameters(lab).items()} == {"seed": 7}
    assert notebooks.exercises(lab) == ["99.1", "99.2", "99.3"]


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    bad = tmp_path / "x.ipynb"
    bad.write_text("{not json", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x.ipynb: not a notebook"):
        notebooks.read(bad)
