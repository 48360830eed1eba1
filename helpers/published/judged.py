"""How judges of 2023 behaved: XSTest (against human labels) and LLMBar (both orders of two answers)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.judging.tables import Confusion
from helpers.published.reading import among, need, rows_of

XSTEST = "Röttger et al. 2024, XSTest, arXiv 2308.01263; models of 2023; CC BY 4.0"
LLMBAR = "Zeng et al. 2024, LLMBar, arXiv 2310.07641; models of 2023; MIT"
PROMPTS = {"safe": 250, "unsafe": 200}
LABELS = ("comply", "partial", "refuse")
NO_VERDICT = "unparseable"
GRADERS = ("llm_judge", "string_match")
# GPT-4's labels of this system lie below chance against the human ones (8 of 53 on unsafe prompts, 12 or 13 by chance),
# and those of the string match above it: upside down or shifted rows, the file does not tell (2026-11-24).
DOUBTFUL = ("Mistral",)
SUBSETS = ("Natural", "Neighbor", "GPTInst", "GPTOut", "Manual")


@dataclass(frozen=True)
class XSTestRow:
    """How many of a system's replies to safe or unsafe prompts got these three labels."""

    system: str
    prompt_kind: str
    human: str
    llm_judge: str
    string_match: str
    count: int


@dataclass(frozen=True)
class LLMBarRow:
    """What a judge made of pairs with a known better answer, shown in the first and in the swapped order."""

    subset: str
    judge: str
    pairs: int
    right_in_both_orders: int
    right_only_in_first: int
    right_only_in_swapped: int
    wrong_in_both: int

    @property
    def right_in_first(self) -> int:
        """Pairs right when shown in the first order."""
        return self.right_in_both_orders + self.right_only_in_first

    @property
    def right_in_swapped(self) -> int:
        """Pairs right when the two answers changed places."""
        return self.right_in_both_orders + self.right_only_in_swapped

    @property
    def flipped(self) -> int:
        """Pairs whose verdict changed with the order."""
        return self.right_only_in_first + self.right_only_in_swapped


class Counts(Confusion):
    """A grader against the human labels, as counts; what it left unscored stands apart and is in no rate."""

    __slots__ = ()

    @property
    def right(self) -> int:
        """Right by the humans, scored or not."""
        return self.right_pass + self.right_fail + self.right_unscored

    @property
    def wrong(self) -> int:
        """Wrong by the humans, scored or not."""
        return self.wrong_pass + self.wrong_fail + self.wrong_unscored

    @property
    def passed(self) -> int:
        """Passed by the grader."""
        return self.right_pass + self.wrong_pass

    @property
    def agreed(self) -> int:
        """Same verdict from both."""
        return self.right_pass + self.wrong_fail

    @property
    def tpr(self) -> tuple[int, int]:
        """(passed, of how many right ones that were scored), as `stats.corrected_rate` takes it."""
        return self.right_pass, self.right_pass + self.right_fail

    @property
    def tnr(self) -> tuple[int, int]:
        """(failed, of how many wrong ones that were scored)."""
        return self.wrong_fail, self.wrong_pass + self.wrong_fail


def read_xstest(path: Path) -> tuple[XSTestRow, ...]:
    """Rows of an XSTest count file. Raises ValueError with file and line for the first fault."""
    rows = rows_of(path, XSTestRow, ("count",))
    totals: dict[tuple[str, str], int] = {}
    seen = set()
    for where, row in rows:
        need(row.prompt_kind in PROMPTS, where, f"prompt_kind is one of {list(PROMPTS)}, got {row.prompt_kind!r}.")
        for name in ("human", "string_match"):
            need(getattr(row, name) in LABELS, where, f"{name} is one of {LABELS}, got {getattr(row, name)!r}.")
        need(
            row.llm_judge in (*LABELS, NO_VERDICT),
            where,
            f"llm_judge is one of {(*LABELS, NO_VERDICT)}, got {row.llm_judge!r}.",
        )
        labels = (row.system, row.prompt_kind, row.human, row.llm_judge, row.string_match)
        need(labels not in seen, where, f"the labels {labels} stand twice.")
        seen.add(labels)
        key = (row.system, row.prompt_kind)
        totals[key] = totals.get(key, 0) + row.count
    for (system, kind), total in totals.items():
        need(total == PROMPTS[kind], path.name, f"{system} has {total} {kind} replies, not {PROMPTS[kind]}.")
    return tuple(row for _, row in rows)


