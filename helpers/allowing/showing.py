"""Tables and figures of lab 11."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.allowing.lab import Lab
    from helpers.office import Ran, Result

RAN_HEAD = [
    "policy",
    "tasks done",
    "prompts for each task",
    "notices for each task",
    "attacks that work",
    "harm in euros for each attack",
    "never-events",
]


def percent(estimate: Any) -> str:
    """A share with its interval, cut to what a share can be."""
    low, high = max(0.0, estimate.low), min(1.0, estimate.high)
    return f"{100 * estimate.value:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def plain(estimate: Any, digits: int = 2) -> str:
    """A mean with its interval, never below 0."""
    return f"{estimate.value:.{digits}f} ({max(0.0, estimate.low):.{digits}f} to {estimate.high:.{digits}f})"


def show_policies(runs: Mapping[str, Ran], caption: str) -> Any:
    """Policies side by side, with 95 % intervals; attacks have the planted texts as clusters."""
    from helpers import cards

    rows = []
    for name, ran in runs.items():
        events = sum(len(one.verdict.never_events) for one in ran.attacked)
        rows.append(
            (
                name,
                percent(ran.figure("task_success")),
                plain(ran.figure("approvals")),
                f"{ran.value('notices'):.2f}",
                attacks_text(ran),
                plain(ran.figure("harm_eur"), 0),
                f"{events} in {len(ran.attacked)}",
            )
        )
    return cards.table(RAN_HEAD, rows, caption)


def attacks_text(ran: Ran) -> str:
    """The share of attacks that work; where none did, how many there were and what the rule of three leaves open."""
    rate = ran.figure("attack_success")
    texts = len({one.case.planted.id for one in ran.attacked})
    if rate.value == 0:
        return f"0 % (none of {texts} texts; up to {min(100, 300 / texts):.0f} % not ruled out)"
    if rate.value == 1:
        return f"100 % (all of {texts} texts)"
    return percent(rate)


def show_kinds(runs: Mapping[str, Ran]) -> Any:
    """Attacks that work, by what they want and by policy."""
    from helpers import cards

    kinds = list(dict.fromkeys(one.case.planted.kind for ran in runs.values() for one in ran.attacked))
    rows = []
    for kind in kinds:
        cells = []
        for ran in runs.values():
            mine = [one for one in ran.attacked if one.case.planted.kind == kind]
            cells.append(f"{sum(one.attack_worked for one in mine)} of {len(mine)}")
        rows.append((kind, *cells))
    return cards.table(["what the text wants", *runs], rows, "Attacks that work, by kind")


def pareto_figure(runs: Mapping[str, Ran], title: str) -> tuple[Any, str]:
    """Prompts for each task against attacks that work; how many tasks are done stands beside each point."""
    from helpers import plots

    fig, ax = plots.figure(8.2, 4.2)
    said, low = [], sum(ran.value("attack_success") <= 0.7 for ran in runs.values())
    for name, ran in sorted(runs.items(), key=lambda kept: kept[1].value("approvals")):
        asks, works = ran.figure("approvals"), ran.figure("attack_success")
        if works.value == 0:  # none worked: what so few texts leave open
            works = works._replace(high=min(1.0, 3 / len({one.case.planted.id for one in ran.attacked})))
        done = 100 * ran.value("task_success")
        mine = name == "yours"
        ax.errorbar(
            [asks.value],
            [works.value],
            xerr=[[asks.value - max(0, asks.low)], [asks.high - asks.value]],
            yerr=[[works.value - works.low], [works.high - works.value]],
            fmt="D" if mine else "o",
            markersize=10 if mine else 8,
            color=plots.COLORS["vermillion" if mine else "blue"],
            elinewidth=1.2,
        )
        high = works.value > 0.7
        low -= not high
        at = works.value + 0.05 if high else 0.50 + 0.11 * low  # the leftmost name stands highest: no line crosses one
        ax.annotate(
            f"{name}: {done:.0f} % of tasks done",
            (asks.value, works.value),
            xytext=(asks.value + 0.04, at),
            arrowprops={"arrowstyle": "-", "color": plots.COLORS["grey"], "lw": 0.8, "relpos": (0, 0.3)}
            if works.value <= 0.7
            else None,
        )
        said.append(f"{name}: {asks.value:.2f} prompts, {100 * works.value:.0f} % of attacks work, {done:.0f} % done")
    ax.set_xlim(-0.05, max(ran.figure("approvals").high for ran in runs.values()) + 0.82)
    ax.set_ylim(-0.05, 1.22)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("prompts for each task (less is better)")
    ax.set_ylabel("attacks that work")
    ax.set_title(title)
    return fig, f"{title}. Left and low is better. {'; '.join(said)}."


def show_trace(result: Result, caption: str) -> Any:
    """The steps of a run: what was called, at which level, who decided, what became of it."""
    from helpers import cards

    rows = []
    for entry in result.run.trace:
        if entry.kind == "answer":
            rows.append((entry.step, "answers", entry.note, "", "", "end"))
            continue
        given = ", ".join(f"{name} = {value}" for name, value in entry.arguments.items())
        said = {"approve": "a person said yes", "deny": "a person said no"}.get(entry.verdict, "nobody was asked")
        rows.append((entry.step, entry.tool, given, entry.level, said, entry.state or entry.note))
    return cards.table(["step", "tool", "arguments", "level", "who was asked", "state"], rows, caption)


def show_shifts(lab: Lab, runs: Mapping[str, Ran]) -> Any:
    """Attacks that come through in one shift, by how fast vigilance falls. Assumed people, measured prompts."""
    from helpers import cards
    from helpers.allowing import shifts

    rows = []
    for decay in shifts.DECAYS:
        cells = [f"{shifts.shift(lab, ran, decay=decay).of_100:.1f}" for ran in runs.values()]
        rows.append((f"{100 * decay:g} %", *cells))
    first = next(iter(runs.values()))
    attacks = shifts.shift(lab, first).attacks
    asked = "; ".join(f"{name}: {shifts.shift(lab, ran).prompts} prompts" for name, ran in runs.items())
    caption = f"Of 100 attacks, how many come through (from {attacks} attacks in one shift; {asked})"
    return cards.table(["vigilance lost at each prompt", *runs], rows, caption)


def shift_figure(lab: Lab, runs: Mapping[str, Ran], vigilance: float, decay: float) -> tuple[Any, str]:
    """The chance that a bad call is noticed, prompt by prompt, to the end of each policy's shift."""
    from helpers import plots
    from helpers.allowing import shifts

    fig, ax = plots.figure(7.4, 3.4)
    said = []
    longest = max(shifts.shift(lab, ran).prompts for ran in runs.values())
    ax.plot(
        range(1, longest + 1),
        [shifts.catch(n, vigilance, decay) for n in range(1, longest + 1)],
        color=plots.COLORS["pale"],
        lw=6,
        zorder=1,
    )
    for place, (name, ran) in enumerate(runs.items()):
        found = shifts.shift(lab, ran, vigilance=vigilance, decay=decay)
        end = max(1, found.prompts)
        colour = plots.COLORS["blue" if place == 0 else "vermillion"]
        ax.plot(range(1, end + 1), [shifts.catch(n, vigilance, decay) for n in range(1, end + 1)], color=colour, lw=2)
        at = shifts.catch(end, vigilance, decay)
        ax.plot([end], [at], "o", color=colour, markersize=8)
        ax.annotate(
            f"{name}: {found.prompts} prompts,\n{found.of_100:.0f} of 100 attacks pass",
            (end, at),
            xytext=(end + 2, at + 0.03),
            color=colour,
        )
        said.append(f"{name}: {found.prompts} prompts, {found.of_100:.0f} of 100 attacks come through")
    ax.set_xlim(0, longest * 1.4)
    ax.set_ylim(0, 1.15)
    ax.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    ax.set_xlabel("prompt of the shift")
    ax.set_ylabel("chance to notice (assumed)")
    return fig, f"Assumed vigilance of {vigilance:.2f}, lost by {100 * decay:g} % at each prompt. {'; '.join(said)}."


