"""Run one notebook for every combination of values: `workbook sweep NAME -p name=a,b,c [-p other=x,y]`.

A combination that ended well with the same notebook and the same values is not run again. The result is a table, an
`index.csv` and one chart per published figure in `my/runs/sweep-…/`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
import json
import re
from collections import namedtuple
from pathlib import Path

from helpers import executing, notebooks, parameters, paths
from helpers import run as runs

Point = namedtuple("Point", "value low high")


def choose(names: list[str], swept: list[str], root: Path = paths.ROOT) -> Path:
    """The one notebook meant: of a lesson and a lab the one that has the parameters, else the lab."""
    found = notebooks.find(names, root)
    if len(found) > 1:
        having = [path for path in found if set(swept) <= set(notebooks.parameters(notebooks.read(path)))]
        found = having or found
        found = [path for path in found if path.parent.name == "labs"] or found
    if len(found) != 1:
        listing = ", ".join(runs.label(path, root) for path in found) or "none"
        raise ValueError(f"A sweep runs one notebook; {' '.join(names) or 'no name'} stands for: {listing}.")
    return found[0]


def combinations(path: Path, given: list[str], root: Path = paths.ROOT) -> list[dict[str, object]]:
    """Every combination of the values in `name=a,b,c` texts, checked against the notebook. Raises ValueError."""
    known = {runs.label(path, root): notebooks.parameters(notebooks.read(path))}
    axes: dict[str, list[object]] = {}
    for name, text in [parameters.split(item) for item in given]:
        if name in axes:
            raise ValueError(f"The parameter {name!r} is given twice.")
        texts = parameters.several(text)
        if not texts:
            raise ValueError(f"{name}: give at least one value, such as {name}=1,2,3.")
        got = [parameters.values([(name, one)], known)[next(iter(known))][name] for one in texts]
        axes[name] = [value for i, value in enumerate(got) if value not in got[:i]]
    if not axes:
        raise ValueError("A sweep needs at least one -p name=a,b,c.")
    return [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]


def fingerprint(path: Path, params: dict, live: bool) -> str:
    """What makes a run the same run: the notebook's bytes, the values, and live or not."""
    text = json.dumps([params, live], sort_keys=True, default=str)
    return hashlib.sha256(path.read_bytes() + text.encode("utf-8")).hexdigest()[:16]


def _finished(folder: Path) -> dict[str, dict]:
    """Rows of earlier runs by fingerprint; damaged lines are left out."""
    return {row["fingerprint"]: row for row in executing.log_lines(folder / "rows.jsonl") if "fingerprint" in row}


def _points(rows: list[dict], figure: str) -> list[Point | None]:
    """One published figure of each row as value, low and high."""
    points = []
    for row in rows:
        value = row["figures"].get(figure)
        if isinstance(value, dict) and {"value", "low", "high"} <= set(value):
            points.append(Point(value["value"], value["low"], value["high"]))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            points.append(Point(value, value, value))
        else:
            points.append(None)
    return [point if point and None not in point else None for point in points]


def _shown(value: object) -> str:
    if isinstance(value, dict) and all(value.get(part) is not None for part in ("value", "low", "high")):
        return f"{value['value']:.3g} ({value['low']:.3g} to {value['high']:.3g})"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def charts(rows: list[dict], swept: list[str], folder: Path) -> list[Path]:
    """One PNG per figure that at least two runs published; the seconds when none was published."""
    from helpers import plots

    figures = list(dict.fromkeys(name for row in rows for name in row["figures"]))
    drawn = []
    for figure in figures or ["seconds"]:
        points = _points(rows, figure) if figures else [Point(*[row["seconds"]] * 3) for row in rows]
        kept = [(row, point) for row, point in zip(rows, points, strict=True) if point]
        if len(kept) < 2:
            continue
        share = all(0 <= part <= 1 for _, point in kept for part in point)
        title = figure.replace("_", " ")
        if len(swept) == 1:
            at = [row["params"][swept[0]] for row, _ in kept]
            fig = plots.curve(at, [point for _, point in kept], xlabel=swept[0], ylabel=title, share=share)
        else:
            labels = [", ".join(f"{key} {row['params'][key]}" for key in swept) for row, _ in kept]
            fig = plots.interval_bar(dict(zip(labels, [p for _, p in kept], strict=True)), title=title, share=share)
        path = folder / f"{re.sub(r'[^A-Za-z0-9_-]', '-', figure)}.png"
        path.write_bytes(plots.png(fig))
        drawn.append(path)
    return drawn


