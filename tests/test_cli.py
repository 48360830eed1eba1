"""The `workbook` command: help, errors in one line, and the commands that need no model."""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys

import pytest
import small_lab

from helpers import agenda, cli, decisions, grade, keeping, notebooks, paths, portfolio, sweep
from helpers.check import decide, exercise


@exercise("95.1", title="One", reference=1)
def one(answer):
    return None if answer == 1 else "Not one."


@exercise("95.2", title="Two", reference=2)
def two(answer):
    return None if answer == 2 else "Not two."


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    for name in ("LABS_STRICT", "WORKBOOK_RUN_LOG", "WORKBOOK_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return small_lab.make(tmp_path_factory.mktemp("cli"))


def test_help_names_every_command_and_each_answers_to_help(capsys):
    assert cli.main([]) == 0
    text = capsys.readouterr().out
    for name in ("doctor", "build", "run", "sweep", "record", "progress", "agenda", "grade", "portfolio"):
        assert f"  {name} " in text
    for name in ("build", "run", "sweep", "progress", "agenda", "grade", "portfolio"):
        with pytest.raises(SystemExit) as caught:
            cli.main([name, "--help"])
        assert caught.value.code == 0 and f"workbook {name}" in capsys.readouterr().out


def test_module_and_command_are_the_same_and_start_quickly():
    out = subprocess.run(
        [sys.executable, "-m", "helpers.cli", "--version"], capture_output=True, text=True, cwd=paths.ROOT
    )
    assert out.returncode == 0 and out.stdout.strip() == "0.1.0"
    code = "import sys, helpers.cli; print(sorted(m for m in sys.modules if m.startswith('helpers')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "['helpers', 'helpers.cli']"


@pytest.mark.parametrize(
    ("argv", "phrase"),
    [
        (["runn"], "there is no command 'runn'. Did you mean run?"),
        (["run", "nothing-like-it"], "No notebook is called 'nothing-like-it'"),
        (["grade", "no/such/folder"], "is not a folder"),
        (["portfolio"], "No decision is stored yet"),
        (["progress", "77"], "There is no lab '77'"),
        (["agenda", "--minutes", "5"], "Nothing fits into 5 minutes"),
    ],
)
def test_errors_are_one_clear_line_and_exit_code_2(argv, phrase, capsys):
    assert cli.main(argv) == 2
    shown = capsys.readouterr()
    assert phrase in shown.err and len(shown.err.strip().splitlines()) == 1 and shown.out == ""


def test_unknown_parameter_on_the_command_line(lab, capsys):
    assert cli.main(["run", str(lab[0]), "-p", "case=3"]) == 2
    err = capsys.readouterr().err
    assert "Did you mean cases?" in err and "threshold (a number, 0.5)" in err


# sweep


def test_sweep_runs_each_combination_once_and_ends_in_table_and_chart(lab, my_folder, capsys):
    argv = ["sweep", str(lab[1]), "-p", "threshold=0.2,0.8", "--workers", "1"]
    assert cli.main(argv) == 0
    out = capsys.readouterr().out
    assert "0.1 (0.05 to 0.2)" in out and "0.4 (0.2 to 0.8)" in out and "2 of 2" in out
    (folder,) = (my_folder / "runs").glob("sweep-*")
    rows = list(csv.DictReader((folder / "index.csv").open(encoding="utf-8")))
    assert [row["threshold"] for row in rows] == ["0.2", "0.8"]
    assert (rows[1]["rate_value"], rows[1]["rate_low"], rows[1]["rate_high"]) == ("0.4", "0.2", "0.8")
    assert {path.name for path in folder.glob("*.png")} == {"rate.png", "cases.png"}
    executed = len(list((my_folder / "runs").glob("*/95_try.ipynb")))
    assert executed == 2
    argv[3] = "threshold=0.2,0.8,0.4"
    assert cli.main(argv) == 0
    assert "2 of 3 were there already" in capsys.readouterr().out
    assert len(list((my_folder / "runs").glob("*/95_try.ipynb"))) == executed + 1


def test_sweep_tries_again_what_failed_and_says_why(lab, my_folder, capsys):
    argv = ["sweep", str(lab[0]), "-p", "fail=true", "--workers", "1"]
    for _ in range(2):
        assert cli.main(argv) == 1
        out = capsys.readouterr().out
        assert "ZeroDivisionError: as asked" in out and "failed" in out and "were there already" not in out


def test_changed_notebook_or_value_is_another_run(lab, tmp_path):
    one_print = sweep.fingerprint(lab[0], {"a": 1}, False)
    assert one_print == sweep.fingerprint(lab[0], {"a": 1}, False)
    assert (
        len({one_print, sweep.fingerprint(lab[0], {"a": 1.5}, False), sweep.fingerprint(lab[0], {"a": 1}, True)}) == 3
    )
    changed = tmp_path / "x.ipynb"
    changed.write_bytes(lab[0].read_bytes() + b"\n")
    assert sweep.fingerprint(changed, {"a": 1}, False) != one_print


def test_product_of_values_is_checked_before_it_runs(lab):
    root = lab[0].parent.parent
    assert sweep.combinations(lab[0], ["cases=1,2", "fail=true,false"], root) == [
        {"cases": 1, "fail": True},
        {"cases": 1, "fail": False},
        {"cases": 2, "fail": True},
        {"cases": 2, "fail": False},
    ]
    assert len(sweep.combinations(lab[0], ["cases=1,1,2"], root)) == 2
    for given, phrase in (
        (["cases=1,x"], "a whole number"),
        (["case=1"], "Did you mean cases"),
        (["cases="], "at least one value"),
        (["cases=1", "cases=2"], "given twice"),
        ([], "at least one -p"),
    ):
        with pytest.raises(ValueError, match=phrase):
            sweep.combinations(lab[0], given, root)


def test_chart_of_two_swept_parameters_and_of_seconds(tmp_path):
    rows = [
        {"params": {"a": a, "b": b}, "figures": {"rate": {"value": 0.5, "low": 0.4, "high": 0.6}}, "seconds": 2.0}
        for a in (1, 2)
        for b in ("x", "y")
    ]
    assert [p.name for p in sweep.charts(rows, ["a", "b"], tmp_path)] == ["rate.png"]
    plain = [{"params": {"a": a}, "figures": {}, "seconds": float(a)} for a in (1, 2)]
    assert [p.name for p in sweep.charts(plain, ["a"], tmp_path)] == ["seconds.png"]
    assert sweep.charts(plain[:1], ["a"], tmp_path) == []


# agenda

KNOWN = [
    agenda.Module("00", "Start", 20, 0),
    agenda.Module("01", "Rules", 20, 15),
    agenda.Module("03", "Evals", 20, 15),
]


def test_agenda_fits_and_adds_up():
    for minutes in (60, 90, 120, 240):
        chosen = agenda.choose(minutes, KNOWN)
        rows = agenda.schedule(chosen)
        assert rows[0][0] == 0 and rows[-1][1] <= minutes
        assert all(a[1] == b[0] for a, b in itertools.pairwise(rows))
    assert [m.number for m in agenda.choose(240, KNOWN)] == ["00", "01", "03"]
    assert any(what == "Break" for _, _, what in agenda.schedule(KNOWN))
    assert not any(what == "Break" for _, _, what in agenda.schedule(KNOWN[:2]))


def test_agenda_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="The shortest workshop takes 35 minutes"):
        agenda.choose(30, KNOWN)
    with pytest.raises(ValueError, match="There is no module 42"):
        agenda.choose(90, KNOWN, ["42"])
    with pytest.raises(ValueError, match=r"Modules 01, 03 take \d+ minutes; there are 60"):
        agenda.choose(60, KNOWN, ["01", "03"])


