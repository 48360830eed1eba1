"""The learner's decisions and their evidence as one self-contained HTML file: `workbook portfolio [--out FILE]`."""

from __future__ import annotations

import argparse
import html
from datetime import UTC, datetime
from pathlib import Path

from helpers import notebooks, paths

_STYLE = """
body { font: 17px/1.55 system-ui, sans-serif; max-width: 46em; margin: 2.5em auto; padding: 0 1em; color: #222 }
body { background: #fff }
h1 { line-height: 1.2 }
h2 { margin-top: 2.2em; border-bottom: 2px solid #0072B2; padding-bottom: .2em }
h3 { margin: 1.6em 0 .3em }
table { border-collapse: collapse; margin: .6em 0 }
caption { text-align: left; color: #555; font-size: .88em }
th, td { border: 1px solid #999; padding: .25em .7em; text-align: left }
blockquote { margin: .5em 0; padding-left: 1em; border-left: 4px solid #999 }
.choice { font-weight: 600 }
.meta { color: #555; font-size: .88em }
@media print { body { margin: 0; max-width: none } h2 { break-after: avoid } }
"""


def _text(value: object) -> str:
    if isinstance(value, dict) and {"value", "low", "high"} <= set(value):
        numbers = [value["value"], value["low"], value["high"]]
        if all(isinstance(n, int | float) for n in numbers):
            if all(-1 <= n <= 1 for n in numbers):
                return f"{100 * numbers[0]:.0f} % ({100 * numbers[1]:.0f} to {100 * numbers[2]:.0f} %)"
            return f"{numbers[0]:.4g} ({numbers[1]:.4g} to {numbers[2]:.4g})"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return f"{value:.4g}" if isinstance(value, float) else "" if value is None else str(value)


def _decision(row: dict, run: dict | None) -> str:
    value = row["value"]
    parts = [f"<h3>{html.escape(row['name'])}</h3>", f'<p class="choice">{html.escape(_text(value.get("choice")))}</p>']
    parts.append(f"<blockquote>{html.escape(str(value.get('why', '')))}</blockquote>")
    evidence = value.get("evidence") or {}
    if evidence:
        cells = "".join(
            f'<tr><th scope="row">{html.escape(key.replace("_", " "))}</th><td>{html.escape(_text(item))}</td></tr>'
            for key, item in evidence.items()
        )
        parts.append(f"<table><caption>Evidence</caption>{cells}</table>")
    meta = [f"Decided {str(row.get('created', ''))[:10]}"]
    if row.get("run_id"):
        meta.append(f"run {row['run_id']}")
    if run and run.get("params"):
        meta.append(f"with {_text(run['params'])}")
    parts.append(f'<p class="meta">{html.escape(", ".join(meta))}.</p>')
    return "\n".join(parts)


def render(decisions: list[dict], runs: dict[str, dict], titles: dict[str, str], *, today: str) -> str:
    """The page. `decisions`: rows of the store; `runs`: rows by run id; `titles`: lab number -> title."""
    groups: dict[str, list[dict]] = {}
    for row in sorted(decisions, key=lambda row: row["name"]):
        groups.setdefault(row["name"].split(".")[0], []).append(row)
    body = []
    for number, rows in groups.items():
        body.append(f"<h2>{html.escape(' '.join([number, titles.get(number, '')]).strip())}</h2>")
        body += [_decision(row, runs.get(row.get("run_id") or "")) for row in rows]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Portfolio: decisions on an AI product</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Decisions on an AI product</h1>
<p>{len(decisions)} decisions with the evidence they rest on, from the AI PM Lab Workbook. The product is the support
assistant of Meadow, an invented e-bike subscription company; the replies and figures are those of real models.
Written {html.escape(today)}.</p>
{chr(10).join(body)}
</body>
</html>
"""


def write(path: Path | None = None) -> Path:
    """Write the portfolio (default `my/portfolio/portfolio.html`) and return where it is.

    Raises: ValueError while no decision is stored, RuntimeError when the file cannot be written.
    """
    from helpers import store

    kept = store.default()
    decisions = kept.decisions()
    if not decisions:
        raise ValueError("No decision is stored yet. Each lab ends in one: decide(…) with a choice and a reason.")
    titles = {p.stem.split("_")[0]: notebooks.header(notebooks.read(p)).title for p in notebooks.every()}
    runs = {row["run_id"]: row for row in kept.runs()}
    page = render(decisions, runs, titles, today=datetime.now(UTC).date().isoformat())
    target = path or paths.my() / "portfolio" / "portfolio.html"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        raise RuntimeError(f"The portfolio cannot be written to {target}: {error.strerror}.") from error
    return target


def main(argv: list[str] | None = None) -> int:
    """`workbook portfolio`."""
    parser = argparse.ArgumentParser(prog="workbook portfolio", description="Write your decisions as one HTML file.")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to (my/portfolio/portfolio.html)")
    options = parser.parse_args(argv)
    print(f"Written: {write(options.out)}")
    return 0
