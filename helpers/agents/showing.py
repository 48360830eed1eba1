"""Tables and figures of the lesson: calls without their origins, decisions, the audit trail, pass^k, a tired person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers.agents.ledgers import Ledger
from helpers.agents.people import Fatigued
from helpers.agents.permissions import Policy
from helpers.agents.provenance import Call, Context
from helpers.agents.traces import Run


def spelled(tool: str, arguments: Mapping[str, Any]) -> str:
    """A call as people read it: issue_refund(order=O-506, amount_eur=17.25)."""
    return f"{tool}({', '.join(f'{name}={value}' for name, value in arguments.items())})"


def calls_table(run: Run, title: str) -> Any:
    """The calls of a run, one per row, without a word about where they came from."""
    from helpers import cards

    calls = [entry for entry in run.trace if entry.kind == "call"]
    return cards.table(["step", "call"], [(e.step, spelled(e.tool, e.arguments)) for e in calls], title)


def decisions_table(policy: Policy, calls: Sequence[Call], context: Context, title: str) -> Any:
    """What a policy says about each call, with the rule that decided."""
    from helpers import cards

    rows = []
    for call in calls:
        said = policy.decide(call, context)
        rule = f"rule {said.rule}, line {said.line}" if said.rule else "none, so the default"
        rows.append((spelled(call.tool, call.arguments), said.level, rule))
    return cards.table(["call", "level", "decided by"], rows, title)


def audit_table(ledger: Ledger, title: str) -> Any:
    """The audit trail of a ledger, in the order in which it was written."""
    from helpers import cards

    rows = []
    for event in ledger.audit():
        action = ledger.action(event.key)
        rows.append((event.number, spelled(action.tool, action.arguments), event.state, event.by, event.note))
    return cards.table(["line", "action", "state", "by", "note"], rows, title)


def passes(counts: Sequence[int], trials: int) -> dict[int, Any]:
    """pass^k for k = 1 to `trials`, with 95 % intervals over tasks. counts: successes of each task in its trials.

    Raises ValueError for counts outside 0 to trials. Source: Yao et al., arXiv 2406.12045.
    """
    from helpers import stats

    return {k: stats.mean_interval([stats.pass_hat_k(trials, c, k) for c in counts]) for k in range(1, trials + 1)}


def passes_figure(counts: Sequence[int], trials: int) -> tuple[Any, str]:
    """pass^k as measured and as p^k would have it, and beside it how the tasks divide. Returns figure and alt text."""
    from helpers import plots

    found = passes(counts, trials)
    ks, p = list(found), found[1].value
    fig, (left, right) = plots.figure(9.0, 3.5, ncols=2, width_ratios=[3, 2])
    low = [found[k].value - found[k].low for k in ks]
    high = [found[k].high - found[k].value for k in ks]
    left.errorbar(ks, [found[k].value for k in ks], [low, high], marker="o", capsize=4, color=plots.COLORS["blue"])
    left.plot(ks, [p**k for k in ks], marker="X", linestyle="--", color=plots.COLORS["rust"])
    left.text(trials - 0.05, found[trials].value + 0.035, "measured", ha="right", color=plots.COLORS["blue"])
    left.text(trials - 0.05, p**trials - 0.055, "first share to the power k", ha="right", color=plots.COLORS["rust"])
    left.set(
        xticks=ks,
        xlabel="tries in a row",
        ylabel="share of tasks, all tries right",
        ylim=(-0.07, 0.62),
        xlim=(0.8, trials + 0.2),
    )
    bars = [sum(c == n for c in counts) for n in range(trials + 1)]
    right.bar(range(trials + 1), bars, color=plots.COLORS["sky"])
    for n, bar in enumerate(bars):
        right.text(n, bar + 0.3, str(bar), ha="center")
    right.set(xticks=range(trials + 1), xlabel=f"of {trials} tries right", ylabel="tasks", ylim=(0, max(bars) + 2.5))
    told = ", ".join(f"{k}: {plots.with_interval(found[k])} (power: {plots.percent(p**k)})" for k in ks)
    split = ", ".join(f"{bar} tasks {n} times" for n, bar in enumerate(bars))
    return (
        fig,
        f"Share of {len(counts)} tasks with all tries right, by tries in a row: {told}. Right in {trials} tries: "
        f"{split}.",
    )


def fatigue_figure(prompts: int, vigilance: int, decay: float) -> tuple[Any, str]:
    """The assumed chance to catch a bad request, by its place among the prompts of a day, and the mean over the day.

    vigilance: chance at the first prompt, in percent; decay: what is lost with each prompt, in percent of what is left.
    """
    from helpers import plots

    tired = Fatigued(vigilance / 100, decay / 100)
    chances = [tired.catch(n) for n in range(1, prompts + 1)]
    mean = sum(chances) / len(chances)
    fig, ax = plots.figure(7.2, 3.0)
    ax.plot(range(1, prompts + 1), chances, color=plots.COLORS["blue"], marker="o" if prompts == 1 else "")
    ax.axhline(mean, color=plots.COLORS["grey"], linestyle="--")
    ax.text(prompts, mean + 0.03, f"over the day {plots.percent(mean)}", ha="right", color=plots.COLORS["grey"])
    ax.set(xlabel="prompt of the day", ylabel="a bad request is caught", ylim=(0, 1.08), xlim=(0, max(prompts, 2)))
    ax.set_title("Assumed, not measured")
    return fig, (
        f"Assumed: caught at the first prompt {plots.percent(chances[0])}, at prompt {prompts} "
        f"{plots.percent(chances[-1])}; "
        f"of ten bad requests spread over a day with {prompts} prompts, {10 * (1 - mean):.1f} pass."
    )


def half_text(vigilance: float, decay: float, most: int = 400) -> str:
    """From which prompt a bad request is missed as often as not, and over how many prompts half of them pass.

    vigilance, decay: as in `fatigue_figure`, in percent.
    """
    tired = Fatigued(vigilance / 100, decay / 100)
    chances = [tired.catch(n) for n in range(1, most + 1)]
    single = next((n for n in range(1, most + 1) if chances[n - 1] < 0.5), None)
    whole = next((n for n in range(1, most + 1) if sum(chances[:n]) / n < 0.5), None)
    start = f"With {vigilance:g} % at the first prompt and {decay:g} % lost at each,"
    if single is None:
        return f"{start} no prompt of the first {most} is missed as often as not."
    over = f"at {whole} prompts a day half of all pass" if whole else f"up to {most} prompts a day fewer than half pass"
    return f"{start} a single bad request is missed as often as not from prompt {single} on; {over}."