def test_agenda_reads_the_workshop_minutes_from_the_notebooks(lab):
    (module,) = agenda.modules(lab[0].parent.parent)
    assert (module.number, module.lesson, module.lab) == ("95", 0, 3)


# grade


def test_grade_counts_checks_and_reports_malformed_files(lab, my_folder, tmp_path, capsys):
    folder = tmp_path / "submitted"
    (folder / "ann").mkdir(parents=True)
    solved = lab[1].read_text(encoding="utf-8")
    (folder / "ann" / "95_try.ipynb").write_text(solved, encoding="utf-8")
    (folder / "ben.ipynb").write_text(solved.replace("answer = 1", "answer = 1 / 0"), encoding="utf-8")
    (folder / "cut.ipynb").write_text(solved[:200], encoding="utf-8")
    (folder / "odd.ipynb").write_text('{"cells": [3], "metadata": {}}', encoding="utf-8")
    (folder / "list.ipynb").write_text("[]", encoding="utf-8")
    (folder / "other.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    dropped = json.loads(solved)
    dropped["cells"] = [c for c in dropped["cells"] if 'check("95.2"' not in notebooks.source(c)]
    (folder / "less.ipynb").write_text(json.dumps(dropped), encoding="utf-8")
    assert cli.main(["grade", str(folder), "--workers", "1"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("Submitted notebooks are executed on this machine with your rights")
    (file,) = (my_folder / "runs").glob("grades-*.csv")
    rows = {row["file"]: row for row in csv.DictReader(file.open(encoding="utf-8"))}
    assert (rows["ann/95_try.ipynb"]["passed"], rows["ann/95_try.ipynb"]["total"]) == ("2", "2")
    assert rows["ben.ipynb"]["passed"] == "1" and "ZeroDivisionError" in rows["ben.ipynb"]["note"]
    assert (rows["less.ipynb"]["passed"], rows["less.ipynb"]["total"]) == ("1", "2")
    for name in ("cut.ipynb", "odd.ipynb", "list.ipynb"):
        assert rows[name]["result"] == "not a notebook" and rows[name]["note"]
    assert rows["other.ipynb"]["result"] == "unknown lab"


def test_grade_without_notebooks_says_so(tmp_path):
    with pytest.raises(ValueError, match="There is no notebook"):
        grade.prepare(tmp_path)


# portfolio


@pytest.fixture
def no_exercises(monkeypatch):
    """Decisions of modules 03 and 04 are stored without the exercises they rest on."""
    monkeypatch.setattr(decisions, "_known", lambda name, resting=False: [] if resting else [name])


def test_portfolio_is_one_file_with_decisions_and_evidence(my_folder, capsys, no_exercises):
    decide("03.release", choice="hold <b>", why="The lower end, 71 %, is below the gate.", run="r-1",
           pass_rate={"value": 0.78, "low": 0.71, "high": 0.84}, open_risks=["battery", "refund"])  # fmt: skip
    decide("04.judge", choice={"use": True}, why="It agrees with the labels often enough.")
    assert cli.main(["portfolio"]) == 0
    page = (my_folder / "portfolio" / "portfolio.html").read_text(encoding="utf-8")
    assert "78 % (71 to 84 %)" in page and "battery, refund" in page and "run r-1" in page
    assert "hold &lt;b&gt;" in page and "<b>" not in page
    assert page.count("<h1>") == 1 and page.index("<h2>03") < page.index("<h2>04")
    assert 'src="http' not in page and "<script" not in page and 'lang="en"' in page


def test_portfolio_that_cannot_be_written_says_where(my_folder, tmp_path, no_exercises):
    decide("03.release", choice="hold", why="The lower end is below the gate.")
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(RuntimeError, match="cannot be written"):
        portfolio.write(blocked / "x.html")
