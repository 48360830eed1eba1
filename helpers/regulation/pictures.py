"""Figures of module 10. Each returns a figure and the sentence that describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpers import plots
from helpers.regulation.act import FOUR_DATES, TODAY, day
from helpers.regulation.asking import in_words
from helpers.regulation.catalogue import feature
from helpers.regulation.classifying import TIERS, UNCERTAIN, Classification, classify
from helpers.regulation.dates import schedule
from helpers.regulation.fines import penalty_cap

DRAWN = {
    "prohibitions": "Art. 5, prohibitions",
    "gpai": "Art. 53, model providers",
    "art-50": "Art. 50, transparency",
    "art-50-2-legacy": "Art. 50(2), older systems",
    "prohibitions-2026": "Art. 5(1)(ba), (bb)",
    "annex-iii": "High-risk, Annex III",
    "annex-i": "High-risk, Annex I",
}
# What each tier asks, what follows, and its colour with the colour of words on it.
STEPS = {
    "prohibited": ("Art. 5: is it a forbidden practice?", "do not sell it, do not use it", "rust", "white"),
    "high": (
        "Art. 6, Annex I and III: a use on the list?",
        "a long list of duties, before and after",
        "orange",
        "black",
    ),
    "limited": ("Art. 50: do people meet a machine?", "say it, mark it, label it", "sky", "black"),
    "minimal": ("none of these", "Art. 4 only: people who know AI", "pale", "black"),
}
NAMED = {"gpai": "General-purpose model"}
LITERACY = ("art-4", "art-4-2024")


def timeline_figure(as_of: str | date = TODAY) -> tuple[Any, str]:
    """When what begins: a dot for the day, a hollow one where it was before. The figure and its description."""
    on = day(as_of)
    rows = [start for key in DRAWN for start in schedule(on) if start.key == key]
    fig, ax = plots.figure(8.4, 0.5 * len(rows) + 1.6)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    for place, start in enumerate(reversed(rows)):
        if start.was is not None:
            ax.plot([start.was, start.date], [place, place], color=plots.COLORS["grey"], lw=1, ls=":")
            ax.plot(start.was, place, "o", mfc="white", mec=plots.COLORS["grey"], ms=9)
        past = start.date <= on
        ax.plot(start.date, place, "o" if past else "D", color=plots.COLORS["blue" if past else "orange"], ms=9)
        text = in_words(start.date)
        ax.annotate(text, (start.date, place), xytext=(11, -4), textcoords="offset points", fontsize=10.5, bbox=box)
    ax.axvline(on, color=plots.COLORS["black"], lw=1, zorder=0)
    ax.annotate(in_words(on), (on, len(rows) - 0.33), ha="center", fontsize=10.5, annotation_clip=False)
    ax.set_yticks(range(len(rows)), [DRAWN[start.key] for start in reversed(rows)])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(date(2024, 10, 1), date(2029, 11, 1))
    ax.set_xticks([date(year, 1, 1) for year in range(2025, 2030)], [str(year) for year in range(2025, 2030)])
    old = {"marker": "o", "mfc": "white", "mec": plots.COLORS["grey"], "color": "white"}
    keys = [
        ({"marker": "o", "color": plots.COLORS["blue"]}, "binds already"),
        ({"marker": "D", "color": plots.COLORS["orange"]}, "still to come"),
        *([(old, "where it was before it moved")] if any(start.was for start in rows) else []),
    ]
    for look, words in keys:
        ax.plot([], [], ls="", ms=9, label=words, **look)
    ax.legend(ncols=3, loc="upper left", bbox_to_anchor=(-0.1, -0.1), handletextpad=0.2, columnspacing=1.2)
    said = "; ".join(
        f"{DRAWN[start.key]} {in_words(start.date)}" + (f" (was {in_words(start.was)})" if start.was else "")
        for start in rows
    )
    return fig, f"When what applies, seen on {in_words(on)}. {said}."


def _ladder(ax, tier: str, place: int, names: str) -> None:
    asks, follows, colour, ink = STEPS[tier]
    ax.barh(place, 1, color=plots.COLORS[colour], height=0.86)
    ax.text(0.015, place + 0.14, tier, va="center", color=ink, fontsize=13, fontweight="bold")
    ax.text(0.015, place - 0.2, follows, va="center", color=ink, fontsize=10.5)
    ax.text(0.985, place + 0.14, asks, va="center", ha="right", color=ink, fontsize=10.5)
    ax.text(0.985, place - 0.2, names, va="center", ha="right", color=ink, fontsize=11, fontstyle="italic")


def tiers_figure(placed: Mapping[str, Sequence[str]] | None = None) -> tuple[Any, str]:
    """The four tiers as steps, asked from the top; `placed` names features on each step (tier -> names)."""
    placed = placed or {}
    fig, ax = plots.figure(8.4, 3.6)
    for place, tier in enumerate(reversed(TIERS)):
        _ladder(ax, tier, place, ", ".join(placed.get(tier, ())))
    ax.set_xlim(0, 1)
    ax.set_axis_off()
    said = "; ".join(
        f"{tier} ({STEPS[tier][0]} {STEPS[tier][1]})" + (f": {', '.join(placed[tier])}" if placed.get(tier) else "")
        for tier in TIERS
    )
    return fig, f"Four tiers, asked from the top: {said}."


def roles_figure(ours: Mapping[str, int], theirs: Mapping[str, int] | None = None) -> tuple[Any, str]:
    """How many duties a company has itself (`ours`: a name for the case -> number) and how many are somebody else's."""
    theirs = theirs or dict.fromkeys(ours, 0)
    fig, ax = plots.figure(7.8, 0.9 + 0.55 * len(ours))
    ax.barh(list(ours), list(ours.values()), color=plots.COLORS["blue"], height=0.6, label="its own")
    ax.barh(list(ours), [theirs[name] for name in ours], left=list(ours.values()), color=plots.COLORS["pale"],
            edgecolor=plots.COLORS["grey"], height=0.6, label="the supplier's")  # fmt: skip
    for name, number in ours.items():
        ax.text(number + theirs[name] + 0.2, name, f"{number} of {number + theirs[name]}", va="center", fontsize=11)
    ax.set_xlim(0, max(ours[name] + theirs[name] for name in ours) * 1.15)
    ax.set_xlabel("duties in the file")
    ax.invert_yaxis()
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), handlelength=1, columnspacing=1, borderpad=0)
    said = "; ".join(f"{name}: {number} of {number + theirs[name]}" for name, number in ours.items())
    return fig, f"Duties that are the company's own. {said}."


