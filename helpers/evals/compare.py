"""Two runs on the same cases, paired: how large is the difference, can it be chance, and what broke."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from helpers.evals.cases import Case, severity_rank
from helpers.evals.results import Results
from helpers.evals.summary import case_means, clusters_of

if TYPE_CHECKING:
    import pandas as pd

    from helpers.stats import Estimate

_SHOWN = 10


@dataclass(frozen=True)
class Change:
    """A case whose pass rate differs. before, after: share of its scored repeats that passed."""

    case: Case
    before: float
    after: float
    output_before: str
    output_after: str
    reason: str

    def __str__(self) -> str:
        severity = f" ({self.case.severity})" if self.case.severity else ""
        because = f": {self.reason}" if self.reason else ""
        return f"{self.case.id}{severity}, {_share(self.before)} to {_share(self.after)}{because}"


@dataclass(frozen=True, repr=False)
class Comparison:
    """`new` against `baseline` under one grader.

    difference: new minus baseline, with interval and p value (the one to report). paired: the mean of the differences
    per case, clustered where cases have clusters. newcombe, mcnemar: for one 0/1 grade per case, else None; they
    take cases as independent. both, only_baseline, only_new, neither: counts of cases that passed (None where
    repeats make a case partly right). regressions, improvements: worst severity first. notes: what a reader must know.
    """

    baseline: str
    new: str
    grader: str
    n: int
    difference: Estimate
    paired: Estimate
    newcombe: Estimate | None
    mcnemar: Estimate | None
    both: int | None
    only_baseline: int | None
    only_new: int | None
    neither: int | None
    rate_baseline: float
    rate_new: float
    regressions: list[Change]
    improvements: list[Change]
    notes: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """The finding in one sentence, no stronger than the interval."""
        low, high = self.difference.low, self.difference.high
        if low > 0:
            return f"{self.new} passes more than {self.baseline}, by {self.difference.text}."
        if high < 0:
            return f"{self.new} passes less than {self.baseline}, by {self.difference.text}."
        return f"These {self.n} cases do not show which is better: {self.difference.text}."

    def to_frame(self) -> pd.DataFrame:
        """The cases that changed (pandas): case_id, severity, change, before, after, outputs, reason."""
        import pandas as pd

        rows = []
        for word, changes in (("broke", self.regressions), ("fixed", self.improvements)):
            for c in changes:
                row = (c.case.id, c.case.severity, word, c.before, c.after, c.output_before, c.output_after, c.reason)
                rows.append(row)
        names = ["case_id", "severity", "change", "before", "after", "output_before", "output_after", "reason"]
        return pd.DataFrame(rows, columns=names)

    def _lines(self) -> list[str]:
        lines = [
            self.verdict,
            f"{self.grader} on {self.n} pairs: {self.baseline} {_share(self.rate_baseline)}, "
            f"{self.new} {_share(self.rate_new)}; difference {self.difference}",
        ]
        if self.both is not None:
            lines.append(
                f"both pass {self.both}, only {self.baseline} {self.only_baseline}, only {self.new} {self.only_new}, "
                f"neither {self.neither}"
            )
        return lines + self.notes

    def __str__(self) -> str:
        lines = self._lines()
        lines.append(f"broke: {len(self.regressions)}" + (", worst first" if len(self.regressions) > 1 else ""))
        lines += [f"  {change}" for change in self.regressions[:_SHOWN]]
        if len(self.regressions) > _SHOWN:
            lines.append(f"  and {len(self.regressions) - _SHOWN} more in .regressions")
        lines.append(f"fixed: {len(self.improvements)}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        text = "".join(f"<p>{escape(line)}</p>" for line in self._lines())
        items = "".join(f"<li>{escape(str(change))}</li>" for change in self.regressions[:_SHOWN])
        more = len(self.regressions) - _SHOWN
        items += f"<li>and {more} more in .regressions</li>" if more > 0 else ""
        broke = f"<p>Broke: {len(self.regressions)}. Fixed: {len(self.improvements)}.</p>"
        return text + broke + (f"<ol>{items}</ol>" if items else "")


def compare(baseline: Results, new: Results, *, grader: str | None = None, common: bool = False) -> Comparison:
    """`new` minus `baseline`, paired on the case id; repeats of a case are averaged first.

    grader: which one, when there are several. common: pair on the cases that both runs have, and say how many do not;
    without it, runs with different cases are refused. Cases that either run left unscored are dropped from both,
    with a visible count. The interval is Newcombe's for one 0/1 grade per case, else that of the mean difference,
    clustered where cases have clusters. Source: Miller, arXiv 2411.00640; Newcombe, Stat Med 17 (1998) 2635.
    Raises: ValueError when cases differ in number or input, a grader is missing, or fewer than two pairs are left.
    """
    if not isinstance(new, Results):
        raise ValueError(f"compare needs the Results of another run, but got {type(new).__name__}")
    grader = baseline.grader(grader)
    if grader not in new.grades:
        raise ValueError(f"the other run was not graded by {grader!r}, but by {', '.join(new.grades)}")
    if baseline is new:
        raise ValueError("both are the same run; compare it with another one")
    names = (baseline.name, new.name)
    if names[0] == names[1]:
        names = ("A", "B")
    old_cases, new_cases = ({case.id: case for case in results.cases} for results in (baseline, new))
    ids = [case_id for case_id in old_cases if case_id in new_cases]
    notes = _check_ids(old_cases, new_cases, ids, common)
    before, after = case_means(baseline.rows(grader)), case_means(new.rows(grader))
    pairs = [case_id for case_id in ids if case_id in before and case_id in after]
    if len(pairs) < len(ids):
        notes.append(
            f"{len(ids) - len(pairs)} of {len(ids)} cases are left out: unscored or missing in one of the runs"
        )
    if len(pairs) < 2:
        raise ValueError(f"{len(pairs)} cases were scored in both runs; a comparison needs at least 2")
    if not (baseline.complete and new.complete):
        notes.append("one of the runs was stopped before its end")
    counted = _statistics([before[i] for i in pairs], [after[i] for i in pairs], [old_cases[i] for i in pairs], notes)
    changes = _changes(baseline, new, grader, pairs, before, after)
    return Comparison(
        baseline=names[0],
        new=names[1],
        grader=grader,
        n=len(pairs),
        rate_baseline=sum(before[i] for i in pairs) / len(pairs),
        rate_new=sum(after[i] for i in pairs) / len(pairs),
        regressions=[change for change in changes if change.after < change.before],
        improvements=[change for change in changes if change.after > change.before],
        notes=notes,
        **counted,
    )


def _check_ids(old: dict[str, Case], new: dict[str, Case], ids: list[str], common: bool) -> list[str]:
    notes = []
    only_old, only_new = [i for i in old if i not in new], [i for i in new if i not in old]
    if only_old or only_new:
        counts = f"{len(only_old)} cases only in the baseline{_some(only_old)}, {len(only_new)} only in the new run"
        counts += f"{_some(only_new)}; {len(ids)} in both"
        if not common:
            raise ValueError(f"the two runs have different cases: {counts}. Run both on one list, or set common=True")
        notes.append(f"paired on the cases that both runs have: {counts}")
    changed = [i for i in ids if old[i].input != new[i].input]
    if changed:
        raise ValueError(
            f"the same id stands for different inputs in the two runs{_some(changed)}; pairs need one input"
        )
    regraded = [i for i in ids if (old[i].must, old[i].must_not, old[i].expected) != _contract(new[i])]
    if regraded:
        notes.append(f"what a right answer is differs between the runs in {len(regraded)} cases{_some(regraded)}")
    return notes


def _contract(case: Case) -> tuple[Any, ...]:
    return case.must, case.must_not, case.expected


def _some(ids: list[str]) -> str:
    return f" ({', '.join(ids[:3])}{', …' if len(ids) > 3 else ''})" if ids else ""


def _statistics(a: list[float], b: list[float], cases: list[Case], notes: list[str]) -> dict[str, Any]:
    from helpers import stats

    clusters = clusters_of(cases)
    alone = clusters is None or len(set(clusters)) == len(cases)
    if not alone and len(set(clusters or ())) == 1:
        raise ValueError("all cases are in one cluster, so nothing says how much clusters vary; add cases from others")
    paired = stats.paired_difference(a, b, None if alone else clusters)
    names = ("both", "only_baseline", "only_new", "neither")
    found: dict[str, Any] = {"paired": paired, "difference": paired, "newcombe": None, "mcnemar": None}
    found |= dict.fromkeys(names)
    if all(value in (0, 1) for value in (*a, *b)):
        cells = [sum((x, y) == cell for x, y in zip(a, b, strict=True)) for cell in ((1, 1), (1, 0), (0, 1), (0, 0))]
        found |= dict(zip(names, cells, strict=True))
        found["newcombe"], found["mcnemar"] = stats.newcombe_paired(*cells), stats.mcnemar(cells[1], cells[2])
        if alone:
            found["difference"] = found["newcombe"]
        elif paired.se == 0:
            found["difference"] = found["newcombe"]
            notes.append("no case changed, so the interval is the one for independent cases; clusters may widen it")
    return found


def _changes(
    baseline: Results, new: Results, grader: str, pairs: list[str], before: dict[str, float], after: dict[str, float]
) -> list[Change]:
    """Cases whose rate changed, worst severity first, then the largest change."""
    told = set(pairs)
    shown_in: list[dict[str, tuple[str, str, str]]] = []
    for results, means in ((baseline, before), (new, after)):
        shown: dict[str, tuple[str, str, str]] = {}
        for case, output, grade in results.rows(grader):
            if case.id not in told or grade.status == "unscored":
                continue
            # An output that shows the change: a failed one where the case got worse, else the first.
            wanted = "fail" if (after[case.id] < before[case.id]) == (means is after) else "pass"
            if case.id not in shown or (grade.status == wanted and shown[case.id][2] != wanted):
                shown[case.id] = (output.text, grade.reason, grade.status)
        shown_in.append(shown)
    by_id = {case.id: case for case in new.cases}
    changes = [
        Change(by_id[i], before[i], after[i], shown_in[0][i][0], shown_in[1][i][0], shown_in[1][i][1])
        for i in pairs
        if before[i] != after[i]
    ]
    return sorted(changes, key=lambda c: (-severity_rank(c.case.severity), -abs(c.after - c.before), c.case.id))


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"
