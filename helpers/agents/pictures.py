"""A run as a timeline: one row per step, what was decided, where the values came from."""

from __future__ import annotations

from typing import Any

from helpers.agents.traces import Entry, Run, where_from

# colour and mark of a state; the words stand beside them, so that nobody needs the colour
_LOOKS = {
    "done": ("blue", "o"),
    "undone": ("grey", "o"),
    "denied": ("rust", "X"),
    "failed": ("grey", "X"),
    "refused": ("grey", "X"),
    "fault": ("grey", "X"),
    "proposed": ("orange", "s"),
    "unknown": ("orange", "s"),
}
_LEVELS = {"auto": "alone", "notify": "alone, with a notice", "confirm": "after asking", "forbid": "never"}


def timeline(run: Run) -> tuple[Any, str]:
    """A figure of a run, and its description: per step the call, its level, where the values came from, its end.

    Raises ValueError for a run without a step.
    """
    from helpers import plots

    if not run.trace:
        raise ValueError(f"The run of {run.task} has no step to draw.")
    rows = [_row(entry, run) for entry in run.trace]
    fig, ax = plots.figure(9.4, 0.75 + 0.62 * len(rows))
    for place, (entry, (what, below, end)) in enumerate(zip(run.trace, rows, strict=True)):
        colour, mark = _LOOKS.get(entry.state, ("black", "D"))
        ax.plot([0], [-place], marker=mark, markersize=11, color=plots.COLORS[colour], zorder=3)
        ax.text(0.022, -place + 0.13, f"{entry.step}. {what}", va="center", fontsize=11, color=plots.COLORS["black"])
        ax.text(0.022, -place - 0.25, below, va="center", fontsize=9.5, color=plots.COLORS["grey"])
        ax.text(1.0, -place + 0.13, end, va="center", ha="right", fontsize=10.5, color=plots.COLORS[_dark(colour)])
    ax.plot([0, 0], [0, -len(rows) + 1], color=plots.COLORS["pale"], zorder=1)
    ax.set_xlim(-0.02, 1.0)
    ax.set_ylim(-len(rows) + 0.45, 0.6)
    ax.axis("off")
    ax.set_title(f"Run of {run.task}: {run.outcome}")
    told = "; ".join(f"{entry.step}. {what} ({end})" for entry, (what, _, end) in zip(run.trace, rows, strict=True))
    return fig, f"Timeline of {run.task}, which ended as: {run.outcome}. {told}."


def _dark(colour: str) -> str:
    return {"orange": "rust"}.get(colour, colour)


def _row(entry: Entry, run: Run) -> tuple[str, str, str]:
    if entry.kind == "answer":
        return _cut(f"answers: {run.answer}", 78), "", "end"
    if entry.kind == "fault":
        return _cut(f"not usable: {entry.tool}", 78), _cut(entry.note, 110), "not understood"
    values = ", ".join(f"{name}={value}" for name, value in entry.arguments.items())
    rule = f"rule {entry.rule}" if entry.rule else "no rule"
    below = f"{_LEVELS.get(entry.level, entry.level)} ({rule})" + (
        f"  |  {where_from(entry, run.trace)}" if entry.origins else ""
    )
    end = entry.state + (f" by {entry.by}" if entry.state == "denied" or entry.verdict else "")
    return _cut(f"{entry.tool}({values})", 78), _cut(below, 118), end


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