def _state(found: Classification) -> tuple[str, str, str]:
    """(what a square says, colour, colour of its words)."""
    own = [due for due in (*found.duties, *found.upcoming) if due.id not in LITERACY]
    now = [due for due in own if due.applies_from <= found.as_of]
    first = min((due.applies_from for due in own if due not in now), default=None)
    later = f"from {first.day} {first:%b %Y}" if first else ""
    if found.tier == UNCERTAIN:
        return "ask first", "pale", "black"
    if now:
        word = "must stop" if found.tier == "prohibited" else "binds"
        colour, ink = ("rust", "white") if found.tier == "prohibited" else ("blue", "white")
        return (f"{word}, more\n{later}" if later else word), ("sky" if later else colour), ("black" if later else ink)
    return (f"waits,\n{later}", "orange", "black") if later else ("only Art. 4", "", "black")


def four_dates_figure(ids: Sequence[str], dates: Sequence[str] = FOUR_DATES) -> tuple[Any, str]:
    """The same features (rows, by id) on several days (columns): what binds their company on each."""
    fig, ax = plots.figure(8.8, 0.72 * len(ids) + 0.9)
    said = []
    for row, id in enumerate(ids):
        found = [classify(feature(id), on) for on in dates]
        states = [_state(one) for one in found]
        for column, (text, colour, ink) in enumerate(states):
            face = plots.COLORS[colour] if colour else "white"
            ax.barh(row, 0.96, left=column, height=0.9, color=face, edgecolor=plots.COLORS["grey"], lw=0.8)
            ax.text(column + 0.48, row, text, ha="center", va="center", color=ink, fontsize=10.5)
        steps = ", ".join(
            f"{in_words(day(on))} {text.replace(chr(10), ' ')}" for on, (text, *_) in zip(dates, states, strict=True)
        )
        said.append(f"{feature(id).name} ({found[-1].tier}): {steps}")
    ax.set_yticks(range(len(ids)), [f"{feature(id).name}\n({classify(feature(id), dates[-1]).tier})" for id in ids])
    ax.set_xticks([place + 0.48 for place in range(len(dates))], [in_words(day(on)) for on in dates])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(0, len(dates))
    ax.set_ylim(len(ids) - 0.5, -0.5)
    for side in ax.spines.values():
        side.set_visible(False)
    return fig, f"What binds on {len(dates)} days. {'; '.join(said)}."


