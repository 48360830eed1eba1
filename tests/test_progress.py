"""Progress: what is done, tried and open, over restarts, in words."""

from __future__ import annotations

import pytest

from helpers import keeping, notebooks, paths, progress, store
from helpers.check import check, decide, exercise


@exercise("94.1", title="One")
def one(answer):
    return None if answer == 1 else "Not one."


@exercise("94.2", title="Two")
def two(answer):
    return None if answer == 2 else "Not two."


@exercise("94.10", title="Ten")
def ten(answer):
    return None if answer == 10 else "Not ten."


@pytest.fixture(autouse=True)
def fresh(my_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    for name in ("LABS_STRICT", "WORKBOOK_RUN_LOG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def lab_file(tmp_path, monkeypatch):
    folder = tmp_path / "labs"
    folder.mkdir()
    (folder / "94_count.ipynb").write_text(
        '{"cells": [{"cell_type": "markdown", "source": "# Count things"}, {"cell_type": "code", "source": '
        '"decide(\\"94.ship\\", choice=..., why=...)"}], "metadata": {}}',
        encoding="utf-8",
    )
    monkeypatch.setattr(paths, "LABS", folder)
    return folder


def test_lab_lists_what_is_done_tried_and_open_in_order(lab_file):
    assert str(progress.lab("94")) == (
        "Lab 94: 0 of 3 exercises done.\nOpen: 94.1, 94.2, 94.10.\nStill to decide: 94.ship."
    )
    check("94.10", 10)
    check("94.1", 7)
    decide("94.ship", choice="hold", why="Two of three are still open.")
    shown = progress.lab("94")
    assert (shown.done, shown.tried, shown.open) == (("94.10",), ("94.1",), ("94.2",))
    assert "Decided: 94.ship." in str(shown) and shown.title == "Count things" and shown.undecided == ()


def test_work_survives_a_restart_and_a_later_mistake(lab_file):
    check("94.1", 1)
    keeping.state = keeping.State()
    check("94.1", 7)
    assert progress.lab("94").done == ("94.1",)


def test_in_a_solved_notebook_only_this_session_counts(lab_file):
    check("94.1", 1)
    keeping.state = keeping.State(solved=True)
    check("94.2", 2)
    assert progress.lab("94").done == ("94.2",)
    assert [row["exercise"] for row in store.default().attempts()] == ["94.1"]


def test_table_has_a_row_per_lab(lab_file, monkeypatch, capsys):
    monkeypatch.setattr(progress, "labs", lambda: ["94"])
    check("94.1", 1)
    check("94.2", 1)
    assert progress.main([]) == 0
    line = next(text for text in capsys.readouterr().out.splitlines() if text.startswith("94"))
    assert line.split() == ["94", "Count", "things", "1", "of", "3", "1", "0", "of", "1"]
    assert progress.main(["labs/94_count"]) == 0
    assert "Open: 94.10." in capsys.readouterr().out


def test_unknown_lab_lists_those_with_exercises(monkeypatch):
    monkeypatch.setattr(progress, "labs", lambda: ["03"])
    with pytest.raises(ValueError, match=r"There is no lab '93' with exercises\. There are: 03"):
        progress.lab("93")


def test_html_is_escaped():
    result = progress.LabProgress("94", "x", ("<b>",), (), (), (), ())
    assert "&lt;b&gt;" in result._repr_html_() and 'role="status"' in result._repr_html_()


def test_decisions_of_a_notebook_are_read_from_its_code(lab_file):
    assert notebooks.decisions(notebooks.read(lab_file / "94_count.ipynb")) == ["94.ship"]
