"""Five estimates of one share from the same labels: which of them does the way the labels were drawn support?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.judging.judges import verdicts
from helpers.judging.labels import UNDECIDED, all_replies, read_replies, strata

if TYPE_CHECKING:
    from helpers.stats import Estimate


@dataclass(frozen=True)
class Way:
    """One way to estimate the share of right replies. found: the estimate, or in words why there is none."""

    letter: str
    text: str
    supported: bool
    found: Estimate | str
    why: str


def estimates() -> dict[str, Way]:
    """Five ways to estimate the share of right replies among all recorded ones, by letter."""
    from helpers import stats

    everything, read = all_replies(), read_replies()
    right = [row.right for row in read]
    said = {row.key: bool(verdict) for row, verdict in zip(everything, verdicts("phrases", everything), strict=True)}
    on_read = [said[row.key] for row in read]
    unread = [said[row.key] for row in everything if row.right is None]
    pages = [row.page for row in read]
    known = stats.judge_rates(right, on_read)
    by_rates: Estimate | str
    try:
        by_rates = stats.corrected_share(stats.wilson(sum(said.values()), len(said)), known.tpr, known.tnr)
    except ValueError as error:
        by_rates = str(error)
    sizes = {name: part.replies for name, part in strata().items()}
    counts = {
        name: (sum(bool(row.right) for row in read if row.stratum == name), part.read)
        for name, part in strata().items()
    }
    ways = (
        Way("a", f"the share of right ones among the {len(read)} read replies", False,
            stats.weighted_share(right, clusters=pages),
            f"{strata()[UNDECIDED].read} of the {len(read)} were read because the rule could not decide them. Those "
            "are right far more often than the rest."),
        Way("b", "PPI++ with the phrases as the judge, all labels taken as drawn at random", False,
            stats.ppi(unread, on_read, right, drawn="random"),
            "PPI++ needs labels drawn at random from all replies. It lands near the others here by luck: with a judge "
            "that fails everything it would give the figure of (a), and say nothing."),
        Way("c", "corrected by the TPR and TNR that the phrases have on the read replies as they are", False, by_rates,
            "Whether a reply was read depended on the very phrases that are being measured. That spoils TPR and TNR."),
        Way("d", "the labels with weights: each audited reply counts for those it stands for, each other for 1", True,
            stats.weighted_share(right, [row.weight for row in read], clusters=pages),
            "The chance of being read is known for every reply, and the weight is one over it."),
        Way("e", "within the undecided (all read) and within the decided (80 at random), added up by their sizes", True,
            stats.stratified_rate(sizes, counts),
            "Within either part every reply had the same chance to be read."),
    )  # fmt: skip
    return {way.letter: way for way in ways}
