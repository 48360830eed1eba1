"""The state database: the same behaviour on SQLite alone, on SQLAlchemy, and on PostgreSQL where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from helpers import paths, store
from helpers.store import Store, StoreWarning
from helpers.store.alchemy import safe_url

ROOT = paths.ROOT


def python(code: str, **env: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="session")
def postgres():
    """A real PostgreSQL server of these tests' own, on loopback. Skipped where programs or driver are missing."""
    pytest.importorskip("psycopg")
    server = shutil.which("postgres")
    if not server or not shutil.which("initdb"):
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp())
    as_user = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # the server refuses to run as root
        as_user = {"user": "nobody"}
        shutil.chown(folder, "nobody")
    data = folder / "data"
    made = subprocess.run(
        [shutil.which("initdb"), "-D", data, "-U", "learner", "-A", "trust", "--no-sync"],
        capture_output=True, text=True, cwd=folder, **as_user,
    )  # fmt: skip
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"initdb does not work here: {made.stderr[-200:]}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [server, "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **as_user,
    )  # fmt: skip
    url = f"postgresql://learner:geheim@127.0.0.1:{port}/postgres"
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(url).close()
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "sqlalchemy", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'workbook.sqlite'}"
    elif request.param == "sqlalchemy":
        yield f"sqlite+pysqlite:///{tmp_path / 'workbook.sqlite'}"
    else:
        url = request.getfixturevalue("postgres")
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("DROP TABLE IF EXISTS calls, attempts, decisions, runs")
        yield url


@pytest.fixture
def db(url):
    made = Store(url, learner="ada")
    yield made
    made.close()


def test_calls_are_found_again_and_replaced(db):
    assert db.get_call("a") is None
    assert db.get_calls([]) == {}
    db.put_calls(
        [{"key": "a", "payload": '{"text": "one"}'}, {"key": "b", "payload": '{"text": "zwei €"}', "created": "2026"}]
    )
    assert db.get_call("b") == {"key": "b", "payload": '{"text": "zwei €"}', "created": "2026"}
    db.put_calls([{"key": "a", "payload": '{"text": "new"}'}])
    assert json.loads(db.get_call("a")["payload"])["text"] == "new"
    assert set(db.get_calls(["a", "b", "c", "a"])) == {"a", "b"}


def test_more_keys_than_one_statement_takes(db):
    rows = [{"key": f"k{number}", "payload": str(number)} for number in range(1203)]
    db.put_calls(rows)
    found = db.get_calls([row["key"] for row in rows])
    assert {key: row["payload"] for key, row in found.items()} == {row["key"]: row["payload"] for row in rows}


@pytest.mark.parametrize(
    "row", [{"key": "", "payload": "{}"}, {"key": 3, "payload": "{}"}, {"key": "a"}, {"key": "a" * 65, "payload": ""}]
)
def test_a_call_without_key_or_payload_is_refused(db, row):
    with pytest.raises(ValueError, match="needs a key"):
        db.put_calls([{"key": "good", "payload": "{}"}, row])
    assert db.get_call("good") is None


def test_attempts_keep_their_order_and_belong_to_a_learner(db, url):
    for number in range(5):
        db.add_attempt("03.2", "retry", f"hint {number}", {"share": 0.5, "n": number})
    db.add_attempt("03.3", "ok", None, "text")
    assert [row["hint"] for row in db.attempts("03.2")] == [f"hint {number}" for number in range(5)]
    assert json.loads(db.attempts("03.2")[1]["answer"]) == {"share": 0.5, "n": 1}
    assert db.attempts()[-1]["answer"] == "text" and db.attempts()[-1]["hint"] is None
    other = Store(url, learner="bo")
    assert other.attempts() == []
    other.add_attempt("03.2", "ok", None, None)
    assert len(db.attempts()) == 6
    assert len(db.attempts("03.2", everyone=True)) == 6 and len(db.attempts(everyone=True)) == 7
    other.close()


def test_an_answer_may_be_anything(db):
    import numpy as np

    for answer in (
        np.float64(0.25),
        np.array([1, 2]),
        {"a": {1, 2}},
        Path("x"),
        float("nan"),
        "bad \x00 \ud800 text",
        ...,
    ):
        db.add_attempt("01.1", "retry", "h", answer)
    answers = [row["answer"] for row in db.attempts("01.1")]
    assert answers[0] == "0.25" and answers[1] == "[1, 2]" and json.loads(answers[2]) == {"a": [1, 2]}
    assert "\x00" not in answers[5]


