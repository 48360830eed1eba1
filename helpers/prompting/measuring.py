"""Scores of runs, changes against a baseline, what broke rule by rule, and the drop of a winner on the test set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.prompting.asking import ALL

if TYPE_CHECKING:
    from helpers.evals import Case, Results
    from helpers.stats import Estimate

REDRAWS = 2000


@dataclass(frozen=True)
class Change:
    """A variant against the baseline: paired difference, its p value, and that after Holm over all variants."""

    name: str
    difference: Estimate
    p_value: float
    holm: float

    @property
    def clear(self) -> bool:
        """Whether it is still better after Holm at 0.05."""
        return self.holm < 0.05 and self.difference.value > 0


@dataclass(frozen=True)
class Broken:
    """A requirement that a case kept before and breaks now: the case, the requirement, both texts and the fault."""

    case: Case
    rule: str
    before: str
    after: str
    fault: str


@dataclass(frozen=True)
class Curse:
    """What a winner promised on dev and delivered on test, each as its gain over the same reference prompt.

    promised, delivered: paired gains with clustered intervals. drop: promised minus delivered; its interval is a
    bootstrap over the pages of both splits.
    """

    promised: Estimate
    delivered: Estimate
    drop: Estimate


def passes(run: Results, grader: str = ALL) -> list[float]:
    """1 or 0 for each case, in the order of the run (draws averaged; a case without a verdict counts as 0)."""
    found: dict[str, list[float]] = {case.id: [] for case in run.cases}
    for case, _, grade in run.rows(grader):
        found[case.id].append(float(grade.status == "pass"))
    return [sum(row) / len(row) if row else 0.0 for row in found.values()]


def faults(run: Results, names: Sequence[str]) -> dict[str, str]:
    """Case id -> what the reply breaks of these requirements, in words; "" for nothing. One draw of each case."""
    found: dict[str, list[str]] = {case.id: [] for case in run.cases}
    for name in names:
        for case, _, grade in run.rows(name):
            if grade.status == "fail":
                found[case.id].append(f"{name} {grade.reason}")
    return {name: "; ".join(told) for name, told in found.items()}


def pages(run: Results) -> list[str]:
    """The page of each case."""
    return [str(case.cluster) for case in run.cases]


def score(run: Results, grader: str = ALL) -> float:
    """Share of the replies that pass."""
    found = passes(run, grader)
    return sum(found) / len(found)


def rate(run: Results, grader: str = ALL) -> Estimate:
    """Share of the scored replies that pass, with its interval over pages, cut at 0 and 1."""
    from helpers import replies

    return replies.within(run.summary().rate(grader))


def changes(base: Results, others: Mapping[str, Results], grader: str = ALL) -> list[Change]:
    """Each run against the base, paired by question and clustered by page, with Holm over all of them."""
    from helpers import stats

    gaps = {name: base.compare(run, grader=grader).difference for name, run in others.items()}
    adjusted = stats.holm([gap.p_value for gap in gaps.values()]).tolist()
    return [Change(name, gap, gap.p_value, p) for (name, gap), p in zip(gaps.items(), adjusted, strict=True)]


def differ(base: Results, new: Results, grader: str = ALL) -> str:
    """How many replies get another verdict, "11 of 60"."""
    found = [a != b for a, b in zip(passes(base, grader), passes(new, grader), strict=True)]
    return f"{sum(found)} of {len(found)}"


def counts(run: Results, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """For each requirement (kept, replies to which it applies)."""
    found = run.counts()
    return {name: (found[name]["pass"], found[name]["pass"] + found[name]["fail"]) for name in names}


def broken(base: Results, new: Results, names: Sequence[str] | None = None) -> list[Broken]:
    """Every requirement that a case kept in `base` and breaks in `new`, worst severity first.

    names: which graders count (default: all but the one that sums them up).
    """
    from helpers.evals import severity_rank

    found = []
    for name in base.graders if names is None else names:
        if names is None and name == ALL:
            continue
        before = {case.id: (output.text, grade.status) for case, output, grade in base.rows(name)}
        for case, output, grade in new.rows(name):
            text, status = before.get(case.id, ("", ""))
            if status == "pass" and grade.status == "fail":
                found.append(Broken(case, name, text, output.text, grade.reason))
    return sorted(found, key=lambda one: (-severity_rank(one.case.severity), one.rule, one.case.id))


def curse(dev: tuple[Results, Results], test: tuple[Results, Results], *, seed: int = 0) -> Curse:
    """Gain of the second over the first of each pair, on dev and on test, and the drop from one to the other.

    The interval of the drop redraws the pages of both splits with replacement (percentiles of 2,000 redraws); it does
    not redo the choice, so it is that of this winner. Raises: ValueError for fewer than two pages in a split.
    """
    import numpy as np

    from helpers import stats
    from helpers.stats.estimate import Estimate

    gains, rows = [], []
    for reference, winner in (dev, test):
        a, b, where = passes(reference), passes(winner), pages(winner)
        gains.append(stats.paired_difference(a, b, where))
        names = sorted(set(where))
        sums = [sum(y - x for x, y, page in zip(a, b, where, strict=True) if page == name) for name in names]
        rows.append((np.array(sums), np.array([where.count(name) for name in names])))
    rng = np.random.default_rng(seed)
    drawn = []
    for sums, sizes in rows:
        at = rng.integers(0, len(sums), size=(REDRAWS, len(sums)))
        drawn.append(sums[at].sum(axis=1) / sizes[at].sum(axis=1))
    value = float(gains[0].value - gains[1].value)
    low, high = (float(end) for end in np.quantile(drawn[0] - drawn[1], [0.025, 0.975]))
    n = sum(int(sizes.sum()) for _, sizes in rows)
    note = f"bootstrap over {len(rows[0][0])} dev and {len(rows[1][0])} test pages"
    drop = Estimate(value, low, high, n=n, unit="points", method="bootstrap by page", note=note)
    return Curse(gains[0], gains[1], drop)


@dataclass(frozen=True)
class Draws:
    """Several draws of each question: share that passes, same text each time, passes each time (pass^k)."""

    k: int
    table: dict[int, int]
    accuracy: Estimate
    same_text: Estimate
    every_time: Estimate
    at_least_once: float


def draws(run: Results, grader: str = ALL) -> Draws:
    """What the draws of a run with repeats say. table: passes out of k -> questions."""
    from helpers import replies, stats
    from helpers.evals.summary import pass_rate

    passed: dict[str, list[bool]] = {case.id: [] for case in run.cases}
    texts: dict[str, list[str]] = {case.id: [] for case in run.cases}
    for case, output, grade in run.rows(grader):
        passed[case.id].append(grade.status == "pass")
        texts[case.id].append(output.text.strip())
    k, where = run.repeats, pages(run)
    numbers = [sum(row) for row in passed.values()]
    accuracy = pass_rate([sum(row) / k for row in passed.values()], where)
    every = pass_rate([float(count == k) for count in numbers], where)
    return Draws(
        k,
        {count: numbers.count(count) for count in range(k + 1)},
        replies.within(accuracy),
        stats.all_agree(list(texts.values())),
        replies.within(every),
        sum(count > 0 for count in numbers) / len(numbers),
    )


def summary(found: Any) -> str:
    """An estimate in words."""
    return found.text if hasattr(found, "text") else str(found)
