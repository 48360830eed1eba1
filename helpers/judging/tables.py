"""Judge against readers: the confusion table, TPR and TNR with intervals, and the table for fitting a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from helpers.judging.labels import ReadReply
    from helpers.stats import Estimate


class Confusion(NamedTuple):
    """Counts of a judge against the readers. Unscored replies stand apart, by their label."""

    right_pass: int
    right_fail: int
    wrong_pass: int
    wrong_fail: int
    right_unscored: int = 0
    wrong_unscored: int = 0

    @property
    def scored(self) -> int:
        """Replies with a verdict."""
        return self.right_pass + self.right_fail + self.wrong_pass + self.wrong_fail

    @property
    def unscored(self) -> int:
        """Replies without one."""
        return self.right_unscored + self.wrong_unscored

    @property
    def square(self) -> list[list[int]]:
        """[[right pass, right fail], [wrong pass, wrong fail]], as `stats.kappa` and `stats.gwet_ac1` take it."""
        return [[self.right_pass, self.right_fail], [self.wrong_pass, self.wrong_fail]]

    def __str__(self) -> str:
        third = f"; unscored {self.right_unscored} right, {self.wrong_unscored} wrong" if self.unscored else ""
        return (
            f"readers say right: judge passes {self.right_pass}, fails {self.right_fail}; "
            f"readers say wrong: judge passes {self.wrong_pass}, fails {self.wrong_fail}{third}"
        )


class Rates(NamedTuple):
    """tpr: share of right replies that the judge passes. tnr: share of wrong ones it fails. agreement: both."""

    tpr: Estimate
    tnr: Estimate
    agreement: Estimate

    @property
    def youden(self) -> float:
        """TPR + TNR - 1: 0 for a coin, 1 for a perfect judge."""
        return self.tpr.value + self.tnr.value - 1


def confusion(right: Sequence[bool], verdicts: Sequence[bool | None]) -> Confusion:
    """Count verdicts (True, False, None) against labels. Raises ValueError for lengths that differ."""
    if len(right) != len(verdicts):
        raise ValueError(f"{len(right)} labels and {len(verdicts)} verdicts; they must be about the same replies.")
    pairs = list(zip(right, verdicts, strict=True))
    if any(label is None for label, _ in pairs):
        raise ValueError("Some replies have no label; take `read_replies`, which were read.")
    count = {(label, said): 0 for label in (True, False) for said in (True, False, None)}
    for label, said in pairs:
        count[bool(label), None if said is None else bool(said)] += 1
    return Confusion(
        count[True, True], count[True, False], count[False, True], count[False, False], count[True, None],
        count[False, None],
    )  # fmt: skip


def rates(rows: Sequence[ReadReply], verdicts: Sequence[bool | None], *, weighted: bool = False) -> Rates:
    """TPR, TNR and agreement of a judge with intervals that count pages, over the replies it scored.

    weighted: let each read reply stand for as many as it was drawn from (see `strata`). Without it the figures hold
    for the read replies as they are, not for the replies of the assistant.
    Raises ValueError when no right or no wrong reply was scored.
    """
    from helpers import stats

    confusion([row.right for row in rows], verdicts)
    scored = [(row, said) for row, said in zip(rows, verdicts, strict=True) if said is not None]
    found = []
    for name, chosen in (
        ("right", [(row, said is True) for row, said in scored if row.right]),
        ("wrong", [(row, said is False) for row, said in scored if not row.right]),
        ("", [(row, said == row.right) for row, said in scored]),
    ):
        if not chosen:
            raise ValueError(f"No {name} reply was scored by this judge, so its rate on those cannot be told.")
        weights = [row.weight for row, _ in chosen] if weighted else None
        pages = [row.page for row, _ in chosen]
        found.append(stats.weighted_share([hit for _, hit in chosen], weights, clusters=pages))
    return Rates(*found)


class Step(NamedTuple):
    """A threshold with what it does on the replies it was tried on."""

    threshold: float
    tpr: float
    tnr: float
    agreement: float


def threshold_table(right: Sequence[bool], scores: Sequence[float], thresholds: Sequence[float]) -> list[Step]:
    """TPR, TNR and agreement when every reply with at least that score passes, one row per threshold."""
    table = []
    for threshold in thresholds:
        counts = confusion(right, [score >= threshold for score in scores])
        good, bad = counts.right_pass + counts.right_fail, counts.wrong_pass + counts.wrong_fail
        if not good or not bad:
            raise ValueError("A threshold needs right and wrong replies to be fitted on; one of the two is missing.")
        hits = counts.right_pass + counts.wrong_fail
        table.append(Step(threshold, counts.right_pass / good, counts.wrong_fail / bad, hits / (good + bad)))
    return table
