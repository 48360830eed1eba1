"""The eval runner beside inspect_ai and promptfoo: the same questions to the same local HTTP server, same grader.

By hand:  python tests/bench/bench_peers.py [--n 1000] [--concurrency 50] [--latency 0.05] [--runs 5] [--achat]

Equal for all: N, latency, calls at once, an exact-match grader, one process from start to end, results written to
disk. Taken in turns, median and range. Nothing counts unless every runner returns N results, finds the same number
right, and the server has counted N calls. A second run counts as one from cache only when it made no call at all.

inspect_ai is taken from this interpreter or the one in WORKBOOK_INSPECT_PYTHON; it needs the package openai:
    python -m venv FOLDER; FOLDER/bin/pip install inspect-ai==0.3.285 openai
promptfoo is taken from the path or from WORKBOOK_PROMPTFOO (1.4 GB, Node 20.20 or newer):
    npm install --prefix FOLDER promptfoo@0.121.20; WORKBOOK_PROMPTFOO=FOLDER/node_modules/.bin/promptfoo

What the ratios do not say: with calls of one second and more all runners wait for the network, and inspect_ai buys a
full transcript of every sample for its time. They hold at this latency and concurrency only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from timing import Measured, environment, measure, spread

HERE = Path(__file__).parent
QUIET = {
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_DEBUG_LOG": "true",  # with these logs on, runs of 1,000 at 50 often exit with 1 after passing
    "PROMPTFOO_DISABLE_ERROR_LOG": "true",
    "PROMPTFOO_DISABLE_SHARING": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "true",
    "PROMPTFOO_SELF_HOSTED": "1",
}


PRICES = "rows:\n  - {model: openai/bench, kind: local, as_of: 2026-11-24, source: this benchmark}\n"


class Setting(NamedTuple):
    """What is equal for all runners."""

    n: int
    concurrency: int
    port: int


class Runner(NamedTuple):
    """A way to run the eval. run(setting, folder) gives (measured, results, right)."""

    name: str
    run: Callable[[Setting, Path], tuple[Measured, int, int]]


def told(one: Measured) -> tuple[Measured, int, int]:
    """Read the last line that a client printed."""
    try:
        said = json.loads(one.out.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise AssertionError(f"no result (exit {one.code}):\n{one.out[-500:]}\n{one.err[-1500:]}") from None
    if one.code or said["errors"]:
        raise AssertionError(f"exit {one.code}, errors {said['errors']}")
    return one, said["results"], said["right"]


def workbook(way: str) -> Runner:
    def run(setting: Setting, folder: Path) -> tuple[Measured, int, int]:
        more = {"OPENAI_BASE_URL": f"http://127.0.0.1:{setting.port}/v1", "OPENAI_API_KEY": "none"}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "models.yaml").write_text(PRICES, encoding="utf-8")
        arguments = [setting.port, setting.n, setting.concurrency, way]
        return told(measure([sys.executable, HERE / "client_workbook.py", *arguments], environment(folder, **more)))

    return Runner("workbook" if way == "http" else "workbook, achat", run)


def inspect_ai(logging: str) -> Runner | None:
    for python in (sys.executable, os.environ.get("WORKBOOK_INSPECT_PYTHON")):
        if python and not subprocess.run([python, "-c", "import inspect_ai, openai"], capture_output=True).returncode:
            break
    else:
        return None

    def run(setting: Setting, folder: Path) -> tuple[Measured, int, int]:
        env = environment(folder, INSPECT_CACHE_DIR=str(folder / "cache"), XDG_CACHE_HOME=str(folder / "xdg"))
        arguments = [setting.port, setting.n, setting.concurrency, folder / "logs", logging, "cache"]
        return told(measure([python, HERE / "client_inspect.py", *arguments], env))

    return Runner(f"inspect_ai, {logging} log", run)


def promptfoo() -> Runner | None:
    program = os.environ.get("WORKBOOK_PROMPTFOO") or shutil.which("promptfoo")
    if not program or not Path(program).exists():
        return None

    def run(setting: Setting, folder: Path) -> tuple[Measured, int, int]:
        folder.mkdir(parents=True, exist_ok=True)
        provider = {
            "apiBaseUrl": f"http://127.0.0.1:{setting.port}/v1",
            "apiKey": "none",
            "temperature": 0,
            "max_tokens": 16,
        }
        tests = [
            {"vars": {"q": f"question {number}"}, "assert": [{"type": "equals", "value": "yes"}]}
            for number in range(setting.n)
        ]
        config = {"providers": [{"id": "openai:chat:bench", "config": provider}], "prompts": ["{{q}}"], "tests": tests}
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        env = environment(folder, PROMPTFOO_CONFIG_DIR=str(folder / "state"), **QUIET)
        command = [program, "eval", "-c", "config.json", "-j", setting.concurrency, "-o", "out.json"]
        one = measure([*command, "--no-progress-bar", "--no-table"], env, cwd=folder)
        if one.code not in (0, 100):  # 100: some assertions failed, as they should here
            raise AssertionError(f"exit {one.code}:\n{one.out[-500:]}\n{one.err[-1500:]}")
        stats = json.loads((folder / "out.json").read_text(encoding="utf-8"))["results"]["stats"]
        if stats["errors"]:
            raise AssertionError(f"{stats['errors']} errors")
        return one, stats["successes"] + stats["failures"], stats["successes"]

    return Runner("promptfoo", run)


def ask_server(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return json.load(answer)["calls"]


def bench(
    runners: list[Runner], setting: Setting, runs: int
) -> tuple[dict[tuple[str, bool], list[Measured]], dict[str, int]]:
    """Figures by (runner, from cache), taken in turns after one uncounted round.

    Also the runners whose second run was not wholly from their cache, with the most calls that one made: it is no run
    from cache, so it has no figure. Raises when anything else is not as it should be.
    """
    taken: dict[tuple[str, bool], list[Measured]] = {}
    leaky: dict[str, int] = {}
    right_answers = setting.n - len(range(0, setting.n, 10))
    with tempfile.TemporaryDirectory() as root:
        for number in range(runs + 1):
            for place, runner in enumerate(runners):
                for warm in (False, True):
                    ask_server(setting.port, "/reset")
                    one, results, right = runner.run(setting, Path(root) / f"{number}-{place}")
                    calls = ask_server(setting.port, "/count")
                    if (results, right) != (setting.n, right_answers) or (not warm and calls != setting.n):
                        raise AssertionError(
                            f"{runner.name}: {results} results, {right} right, {calls} calls; "
                            f"expected {setting.n}, {right_answers}, {0 if warm else setting.n}"
                        )
                    if warm and calls:
                        leaky[runner.name] = max(calls, leaky.get(runner.name, 0))
                    elif number:
                        taken.setdefault((runner.name, warm), []).append(one)
                shutil.rmtree(Path(root) / f"{number}-{place}", ignore_errors=True)
    return {key: measured for key, measured in taken.items() if not (key[1] and key[0] in leaky)}, leaky


def show(taken: dict[tuple[str, bool], list[Measured]]) -> None:
    """A table, and how many times as long as the workbook each runner takes."""
    print(f"{'runner':<26}{'':<12}{'wall s':<20}{'CPU s':<20}{'memory MB':<12}times the workbook's wall")
    for (name, warm), measured in sorted(taken.items(), key=lambda item: item[0][1]):
        base = statistics.median(m.wall_s for m in taken["workbook", warm])
        wall = [m.wall_s for m in measured]
        cpu = spread([m.cpu_s for m in measured]) if measured[0].cpu_s is not None else "-"
        memory = f"{max(m.rss_mb for m in measured):.0f}" if measured[0].rss_mb is not None else "-"
        ratio = "" if name == "workbook" else f"{statistics.median(wall) / base:.1f}"
        print(f"{name:<26}{'from cache' if warm else 'cold':<12}{spread(wall):<20}{cpu:<20}{memory:<12}{ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--achat", action="store_true", help="also the workbook through its own achat and litellm")
    given = parser.parse_args()
    found = [workbook("http")] + ([workbook("achat")] if given.achat else [])
    for name, runner in (
        ("inspect_ai", inspect_ai("default")),
        ("inspect_ai", inspect_ai("lean")),
        ("promptfoo", promptfoo()),
    ):
        if runner is None:
            print(f"{name} is not installed here, so it is not in the table. See the top of this file.")
        else:
            found.append(runner)
    server = subprocess.Popen(
        [sys.executable, str(HERE / "server.py"), str(given.latency)], stdout=subprocess.PIPE, text=True
    )
    try:
        setting = Setting(given.n, given.concurrency, int(server.stdout.readline()))
        ideal = given.latency * -(-given.n // given.concurrency)
        print(f"{given.n} calls of {1000 * given.latency:g} ms, {given.concurrency} at once, ideal {ideal:.2f} s")
        print(f"median (range) of {given.runs} runs each, in turns, whole process, results written to disk")
        taken, leaky = bench(found, setting, given.runs)
        show(taken)
        for name, calls in leaky.items():
            print(f"{name}: no figure from cache; a second run over its full cache still made up to {calls} calls")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
