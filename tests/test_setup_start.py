"""start.py in a copy of the repository: real processes, a real environment, tiny packages instead of gigabytes."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import small_index

ROOT = Path(__file__).resolve().parent.parent
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the CPU build of PyTorch is asked for on Linux only")
JUPYTER = """
import os, sys, time
print("jupyterlab", sys.argv[1:], os.environ.get("JUPYTER_CONFIG_PATH"), os.environ.get("PYTHONPATH"), flush=True)
if "--wait" in sys.argv:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        time.sleep(1.5)
        print("jupyterlab ended in its own way", flush=True)
        raise SystemExit(7)
"""
DOCTOR = """
import os
def main(argv):
    print("doctor was here", flush=True)
    return int(os.environ.get("DOCTOR_SAYS", "0"))
"""


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "WORKBOOK_", "COV"))}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0", **more}


def start(copy, *arguments, python=(sys.executable,), **more):
    """Run start.py in a copy; wheels come from its folder unless PIP_INDEX_URL is given."""
    if "PIP_INDEX_URL" not in more:
        more = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (copy / "wheels").as_uri(), **more}
    return subprocess.run(
        [*python, str(copy / "start.py"), *arguments], capture_output=True, text=True, encoding="utf-8", timeout=180,
        env=environment(**more), cwd=copy.parent, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def python_of(copy):
    return copy / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def has(copy, module):
    found = subprocess.run([python_of(copy), "-c", f"import {module}; print({module}.version)"], capture_output=True)
    return found.stdout.decode().strip()


def log(copy):
    return (copy / ".venv" / ".workbook" / "pip.log").read_text(encoding="utf-8")


def bare_copy(folder):
    """start.py, the package, and requirement files that name tiny wheels."""
    folder.mkdir()
    for name in ("start.py", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(folder / "helpers" / "doctor", ignore_errors=True)
    (folder / "helpers" / "doctor.py").write_text(DOCTOR, encoding="utf-8")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "00_start_here.ipynb").write_text('{"cells": []}', encoding="utf-8")
    wheels = folder / "wheels"
    small_index.wheel(wheels, "tinyone", "1.0")
    small_index.wheel(wheels, "jupyterlab", "1.0", __main__=JUPYTER)
    small_index.wheel(wheels, "tinydev", "1.0")
    model = small_index.wheel(wheels, "tinymodel", "1.0")
    setuptools = small_index.installed_wheel(wheels, "setuptools").name.split("-")[1]
    (folder / "requirements.txt").write_text(f"tinyone==1.0\njupyterlab==1.0\nsetuptools=={setuptools}\n")
    (folder / "requirements-dev.txt").write_text("-r requirements.txt\ntinydev==1.0\n")
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    (folder / "requirements-models.txt").write_text(f"tinymodel==1.0 --hash=sha256:{digest}\n")
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A copy in which start.py ran once, and what it said."""
    copy = bare_copy(tmp_path_factory.mktemp("first") / "book")
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return copy, ended


@pytest.fixture
def copy(installed, tmp_path):
    """The same, moved to a folder of the test (with a space and an umlaut in its name)."""
    target = tmp_path / "my bücher"
    shutil.copytree(installed[0], target, symlinks=True)
    return target


def undone(copy, *steps):
    for step in steps:
        (copy / ".venv" / ".workbook" / step).unlink()


def test_first_run_installs_everything_and_says_how_long_it_takes(installed):
    copy, ended = installed
    assert has(copy, "tinyone") == "1.0" and has(copy, "tinymodel") == "1.0"
    assert "[1/3] Python packages (3 to 8 minutes)" in ended.stdout
    assert "usage: workbook build" in ended.stdout
    assert not has(copy, "tinydev"), "contributors' packages were not asked for"
    assert list((copy / ".venv").rglob("tinyone/__pycache__/*.pyc")), "bytecode has to be compiled at install"


def test_second_run_installs_nothing_and_takes_seconds(installed):
    copy, _ = installed
    before, began = log(copy), time.monotonic()
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0 and "[1/" not in ended.stdout
    assert log(copy) == before
    assert time.monotonic() - began < 10


def test_a_moved_folder_gets_its_own_package_again_and_nothing_else(copy):
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "[1/1] The workbook's own package" in ended.stdout
    where = subprocess.run([python_of(copy), "-c", "import helpers; print(helpers.__file__)"], capture_output=True,
                           text=True, encoding="utf-8", cwd=copy.parent,
                           env={**os.environ, "PYTHONUTF8": "1"})  # fmt: skip
    assert Path(where.stdout.strip()).parent.parent == copy