def _euros(amount: float) -> str:
    return (
        f"{amount / 1e6:,.0f} million"
        if amount >= 1e7
        else f"{amount / 1e6:,.2f} million"
        if amount >= 1e6
        else f"{amount:,.0f}"
    )


def fines_figure(
    infringement: str, turnover_million: float, size: str = "large", as_of: str | date = TODAY
) -> tuple[Any, str]:
    """The cap by turnover on two scales of powers of ten: the higher of the two, the lower, and this company's dot."""
    turnover = 1e6 * turnover_million
    cap = penalty_cap(infringement, turnover, size, as_of)
    if cap.counts == "no fine yet":
        fig, ax = plots.figure(7.4, 1.2)
        ax.text(0.5, 0.5, f"No such fine before {in_words(cap.applies_from)}", ha="center", transform=ax.transAxes)
        ax.set_axis_off()
        return fig, f"No figure of fines: {cap.text}"
    across = [10 ** (place / 10) for place in range(-5, 41)]
    fig, ax = plots.figure(7.6, 3.6)
    small = penalty_cap(infringement, turnover, "SME", as_of).counts
    for kind, colour, look, words in (
        ("large", "orange", "-", "large: the higher of the two"),
        ("SME", "blue", "--", f"SME: the {small}"),
    ):
        line = [penalty_cap(infringement, 1e6 * one, kind, as_of) / 1e6 for one in across]
        ax.plot(across, line, ls=look, color=plots.COLORS[colour], label=words, lw=2.4)
    if cap > 0:
        ax.plot([turnover_million], [cap / 1e6], "o", ms=11, color=plots.COLORS["black"], zorder=5)
        place, side = (10, "left") if turnover_million < 300 else (-10, "right")
        where = {"xytext": (place, 9 if cap.counts == "higher" else -18), "textcoords": "offset points", "ha": side}
        at = (turnover_million, cap / 1e6)
        ax.annotate(f"EUR {_euros(cap)}", at, fontsize=12, fontweight="bold", zorder=6, **where)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1,000", "10,000"])
    ax.set_yticks(
        [0.01, 0.1, 1, 10, 100, 1000], ["10,000", "100,000", "1 million", "10 million", "100 million", "1,000 million"]
    )
    ax.minorticks_off()
    ax.set_xlim(across[0], across[-1])
    ax.set_xlabel("turnover of the year before, million euros (each step: ten times)")
    ax.set_ylabel("highest fine, euros")
    ax.grid(color=plots.COLORS["pale"])
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(-0.12, 1.0), handlelength=2, columnspacing=1, borderpad=0)
    sure = " (uncertain)" if cap.certainty == UNCERTAIN else ""
    name = NAMED.get(infringement, infringement.capitalize())
    return fig, f"{name}, {size}, turnover {turnover_million:,.0f} million euros{sure}: {cap.text}"
