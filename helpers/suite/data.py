"""Which cases, asked of which version, with which settings; runs are made once and kept for the session."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers import replies, world
from helpers.llm.kept import live_only
from helpers.llm.request import BUNDLED
from helpers.suite.seen import Broken, broken, in_pages, no_reply

if TYPE_CHECKING:
    from helpers.evals import Case, Comparison, GateResult, Grade, Output, Results
    from helpers.stats import Estimate
    from helpers.suite.tuning import Tuning

REPEATS, REPEAT_TEMPERATURE = 3, 0.7
TEST_RUN = "03 test set, version"


def decidable(split: str) -> list[world.Question]:
    """The questions of a split whose right answer can be told by phrases: those that name what must be said."""
    return [question for question in world.questions(split) if question.must]


@dataclass
class Suite:
    """The cases of the lab and its runs. See `begin`."""

    model: str = BUNDLED
    version_a: str = "A"
    version_b: str = "B"
    cases: int = 120
    live_cases: int = 12
    seed: int = 3
    gated: GateResult | None = field(default=None, repr=False)
    gated_by: dict[str, Any] = field(default_factory=dict, repr=False)
    rule_sets: list[dict[str, Any]] = field(default_factory=list, repr=False)
    _runs: dict[tuple, Results] = field(default_factory=dict, repr=False)
    _told: bool = field(default=False, repr=False)
    _tuned: Tuning | None = field(default=None, repr=False)

    @property
    def live(self) -> bool:
        """True when replies have to be made now: another model than the recorded one, or WORKBOOK_LIVE=1."""
        return self.model != BUNDLED or live_only(False)

    @property
    def limit(self) -> int:
        """The most cases of one run: `cases` from recordings, `live_cases` when replies are made now."""
        return min(self.cases, self.live_cases) if self.live else self.cases

    def questions(self, split: str) -> list[world.Question]:
        """The questions of a split: all that phrases can decide, or a draw of `limit` of them, in file order."""
        known = decidable(split)
        if self.limit >= len(known):
            return known
        drawn = {question.id for question in random.Random(self.seed).sample(known, self.limit)}
        return [question for question in known if question.id in drawn]

    def suite(self, split: str) -> list[Case]:
        """The same as `evals.Case` objects."""
        return world.cases(self.questions(split))

    def task(self, version: str, temperature: float = 0):
        """The assistant as a task for `evals.run`: a list of cases in, a list of replies out."""
        return replies.assistant(version, model=self.model, temperature=temperature)

    def run(self, version: str, split: str = "dev") -> Results:
        """Every case of the split, asked of a version at temperature 0 and graded by its phrases.

        Raises: RuntimeError with the model's own words when not one reply came.
        """
        from helpers.evals import contains, run

        key = (version, split)
        if key not in self._runs:
            title = f"{TEST_RUN} {version}" if split == "test" else f"03 dev set, version {version}"
            found = run(self.suite(split), self.task(version), contains(name="phrases"), name=title)
            no_reply(found, self.model)
            self._runs[key] = found
        return self._runs[key]

    def repeated(self) -> Results:
        """Every third question three times at temperature 0.7: rows that are not all new evidence.

        In version A, or in one whose draws are recorded where those of A are not (a sentence says so).
        """
        from helpers.evals import contains, run

        key = (self.version_a, "repeats")
        if key not in self._runs:
            questions = replies.asked_again(decidable("dev"))
            version, instead = replies.with_draws(
                self.version_a, questions, model=self.model, temperature=REPEAT_TEMPERATURE
            )
            if instead:
                print(instead)
            cases = world.cases(questions)
            if self.live:
                few = max(4, self.limit // 3)  # draws at a temperature are made one by one, which takes long
                cases = cases[:: max(1, len(cases) // few)][:few]
            task = self.task(version, REPEAT_TEMPERATURE)
            title = f"03 repeats, version {version}"
            self._runs[key] = run(cases, task, contains(name="phrases"), repeats=REPEATS, name=title)
        return self._runs[key]

    def compared(self, split: str = "dev") -> Comparison:
        """Version B against version A on the same cases."""
        return self.run(self.version_a, split).compare(self.run(self.version_b, split))

    def rate(self, version: str, split: str = "dev") -> Estimate:
        """The pass rate of a run with its interval over pages, cut at 0 and 1 where the interval leaves them."""
        return in_pages(replies.within(self.run(version, split).summary().rate()))

    def labelled(self, version: str, split: str = "dev") -> list[tuple[Case, Output, Grade, world.LabelledReply]]:
        """Case, output, grade by phrases and reference label of every reply that has a label (the recorded ones)."""
        known = {reply.key: reply for reply in world.replies(version, split=split, temperature=0)}
        rows = self.run(version, split).rows("phrases")
        return [(c, o, g, known[o.key]) for c, o, g in rows if o.key in known and known[o.key].text == o.text]

    def broke(self, split: str = "dev") -> list[Broken]:
        """The cases that pass in version A and fail in B, by id, with what the labels say about A's reply."""
        held = {case.id: label.right for case, _, _, label in self.labelled(self.version_a, split)}
        return broken(self.compared(split), held)

    def worst(self, split: str = "dev") -> list[str]:
        """Ids of the worst cases that B broke: those whose reply in A was right, as far as labels tell; or ["none"]."""
        found = [one for one in self.broke(split) if one.held is not False]
        worst = max((one.rank for one in found), default=None)
        return [one.case.id for one in found if one.rank == worst] or ["none"]

    def discordant(self) -> float:
        """Share of dev cases on which the two versions differ; at least 10 %, because few cases say little about it."""
        found = self.compared()
        return max(0.10, (found.only_baseline + found.only_new) / found.n)

    def gate_test(self, rules: Mapping[str, Any]) -> GateResult:
        """Version B on the test set, held against the rules with version A as the baseline. Says which look it is."""
        before, changes = self.looks(), self.changes
        self.gated = in_pages(self.run(self.version_b, "test").gate(rules, baseline=self.run(self.version_a, "test")))
        self.gated_by = dict(rules)
        if not self.rule_sets or self.rule_sets[-1] != self.gated_by:
            self.rule_sets.append(self.gated_by)
        headless = os.environ.get("WORKBOOK_RUN_ID")
        if self.changes > changes and not headless:
            print(
                f"These are not the rules of your last look: change number {self.changes} after the test set was "
                "seen. A rule that is changed after the result is no longer a test of it; the plan will say so."
            )
        if before and not self._told and not headless:
            self._told = True
            print(
                f"You have looked at the test set before: this is look {before + 1}. Each look that leads to a change "
                "makes it less of a test; dev is for that."
            )
        return self.gated

    @property
    def changes(self) -> int:
        """How often the rules were changed after the first look at the test set, in this session."""
        return max(0, len(self.rule_sets) - 1)

    def tuned(self) -> Tuning:
        """Tuning on half of the test pages on purpose, and what is left of it on the other half."""
        from helpers.suite.tuning import tune

        if self._tuned is None:
            self._tuned = tune(self.run(self.version_a, "test"), self.run(self.version_b, "test"), seed=self.seed)
        return self._tuned

    def looks(self) -> int:
        """How often the test set was run before this session, for the candidate version (from the database)."""
        from helpers import keeping

        own = {results.run_id for results in self._runs.values()}
        name = f"eval:{TEST_RUN} {self.version_b}"
        rows = keeping.with_store(lambda store: store.runs(name)) or []
        return sum(row["run_id"] not in own for row in rows)


_current: Suite | None = None


def begin(
    *,
    model: str = BUNDLED,
    version_a: str = "A",
    version_b: str = "B",
    cases: int = 120,
    live_cases: int = 12,
    seed: int = 3,
) -> Suite:
    """Set what the lab and its checks refer to, and return it.

    model: a name for `llm.chat`. version_a, version_b: names of `world.versions()`, two different ones. cases: the most
    cases of one run. live_cases: the most when replies have to be made now. seed: of the draw when there are more.
    Raises: ValueError that says which setting is wrong.
    """
    global _current
    known = sorted(world.versions())
    for name, value in (("version_a", version_a), ("version_b", version_b)):
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, but got {value!r}")
    if version_a == version_b:
        raise ValueError(f"version_a and version_b are both {version_a!r}; a comparison needs two versions")
    for name, value in (("cases", cases), ("live_cases", live_cases)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 8:
            raise ValueError(f"{name} must be a whole number of at least 8, but got {value!r}")
    _current = Suite(model, version_a, version_b, cases, live_cases, seed)
    most = len(decidable("dev"))
    if cases > most:
        print(f"cases = {cases}, but there are {most} dev questions that a phrase can decide: all {most} are taken.")
    return _current


def current() -> Suite:
    """The suite that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin()