def test_a_changed_pin_is_installed_and_the_models_are_left_alone(copy):
    small_index.wheel(copy / "wheels", "tinyone", "2.0")
    text = (copy / "requirements.txt").read_text()
    (copy / "requirements.txt").write_text(text.replace("tinyone==1.0", "tinyone==2.0"))
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0, ended.stdout
    assert has(copy, "tinyone") == "2.0" and "Language model" not in ended.stdout


def test_help_and_unknown_commands_install_nothing(tmp_path):
    copy = bare_copy(tmp_path / "book")
    shown = start(copy, "--help")
    assert shown.returncode == 0 and "python start.py test" in shown.stdout
    unknown = start(copy, "tset")
    assert unknown.returncode == 2 and "no command 'tset'" in unknown.stdout and "doctor" in unknown.stdout
    assert not (copy / ".venv").exists()


def test_lab_checks_seeds_and_opens_the_first_notebook(copy):
    ended = start(copy, "--port", "9999", PYTHONPATH="/somewhere/else")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "doctor was here" in ended.stdout
    line = next(line for line in ended.stdout.splitlines() if line.startswith("jupyterlab"))
    assert str(copy / "my" / "notebooks" / "00_start_here.ipynb") in line
    assert f"--ServerApp.root_dir={copy}" in line and "'--port', '9999'" in line
    assert str(copy / ".jupyter") in line and "/somewhere/else" not in line
    again = start(copy)
    assert again.returncode == 0 and "doctor was here" not in again.stdout, "a good check is not repeated"


def test_lab_opens_the_folder_that_the_learner_chose(copy, tmp_path):
    ended = start(copy, WORKBOOK_MY=str(tmp_path / "elsewhere"))
    assert f"--ServerApp.root_dir={tmp_path / 'elsewhere'}" in ended.stdout
    assert (tmp_path / "elsewhere" / "notebooks" / "00_start_here.ipynb").exists()


def test_a_failed_check_stops_before_jupyterlab_and_is_repeated(copy):
    for _ in range(2):
        ended = start(copy, DOCTOR_SAYS="1")
        assert ended.returncode == 1 and "doctor was here" in ended.stdout
        assert "FAIL line" in ended.stdout and "jupyterlab [" not in ended.stdout


def test_test_command_installs_the_contributors_packages_once_and_passes_arguments_on(copy):
    small_index.wheel(copy / "wheels", "pytest", "1.0", __main__="import sys; print('pytest', sys.argv[1:])")
    with (copy / "requirements-dev.txt").open("a") as file:
        file.write("pytest==1.0\n")
    ended = start(copy, "test", "tests/test_x.py", "-q")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "What contributors need" in ended.stdout and has(copy, "tinydev") == "1.0"
    assert "pytest ['tests/test_x.py', '-q']" in ended.stdout and "== style" not in ended.stdout
    assert "What contributors need" not in start(copy, "test", "-q").stdout


@POSIX
def test_ctrl_c_leaves_the_program_time_to_end_in_its_own_way(copy):
    start(copy, "build", "--help")
    process = subprocess.Popen(
        [sys.executable, str(copy / "start.py"), "lab", "--wait"], stdout=subprocess.PIPE, text=True,
        env=environment(), start_new_session=True,
    )  # fmt: skip
    seen = []
    for line in process.stdout:
        seen.append(line)
        if line.startswith("jupyterlab ["):
            time.sleep(0.3)
            os.killpg(process.pid, signal.SIGINT)
    assert process.wait(20) == 7
    assert "ended in its own way" in seen[-1]


@POSIX
def test_interrupted_install_goes_on_from_where_it_stopped(copy):
    hold, asked = threading.Event(), []
    undone(copy, "models")
    subprocess.run([python_of(copy), "-m", "pip", "uninstall", "-qy", "tinymodel"], check=True)
    with small_index.index(copy / "wheels", hold=hold, asked=asked) as url:
        process = subprocess.Popen(
            [sys.executable, str(copy / "start.py"), "build", "--help"], stdout=subprocess.PIPE, text=True,
            env=environment(PIP_INDEX_URL=url), start_new_session=True,
        )  # fmt: skip
        while not any(path.endswith(".whl") for path in asked):
            time.sleep(0.05)
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 130 and "goes on from here" in said
        hold.set()
        ended = start(copy, "build", "--help", PIP_INDEX_URL=url)
    assert ended.returncode == 0, ended.stdout
    assert "Python packages" not in said + ended.stdout, "what was done is not done twice"
    assert "[1/2] Language model" in ended.stdout and has(copy, "tinymodel") == "1.0"


