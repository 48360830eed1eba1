"""`workbook record`: run notebooks with a model and keep the replies they used in one file that can be handed out."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from helpers import paths, recordings


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 when the recording was written, 1 when a notebook failed (nothing is written then).

    Raises: ValueError for an unknown notebook, parameter or file name.
    """
    from helpers import llm, notebooks, run

    parser = argparse.ArgumentParser(
        prog="workbook record",
        description="Run notebooks with a model, live, and write the replies they used to a recording. "
        "Learners who put the file into my/recordings get the same replies without a key.",
    )
    parser.add_argument("names", nargs="+", metavar="NAME", help="03, labs/03_evals, or a file")
    parser.add_argument("--model", help="any litellm name; default: WORKBOOK_MODEL, or the bundled model")
    parser.add_argument("--to", metavar="FILE", help="*.jsonl or *.jsonl.gz; default: in my/recordings")
    parser.add_argument("-p", dest="params", action="append", default=[], metavar="name=value", help="a parameter")
    parser.add_argument("--learner", action="store_true", help="run the learner's version of a lab, not the solved one")
    parser.add_argument("--reuse", action="store_true", help="take replies that are kept already; ask only for others")
    parser.add_argument("--timeout", type=int, metavar="SECONDS", help="limit for one cell (default 1200)")
    options = parser.parse_args(argv)
    model = options.model or llm.default_model()
    target = Path(options.to) if options.to else paths.my() / "recordings" / _file_name(options.names, model)
    recordings.check_name(target)

    jobs = run.plan(
        options.names, options.params, live=True, solutions=not options.learner, timeout=options.timeout or 1200
    )
    for job in jobs:
        job.live = not options.reuse
        if "model" in notebooks.parameters(notebooks.read(Path(job.path))):
            job.params.setdefault("model", model)
    with tempfile.TemporaryDirectory() as folder:
        used = Path(folder) / "used.jsonl"
        before = {name: os.environ.get(name) for name in ("WORKBOOK_RECORD", "WORKBOOK_MODEL")}
        os.environ |= {"WORKBOOK_RECORD": str(used), "WORKBOOK_MODEL": model}
        try:
            outcomes, stopped = run.run_all(jobs, workers=1)
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value
        print(run.summary(outcomes) if outcomes else "Nothing had finished.")
        rows = recordings.read(used) if used.exists() else []
    if stopped or any(outcome.status not in ("ok", "checks failed") for outcome in outcomes):
        print(
            f"No recording was written. {len(rows)} replies are in your cache; with --reuse they are not asked again.",
            file=sys.stderr,
        )
        return 1
    rows = [row for row in rows if row["model"] == model]
    if not rows:
        print(f"No recording was written: these notebooks asked {model} for nothing.", file=sys.stderr)
        return 1
    count = recordings.write(rows, target)
    print(f"{count} replies of {model} are in {target}.")
    return 0


def _file_name(names: list[str], model: str) -> str:
    stem = "-".join(Path(name).stem for name in names[:3])
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{stem}--{model}") + ".jsonl.gz"
