"""Several tries of the same task: best case, every case, and a vote. Tasks are the unit; intervals draw tasks again."""

from __future__ import annotations

import collections
import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.published.repeats import TauTask
    from helpers.stats import Estimate

SEED = 6


def _mean(values: Any) -> Estimate:
    from helpers import stats

    return stats.bootstrap(values, seed=SEED)._replace(unit="share")


def at_least_one(tasks: Sequence[TauTask], k: int) -> Estimate:
    """pass@k: the mean chance that at least one of k tries of a task succeeds. Interval: bootstrap over tasks."""
    from helpers import stats

    return _mean([stats.pass_at_k(task.trials, task.successes, k) for task in tasks])


def every_try(tasks: Sequence[TauTask], k: int) -> Estimate:
    """pass^k: the mean chance that all of k tries of a task succeed. Interval: bootstrap over tasks."""
    from helpers import stats

    return _mean([stats.pass_hat_k(task.trials, task.successes, k) for task in tasks])


def mean_power(tasks: Sequence[TauTask], k: int) -> Estimate:
    """The mean share of successes to the power k, which many take for pass^k. Interval: bootstrap over tasks."""
    from helpers import stats

    shares = [task.successes / task.trials for task in tasks]
    return stats.bootstrap(shares, lambda rows: rows.mean() ** k, seed=SEED)._replace(unit="share")


def again(tasks: Sequence[TauTask]) -> Estimate:
    """Of the tries that succeeded, the share whose next try of the same task succeeds too: pass^2 / pass^1."""
    from helpers import stats

    rows = [(stats.pass_hat_k(t.trials, t.successes, 2), t.successes / t.trials) for t in tasks]

    def ratio(drawn: Any) -> float:
        return drawn[:, 0].sum() / drawn[:, 1].sum() if drawn[:, 1].any() else math.nan

    return stats.bootstrap(rows, ratio, seed=SEED)._replace(unit="share")


def majority_of(n: int, c: int, m: int) -> float:
    """Chance that most of m tries, drawn without putting back from n tries with c successes, are successes.

    m: odd and at most n. Every failure counts as the same wrong answer. Raises ValueError for other numbers.
    """
    if not (1 <= m <= n and m % 2 == 1 and 0 <= c <= n):
        raise ValueError(f"m must be odd and at most n, and c between 0 and n; got n = {n}, c = {c}, m = {m}")
    ways = sum(math.comb(c, i) * math.comb(n - c, m - i) for i in range(m // 2 + 1, m + 1))
    return ways / math.comb(n, m)


def vote(answers: Sequence[Hashable]) -> Hashable:
    """The answer given most often; of equally frequent ones that which came first. Raises ValueError for none."""
    if not answers:
        raise ValueError("a vote needs at least one answer")
    return collections.Counter(answers).most_common(1)[0][0]


def share(right: Sequence[bool], clusters: Sequence[Hashable] | None = None) -> Estimate:
    """Share of right answers, with the interval that respects clusters, cut off at 0 and 1.

    Where all are right or all wrong, where one cluster holds everything, or without clusters, it is Wilson's. Raises
    ValueError for none.
    """
    from helpers import stats

    values = [float(value) for value in right]
    if not values:
        raise ValueError("there is no answer, so there is no share")
    if clusters is None or len(set(values)) == 1 or len(set(clusters)) == 1:
        return stats.wilson(int(sum(values)), len(values))
    found = stats.mean_interval(values, clusters)
    return found._replace(low=max(found.low, 0.0), high=min(found.high, 1.0))