def test_a_package_that_was_cut_off_is_installed_again(copy):
    site = next((copy / ".venv").rglob("tinyone-1.0.dist-info"))
    (site / "RECORD").unlink()
    (site.parent / "tinyone" / "__init__.py").unlink()
    undone(copy, "packages")
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0, ended.stdout
    assert has(copy, "tinyone") == "1.0"


def test_without_a_network_it_says_so_and_keeps_what_is_there(copy):
    small_index.wheel(copy / "wheels", "tinytwo", "1.0")
    with (copy / "requirements.txt").open("a") as file:
        file.write("tinytwo==1.0\n")
    with small_index.index(copy / "wheels") as url:
        pass  # nothing listens there any more
    ended = start(copy, "build", "--help", PIP_INDEX_URL=url, PIP_RETRIES="1")
    assert ended.returncode == 1 and "usage: workbook" not in ended.stdout
    assert "could not be installed: Python packages" in ended.stdout
    assert "index cannot be reached" in ended.stdout and "HTTPS_PROXY" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
    assert start(copy, "build", "--help").returncode == 0, "with the network back it goes on"


@pytest.mark.parametrize("status", [404, 500])
def test_an_index_that_lacks_the_package_or_is_out_of_order_gives_a_clear_message(copy, status):
    with (copy / "requirements.txt").open("a") as file:
        file.write("tinytwo==1.0\n")
    with small_index.index(copy / "wheels", status=status) as url:
        ended = start(copy, "build", "--help", PIP_INDEX_URL=url)
    assert ended.returncode == 1
    assert "ERROR: No matching distribution found for tinytwo==1.0" in ended.stdout
    assert "PIP_INDEX_URL" in ended.stdout and "pip.log" in ended.stdout


def test_models_with_another_hash_are_refused(copy):
    undone(copy, "models")
    subprocess.run([python_of(copy), "-m", "pip", "uninstall", "-qy", "tinymodel"], check=True)
    small_index.wheel(copy / "wheels", "tinymodel", "1.0", extra="changed = True")
    ended = start(copy, "build", "--help")
    assert ended.returncode == 1 and "DO NOT MATCH THE HASHES" in ended.stdout
    assert not has(copy, "tinymodel")


@LINUX
@pytest.mark.parametrize("reachable", [True, False])
def test_torch_is_the_cpu_build_where_its_index_answers_and_the_ordinary_one_elsewhere(copy, tmp_path, reachable):
    small_index.wheel(copy / "wheels", "torch", "1.0")
    small_index.wheel(tmp_path / "cpu", "torch", "1.0+cpu")
    with (copy / "requirements.txt").open("a") as file:
        file.write("torch==1.0\n")
    with small_index.index(copy / "wheels") as ordinary, small_index.index(tmp_path / "cpu") as cpu:
        index = cpu if reachable else "http://127.0.0.1:9/simple"
        ended = start(copy, "build", "--help", PIP_INDEX_URL=ordinary, WORKBOOK_TORCH_INDEX=index)
    assert ended.returncode == 0, ended.stdout
    assert has(copy, "torch") == ("1.0+cpu" if reachable else "1.0")


def test_an_environment_that_works_is_taken_as_it_is(copy):
    shutil.rmtree(copy / ".venv" / ".workbook")
    (copy / ".venv" / "mine.txt").write_text("keep", encoding="utf-8")
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0 and "making it anew" not in ended.stdout
    assert (copy / ".venv" / "mine.txt").exists()


def test_a_broken_environment_is_made_anew(copy):
    python_of(copy).unlink()
    python_of(copy).write_text("no program", encoding="utf-8")
    ended = start(copy, "build", "--help")
    assert ended.returncode == 0, ended.stdout
    assert "making it anew" in ended.stdout and "[1/3]" in ended.stdout


def test_an_older_or_newer_python_is_told_what_is_needed(tmp_path):
    copy = bare_copy(tmp_path / "book")
    for version in [(3, 10, 4), (3, 15, 0)]:
        code = f"import sys, runpy; sys.version_info = {version}; sys.argv = ['start.py']; "
        code += f"runpy.run_path({str(copy / 'start.py')!r}, run_name='__main__')"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment())
        assert ended.returncode == 1 and "needs 3.11 to 3.14" in ended.stdout
        assert not (copy / ".venv").exists()


def test_an_old_python_can_at_least_read_the_file():
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_start_uses_the_standard_library_only():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported - sys.stdlib_module_names == {"helpers"}, "helpers is only asked for its list of commands"