def test_the_newest_decision_counts_and_history_stays(db):
    assert db.decision("gate") is None
    db.save_decision("gate", {"choice": "hold", "low": 0.7}, run_id="r1")
    db.save_decision("model", {"choice": "small"})
    db.save_decision("gate", {"choice": "ship", "low": 0.8})
    row = db.decision("gate")
    assert row["value"] == {"choice": "ship", "low": 0.8} and row["run_id"] is None and row["name"] == "gate"
    assert [row["name"] for row in db.decisions()] == ["model", "gate"]
    assert [row["value"]["choice"] for row in db.decisions(history=True)] == ["hold", "small", "ship"]
    with pytest.raises(ValueError, match="dict"):
        db.save_decision("gate", "ship")


def test_runs_are_kept_and_replaced_by_id(db):
    db.add_run(
        {"run_id": "r1", "name": "03_evals", "params": {"n": 20}, "status": "running", "started": "2026-11-24T10:00:00"}
    )
    db.add_run({"run_id": "r2", "name": "00_start_here", "started": "2026-11-24T10:01:00"})
    db.add_run(
        {"run_id": "r1", "name": "03_evals", "params": {"n": 20}, "status": "ok", "started": "2026-11-24T10:00:00",
         "seconds": 12.5, "checks_passed": 8, "checks_total": 9, "summary": {"gate": "hold"}}
    )  # fmt: skip
    first, second = db.runs()
    assert (first["run_id"], first["seconds"], first["checks_passed"], first["summary"]) == (
        "r1",
        12.5,
        8,
        {"gate": "hold"},
    )
    assert first["params"] == {"n": 20} and second["params"] is None
    assert [row["run_id"] for row in db.runs("00_start_here")] == ["r2"]
    with pytest.raises(ValueError, match="no column"):
        db.add_run({"run_id": "r3", "name": "x", "score": 1})
    with pytest.raises(ValueError, match="run_id and a name"):
        db.add_run({"run_id": "r3"})


def test_a_mark_replaces_the_one_before_and_belongs_to_a_learner(db, url):
    db.put_mark("02.open", "tr-1", {"tags": ["right"], "note": ""})
    db.put_mark("02.open", "tr-2", {"tags": [], "note": "asks about 7 € and a \x00 byte"})
    db.put_mark("02.open", "tr-1", {"tags": [], "note": "repeats itself"})
    db.put_mark("02.other", "tr-1", {"tags": ["x"], "note": ""})
    assert db.marks("02.open") == {
        "tr-1": {"tags": [], "note": "repeats itself"},
        "tr-2": {"tags": [], "note": "asks about 7 € and a \x00 byte"},
    }
    other = Store(url, learner="somebody else")
    assert other.marks("02.open") == {}
    other.close()
    with pytest.raises(ValueError, match="A mark is a dict"):
        db.put_mark("02.open", "tr-1", "repeats itself")


def test_all_or_nothing(db):
    with pytest.raises((RuntimeError, TypeError, sqlite3.Error)):
        db._backend.write(
            "INSERT INTO calls (key, payload, created) VALUES (:key, :payload, :created)",
            [{"key": "a", "payload": "1", "created": "x"}, {"key": "b", "payload": None, "created": "x"}],
        )
    assert db.get_call("a") is None
    db.put_calls([{"key": "c", "payload": "1"}])  # and the connection still works


def test_threads_share_a_store(db):
    def write(worker: int) -> None:
        for number in range(40):
            db.put_calls([{"key": f"{worker}-{number}", "payload": "x"}])

    workers = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(db.get_calls([f"{worker}-{number}" for worker in range(4) for number in range(40)])) == 160


def test_processes_that_start_together_on_a_new_database_lose_nothing(url):
    code = """
import os
from helpers.store import Store
db, me = Store(os.environ["URL"], learner="ada"), os.environ["ME"]
for number in range(60):
    db.put_calls([{"key": f"{me}-{number}", "payload": me}, {"key": f"shared-{number}", "payload": me}])
    db.add_attempt("03.1", "ok", me, str(number))
"""
    workers = [python(code, URL=url, ME=str(me)) for me in range(3)]
    for worker in workers:
        _, error = worker.communicate(timeout=60)
        assert worker.returncode == 0, error
    db = Store(url, learner="ada")
    keys = [f"{me}-{number}" for me in range(3) for number in range(60)] + [f"shared-{number}" for number in range(60)]
    assert len(db.get_calls(keys)) == 240
    assert len(db.attempts("03.1")) == 180
    db.close()


