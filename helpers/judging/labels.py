"""The replies that two readers read, and how they came to be read.

A rule looked first. What it could not decide was read, all of it; of what it had decided, 80 were drawn at random and
read as well. So the readers saw two strata with very different shares, and a read reply stands for `weight` replies.
The same text given to the same question counts once.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from helpers import world

UNDECIDED, DECIDED = "rule undecided", "rule decided"


@dataclass(frozen=True)
class ReadReply:
    """One reply that is judged. `right` is what the readers say (None: not read). weight: replies it stands for."""

    key: str
    question: world.Question
    version: str
    temperature: float
    text: str
    right: bool | None
    reason: str
    first: bool | None
    second: bool | None
    stratum: str
    weight: float

    @property
    def page(self) -> str:
        """The page that the question is about: the cluster."""
        return self.question.cluster

    @property
    def split(self) -> str:
        """dev or test."""
        return self.question.split


@dataclass(frozen=True)
class Stratum:
    """A part of the replies: how many different ones there are, how many of them were read, the weight of each."""

    name: str
    replies: int
    read: int

    @property
    def weight(self) -> float:
        """Replies that each read one stands for."""
        return self.replies / self.read


@functools.cache
def _known() -> tuple[tuple[ReadReply, ...], dict[str, Stratum]]:
    """Every different reply (question and text), and the strata."""
    questions = {question.id: question for question in world.questions()}
    found: dict[tuple[str, str], world.LabelledReply] = {}
    for reply in world.replies():
        found.setdefault((reply.question, reply.text), reply)
    sizes: dict[str, Stratum] = {}
    for by, name in (("readers", UNDECIDED), ("rule", DECIDED)):
        inside = [reply for reply in found.values() if reply.by == by]
        sizes[name] = Stratum(name, len(inside), sum(reply.first is not None for reply in inside))
    rows = []
    for reply in found.values():
        stratum = sizes[UNDECIDED if reply.by == "readers" else DECIDED]
        read = reply.first is not None
        # Where both readers agree, they are the label, also against the rule; where not, the third reading is.
        right = None if not read else reply.first if reply.first == reply.second else reply.right
        rows.append(
            ReadReply(
                reply.key, questions[reply.question], reply.version, reply.temperature, reply.text, right, reply.reason,
                reply.first, reply.second, stratum.name, stratum.weight,
            )
        )  # fmt: skip
    return tuple(rows), sizes


def strata() -> dict[str, Stratum]:
    """The two strata by name: "rule undecided" (all read) and "rule decided" (80 drawn at random and read)."""
    return dict(_known()[1])


def all_replies(split: str | None = None) -> list[ReadReply]:
    """Every different reply of the recordings, read or not, in a fixed order. split: dev or test."""
    _check_split(split)
    return [row for row in _known()[0] if split in (None, row.split)]


def read_replies(split: str | None = None) -> list[ReadReply]:
    """The replies that two readers read, in a fixed order. split: dev or test; the split is by page."""
    return [row for row in all_replies(split) if row.right is not None]


def version_replies(version: str, split: str | None = None) -> list[ReadReply]:
    """All replies of a version at temperature 0, one per question: what a pass rate of that version is about.

    `right` is None where nobody read the reply. Raises ValueError for an unknown version or split.
    """
    _check_split(split)
    known = {(row.question.id, row.text): row for row in _known()[0]}
    return [known[reply.question, reply.text] for reply in world.replies(version, split=split, temperature=0)]


def _check_split(split: str | None) -> None:
    if split not in (None, *world.SPLITS):
        raise ValueError(f"split must be one of {', '.join(world.SPLITS)} or None, got {split!r}.")
