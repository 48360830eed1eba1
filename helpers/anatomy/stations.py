"""The way of a message through version 0, and how many conversations first go wrong at each station."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from helpers import stats
from helpers.coding import FIRST_FAULTS, Study


@dataclass(frozen=True)
class Station:
    """A step between the customer's message and the reply. faults: groups of `coding.FIRST_FAULTS` that belong here."""

    name: str
    question: str
    faults: tuple[str, ...]
    missing: bool = False  # version 0 has no such step


STATIONS = (
    Station("Limits", "May it answer this at all, and without a warning?", ("care",), missing=True),
    Station("Search", "Do the three sections hold what a right reply needs?", ("search",)),
    Station("Pages", "Is what they say still true?", ("page",)),
    Station("Reply", "Does the model say what stands there?", ("invents", "reply")),
)


def counts(study: Study) -> dict[str, tuple[int, stats.Estimate]]:
    """Conversations whose first fault is at each station, and their share with an interval that counts pages.

    The last entry, `right`, holds those without a fault; all of them add up to the conversations of the study.
    """
    found = {}
    for station in STATIONS:
        codes = [code for fault in station.faults for code in FIRST_FAULTS[fault][1]]
        held = study.first(codes)
        found[station.name] = (sum(held), study.share(held))
    right = [study.label(trace.id).primary is None for trace in study.traces]
    found["right"] = (sum(right), study.share(right))
    return found


def stations_figure(found: dict[str, tuple[int, stats.Estimate]], total: int) -> tuple[Any, str]:
    """The way as a band that narrows: how many conversations are still right after each station. Figure and words.

    found: as `counts` gives it. total: of all conversations. Raises ValueError when the counts do not add up to it.
    """
    from matplotlib.patches import Rectangle

    from helpers.plots import COLORS, figure

    if sum(count for count, _ in found.values()) != total:
        raise ValueError(f"The counts add up to {sum(c for c, _ in found.values())}, not to {total} conversations.")
    fig, ax = figure(9.2, 4.3)
    left, words = total, []
    for place, station in enumerate(STATIONS):
        count, share = found[station.name]
        before, after = left / total, (left - count) / total
        ax.add_patch(Rectangle((place, 0), 0.62, before, facecolor=COLORS["sky"]))
        ax.add_patch(Rectangle((place + 0.62, 0), 0.38, after, facecolor=COLORS["sky"]))
        ax.add_patch(Rectangle((place + 0.62, after), 0.24, before - after, facecolor=COLORS["orange"], hatch="//",
                               edgecolor="white"))  # fmt: skip
        ax.text(place + 0.05, -0.05, f"{place + 1}  {station.name}", va="top", fontweight="bold", fontsize=13)
        ask = textwrap.fill(station.question, 22) + ("\n(it has no such step)" if station.missing else "")
        ax.text(place + 0.05, -0.14, ask, va="top", fontsize=11)
        lost = f"{count} go wrong\n{share.text.replace(' (', chr(10) + '(')}"
        ax.text(place + 0.63, before + 0.02, lost, va="bottom", fontsize=11, color=COLORS["rust"])
        above = before < 0.12
        ax.text(place + 0.05, before + (0.02 if above else -0.03), f"{left}", va="bottom" if above else "top",
                fontsize=13)  # fmt: skip
        words.append(f"{station.name}: {count} of {total} first go wrong here, {share.text}")
        left -= count
    ax.text(len(STATIONS) + 0.04, left / total + 0.02, f"{left} right", va="bottom", fontsize=13, fontweight="bold")
    ax.set_xlim(0, len(STATIONS) + 0.5)
    ax.set_ylim(-0.42, 1.26)
    ax.axis("off")
    words.append(f"right: {left} of {total}, {found['right'][1].text}")
    return fig, f"{total} conversations on their way through version 0. " + "; ".join(words) + "."