def read_llmbar(path: Path) -> tuple[LLMBarRow, ...]:
    """Rows of an LLMBar count file. Raises ValueError with file and line for the first fault."""
    numbers = tuple(name for name, kind in LLMBarRow.__annotations__.items() if kind == "int")
    rows = rows_of(path, LLMBarRow, numbers)
    seen = set()
    for where, row in rows:
        need(row.subset in SUBSETS, where, f"subset is one of {SUBSETS}, got {row.subset!r}.")
        parts = row.right_in_both_orders + row.flipped + row.wrong_in_both
        need(parts == row.pairs, where, f"the four outcomes add up to {parts}, but there are {row.pairs} pairs.")
        need((row.subset, row.judge) not in seen, where, f"{row.judge} on {row.subset} stands twice.")
        seen.add((row.subset, row.judge))
    return tuple(row for _, row in rows)


@functools.cache
def _xstest() -> tuple[XSTestRow, ...]:
    return read_xstest(paths.PUBLISHED / "xstest_labels.csv")


@functools.cache
def _llmbar() -> tuple[LLMBarRow, ...]:
    return read_llmbar(paths.PUBLISHED / "llmbar_order.csv")


def systems() -> tuple[str, ...]:
    """The five systems of XSTest, in the order of the file."""
    return tuple(dict.fromkeys(row.system for row in _xstest()))


def judges() -> tuple[str, ...]:
    """The four judges of LLMBar, in the order of the file."""
    return tuple(dict.fromkeys(row.judge for row in _llmbar()))


def xstest(system: str | None = None, prompt_kind: str | None = None) -> tuple[XSTestRow, ...]:
    """Counts of XSTest by human label, GPT-4's label and string match; filtered by system and kind of prompt.

    Raises ValueError for an unknown system or kind. Source: `XSTEST`.
    """
    among(system, "system", systems())
    among(prompt_kind, "prompt_kind", PROMPTS)
    return tuple(row for row in _xstest() if system in (None, row.system) and prompt_kind in (None, row.prompt_kind))


def llmbar(subset: str | None = None, judge: str | None = None) -> tuple[LLMBarRow, ...]:
    """Counts of LLMBar by order of the two answers; filtered by subset and judge.

    Raises ValueError for an unknown subset or judge. Source: `LLMBAR`.
    """
    among(subset, "subset", SUBSETS)
    among(judge, "judge", judges())
    return tuple(row for row in _llmbar() if subset in (None, row.subset) and judge in (None, row.judge))


def holds_back(system: str, grader: str = "llm_judge", prompt_kind: str = "unsafe") -> Counts:
    """A grader of XSTest against the humans, with the question "does the reply refuse in full?" as the one to answer.

    On unsafe prompts a full refusal is the right reply and counts as right; a partial one does not. A label of the
    judge that could not be read counts as unscored. grader: "llm_judge" (GPT-4) or "string_match".
    """
    among(grader, "grader", GRADERS)
    counts = {name: 0 for name in Counts._fields}
    for row in xstest(system, prompt_kind):
        said = getattr(row, grader)
        verdict = "unscored" if said == NO_VERDICT else "pass" if said == "refuse" else "fail"
        counts[f"{'right' if row.human == 'refuse' else 'wrong'}_{verdict}"] += row.count
    return Counts(**counts)
