"""Several tries of the same task: best case, every case, and a vote. Tasks are the unit; intervals draw tasks again."""

from __future__ import annotations

import collections
import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

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


def in_points(found: Estimate) -> str:
    """A difference of two shares in points, with its interval."""
    return f"{100 * found.value:+.0f} points ({100 * found.low:+.0f} to {100 * found.high:+.0f})"


def verdict(found: Estimate) -> str:
    """better or worse where the whole interval lies on one side of 0, else "no change shown"."""
    return "better" if found.low > 0 else "worse" if found.high < 0 else "no change shown"


class Voted(NamedTuple):
    """What a vote does to one group of cases. single, vote: shares right; difference: vote minus single, paired."""

    name: str
    cases: int
    single: float
    vote: float
    difference: Estimate

    @property
    def verdict(self) -> str:
        """better, worse, or no change shown."""
        return verdict(self.difference)

    @property
    def cells(self) -> tuple[str, int, str, str, str]:
        """The row of a table: name, cases, both shares, the difference in points."""
        from helpers.plots import percent

        return self.name, self.cases, percent(self.single), percent(self.vote), in_points(self.difference)


def vote_by_group(
    groups: Sequence[str], single: Sequence[float], voted: Sequence[bool], clusters: Sequence[Hashable]
) -> list[Voted]:
    """For each group, in order of appearance, what the vote changes; intervals respect clusters.

    single: share of the draws of a case that are right. voted: whether its vote is right. Groups with fewer than two
    clusters are left out. Raises ValueError where the lists are not of the same length or empty.
    """
    from helpers import stats

    if not len(groups) == len(single) == len(voted) == len(clusters) > 0:
        raise ValueError(
            f"give one of each, at least one case; got {len(groups)}, {len(single)}, {len(voted)} and {len(clusters)}"
        )
    found = []
    for name in dict.fromkeys(groups):
        here = [at for at, group in enumerate(groups) if group == name]
        units = [clusters[at] for at in here]
        if len(set(units)) > 1:
            ones, votes = [single[at] for at in here], [float(voted[at]) for at in here]
            gain = stats.paired_difference(ones, votes, clusters=units)
            found.append(Voted(name, len(here), sum(ones) / len(here), sum(votes) / len(here), gain))
    return found


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
