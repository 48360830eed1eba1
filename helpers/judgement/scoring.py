"""How good a set of answers was, and what changed between two sets. Not for the start of the course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.judgement.questions import check_answers, items


@dataclass(frozen=True)
class Score:
    """How good a complete set of answers was. `right` of `n`; `accuracy` with its Wilson interval; `confidence`: mean,
    0.5 to 1; `brier`: mean of (confidence - correct)^2, Brier 1950, with a t interval: 0 is best, always 50 % gives
    0.25. `overconfidence` is confidence minus accuracy.
    """

    right: int
    n: int
    accuracy: object
    confidence: float
    brier: object

    @property
    def overconfidence(self) -> float:
        return self.confidence - self.accuracy.value

    def __str__(self) -> str:
        return (
            f"{self.right} of {self.n} right: {self.accuracy}; mean confidence {100 * self.confidence:.0f} %; "
            f"Brier score {self.brier.value:.2f} ({self.brier.low:.2f} to {self.brier.high:.2f})."
        )


def score(answers: Mapping) -> Score:
    """Compare a complete set of answers with what the sources support. For the end of the course, not for its start.

    Raises: ValueError when a question is open or an answer is not of the right form.
    """
    from helpers import stats

    given = check_answers(answers)
    if missing := [key for key in items() if key not in given]:
        raise ValueError(f"Still open: {', '.join(missing)}. A score needs an answer to every question.")
    hits = [given[key][0] == item.right for key, item in items().items()]
    confidences = [given[key][1] / 100 for key in items()]
    squares = [(confidence - hit) ** 2 for confidence, hit in zip(confidences, hits, strict=True)]
    mean = sum(confidences) / len(confidences)
    return Score(sum(hits), len(hits), stats.wilson(sum(hits), len(hits)), mean, stats.mean_interval(squares))


def compare(before: Mapping, after: Mapping) -> dict[str, object]:
    """What changed between two complete sets: `right` and `brier` as paired differences (after minus before)."""
    from helpers import stats

    sets = [check_answers(given) for given in (before, after)]
    score(before), score(after)  # both complete
    hits = [[given[key][0] == item.right for key, item in items().items()] for given in sets]
    squares = [
        [(given[key][1] / 100 - hit) ** 2 for key, hit in zip(items(), row, strict=True)]
        for given, row in zip(sets, hits, strict=True)
    ]
    return {
        "right": stats.paired_difference([float(hit) for hit in hits[0]], [float(hit) for hit in hits[1]]),
        "brier": stats.paired_difference(*squares),
    }
