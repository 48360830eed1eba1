"""The design that the learner chooses: read from a dictionary, held against others, measured on a split."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers.retrieving import silence
from helpers.retrieving.asking import asked, passed, share
from helpers.retrieving.designs import SIZES, Design
from helpers.retrieving.finding import Found, answerable, found
from helpers.retrieving.lab import Lab, difference

if TYPE_CHECKING:
    from helpers.stats import Estimate

CHOICES = ("quote the passage", "let the model answer", "people answer")
FIELDS = ("chunk_words", "overlap", "k", "mode", "guards", "below")


@dataclass(frozen=True)
class Look:
    """What a design does on a split.

    holds, recall: of what is found. quoted: the best passage alone as the reply, right by phrases. served: of all
    these questions, those above the threshold whose best passage is a right reply. bad: how many questions find a page
    that no customer should read. silence: the threshold, its euros for UNANSWERED. words: found, mean.
    """

    split: str
    design: Design
    rows: tuple[Found, ...]
    holds: Estimate
    recall: Estimate
    quoted: Estimate
    served: Estimate
    bad: int
    silence: silence.Step
    words: float

    @property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """(hits, of) behind holds, quoted and served."""
        n = len(self.rows)
        return tuple((round(one.value * n), n) for one in (self.holds, self.quoted, self.served))


def chosen(given: Any) -> Design:
    """The design behind the learner's dictionary; it searches everything that was ever published, and the foreign page.

    Raises: ValueError that says what is missing or cannot be.
    """
    if not isinstance(given, Mapping):
        raise ValueError(f"a dictionary was expected, got {type(given).__name__}")
    if missing := [name for name in FIELDS if name not in given]:
        raise ValueError(f"the design lacks {', '.join(missing)}")
    if unknown := [str(name) for name in given if name not in FIELDS]:
        raise ValueError(f"there is no setting {', '.join(unknown)}; the settings are {', '.join(FIELDS)}")
    below = given["below"]
    if isinstance(below, bool) or not isinstance(below, int | float) or not 0 <= below < 1:
        raise ValueError(f"below is a cosine from 0 (never silent) to under 1, but got {below!r}")
    guards = given["guards"]
    guards = (guards,) if isinstance(guards, str) else guards
    if not isinstance(guards, list | tuple | set | frozenset):
        raise ValueError(f'guards is a list such as ["date"], but got {guards!r}')
    return Design(given["chunk_words"], given["overlap"], given["k"], given["mode"], "everything", None, tuple(guards))


@functools.cache
def look(design: Design, below: float, split: str = "dev") -> Look:
    """Hold a design against the questions of a split that a page answers and phrases can decide."""
    from helpers.retrieving.showing import bad_shown

    questions = asked() if split == "dev" else answerable(split)
    rows = found(design, questions)
    best = found(replace(design, k=1), questions)
    quoted = [passed(row.question, " ".join(row.texts)) for row in best]
    near = {one.question.id for one in silence.scored(split, design) if one.score >= below}
    return Look(
        split, design, tuple(rows),
        share(rows, [row.holds for row in rows]),
        share(rows, [row.recall for row in rows]),
        share(best, quoted),
        share(best, [right and row.question.id in near for row, right in zip(best, quoted, strict=True)]),
        bad_shown(rows),
        silence.step(silence.scored(split, design), below, silence.UNANSWERED),
        sum(row.words for row in rows) / len(rows),
    )  # fmt: skip


def others() -> list[Design]:
    """The designs that a chosen one has to stand beside: four sizes, one to eight chunks, hybrid."""
    return [Design(size, 20, k, "hybrid") for size in SIZES for k in (1, 2, 3, 4, 6, 8) if size * k <= 640]


@functools.cache
def beaten_by(design: Design) -> tuple[Design, Any] | None:
    """A design that shows no more words and the answer clearly more often, on dev pages, with the difference, or None.

    Both search the published pages; guards are another matter.
    """
    design = replace(design, pages="published", guards=())
    mine = found(design, asked())
    words = sum(row.words for row in mine)
    best = None
    for other in others():
        rows = found(other, asked())
        if sum(row.words for row in rows) <= words:
            gap = difference(mine, rows, "holds")
            if gap.low > 0 and (best is None or gap.value > best[1].value):
                best = other, gap
    return best


@functools.cache
def behind(design: Design) -> tuple[Any, Any] | None:
    """What the design of the workbook has more than this one, on dev pages: answer in the passages, right quotations.

    None where one of the two intervals holds 0: a design may show less and quote as well, or the other way round.
    """
    from helpers import stats

    rows = asked()
    bare = replace(design, pages="published", guards=())
    there = difference(found(bare, rows), found(Design(), rows), "holds")
    mine, other = (found(replace(one, k=1), rows) for one in (bare, Design()))
    mine, other = ([float(passed(row.question, " ".join(row.texts))) for row in one] for one in (mine, other))
    quoted = stats.paired_difference(mine, other, [row.cluster for row in rows])
    return (there, quoted) if there.low > 0 and quoted.low > 0 else None


def quote_against_model(lab: Lab) -> Any:
    """Right by quoting the best passage minus right by the model, on the same dev questions, paired."""
    from helpers import stats

    said = {row.question.id: row for row in lab.answers()}
    pairs = [(right, said[row.question.id]) for row, right in lab.quoted() if row.question.id in said]
    pages = [row.question.cluster for _, row in pairs]
    return stats.paired_difference([float(row.right) for _, row in pairs], [float(right) for right, _ in pairs], pages)


def three_ways(lab: Lab) -> dict[str, Any]:
    """Share of right replies on dev: quoted passage, model with passages, with the right page, with nothing."""
    quoted, said = lab.quoted(), lab.answers()
    rates = {
        "the best passage, quoted": share([row for row, _ in quoted], [right for _, right in quoted]),
        "the model, shown what is found": share(said, [row.right for row in said]),
    }
    if not lab.live:
        for name, version in (("the model, shown the right page", "A"), ("the model, shown nothing", "closed")):
            rows = _version(version)
            rates[name] = share([row for row, _ in rows], [right for _, right in rows])
    return rates


def _version(version: str) -> list[tuple[Found, bool]]:
    """What a version of the assistant said to the same questions, by phrases."""
    from helpers import world

    said = {reply.question: reply.text for reply in world.replies(version, split="dev", temperature=0)}
    return [(Found(question, ()), passed(question, said[question.id])) for question in asked() if question.id in said]


REFERENCE = {
    "chunk_words": 80, "overlap": 20, "k": 3, "mode": "hybrid", "guards": ["date", "owner"], "below": 0.5,
}  # fmt: skip
"""A design that stands beside the others."""
