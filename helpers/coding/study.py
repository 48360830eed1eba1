"""Which conversations the lab is about, which of them the learner reads, and what two readers said of them."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers import keeping, stats, world
from helpers.world.reading import SPLITS

ENOUGH = 6  # conversations with a note of one's own, before the codes of the readers are shown
FIRST_FAULTS = {
    "search": ("The search did not find what a right reply needs.", ("retrieval_miss",)),
    "page": ("A page that was found is out of date or wrong.", ("stale_source",)),
    "invents": ("The reply invents something about Meadow.", ("invented_fact",)),
    "reply": (
        "The reply does something else wrong with what was found: leaves it out, evades, loses the thread, is garbled.",
        ("ignores_source", "no_answer", "lost_context", "broken_output"),
    ),
    "care": ("It should have warned, declined or asked back.", ("unsafe", "should_hold_back")),
    "right": ("Nothing is wrong.", ()),
}


@dataclass
class Study:
    """The conversations of one split with the codes of the readers. See `begin`."""

    split: str = "dev"
    to_read: int = 12
    seed: int = 2

    @property
    def traces(self) -> list[world.Trace]:
        """All conversations of the split."""
        return world.traces(self.split)

    @property
    def sample(self) -> list[world.Trace]:
        """The conversations that the learner reads: the same number of each kind of question, as far as that goes."""
        return by_kind(self.traces, self.to_read, self.seed)

    def label(self, trace_id: str) -> world.TraceLabel:
        """What the readers settled on. Raises ValueError for an unknown conversation."""
        found = world.trace_labels().get(trace_id)
        if found is None:
            raise ValueError(f"There is no conversation {trace_id!r}, or nobody has read it.")
        return found

    def pages(self, traces: Iterable[world.Trace] | None = None) -> list[str]:
        """The page of each conversation: questions about one page are not independent."""
        return [trace.question.cluster for trace in (self.traces if traces is None else traces)]

    def first(self, codes: Iterable[str]) -> list[bool]:
        """For each conversation, whether the first thing that went wrong is one of the codes."""
        wanted = set(codes)
        return [self.label(trace.id).primary in wanted for trace in self.traces]

    def any(self, code: str) -> list[bool]:
        """For each conversation, whether it has the code at all."""
        return [code in self.label(trace.id).codes for trace in self.traces]

    def share(self, holds: Iterable[bool], among: Callable[[world.Trace], bool] | None = None) -> stats.Estimate:
        """A share of the conversations, or of those for which `among` holds, with an interval that counts pages."""
        rows = [(trace, bool(value)) for trace, value in zip(self.traces, holds, strict=True)]
        rows = [row for row in rows if among is None or among(row[0])]
        return stats.weighted_share([value for _, value in rows], clusters=self.pages(trace for trace, _ in rows))

    def first_faults(self) -> dict[str, stats.Estimate]:
        """The share of each first fault of `FIRST_FAULTS`; they add up to 1."""
        right = [self.label(trace.id).primary is None for trace in self.traces]
        return {name: self.share(self.first(codes) if codes else right) for name, (_, codes) in FIRST_FAULTS.items()}

    def ranked(self) -> list[tuple[str, int]]:
        """The codes by how often they are the first fault, most frequent first: (code, conversations)."""
        counts = {code: sum(self.first([code])) for code in world.FAILURES}
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def top(self, count: int = 2) -> tuple[str, ...]:
        """The most frequent first faults."""
        return tuple(code for code, _ in self.ranked()[:count])


def by_kind(traces: Iterable[world.Trace], count: int, seed: int) -> list[world.Trace]:
    """Up to `count` conversations, one of each kind of question in turn, drawn at random within the kind."""
    draw = random.Random(seed)
    groups: dict[str, list[world.Trace]] = {}
    for trace in traces:
        groups.setdefault(trace.question.kind, []).append(trace)
    order = sorted(groups)
    draw.shuffle(order)
    for kind in order:  # a second message shows more of what goes wrong, so conversations with one come in turn
        draw.shuffle(groups[kind])
        long = [trace for trace in groups[kind] if len(trace.turns) > 1]
        short = [trace for trace in groups[kind] if len(trace.turns) == 1]
        pairs = itertools.zip_longest(short, long)
        groups[kind] = [trace for pair in pairs for trace in pair if trace is not None]
    rounds = itertools.zip_longest(*(groups[kind] for kind in order))
    return [trace for one in rounds for trace in one if trace is not None][:count]


_current: Study | None = None


def begin(*, split: str = "dev", to_read: int = 12, seed: int = 2) -> Study:
    """Set what the lab and its checks refer to, and return it.

    split: dev or test. to_read: conversations that the learner reads, 8 to 40. seed: of their draw.
    Raises: ValueError that says which setting is wrong.
    """
    global _current
    if split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, but got {split!r}")
    if isinstance(to_read, bool) or not isinstance(to_read, int) or not 8 <= to_read <= 40:
        raise ValueError(f"to_read must be a whole number from 8 to 40, but got {to_read!r}")
    _current = Study(split, to_read, seed)
    return _current


def current() -> Study:
    """The study that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin()


def may_look(notes: Mapping[str, Any], skip: bool = False) -> bool:
    """Whether the codes of the readers may be shown: the learner has noted `ENOUGH`, or skips it on purpose.

    A note that is one word, a verdict, or a piece of the conversation does not count. A headless run and a solved
    notebook show everything. Says what is missing.
    """
    from helpers.coding.notes import says_something

    if skip or os.environ.get("WORKBOOK_RUN_LOG") or keeping.state.solved:
        return True
    sample = {trace.id: trace for trace in current().sample}
    done = sum(name in sample and says_something(mark, sample[name]) for name, mark in notes.items())
    if done >= ENOUGH:
        return True
    print(
        f"Kept back until you have read for yourself: {done} of {ENOUGH} conversations have a note that says what you "
        "saw (section 2). Then run this cell again. Whoever wants to look at once sets look_first = True in the first "
        "code cell."
    )
    return False
