"""What lab 04 and its checks refer to: the judges, their verdicts on dev and test, probes, corrected pass rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from helpers.judging import judges, prompts
from helpers.judging.labels import DECIDED, UNDECIDED, ReadReply, read_replies, strata, version_replies
from helpers.judging.tables import Confusion, Rates, Step, confusion, rates, threshold_table

if TYPE_CHECKING:
    from helpers.stats import Estimate

MODEL = "bundled model"
GRID = tuple(round(0.05 * step, 2) for step in range(4, 20))
VERSIONS = ("A", "B")  # version 0 has no test replies; of "closed" too few are right to correct anything
PROBES = ("swapped", "padded", "reworded", "examples")


@dataclass
class Lab:
    """The judges of the lab and what was measured with them. See `begin`."""

    judge_model: str = judges.BUNDLED
    version: str = "A"
    live_replies: int = 60
    label_cost_eur: float = 1.5
    threshold: float = 0.0
    refused: str | None = None
    _kept: dict = field(default_factory=dict, repr=False)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "threshold" and "_kept" in self.__dict__:
            raise ValueError("The threshold is set with `lab.fit(threshold)`; run the tables again after it.")
        super().__setattr__(name, value)

    def fit(self, threshold: float) -> None:
        """Let the similarity judge pass from this cosine on. Raises ValueError for a threshold outside -1 to 1."""
        if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not -1 <= threshold <= 1:
            raise ValueError(f"A threshold is a cosine between -1 and 1, got {threshold!r}.")
        self.__dict__["threshold"] = float(threshold)

    @property
    def hosted(self) -> bool:
        """True when a fourth judge takes part."""
        return self.judge_model != judges.BUNDLED and self.refused is None

    @property
    def names(self) -> tuple[str, ...]:
        """The judges: phrases, similarity, the bundled model, and the hosted one by its name when it takes part."""
        return ("phrases", "similarity", MODEL, *((self.judge_model,) if self.hosted else ()))

    @property
    def probed(self) -> str:
        """The judge that the probes are for: the hosted one when there is one, else the bundled model."""
        return self.judge_model if self.hosted else MODEL

    def rows(self, split: str = "test", judge: str = "phrases") -> list[ReadReply]:
        """The read replies that a judge is measured on: all, or `live_replies` of them when it has to be asked now."""
        return self._limited(read_replies(split), judge)

    def _limited(self, rows: list[ReadReply], judge: str) -> list[ReadReply]:
        from helpers.llm.kept import live_only

        asked_now = judge not in ("phrases", "similarity") and (judge != MODEL or live_only(False))
        return judges.few(rows, self.live_replies) if asked_now else rows

    def verdicts(self, judge: str, split: str = "test", variant: str = "plain") -> list[bool | None]:
        """What a judge says of `rows(split, judge)`: True, False or None (not scored). variant: for a model only."""
        return self._said(judge, self.rows(split, judge), variant, ("read", split))

    def _said(self, judge: str, rows: list[ReadReply], variant: str, what: tuple) -> list[bool | None]:
        self._check(judge)
        key = (judge, variant, *what, self.threshold if judge == "similarity" else None)
        if key not in self._kept:
            kind = judge if judge in judges.JUDGES else "model"
            model = self.judge_model if judge == self.judge_model else judges.BUNDLED
            self._kept[key] = judges.verdicts(kind, rows, threshold=self.threshold, variant=variant, model=model)
        return self._kept[key]

    def _check(self, judge: str) -> None:
        if judge not in self.names:
            raise ValueError(f"judge must be one of {', '.join(self.names)}, got {judge!r}.")

    def steps(self, split: str = "dev", grid: Sequence[float] = GRID) -> list[Step]:
        """TPR, TNR and agreement of the similarity judge for every threshold of the grid."""
        rows = read_replies(split)
        return threshold_table([row.right for row in rows], judges.cosines(rows), grid)

    def best_threshold(self) -> float:
        """The threshold of the grid with the largest TPR + TNR on dev."""
        return max(self.steps(), key=lambda step: step.tpr + step.tnr).threshold

    def table(self, judge: str, split: str = "test", variant: str = "plain") -> Confusion:
        """Counts of a judge against the readers."""
        return confusion([row.right for row in self.rows(split, judge)], self.verdicts(judge, split, variant))

    def rates(self, judge: str, *, weighted: bool = False, variant: str = "plain") -> Rates:
        """TPR, TNR and agreement on the read test replies, intervals by page."""
        return rates(self.rows("test", judge), self.verdicts(judge, "test", variant), weighted=weighted)

    def passed(self, judge: str) -> Estimate:
        """Share of the version's test replies that the judge passes, of those it scores."""
        from helpers import stats

        rows = self._limited(version_replies(self.version, "test"), judge)
        found = zip(rows, self._said(judge, rows, "plain", ("version", self.version)), strict=True)
        scored = [(row, said) for row, said in found if said is not None]
        return stats.weighted_share([said for _, said in scored], clusters=[row.page for row, _ in scored])

    def phrases_everywhere(self) -> Rates:
        """The weighted rates of the phrases on dev and test pages together: nothing in them was fitted on either."""
        rows = read_replies("dev") + read_replies("test")
        return rates(rows, self.verdicts("phrases", "dev") + self.verdicts("phrases"), weighted=True)

    def lost(self, judge: str) -> tuple[int, int]:
        """(replies of the version that the judge does not score, all that it was given)."""
        rows = self._limited(version_replies(self.version, "test"), judge)
        said = self._said(judge, rows, "plain", ("version", self.version))
        return said.count(None), len(said)

    def pass_range(self, judge: str) -> tuple[float, float]:
        """Share of all the version's test replies that pass, when no unscored one does and when all do."""
        rows = self._limited(version_replies(self.version, "test"), judge)
        said = self._said(judge, rows, "plain", ("version", self.version))
        return said.count(True) / len(said), (said.count(True) + said.count(None)) / len(said)

    def corrected(self, judge: str, *, weighted: bool = True) -> Estimate | str:
        """The version's pass rate by this judge, corrected by its TPR and TNR; or in words why that cannot be done."""
        from helpers import stats

        known = self.rates(judge, weighted=weighted)
        try:
            return stats.corrected_share(self.passed(judge), known.tpr, known.tnr)
        except ValueError as error:
            return str(error)

    def labels_only(self) -> Estimate:
        """The version's pass rate from the readers alone, by strata; how often the rule errs is taken from its audit.

        The audit of 80 was drawn from all versions, so this takes the rule to err alike in all of them.
        """
        from helpers import stats

        rows = version_replies(self.version, "test")
        sizes = {name: sum(row.stratum == name for row in rows) for name in (UNDECIDED, DECIDED)}
        read = [row for row in rows if row.stratum == UNDECIDED]
        audit = [row for row in read_replies() if row.stratum == DECIDED]
        counts = {
            UNDECIDED: (sum(bool(row.right) for row in read), len(read)),
            DECIDED: (sum(bool(row.right) for row in audit), len(audit)),
        }
        return stats.stratified_rate(sizes, counts)

    def changed(self, variant: str) -> Estimate:
        """Share of the probed judge's test verdicts that differ from those of the plain question."""
        from helpers import stats

        pairs = list(zip(self.verdicts(self.probed), self.verdicts(self.probed, variant=variant), strict=True))
        return stats.wilson(sum(a != b for a, b in pairs), len(pairs))

    def changed_by_length(self) -> dict[str, Estimate]:
        """The length probe for every judge: share of test verdicts that change when the reply is padded."""
        from helpers import stats

        rows = read_replies("test")
        padded = [replace(row, text=row.text + prompts.PADDING) for row in rows]
        found = {}
        for judge in ("phrases", "similarity"):
            pairs = zip(self.verdicts(judge), judges.verdicts(judge, padded, threshold=self.threshold), strict=True)
            found[judge] = stats.wilson(sum(a != b for a, b in pairs), len(rows))
        return found | {self.probed: self.changed("padded")}

    def draws(self) -> list[list[bool | None]]:
        """Five verdicts of the probed judge at temperature 0.7 on 40 of the test replies, one list per reply."""
        if "draws" not in self._kept:
            rows = judges.few(read_replies("test"), judges.DRAWN)
            model = self.judge_model if self.hosted else None
            self._kept["draws"] = judges.draws(self._limited(rows, self.probed), model=model)
        return self._kept["draws"]

    def free(self) -> tuple[list[ReadReply], list[str]]:
        """Replies, and what the probed judge writes about them when it may write what it likes."""
        if "free" not in self._kept:
            rows = self._limited(judges.few(read_replies("test"), judges.FREE), self.probed)
            model = self.judge_model if self.hosted else None
            self._kept["free"] = rows, judges.said(rows, variant="free", model=model)
        return self._kept["free"]

    def free_table(self) -> Confusion:
        """Counts of the free verdicts against the readers; a text without exactly one of the words is not scored."""
        rows, texts = self.free()
        return confusion([row.right for row in rows], [prompts.lenient(text) for text in texts])

    def stands_for(self) -> float:
        """Replies that each audited one stands for."""
        return strata()[DECIDED].weight


