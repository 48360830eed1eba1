"""How old the help pages are, and which of the old ones a change of the rules has made wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helpers import world
from helpers.coding import Study, shown_in
from helpers.coding.audit import LAST_CHANGE, outdated

NEVER = "never"


@dataclass(frozen=True)
class Freshness:
    """Published pages, counted.

    old: last reviewed before the rules changed, or never; stale: of these, pages with a rule that has changed
    since. unowned: nobody answers for it; unreviewed: nobody ever looked again.
    """

    published: int
    old: int
    stale: int
    unowned: int
    unreviewed: int


def _old(page: world.Document) -> bool:
    return page.reviewed is None or page.reviewed < LAST_CHANGE


def freshness() -> Freshness:
    """The pages that are published today, counted by what their dates say, by owner, and by changed rules."""
    pages = world.documents()
    return Freshness(
        len(pages),
        sum(map(_old, pages)),
        len(outdated()),
        sum(page.owner is None for page in pages),
        sum(page.reviewed is None for page in pages),
    )


def stale_pages(study: Study) -> tuple[int, int]:
    """Conversations in which the search showed a page with an old rule, and those of them whose reply passed it on."""
    seen = shown_in(study.traces, set(outdated()))
    carried = study.any("stale_source")
    return sum(seen), sum(shown and told for shown, told in zip(seen, carried, strict=True))


def freshness_figure() -> tuple[Any, str]:
    """Every published page as a dot at its last review, and the day on which rules changed. No page is named.

    Returns the figure and its words.
    """
    import datetime

    from helpers.plots import COLORS, figure

    counted = freshness()
    fig, ax = figure(8.4, 2.7)
    months: dict[str, int] = {}
    seen = min(page.reviewed for page in world.documents() if page.reviewed)
    earliest = seen.replace(day=15) - datetime.timedelta(days=31)  # where a page stands that nobody ever reviewed
    for page in sorted(world.documents(), key=lambda page: str(page.reviewed)):
        month = page.reviewed.strftime("%Y-%m") if page.reviewed else NEVER
        months[month] = months.get(month, 0) + 1
        place = earliest if page.reviewed is None else datetime.date(page.reviewed.year, page.reviewed.month, 15)
        x = place.toordinal()
        old = _old(page)
        ax.plot([x], [months[month]], "o", markersize=9, color=COLORS["orange" if old else "blue"],
                markeredgecolor=COLORS["black"], markeredgewidth=0.6)  # fmt: skip
    line = LAST_CHANGE.toordinal()
    ax.axvline(line, color=COLORS["vermillion"], linestyle=(0, (4, 2)), linewidth=1.8)
    ax.annotate("rules change", (line, 1), xycoords=("data", "axes fraction"), xytext=(0, 3), ha="center",
                textcoords="offset points", color=COLORS["rust"])  # fmt: skip
    dated = [month for month in months if month != NEVER]
    first, last = min(dated), max(dated)
    ticks = [f"2026-{number:02d}" for number in range(int(first[5:]), int(last[5:]) + 1)]
    names = [datetime.date.fromisoformat(f"{tick}-15") for tick in ticks]
    places, said = [day.toordinal() for day in names], [day.strftime("%b") for day in names]
    if NEVER in months:
        places, said = [earliest.toordinal(), *places], [NEVER, *said]
    ax.set_xticks(places, said)
    ax.set_xlabel("month of the last review, 2026")
    ax.set_ylim(0, max(months.values()) + 1)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    words = (
        f"{counted.published} published pages by the month of their last review; on {LAST_CHANGE} rules changed. "
        f"{counted.old} pages were last reviewed before that day or never, {counted.published - counted.old} since."
    )
    return fig, words