# SQLite alone from here


def test_default_follows_the_folder(my_folder, tmp_path_factory, monkeypatch):
    first = store.default()
    assert first is store.default()
    first.put_calls([{"key": "a", "payload": "1"}])
    assert (my_folder / "workbook.sqlite").exists()
    monkeypatch.setenv("WORKBOOK_MY", str(tmp_path_factory.mktemp("other")))
    assert store.default() is not first and store.default().get_call("a") is None


def test_a_forked_child_uses_a_connection_of_its_own(my_folder):
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    code = """
import os
from helpers import store
db = store.default()
db.put_calls([{"key": "parent", "payload": "1"}])
child = os.fork()
if child == 0:
    db.put_calls([{"key": "child", "payload": "1"}])
    os._exit(0 if db.get_call("parent") else 1)
assert os.waitpid(child, 0)[1] == 0
db.put_calls([{"key": "again", "payload": "1"}])
assert len(db.get_calls(["parent", "child", "again"])) == 3
"""
    process = python(code, WORKBOOK_MY=str(my_folder))
    _, error = process.communicate(timeout=60)
    assert process.returncode == 0, error


def filled(folder: Path, calls: int = 300) -> Path:
    db = Store(f"sqlite:///{folder / 'workbook.sqlite'}")
    db.save_decision("gate", {"choice": "hold"})
    db.add_attempt("03.1", "ok", None, "5")
    db.put_calls([{"key": f"k{number}", "payload": "x" * 500} for number in range(calls)])
    db.close()
    return folder / "workbook.sqlite"


def test_a_file_that_is_no_database_is_set_aside(tmp_path):
    path = filled(tmp_path)
    garbage = b"this is no database " * 500
    path.write_bytes(garbage)
    db = Store(f"sqlite:///{path}")
    with pytest.warns(StoreWarning, match=r"kept as workbook\.sqlite\.damaged-.*fresh one"):
        assert db.get_call("k1") is None
    (aside,) = tmp_path.glob("workbook.sqlite.damaged-*[0-9]")
    assert aside.read_bytes() == garbage
    db.put_calls([{"key": "new", "payload": "1"}])
    assert Store(f"sqlite:///{path}").get_call("new")


def test_what_can_be_read_in_a_damaged_file_is_kept(tmp_path):
    path = filled(tmp_path)
    raw = bytearray(path.read_bytes())
    pages = len(raw) // 4096
    for page in range(pages // 2, pages):
        raw[page * 4096 : page * 4096 + 200] = os.urandom(200)
    path.write_bytes(raw)
    db = Store(f"sqlite:///{path}")
    with pytest.warns(StoreWarning, match="Read back"):
        db.get_calls([f"k{number}" for number in range(300)])
        db.put_calls([{"key": f"new{number}", "payload": "x"} for number in range(50)])
    assert db.decision("gate")["value"] == {"choice": "hold"}
    assert len(db.attempts()) == 1
    assert len(db.get_calls([f"new{number}" for number in range(50)])) == 50
    db.close()


def test_a_truncated_file_is_set_aside(tmp_path):
    path = filled(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 3 + 100])
    db = Store(f"sqlite:///{path}")
    with pytest.warns(StoreWarning, match="damaged"):
        db.get_calls([f"k{number}" for number in range(300)])
        db.put_calls([{"key": f"new{number}", "payload": "x" * 500} for number in range(300)])
    assert len(db.get_calls([f"new{number}" for number in range(300)])) == 300
    db.close()


def test_a_file_that_another_process_replaced_is_opened_again(tmp_path):
    path = filled(tmp_path)
    db = Store(f"sqlite:///{path}")
    assert db.get_call("k1")
    moved = tmp_path / "moved.sqlite"
    path.rename(moved)
    for suffix in ("-wal", "-shm"):
        if Path(f"{path}{suffix}").exists():
            Path(f"{path}{suffix}").rename(f"{moved}{suffix}")
    assert db.get_call("k1") is None
    db.put_calls([{"key": "after", "payload": "1"}])
    assert Store(f"sqlite:///{path}").get_call("after")
    db.close()