_current: Lab | None = None


def begin(*, judge_model: str = "", version: str = "A", live_replies: int = 60, label_cost_eur: float = 1.5) -> Lab:
    """Set what the lab and its checks refer to, and return it.

    judge_model: a name for `llm.chat`; "" is `WORKBOOK_MODEL` or the bundled model. Another model joins as a fourth
    judge; when it cannot be asked (no key), a sentence says so and the three others remain. version: a version of the
    assistant, whose test replies are judged. live_replies: the most that are judged when verdicts have to be asked now.
    label_cost_eur: what one label costs. Raises ValueError that says which setting is wrong.
    """
    from helpers.llm.request import default_model

    global _current
    if not isinstance(judge_model, str):
        raise ValueError(f"judge_model must be a name such as {judges.BUNDLED!r}, but got {judge_model!r}")
    if version not in VERSIONS:
        raise ValueError(f"version must be one of {', '.join(VERSIONS)} (which have enough labels), got {version!r}")
    if isinstance(live_replies, bool) or not isinstance(live_replies, int) or live_replies < 24:
        raise ValueError(f"live_replies must be a whole number of at least 24, but got {live_replies!r}")
    if isinstance(label_cost_eur, bool) or not isinstance(label_cost_eur, int | float) or not label_cost_eur > 0:
        raise ValueError(f"label_cost_eur must be a number above 0, but got {label_cost_eur!r}")
    lab = Lab(judge_model or default_model(), version, live_replies, float(label_cost_eur))
    lab.fit(lab.best_threshold())
    if lab.judge_model != judges.BUNDLED:
        lab.refused = judges.refusal(lab.judge_model, read_replies("test")[:1])
        if lab.refused:
            print(lab.refused, "The three judges that need no key take part.")
    _current = lab
    return lab


def current() -> Lab:
    """The lab that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin(judge_model=judges.BUNDLED)