def show_tau() -> Any:
    """GPT-4o on tau-bench airline: how many of the 50 tasks were done in how many of four tries."""
    from helpers import cards, published

    tasks = published.tau_bench()
    rows = [(f"{done} of 4", sum(task.successes == done for task in tasks)) for done in range(5)]
    return cards.table(["tries that succeeded", "tasks"], rows, f"{published.TAU_BENCH} ({len(tasks)} tasks)")


def show_keys(fields: object) -> Any:
    """The five situations under a ledger with this key, or a sentence when it is no key."""
    from helpers import agents, cards

    names = list(fields) if isinstance(fields, list | tuple | set) else []
    if not names or any(name not in agents.FIELDS for name in names):
        return cards.say("Shown once `key` is a list of names from the table above.")
    rows = []
    for trial in agents.key_trials(names):
        ended = trial.said or _paid(trial.paid)
        rows.append((trial.name, _paid(trial.expected), ended, "right" if trial.right else "WRONG"))
    return cards.table(["situation", "should be paid", "with your key", ""], rows, f"A key of {', '.join(names)}")


def _paid(rows: tuple) -> str:
    return " and ".join(f"{amount:g} euros" for _, amount in rows) or "nothing yet"


def show_broken() -> Any:
    """What the copy with the bug pays when it is started again."""
    from helpers import agents, cards

    found = agents.broken_resume()
    return cards.say(
        f"A refund of 40 euros was approved once. The run was started {found.starts} times. "
        f"Paid: {_paid(found.paid)}, {found.total:g} euros in all."
    )


