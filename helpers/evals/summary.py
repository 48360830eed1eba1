"""Results in a few lines: pass rates with intervals whose unit is the case or the cluster, latency, cost."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from helpers.evals.calls import LATE
from helpers.evals.cases import SEVERITIES, Case
from helpers.evals.results import Output, Results, when

if TYPE_CHECKING:
    import pandas as pd

    from helpers.evals.graders import Grade
    from helpers.stats import Estimate

P95_NEEDS = 72  # calls from which a 95 % interval of the p95 has an upper end


@dataclass(frozen=True)
class Line:
    """One pass rate. group: "all", or "tag: …" or "severity: …". cases: with any output; scored: with any grade.

    unscored: outputs that the grader could not grade. rate: Estimate, or None when nothing was scored.
    """

    grader: str
    group: str
    cases: int
    scored: int
    unscored: int
    rate: Estimate | None

    def __str__(self) -> str:
        rate = str(self.rate) if self.rate is not None else "nothing scored"
        return f"{self.group}: {rate}" + (f", {self.unscored} unscored" if self.unscored else "")


@dataclass(frozen=True)
class Summary:
    """What `Results.summary` gives. lines: pass rates. latency in seconds (None: not measured), cost in US dollars per
    call (None: unknown). errors: what went wrong in the task, and how often. notes: what a reader must know."""

    run_id: str
    name: str
    started: float
    cases: int
    repeats: int
    lines: list[Line]
    calls: int
    p50_latency_s: float | None
    p95_latency_s: float | None
    latency_calls: int
    cost_per_case_usd: float | None
    cost_calls: int
    errors: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def rate(self, grader: str | None = None, group: str = "all") -> Estimate | None:
        """The pass rate of a grader and group. Raises: ValueError with what there is to choose from."""
        found = [line for line in self.lines if line.group == group and grader in (None, line.grader)]
        if len(found) != 1:
            choice = sorted({f"{line.grader} / {line.group}" for line in self.lines})
            raise ValueError(f"name one grader and group of: {', '.join(choice)}; got {grader!r} / {group!r}")
        return found[0].rate

    def to_frame(self) -> pd.DataFrame:
        """The pass rates as a pandas table: grader, group, cases, scored, unscored, pass_rate, low, high, note."""
        import pandas as pd

        rows = []
        for line in self.lines:
            rate = line.rate
            numbers = (rate.value, rate.low, rate.high, rate.note) if rate is not None else (math.nan,) * 3 + ("",)
            rows.append((line.grader, line.group, line.cases, line.scored, line.unscored, *numbers))
        names = ["grader", "group", "cases", "scored", "unscored", "pass_rate", "low", "high", "note"]
        return pd.DataFrame(rows, columns=names)

    def _head(self) -> str:
        repeats = f" x {self.repeats} repeats" if self.repeats > 1 else ""
        return f"{self.name}: {self.cases} cases{repeats}, run {self.run_id} ({when(self.started)})"

    def _costs(self) -> str:
        parts = []
        if self.p50_latency_s is not None:
            few = f", few for a p95: {P95_NEEDS} or more tell more" if self.latency_calls < P95_NEEDS else ""
            times = f"p50 {self.p50_latency_s:.2f} s, p95 {self.p95_latency_s:.2f} s"
            parts.append(f"latency {times} ({self.latency_calls} calls{few})")
        else:
            parts.append("latency not measured")
        if self.cost_per_case_usd is not None:
            known = f" ({self.cost_calls} of {self.calls} calls)" if self.cost_calls < self.calls else ""
            parts.append(f"cost per case {dollars(self.cost_per_case_usd)}{known}")
        else:
            parts.append("cost per case unknown")
        return "; ".join(parts)

    def _remarks(self) -> list[str]:
        errors = [f"calls without an output: {count} ({text})" for text, count in self.errors.items()]
        return errors + self.notes

    def __str__(self) -> str:
        text = [self._head()]
        for grader in dict.fromkeys(line.grader for line in self.lines):
            text.append(f"{grader}")
            text += [f"  {line}" for line in self.lines if line.grader == grader]
        return "\n".join([*text, self._costs(), *self._remarks()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{name}</th>' for name in ("grader", "group", "pass rate", "cases", "unscored"))
        body = ""
        for line in self.lines:
            rate = "nothing scored" if line.rate is None else line.rate.text
            note = line.rate.note if line.rate is not None else ""
            cells = (line.group, rate + (f" [{note}]" if note else ""), line.scored, line.unscored)
            body += f'<tr><th scope="row">{escape(line.grader)}</th>'
            body += "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"
        rest = "".join(f"<p>{escape(text)}</p>" for text in (self._costs(), *self._remarks()))
        caption = f"<caption>{escape(self._head())}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def dollars(amount: float) -> str:
    """A small sum with enough digits: "0.0021 USD". No dollar sign, which JupyterLab takes for a formula."""
    if amount == 0:
        return "0 USD"
    digits = 2 if abs(amount) >= 1 else max(2, 1 - math.floor(math.log10(abs(amount))))
    return f"{amount:.{digits}f} USD"


def case_means(rows: Iterable[tuple[Case, Output, Grade]]) -> dict[str, float]:
    """Share of scored repeats that passed, by case id; cases without a scored repeat are left out."""
    found: dict[str, list[int]] = {}
    for case, _, grade in rows:
        if grade.status != "unscored":
            found.setdefault(case.id, []).append(grade.status == "pass")
    return {case_id: sum(passed) / len(passed) for case_id, passed in found.items()}


def clusters_of(cases: Iterable[Case]) -> list[str] | None:
    """The cluster of each case, where any has one (a case without one stands alone), else None."""
    cases = list(cases)
    if all(case.cluster is None for case in cases):
        return None
    return [f"cluster {case.cluster}" if case.cluster is not None else f"case {case.id}" for case in cases]


def pass_rate(means: Sequence[float], clusters: Sequence[str] | None) -> Estimate | None:
    """The mean of the case means with an interval whose unit is the case, or the cluster.

    Every case 0 or 1 and each on its own: Wilson. Else `stats.mean_interval`. Where that has no width or cannot be
    computed (all units alike, one unit), the Wilson interval for that number of units.
    """
    from helpers import stats

    n = len(means)
    if n == 0:
        return None
    alone = clusters is None or len(set(clusters)) == n
    if alone and all(mean in (0, 1) for mean in means):
        return stats.wilson(round(sum(means)), n)
    units = n if alone else len(set(clusters or ()))
    if units > 1:
        found = stats.mean_interval(means, None if alone else clusters)
        if found.se > 1e-12:
            return found
    value = sum(means) / n
    low = stats.wilson(math.floor(value * units + 1e-9), units).low
    high = stats.wilson(math.ceil(value * units - 1e-9), units).high
    kind = "case" if alone else "cluster"
    note = f"all alike; interval for {units} independent {kind}{'s' * (units > 1)}"
    return stats.Estimate(value, low, high, n=n, method="Wilson on units", note=note)


def _line(results: Results, grader: str, group: str, rows: list[tuple[Case, Output, Grade]]) -> Line:
    means = case_means(rows)
    by_id = {case.id: case for case, _, _ in rows}
    rate = pass_rate(list(means.values()), clusters_of(by_id[case_id] for case_id in means))
    unscored = sum(grade.status == "unscored" for _, _, grade in rows)
    return Line(grader, group, len(by_id), len(means), unscored, rate)


def quantile(values: Sequence[float], q: float) -> float:
    """Quantile by linear interpolation between order statistics, as numpy does by default."""
    ordered = sorted(values)
    at = q * (len(ordered) - 1)
    below = math.floor(at)
    return ordered[below] + (at - below) * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])


def latencies(results: Results) -> list[float]:
    """Seconds of every call that came back and was timed; a call that was given up counts with its time limit."""
    return [
        o.latency_s for o in results.outputs if o.latency_s is not None and (not o.error or o.error.startswith(LATE))
    ]


def costs(results: Results) -> list[float]:
    """US dollars of every call whose cost is known."""
    return [output.cost_usd for output in results.outputs if output.cost_usd is not None]


def summarise(results: Results) -> Summary:
    """See `Results.summary`."""
    lines: list[Line] = []
    tags = sorted({tag for case in results.cases for tag in case.tags})
    severities = [level for level in reversed(SEVERITIES) if any(case.severity == level for case in results.cases)]
    for grader in results.graders:
        rows = list(results.rows(grader))
        lines.append(_line(results, grader, "all", rows))
        for level in severities:
            lines.append(
                _line(results, grader, f"severity: {level}", [row for row in rows if row[0].severity == level])
            )
        for tag in tags:
            lines.append(_line(results, grader, f"tag: {tag}", [row for row in rows if tag in row[0].tags]))
    times, spent = latencies(results), costs(results)
    errors: Counter[str] = Counter(output.error for output in results.outputs if output.error)
    return Summary(
        run_id=results.run_id,
        name=results.name,
        started=results.started,
        cases=len(results.cases),
        repeats=results.repeats,
        lines=lines,
        calls=len(results.outputs),
        p50_latency_s=quantile(times, 0.5) if times else None,
        p95_latency_s=quantile(times, 0.95) if times else None,
        latency_calls=len(times),
        cost_per_case_usd=sum(spent) / len(spent) if spent else None,
        cost_calls=len(spent),
        errors=dict(errors.most_common()),
        notes=_notes(results),
    )


def _notes(results: Results) -> list[str]:
    notes: list[Any] = list(results.notes)
    if not results.complete:
        notes.insert(0, f"Stopped before the end: {len(results.outputs)} of {results.planned} outputs are here.")
    return notes
