"""`workbook run`: what is refused before it starts, what a run leaves behind, and what stopping keeps."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import small_lab

from helpers import executing, notebooks, paths, run, store


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return small_lab.make(tmp_path_factory.mktemp("root {with} braces"))


def test_unknown_notebook_and_parameter_are_refused_before_anything_runs(lab, my_folder):
    root = lab[0].parent.parent
    with pytest.raises(ValueError, match=r"No notebook is called '42'. There are: labs/95_try"):
        run.plan(["42"], [], root=root)
    with pytest.raises(ValueError, match="Did you mean cases"):
        run.plan(["95"], ["case=3"], root=root)
    with pytest.raises(ValueError, match="cases has to be a whole number; got 'many'"):
        run.plan(["95"], ["cases=many"], root=root)
    assert not (my_folder / "runs").exists() and store.default().runs() == []


@pytest.mark.parametrize("name", ["95", "95_try", "labs/95_try", "labs/95", "labs/95_try.ipynb"])
def test_names_a_learner_may_type(lab, my_folder, name):
    (job,) = run.plan([name], [], root=lab[0].parent.parent)
    assert job.path == str(lab[0].resolve()) and job.name == "labs/95_try"


def test_solutions_and_copies_are_found(lab, my_folder):
    root = lab[0].parent.parent
    (job,) = run.plan(["95"], [], root=root, solutions=True)
    assert job.path == str(lab[1]) and job.solved
    (job,) = run.plan(["labs/95_try"], [], root=root, solutions=True)
    assert job.path == str(lab[1])
    copy = root / "my" / "labs" / "95_try.ipynb"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(lab[0].read_bytes())
    assert run.plan(["my/labs/95_try"], [], root=root)[0].path == str(copy.resolve())


def test_run_of_the_untouched_and_the_solved_lab_on_two_processes(lab, my_folder, capsys):
    jobs = [
        executing.Job(str(lab[0]), "labs/95_try", {"cases": 9}),
        executing.Job(str(lab[1]), "labs/solutions/95_try", solved=True),
    ]
    outcomes, stopped = run.run_all(jobs, workers=2)
    assert not stopped and {o.status for o in outcomes} == {"ok"}
    learner, solved = sorted(outcomes, key=lambda o: o.name)
    assert (learner.checks_passed, learner.checks_total) == (0, 2)
    assert (solved.checks_passed, solved.checks_total) == (2, 2)
    assert learner.summary["cases"] == 9 and solved.summary["cases"] == 4
    rows = store.default().runs()
    assert {row["name"]: row["checks_passed"] for row in rows} == {"labs/95_try": 0, "labs/solutions/95_try": 2}
    assert rows[0]["params"] in ({"cases": 9}, {}) and rows[0]["status"] == "ok"
    made = my_folder / "runs" / learner.run_id / "95_try.ipynb"
    assert "injected-parameters" in made.read_text(encoding="utf-8")
    assert "2 of 2" in run.summary(outcomes) and "result" in run.summary(outcomes)
    assert store.default().attempts() == []


def test_failing_notebook_is_a_row_with_its_error_and_counts_what_passed(lab, my_folder):
    outcome = executing.execute(executing.Job(str(lab[1]), "labs/95_try", {"fail": True}, solved=True))
    assert outcome.status == "failed" and outcome.error.endswith("ZeroDivisionError: as asked")
    assert (outcome.checks_passed, outcome.checks_total) == (1, 2)
    run.keep(outcome)
    assert "as asked" in store.default().runs()[0]["summary"]["error"]


def test_cell_that_takes_too_long_ends_as_timeout(lab, my_folder):
    outcome = executing.execute(executing.Job(str(lab[0]), "labs/95_try", {"slow": 30}, timeout=1))
    assert outcome.status == "timeout" and outcome.seconds < 20


def test_checks_of_a_solved_notebook_that_do_not_pass_fail_the_run(lab, my_folder, tmp_path):
    broken = tmp_path / "95_try.ipynb"
    broken.write_text(lab[1].read_text(encoding="utf-8").replace("other = 2", "other = 3"), encoding="utf-8")
    outcome = executing.execute(executing.Job(str(broken), "x", solved=True))
    assert outcome.status == "checks failed" and (outcome.checks_passed, outcome.checks_total) == (1, 2)


def test_parameter_that_one_notebook_lacks_is_said():
    jobs = [executing.Job("a", "notebooks/03_x", {}), executing.Job("b", "labs/03_x", {"model": "m"})]
    assert run.left_out(jobs, ["model=m"]) == ["model is not a parameter of notebooks/03_x; it runs as it is."]


def test_database_that_fails_does_not_lose_the_run(my_folder, monkeypatch, capsys):
    monkeypatch.setattr(store, "default", lambda: (_ for _ in ()).throw(RuntimeError("disk full")))
    run.keep(executing.Outcome("r-1", "x", {}, "2026-01-01", 1.0, "ok", 0, 0, {}))
    assert "The run r-1 could not be added to the database: disk full" in capsys.readouterr().out


def test_report_does_nothing_outside_a_run_and_adds_up_inside(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_RUN_REPORT", raising=False)
    run.report(rate=1)
    target = tmp_path / "report.json"
    monkeypatch.setenv("WORKBOOK_RUN_REPORT", str(target))
    run.report(rate=1, a=float("nan"))
    run.report(rate=2, b="text")
    assert json.loads(target.read_text(encoding="utf-8")) == {"rate": 2, "a": None, "b": "text"}


def test_environment_of_a_run_does_not_leak(lab, my_folder):
    before = dict(os.environ)
    executing.execute(executing.Job(str(lab[0]), "labs/95_try", live=True))
    assert dict(os.environ) == before


def test_live_flag_reaches_the_notebook(my_folder, tmp_path):
    import nbformat

    code = (
        "import os\nfrom helpers.run import report\n"
        "report(**{k: os.environ.get(k) for k in ('WORKBOOK_LIVE', 'WORKBOOK_RUN_ID')}, cwd=os.getcwd())"
    )
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    path = tmp_path / "e.ipynb"
    nbformat.write(made, path)
    for live in (True, False):
        outcome = executing.execute(executing.Job(str(path), "e", live=live))
        assert outcome.summary["WORKBOOK_LIVE"] == ("1" if live else os.environ.get("WORKBOOK_LIVE"))
        assert outcome.summary["WORKBOOK_RUN_ID"] == outcome.run_id
        assert os.path.samefile(outcome.summary["cwd"], tmp_path)


def test_log_of_checks_takes_the_last_status_and_survives_a_cut_line(tmp_path):
    log = tmp_path / "checks.jsonl"
    log.write_text(
        '{"exercise": "03.1", "status": "retry"}\n{"exercise": "03.1", "status": "ok"}\n'
        '{"exercise": "03.9", "status": "ok"}\n{"exercise": "03.2", "sta',
        encoding="utf-8",
    )
    assert executing.passed(log, ["03.1", "03.2"]) == (2, 3)
    assert executing.passed(tmp_path / "none", ["03.1"]) == (0, 1)


def test_dask_that_is_missing_or_silent_is_said_in_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match="pip install distributed"):
        list(executing.execute_all([], dask="tcp://127.0.0.1:1"))


def test_number_of_processes(monkeypatch):
    assert executing.workers_for(1) == 1 and executing.workers_for(9, 4) == 4 and executing.workers_for(2, 4) == 2
    with pytest.raises(ValueError, match="1 or more"):
        executing.workers_for(3, 0)
    import psutil

    class Little:
        available = 1e9

    monkeypatch.setattr(psutil, "virtual_memory", lambda: Little)
    assert executing.workers_for(9) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_stopping_keeps_the_rows_that_had_ended_and_leaves_no_process(lab, my_folder, tmp_path):
    import psutil

    slow = tmp_path / "slow.ipynb"
    slow.write_text(lab[0].read_text(encoding="utf-8").replace("slow = 0", "slow = 120"), encoding="utf-8")
    code = "import sys; from helpers import cli; sys.exit(cli.main())"
    command = [sys.executable, "-c", code, "run", "--workers", "2", str(lab[0]), str(slow)]
    process = subprocess.Popen(
        command, cwd=paths.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy()
    )
    children = []
    try:
        end = time.monotonic() + 60
        while not store.default().runs() and time.monotonic() < end and process.poll() is None:
            time.sleep(0.2)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Stopped. 1 of 2 had ended" in out and "95_try" in out
    assert len(store.default().runs()) == 1
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_process_that_is_killed_is_said_in_words(my_folder, tmp_path):
    import nbformat

    kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(kill)]), tmp_path / "k.ipynb")
    jobs = [executing.Job(str(tmp_path / "k.ipynb"), name) for name in ("a", "b")]
    with pytest.raises(RuntimeError, match="most likely because memory ran out"):
        list(executing.execute_all(jobs, workers=2))


def test_table_sets_numbers_to_the_right():
    assert run.table([["a", 1.5], ["bb", 10]], ["name", "s"]).splitlines() == [
        "name    s",
        "----  ---",
        "a     1.5",
        "bb     10",
    ]


def test_importing_run_is_cheap():
    code = (
        "import sys, helpers.run; print([m for m in ('papermill', 'nbformat', 'pandas', 'tqdm') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_all_means_lessons_and_labs(lab):
    root = lab[0].parent.parent
    assert [p.name for p in notebooks.find([], root)] == ["95_try.ipynb"]
    assert [p.parent.name for p in notebooks.find([], root, solutions=True)] == ["solutions"]