def test_a_full_disk_is_said_and_harms_nothing(tmp_path):
    path = filled(tmp_path)
    db = Store(f"sqlite:///{path}")
    pages = db._backend.rows("PRAGMA page_count", {})[0][0]
    db._backend.rows(f"PRAGMA max_page_count = {pages}", {})  # SQLite itself now answers as on a full disk
    with pytest.raises(RuntimeError, match=r"full.*Free some space.*unharmed"):
        db.put_calls([{"key": f"new{number}", "payload": "y" * 4000} for number in range(100)])
    assert len(db.get_calls([f"k{number}" for number in range(300)])) == 300
    assert db.get_call("new0") is None
    db.close()
    assert not list(tmp_path.glob("*.damaged-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_write_that_the_system_refuses_is_said_and_harms_nothing(tmp_path):
    path = filled(tmp_path)
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
from helpers.store import Store
db = Store("sqlite:///{path}")
try:
    for number in range(2000):
        db.put_calls([{{"key": f"new{{number}}", "payload": "y" * 4000}}])
except RuntimeError as error:
    print(error)
"""
    out, error = python(code).communicate(timeout=60)
    assert "Free some space" in out, out + error
    db = Store(f"sqlite:///{path}")
    assert len(db.get_calls([f"k{number}" for number in range(300)])) == 300
    db.put_calls([{"key": "later", "payload": "1"}])
    assert db.get_call("later")
    db.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_read_only_folder_is_said():
    folder = Path(tempfile.mkdtemp())
    path = filled(folder)
    for item in folder.iterdir():
        item.chmod(0o444)
    folder.chmod(0o555)
    code = f"""
import os
from helpers.store import Store, sqlite
if os.geteuid() == 0:
    os.setuid(65534)
try:
    Store("sqlite:///{path}").put_calls([{{"key": "a", "payload": "1"}}])
except RuntimeError as error:
    print(error)
"""
    out, error = python(code).communicate(timeout=60)
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert "WORKBOOK_MY" in out and "readonly" in out, out + error


def test_a_folder_that_is_missing_is_said(tmp_path):
    with pytest.raises(RuntimeError, match=r"Cannot use.*unable to open"):
        Store(f"sqlite:///{tmp_path / 'no' / 'such' / 'x.sqlite'}").put_calls([{"key": "a", "payload": "1"}])


def test_opening_and_reading_imports_no_sqlalchemy(my_folder):
    code = """
import sys
from helpers import store
store.default().put_calls([{"key": "a", "payload": "1"}])
assert store.default().get_call("a")
heavy = {"sqlalchemy", "pandas", "numpy", "litellm", "torch", "yaml"} & set(sys.modules)
assert not heavy, heavy
"""
    process = python(code, WORKBOOK_MY=str(my_folder))
    _, error = process.communicate(timeout=60)
    assert process.returncode == 0, error


# servers


def test_the_password_is_never_shown():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pytest.importorskip("psycopg")
    db = Store(f"postgresql://ada:geheim123@127.0.0.1:{port}/cohort?sslpassword=geheim456", learner="ada")
    with pytest.raises(RuntimeError, match=r"Check that WORKBOOK_DB is right") as caught:
        db.get_call("a")
    import traceback

    text = "".join(traceback.format_exception(caught.value))
    assert "geheim" not in text
    assert f"127.0.0.1:{port}/cohort" in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://a:b@h/x?y=z", "postgresql://h/x"),
        ("postgresql+psycopg://h:1/x", "postgresql+psycopg://h:1/x"),
        ("mysql://us:p@ss@h", "mysql://h"),
    ],
)
def test_safe_url(url, shown):
    assert safe_url(url) == shown


@pytest.mark.parametrize(("url", "message"), [("nonsense", "not an address"), ("nosuchdb://h/x", "not an address")])
def test_a_wrong_address_is_said(url, message):
    with pytest.raises(RuntimeError, match=message):
        Store(url)


def test_a_missing_driver_is_named():
    import importlib.util

    if importlib.util.find_spec("pg8000"):
        pytest.skip("the driver is here")
    with pytest.raises(RuntimeError, match=r"pg8000.*pip install"):
        Store("postgresql+pg8000://a:secret@h/x")


def test_the_learner_of_a_shared_database(monkeypatch):
    monkeypatch.delenv("WORKBOOK_LEARNER", raising=False)
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    assert Store("sqlite+pysqlite:///x").learner == ""
    assert store._learner("postgresql://h/x") == "ada"
    monkeypatch.setenv("WORKBOOK_LEARNER", "bo")
    assert store._learner("postgresql://h/x") == store._learner("sqlite:///x") == "bo"