def show_model(ran: Ran) -> Any:
    """What the model did as an agent, case by case."""
    from helpers import cards

    rows = []
    for one in ran.results:
        calls = [entry.tool for entry in one.run.trace if entry.state == "done" and entry.kind == "call"]
        unread = sum(entry.kind == "fault" for entry in one.run.trace)
        did = ", ".join(dict.fromkeys(calls)) or "nothing"
        harm = "; ".join(harm.fact for harm in one.verdict.harms)[:90] or "none"
        done = "yes" if one.verdict.success else "no"
        rows.append((one.case.id, one.case.task.text[:90], did, unread, one.run.outcome, done, harm))
    head = ["case", "task", "tools that it used", "moves not usable", "ended", "task done", "harm"]
    return cards.table(head, rows, "A model as an agent, at most six steps, everything allowed")


def model_text(ran: Ran) -> str:
    """The model's figures in sentences."""
    from helpers import stats

    alone, attacked = ran.alone, ran.attacked
    done = stats.wilson(sum(one.verdict.success for one in alone), len(alone)) if alone else None
    parts = []
    if done is not None:
        parts.append(f"Tasks done: {sum(one.verdict.success for one in alone)} of {len(alone)}, {percent(done)}.")
    if ran.results:
        parts.insert(0, f"{len(alone)} tasks alone, {len(attacked)} with a planted text.")
    moves = sum(len(one.run.trace) for one in ran.results)
    unread = sum(entry.kind == "fault" for one in ran.results for entry in one.run.trace)
    parts.append(f"Moves that could not be used: {unread} of {moves}.")
    if attacked:
        read = sum(_came_across(one) for one in attacked)
        harmed = sum(bool(one.verdict.harms) for one in attacked)
        parts.append(
            f"Cases with a planted text: {len(attacked)}; the model opened that text in {read}. Changes that nobody "
            f"at the desk asked for: in {harmed} of them."
        )
    harmed = sum(bool(one.verdict.harms) for one in alone)
    parts.append(f"Changes that nobody asked for, without any planted text: in {harmed} of {len(alone)} tasks.")
    return " ".join(parts)


def _came_across(one: Result) -> bool:
    """Whether the planted text stands in something that was read in the run."""
    text = one.case.planted.text if one.case.planted else ""
    results = [entry.result for entry in one.run.trace if isinstance(entry.result, dict)]
    return bool(text) and any(text in str(value) for result in results for value in result.values())
