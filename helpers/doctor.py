"""Check the machine a learner sits at: what is installed, whether the models answer, and what to do where they do not.

Nothing here asks the internet, and keys are named, never shown.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json as json_module
import os
import platform
import re
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import NamedTuple

from helpers import paths

OK, WARN, FAIL = "OK", "WARN", "FAIL"
PYTHONS = ((3, 11), (3, 14))
KEY_NAMES = re.compile(r"[A-Z0-9_]+_API_KEY")


class Line(NamedTuple):
    """One finding. `status` is OK, WARN or FAIL; `advice` says what to do and is empty for OK."""

    status: str
    name: str
    found: str
    advice: str = ""


def _python() -> Line:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return Line(FAIL, "Python", found, "Use Python 3.11 to 3.14: delete .venv and run start.py with one of them.")
    return Line(OK, "Python", found)


def _pins() -> dict[str, str]:
    pins = {}
    for line in (paths.ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        requirement, _, marker = line.partition(";")
        name, _, version = requirement.strip().partition("==")
        if version and not name.startswith("#"):
            from packaging.markers import Marker

            if not marker or Marker(marker.strip()).evaluate():
                pins[name] = version
    return pins


def _packages() -> Line:
    try:
        pins = _pins()
    except OSError as error:
        return Line(
            WARN, "Packages", f"requirements.txt cannot be read ({error.strerror})", "Clone the repository again."
        )
    missing, other = [], []
    for name, version in pins.items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if installed.partition("+")[0] != version:
            other.append(f"{name} {installed} instead of {version}")
    if missing:
        return Line(FAIL, "Packages", f"not installed: {', '.join(missing[:6])}", "Run `python start.py` again.")
    if other:
        return Line(
            WARN, "Packages", "; ".join(other[:4]), "Run `python start.py` to get the versions that were tested."
        )
    return Line(OK, "Packages", f"all {len(pins)} as pinned")


def _torch() -> Line:
    cuda = sorted(
        {
            name
            for item in importlib.metadata.distributions()
            if (name := item.metadata["Name"] or "").lower().startswith(("nvidia-", "triton"))
        }
    )
    if cuda:
        advice = (
            "It works, but takes gigabytes. Delete .venv and run start.py where PyTorch's CPU index can be reached."
        )
        return Line(WARN, "PyTorch", f"a CUDA build ({len(cuda)} extra packages)", advice)
    return Line(OK, "PyTorch", "a CPU build")


def _disk() -> Line:
    free = shutil.disk_usage(paths.my()).free / 1e9
    if free < 0.5:
        return Line(FAIL, "Disk", f"{free:.1f} GB free", "Free at least 1 GB: the model file and your runs need it.")
    if free < 2:
        return Line(WARN, "Disk", f"{free:.1f} GB free", "Free some space soon.")
    return Line(OK, "Disk", f"{free:.0f} GB free")


def _memory() -> Line:
    import psutil

    free = psutil.virtual_memory().available / 1e9
    if free < 1:
        return Line(WARN, "Memory", f"{free:.1f} GB available", "Close other programs and notebooks before a lab.")
    return Line(OK, "Memory", f"{free:.1f} GB available, {os.cpu_count()} processors")


def _writable() -> Line:
    probe = paths.my() / f".probe-{uuid.uuid4().hex}"
    probe.write_text("x", encoding="utf-8")
    probe.unlink()
    from helpers import store

    state = store.default()
    count = len(state.decisions())
    return Line(OK, "Your folder", f"my/ can be written to; {count} decision{'s' * (count != 1)} kept")


def _hashes() -> Line:
    from helpers import embed
    from helpers.local import files

    ok, reason = files.available()
    if not ok:
        return Line(WARN if files.is_intel_mac() else FAIL, "Model files", "the bundled model cannot run here", reason)
    files.verify(files.source_file(), files.GGUF_SHA256, fresh=True)
    files.verify(embed.weights_file(), embed.SHA256, fresh=True)
    return Line(OK, "Model files", "both are the published ones (SHA-256)")


def _answer() -> Line:
    from helpers import local

    if not local.available()[0]:
        return Line(
            WARN,
            "First answer",
            "skipped",
            "Set WORKBOOK_MODEL to a hosted model or to one of Ollama for live replies.",
        )
    started = time.perf_counter()
    question = [{"role": "user", "content": "What is the capital of France? Answer in one sentence."}]
    reply = local.generate([question], max_tokens=40)[0]
    seconds = time.perf_counter() - started
    speed = reply.completion_tokens / max(reply.latency_s, 1e-6)
    found = f"{reply.text.strip()!r} after {seconds:.1f} s, {speed:.0f} tokens a second"
    if not reply.text.strip():
        return Line(
            FAIL, "First answer", "the model said nothing", "Delete my/models and run `python start.py doctor` again."
        )
    return Line(OK, "First answer", found)


def _embedding() -> Line:
    from helpers.embed import embed

    started = time.perf_counter()
    near, same, far = embed(["How do I get a refund?", "Can I have my money back?", "The battery smells."])
    seconds = time.perf_counter() - started
    if not near @ same > near @ far:
        return Line(
            FAIL, "Embedding", "unlike texts came out closer than like ones", "Delete .venv and run start.py again."
        )
    return Line(OK, "Embedding", f"384 numbers a text, first three after {seconds:.1f} s")


def _model() -> Line:
    from helpers.llm import BUNDLED, default_model

    model = default_model()
    keys = sorted(name for name in os.environ if KEY_NAMES.fullmatch(name) and os.environ[name])
    found = f"{model}; keys set: {', '.join(keys) or 'none'}"
    if (
        model != BUNDLED
        and not keys
        and not model.startswith(("ollama", "local"))
        and "WORKBOOK_API_BASE" not in os.environ
    ):
        return Line(WARN, "Your model", found, "This model most likely needs a key in the environment.")
    return Line(OK, "Your model", found)


def _place() -> Line:
    if os.environ.get("BINDER_SERVICE_HOST") or os.environ.get("BINDER_REPO_URL"):
        return Line(
            WARN, "Where", "on Binder: 2 GB of memory, ends after ten idle minutes", "Download my/ before you leave."
        )
    live = " WORKBOOK_LIVE is set: every reply is live." if os.environ.get("WORKBOOK_LIVE") == "1" else ""
    return Line(OK, "Where", f"on your own machine. The network was not asked; the workbook needs none.{live}")


CHECKS: dict[str, Callable[[], Line]] = {
    "Python": _python,
    "Packages": _packages,
    "PyTorch": _torch,
    "Disk": _disk,
    "Memory": _memory,
    "Your folder": _writable,
    "Model files": _hashes,
    "First answer": _answer,
    "Embedding": _embedding,
    "Your model": _model,
    "Where": _place,
}


def lines() -> Iterator[Line]:
    """Check one thing after the other. A check that breaks is a FAIL line with the error, never a traceback."""
    for name, check in CHECKS.items():
        try:
            yield check()
        except Exception as error:
            yield Line(
                FAIL,
                name,
                f"{type(error).__name__}: {error}",
                "Run `python start.py` again; keep this line if it stays.",
            )


def run() -> list[Line]:
    """All findings. Takes about 15 seconds, most of it for loading the two models."""
    return list(lines())


def main(argv: list[str] | None = None) -> int:
    """`workbook doctor [--json]`. Exit code 1 when there is a FAIL."""
    parser = argparse.ArgumentParser(prog="workbook doctor", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    options = parser.parse_args(argv)
    found = []
    for line in lines():
        found.append(line)
        if not options.json:
            print(f"{line.status:<4}  {line.name:<13} {line.found}", flush=True)
            if line.advice:
                print(f"{'':<6}{'':<13} -> {line.advice}", flush=True)
    if options.json:
        print(json_module.dumps([line._asdict() for line in found], indent=1))
    failed = sum(line.status == FAIL for line in found)
    if not options.json:
        print(f"\n{'Ready.' if not failed else f'{failed} thing(s) to mend first.'}")
    return 1 if failed else 0