def _write_index(rows: list[dict], swept: list[str], path: Path) -> list[str]:
    """index.csv; a figure with an interval becomes three columns. Returns the names of the figures."""
    figures = list(dict.fromkeys(name for row in rows for name in row["figures"]))
    flat = []
    for row in rows:
        line = {key: row["params"][key] for key in swept}
        line |= {key: row[key] for key in ("seconds", "status", "checks_passed", "checks_total")}
        for name in figures:
            value = row["figures"].get(name)
            parts = value if isinstance(value, dict) else {"": value}
            line |= {f"{name}_{part}".rstrip("_"): item for part, item in parts.items()}
        flat.append(line | {"run_id": row["run_id"]})
    columns = list(dict.fromkeys(key for line in flat for key in line))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(flat)
    return figures


def sweep(
    path: Path,
    given: list[str],
    *,
    live: bool = False,
    timeout: int | None = None,
    workers: int | None = None,
    dask: str | None = None,
    root: Path = paths.ROOT,
) -> tuple[list[dict], Path, int, bool]:
    """Run what is missing. Returns the rows in order, the folder, how many were reused, and whether it was stopped."""
    wanted = combinations(path, given, root)
    swept = list(wanted[0])
    name = runs.label(path, root)
    folder = paths.my() / "runs" / ("sweep-" + re.sub(r"[^A-Za-z0-9_-]", "-", f"{name}-{'-'.join(swept)}"))
    folder.mkdir(parents=True, exist_ok=True)
    done = _finished(folder)
    prints = {fingerprint(path, params, live): params for params in wanted}
    missing = {key: params for key, params in prints.items() if done.get(key, {}).get("status") != "ok"}
    jobs, by_run = [], {}
    for key, params in missing.items():
        job = executing.Job(str(path), name, params, live=live, timeout=timeout or (1200 if live else 300))
        by_run[job.run_id] = key
        jobs.append(job)

    def write(outcome: executing.Outcome) -> None:
        row = {
            "fingerprint": by_run[outcome.run_id], "run_id": outcome.run_id, "params": outcome.params,
            "seconds": outcome.seconds, "status": outcome.status, "checks_passed": outcome.checks_passed,
            "checks_total": outcome.checks_total, "figures": outcome.summary, "error": outcome.error,
        }  # fmt: skip
        done[row["fingerprint"]] = row
        with (folder / "rows.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    stopped = False
    if jobs:
        _, stopped = runs.run_all(jobs, workers=workers, dask=dask, each=write)
    rows = [done[key] for key in prints if key in done]
    return rows, folder, len(prints) - len(missing), stopped


def main(argv: list[str] | None = None) -> int:
    """`workbook sweep`: exit code 0 when every combination ended well, 1 when one failed, 130 when stopped."""
    parser = argparse.ArgumentParser(
        prog="workbook sweep", description="Run a notebook for each combination of values."
    )
    parser.add_argument("name", metavar="NAME", help="03, labs/03_evals, or a file")
    parser.add_argument("-p", dest="params", action="append", default=[], metavar="name=a,b,c", help="values to try")
    parser.add_argument("--live", action="store_true", help="ask the model again, past recordings and cache")
    parser.add_argument("--timeout", type=int, metavar="SECONDS", help="limit for one cell (300, live 1200)")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (2, fewer where memory is short)")
    parser.add_argument("--dask", metavar="tcp://…", help="use the Dask scheduler at this address")
    options = parser.parse_args(argv)
    path = choose([options.name], [text.partition("=")[0] for text in options.params])
    rows, folder, reused, stopped = sweep(
        path, options.params, live=options.live, timeout=options.timeout, workers=options.workers, dask=options.dask
    )
    if not rows:
        print("Nothing had finished.")
        return 130 if stopped else 1
    swept = list(rows[0]["params"])
    figures = _write_index(rows, swept, folder / "index.csv")
    head = [*swept, *figures, "seconds", "checks passed", "result"]
    lines = []
    for row in rows:
        checks = f"{row['checks_passed']} of {row['checks_total']}" if row["checks_total"] else "none"
        shown = [_shown(row["figures"].get(name, "")) for name in figures]
        lines.append([*(row["params"][key] for key in swept), *shown, row["seconds"], checks, row["status"]])
    print(runs.table(lines, head))
    for row in rows:
        if row["error"]:
            at = ", ".join(f"{key} = {row['params'][key]}" for key in swept)
            print(f"{at}: {row['error']}")
    if reused:
        print(f"{reused} of {len(rows)} were there already, with the same notebook and values.")
    if not figures:
        print("The notebook publishes no figures (helpers.run.report), so the chart shows seconds.")
    drawn = charts(rows, swept, folder)
    print(f"Table: {folder / 'index.csv'}")
    for chart in drawn:
        print(f"Chart: {chart}")
    if stopped:
        print("Stopped. The same command goes on from here.")
        return 130
    return 0 if all(row["status"] == "ok" for row in rows) else 1
