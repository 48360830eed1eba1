"""Tables and figures of lab 06."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.unsure.box import Found
    from helpers.unsure.lab import Lab
    from helpers.unsure.policy import Ran
    from helpers.unsure.signals import Cut

LONG = 700


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONG else line[: LONG - 1] + "…"


def show_cards(rows: Sequence[Found]) -> Any:
    """Question, passage and what a right answer says, one row each."""
    from helpers import cards

    lines = [
        (n, row.question.text, f"{row.title}: {_short(row.text)}", row.question.reference)
        for n, row in enumerate(rows, 1)
    ]
    return cards.table(["", "the customer asks", "page and passage", "a right answer says"], lines, "Six questions")


def show_bins(lab: Lab, split: str = "dev") -> Any:
    """Passages by similarity: how many there are and how many of them are right."""
    from helpers import cards

    lines = [
        (f"{found.low:g} to {found.high:g}", found.n, round(found.rate.value * found.n), f"{found.mean:.2f}")
        for found in lab.bins(split)
    ]
    return cards.table(
        ["similarity", "questions", "right page", "mean similarity"], lines, f"The box on {split} questions"
    )


def reliability_figure(lab: Lab, split: str = "dev") -> tuple[Any, str]:
    """Share right against similarity, with intervals, and the line on which similarity would be a chance."""
    from helpers import plots

    found = lab.bins(split)
    fig, ax = plots.figure(6.4, 3.8)
    ax.plot([0, 1], [0, 1], color=plots.COLORS["grey"], linestyle=(0, (4, 3)))
    at = [one.mean for one in found]
    lows, highs = [one.rate.low for one in found], [one.rate.high for one in found]
    ax.vlines(at, lows, highs, color=plots.COLORS["blue"], lw=4, alpha=0.5)
    ax.plot(at, [one.rate.value for one in found], "o", color=plots.COLORS["blue"], markersize=8)
    for one in found:
        ax.annotate(f"{one.n}", (one.mean, one.rate.high), xytext=(0, 7), textcoords="offset points", ha="center")
    ax.annotate("if it were a chance", (0.16, 0.16), xytext=(6, -12), textcoords="offset points", color="#555555")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.14)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("similarity of question and passage")
    ax.set_ylabel("right")
    said = "; ".join(f"about {one.mean:.2f}: {one.rate.text} of {one.n}" for one in found)
    return fig, f"Share of right pages by similarity, {split} questions, their number above. {said}."


def show_signals(lab: Lab) -> Any:
    """What each signal is worth on dev, best first: 0 % is a signal that knows nothing, 100 % one that knows all."""
    from helpers import cards, unsure

    lines = [
        (found.signal, unsure.SIGNALS[found.signal], f"{found.aurc:.3f}", f"{100 * found.of_the_way:.0f} %")
        for found in lab.ranking()
    ]
    head = ["signal", "what it is", "mean share wrong, surest first", "of the way to knowing all"]
    return cards.table(head, lines, "Signals on the dev questions")


def show_cuts(cuts: Sequence[Cut], caption: str = "Answer from a similarity on (dev questions)") -> Any:
    """What is answered from each threshold on, and how much of it is right."""
    from helpers import cards

    lines = []
    for found in cuts:
        if not found.answered:
            continue
        rate = found.accuracy
        interval = f"{100 * rate.low:.0f} to {100 * rate.high:.0f} %"
        share = f"{100 * found.right / found.answered:.1f} %"
        lines.append((f"{found.threshold:.2f}", found.answered, found.right, share, interval))
    return cards.table(["from", "answered", "right", "share right", "95 % interval"], lines, caption)


def risk_figure(lab: Lab, marks: Mapping[str, float | None], split: str = "dev") -> tuple[Any, str]:
    """Share wrong against share answered, with its interval; marks: name -> threshold."""
    from helpers import plots, stats, unsure

    values, right = lab.values(split), lab.right(split)
    curve = stats.risk_coverage(values, right)
    fig, ax = plots.figure(6.8, 3.6)
    ax.fill_between(curve.coverage, curve.low, curve.high, color=plots.COLORS["blue"], alpha=0.2, lw=0)
    ax.plot(curve.coverage, curve.risk, color=plots.COLORS["blue"])
    said = []
    for name, threshold in marks.items():
        found = unsure.cut(values, right, threshold) if threshold is not None else None
        if found and found.answered:
            x, y = found.answered / found.of, 1 - found.right / found.answered
            ax.plot([x], [y], "o", color=plots.COLORS["vermillion"], markersize=9)
            above = y < 0.25  # the name stands where there is room, outside the band
            ax.annotate(name, (x, y), xytext=(x, 0.72 if above else 0.22), ha="right" if x > 0.7 else "left",
                        arrowprops={"arrowstyle": "-", "color": "#555555"})  # fmt: skip
            said.append(f"{name} at {threshold:.2f}: {100 * x:.0f} % answered, {100 * y:.0f} % of these wrong")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("answered, surest first")
    ax.set_ylabel("of these wrong")
    end = f"all answered: {100 * curve.risk[-1]:.0f} % wrong"
    return fig, f"Share wrong against share answered, {split} questions. {'; '.join([*said, end])}."


def show_policies(runs: Mapping[str, Ran], caption: str) -> Any:
    """Policies side by side, for 1,000 questions."""
    from helpers import cards

    lines = []
    for ran in runs.values():
        euros = ran.mean("euros")
        lines.append(
            (
                ran.name,
                f"{100 * ran.mean('shown').value:.0f} %",
                f"{1000 * ran.mean('wrote').value:.0f}",
                f"{1000 * ran.mean('harm').value:,.0f}",
                f"{1000 * euros.value:,.0f} ({1000 * euros.low:,.0f} to {1000 * euros.high:,.0f})",
                events_text(ran),
            )
        )
    head = [
        "policy",
        "shown a page",
        "end with a person",
        "harm, euros",
        "people and harm, euros",
        "unforgivable, acted on",
    ]
    return cards.table(head, lines, caption)


def euros_text(runs: Mapping[str, Ran], choice: object) -> str:
    """Euros of people and harm of the chosen policy for 1,000 questions, with the interval."""
    if not isinstance(choice, str) or choice not in runs:
        return "no policy chosen"
    euros = runs[choice].mean("euros")
    low, high = 1000 * euros.low, 1000 * euros.high
    return f"{1000 * euros.value:,.0f} euros for 1,000 questions ({low:,.0f} to {high:,.0f})"


def events_text(ran: Ran) -> str:
    """Unforgivable answers acted on, for 1,000 questions, with their interval: see `deciding.events`."""
    from helpers.unsure.deciding import events

    if ran.states()["person"] == len(ran.rows):
        return "none possible"
    value, low, high = events(ran)
    return f"{value:.0f} ({low:.0f} to {high:.0f})"


def states_figure(runs: Mapping[str, Ran]) -> tuple[Any, str]:
    """One bar per policy: share of questions in each state."""
    from helpers import plots
    from helpers.unsure.policy import STATES

    shades = dict(zip(STATES, ("#0072B2", "#56B4E9", "#F0E442", "#E69F00", "#999999"), strict=True))
    fig, ax = plots.figure(7.4, 0.7 + 0.62 * len(runs))
    said = []
    for y, ran in enumerate(runs.values()):
        left, total, parts = 0.0, len(ran.rows), []
        for state, count in ran.states().items():
            if not count:
                continue
            ax.barh(y, count / total, left=left, color=shades[state], edgecolor="white")
            name = f"{state}\n" if count / total > 0.07 else ""
            text_at = left + count / total / 2
            ax.text(text_at, y, f"{name}{100 * count / total:.0f} %", ha="center", va="center",
                    color="white" if state == "answer" else "black", fontsize=9 if name else 8)  # fmt: skip
            left += count / total
            parts.append(f"{state} {100 * count / total:.0f} %")
        said.append(f"{ran.name}: {', '.join(parts)}")
    ax.set_yticks(range(len(runs)), [ran.name for ran in runs.values()])
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)
    return fig, f"What the box does with the questions. {'; '.join(said)}."


def waiting_figure(
    first: Sequence[float],
    whole: Sequence[float],
    deadline: float | None = None,
    pilot: Sequence[float] = (),
) -> tuple[Any, str]:
    """Share of replies that are there after so many seconds: first word and whole reply, and those of the pilot."""
    from helpers import plots

    fig, ax = plots.figure(6.8, 3.4)
    curves = [(first, "first word,\nstreamed", "green"), (whole, "whole reply,\nstreamed", "blue")]
    if pilot:
        curves.append((pilot, "whole reply,\npilot", "vermillion"))
    for values, name, shade in curves:
        ordered = sorted(values)
        ax.step(
            ordered, [(at + 1) / len(ordered) for at in range(len(ordered))], where="post", color=plots.COLORS[shade]
        )
        height = {"green": 0.85, "blue": 0.3}.get(shade, 0.55)
        place = ordered[min(len(ordered) - 1, int(height * len(ordered)))]
        left = shade == "green"
        ax.annotate(name, (place, height), xytext=(-10 if left else 10, 0), textcoords="offset points", va="center",
                    ha="right" if left else "left", fontsize=9, color=plots.COLORS[shade])  # fmt: skip
    if deadline is not None:
        ax.axvline(deadline, color=plots.COLORS["vermillion"], linestyle=(0, (4, 2)))
    ax.set_xlim(0, max(max(values) for values, *_ in curves) * 1.03)
    ax.set_ylim(0, 1.02)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("seconds")
    ax.set_ylabel("there by then")
    middle = [sorted(values)[(len(values) - 1) // 2] for values, *_ in curves]
    of_pilot = f"; half of the whole replies of the pilot within {middle[2]:.2f} s" if pilot else ""
    return fig, (
        f"Share of replies that are there after so many seconds. Half of the first words within {middle[0]:.2f} s, "
        f"half of the whole replies within {middle[1]:.2f} s{of_pilot}."
    )
