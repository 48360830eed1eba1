"""Eight wordings of one line: their table, their scores on dev and on test, and what the lowest of them loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpers import cards
from helpers.prompting import keeping_rules as rules
from helpers.prompting import measuring
from helpers.prompting.catalogue import PARAPHRASED, paraphrases

if TYPE_CHECKING:
    from helpers.prompting.lab import Lab


def show_lowest(lab: Lab, answer: Any, most: int = 3) -> cards.Block:
    """What wording 0 and the wording with the lowest score keep, and replies that break what the latter lost most.

    Shown after a try of exercise 6.
    """
    from helpers import own

    if not own.visible("05.6", answer):
        return cards.say("The wording with the lowest score is shown here after your first try of exercise 6.")
    lowest = min(lab.wordings, key=lambda number: measuring.score(lab.run(PARAPHRASED, "dev", number)))
    if not lowest:
        return cards.say("Wording 0 itself has the lowest score.")
    names = [*rules.requirements()]
    runs = {number: lab.run(PARAPHRASED, "dev", number) for number in (0, lowest)}
    counts = {number: measuring.counts(run, names) for number, run in runs.items()}
    rows = [(name, *(f"{counts[n][name][0]} of {counts[n][name][1]}" for n in runs)) for name in names]
    gains = {name: counts[lowest][name][0] - counts[0][name][0] for name in names}
    most_lost = min(gains, key=gains.get)
    table = cards.table(
        ["", "wording 0", f"wording {lowest}"],
        rows,
        f"Requirement by requirement: wording {lowest} has the lowest score",
    )
    texts = [
        (" ".join(output.text.split()), grade.reason)
        for _, output, grade in runs[lowest].rows(most_lost)
        if grade.status == "fail"
    ][:most]
    replies = cards.table([f"reply to wording {lowest}", f"breaks {most_lost}"], texts, f"What {most_lost} says no to")
    parts = [
        f"Wording {lowest} lost most in {most_lost}: {-gains[most_lost]} replies fewer keep it than with wording 0."
    ]
    if gains["R1"] > 0:
        parts.append(
            f"In R1 it is better by {gains['R1']}. Who measures R1 alone, as lesson 05 did, may choose this wording."
        )
    said = cards.say(*parts)
    return cards.Block(table.html + replies.html + said.html, "\n\n".join([table.text, replies.text, said.text]))


def wordings_figure(lab: Lab, *, test: bool = True) -> tuple[Any, str]:
    """Each wording of the last line: its score on dev, and on test beside it, joined by a line. With a description."""
    from helpers.plots import COLORS, figure

    scores = {number: measuring.score(lab.run(PARAPHRASED, "dev", number)) for number in lab.wordings}
    other = {n: measuring.score(lab.run(PARAPHRASED, "test", n)) for n in lab.wordings} if test else {}
    if not test:
        return _on_dev(scores)
    fig, ax = figure(7.2, 3.6)
    for number, value in scores.items():
        colour = COLORS["vermillion"] if value == max(scores.values()) else COLORS["blue"]
        ax.plot([0, 1], [value, other[number]], color=colour, marker="o", markersize=8, linewidth=1.6)
    _names(ax, scores, -0.04, "right")
    _names(ax, other, 1.04, "left")
    ax.set_xticks([0, 1], ["dev, where it was chosen", "test"])
    ax.set_xlim(-0.5, 1.5)
    values = [*scores.values(), *other.values()]
    ax.set_ylim(max(-0.03, min(values) - 0.06), min(1.03, max(values) + 0.06))
    ax.spines["bottom"].set_visible(False)
    ax.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
    ax.set_ylabel("all requirements kept")
    said = "; ".join(f"wording {n}: {100 * v:.0f} % on dev, {100 * other[n]:.0f} % on test" for n, v in scores.items())
    return fig, f"{said}."


def _on_dev(scores: Mapping[int, float]) -> tuple[Any, str]:
    """One dot for each wording at its score on dev."""
    from helpers.plots import COLORS, figure

    fig, ax = figure(6.4, 3.2)
    ax.plot(list(scores), list(scores.values()), color=COLORS["blue"], marker="o", markersize=9, linestyle="none")
    ax.set_xticks(list(scores), [str(number) for number in scores])
    ax.set_xlabel("wording, on the dev questions")
    ax.set_ylim(-0.02, min(1.03, max(scores.values()) + 0.06))
    ax.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
    ax.set_ylabel("all requirements kept")
    said = "; ".join(f"wording {number}: {100 * value:.0f} %" for number, value in scores.items())
    return fig, f"{said}."


def _names(ax: Any, values: Mapping[int, float], x: float, side: str) -> None:
    """The numbers of the wordings beside their dots; those with equal values share a line."""
    at: dict[float, list[int]] = {}
    for number, value in values.items():
        at.setdefault(round(value, 4), []).append(number)
    for value, numbers in at.items():
        ax.text(x, value, ", ".join(map(str, numbers)), ha=side, va="center", fontsize=11)


def show_wordings() -> cards.Block:
    """The last line in all its wordings."""
    rows = [(number, text) for number, text in enumerate(paraphrases())]
    return cards.table(["wording", "last line"], rows, "The same line in other words (0 is the line as it was written)")


def against_written(lab: Lab) -> dict[int, measuring.Change]:
    """Every other wording against wording 0 on dev, paired, with Holm over them."""
    others = {str(number): lab.run(PARAPHRASED, "dev", number) for number in lab.wordings if number}
    return {int(one.name): one for one in measuring.changes(lab.run(PARAPHRASED), others)}


def wording_rows(lab: Lab, against: Mapping[int, measuring.Change]) -> list[tuple[int, float, str, str]]:
    """(number, score, difference to wording 0 in words, p value) of each wording."""
    rows = []
    for number in lab.wordings:
        one = against.get(number)
        score = measuring.score(lab.run(PARAPHRASED, "dev", number))
        rows.append((number, score, one.difference.text if one else "", f"{one.p_value:.4f}" if one else ""))
    return rows
