"""What lab 07 and its checks refer to: the design of the run, the answers behind each figure, and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from helpers import stats, world
from helpers.llm.kept import live_only
from helpers.llm.request import BUNDLED
from helpers.retrieving import asking
from helpers.retrieving.asking import Answer, answers, passed, share
from helpers.retrieving.designs import SIZES, TOPS, Design
from helpers.retrieving.finding import Found, answerable, found, metrics

if TYPE_CHECKING:
    from helpers.retrieving.deciding import Look
    from helpers.stats import Estimate


@dataclass(frozen=True)
class Row:
    """A design in figures: shares with intervals over pages; `right` and `grounded` are None without answers.

    recall: of the pages that answer, the share among the chunks shown. recall_at_3: among the first three chunks,
    whatever k is. ndcg: nDCG@10 over pages, each right page with gain 1. holds: the answer stands in the passages.
    right: the reply is right by phrases. grounded: of the claims that the replies make, the share that a passage
    supports. tokens: of the prompt, mean; None without answers. words: of the passages, mean.
    """

    design: Design
    recall: Estimate
    recall_at_3: Estimate
    ndcg: Estimate
    holds: Estimate
    words: float
    right: Estimate | None = None
    grounded: Estimate | None = None
    tokens: float | None = None
    answered: int = 0


@dataclass
class Lab:
    """The settings of the lab; see `begin`."""

    design: Design
    model: str = BUNDLED
    live_cases: int = 10
    looks: list[str] = field(default_factory=list, repr=False)
    dev: Look | None = field(default=None, repr=False)
    test: Look | None = field(default=None, repr=False)
    _said: dict[tuple, list[Answer]] = field(default_factory=dict, repr=False)

    @property
    def live(self) -> bool:
        """True when replies have to be made now: another model than the recorded one, or WORKBOOK_LIVE=1."""
        return self.model != BUNDLED or live_only(False)

    @property
    def looked(self) -> Design | None:
        """The design that was last held against the test pages; None before the first look."""
        return self.test.design if self.test else None

    @property
    def looked_below(self) -> float:
        """The threshold of that design; 0 before the first look."""
        return self.test.silence.threshold if self.test else 0.0

    def questions(self) -> list[world.Question]:
        """The dev questions that are answered: all of `asked`, or `live_cases` of them where a model answers now."""
        return self._few(asking.asked(), self.live_cases)

    def _few(self, questions: Sequence[world.Question], count: int) -> list[world.Question]:
        questions = list(questions)
        if not self.live or len(questions) <= count:
            return questions
        return [questions[place * len(questions) // count] for place in range(count)]

    def answers(self, design: Design | None = None, questions: Sequence[world.Question] | None = None) -> list[Answer]:
        """What the model says with a design (default: the one of `base`), to the dev questions or to others.

        Where replies are made now, the base design is asked `live_cases` questions and any other one a sixth.
        """
        design = self.base() if design is None else design
        few = max(2, self.live_cases // 6) if questions is None else max(1, self.live_cases // 12)
        few = self.live_cases if questions is None and design == self.base() else few
        chosen = self._few(asking.asked() if questions is None else questions, few)
        key = (design, tuple(question.id for question in chosen))
        if key not in self._said:
            self._said[key] = answers(design, chosen, model=self.model)
        return self._said[key]

    def base(self) -> Design:
        """The design of this run where its answers are recorded or can be asked; else that of the workbook."""
        if self.live or self.design in asking.recorded_designs():
            return self.design
        return Design()

    def row(self, design: Design) -> Row:
        """A design in figures, on the dev questions."""
        rows = found(design, asking.asked())
        three, deep = (found(replace(design, k=k), asking.asked()) for k in (3, 20))
        said = self.answers(design) if self.live or design in asking.recorded_designs() else []
        pages = {row.question.id: row.question.cluster for row in rows}
        claims = [claim.supported for row in said for claim in row.ground.claims]
        where = [row.question.cluster for row in said for _ in row.ground.claims]
        return Row(
            design,
            share(rows, [row.recall for row in rows]),
            share(three, [row.recall for row in three]),
            metrics(deep).mean("nDCG@10", pages),
            share(rows, [row.holds for row in rows]),
            sum(row.words for row in rows) / len(rows),
            share(said, [row.right for row in said]) if len(said) > 1 else None,
            stats.mean_interval(list(map(float, claims)), where) if len(set(where)) > 1 else None,
            sum(row.tokens for row in said) / len(said) if said else None,
            len(said),
        )

    def sizes(self) -> dict[int, Row]:
        """The recorded chunk sizes in figures; everything else as in the base design of the workbook."""
        return {size: self.row(Design(chunk_words=size)) for size in SIZES}

    def tops(self) -> dict[int, Row]:
        """The recorded numbers of chunks shown in figures."""
        return {k: self.row(Design(k=k)) for k in TOPS}

    def gain(self, before: Design, after: Design, what: str = "right") -> Estimate:
        """What `after` has more than `before`, on the same questions: `right` (answers), `holds` or `recall`."""
        if what not in ("right", "holds", "recall"):
            raise ValueError(f'what is "right", "holds" or "recall", but got {what!r}')
        if what == "right":
            for one in (before, after):
                if not self.live and one not in asking.recorded_designs():
                    raise ValueError(f"no replies are recorded for the design {one.text}; take holds or recall")
            return difference(self.answers(before), self.answers(after), what)
        questions = asking.asked()
        return difference(found(before, questions), found(after, questions), what)

    def lost(self) -> list[Answer]:
        """Four wrong replies, each about another page, two of them with the answer in the passages."""
        boxes = asking.quadrants(self.answers())
        chosen: list[Answer] = []
        for rows in (boxes[True, False], boxes[False, False]):
            rows = sorted(rows, key=lambda row: (row.words, row.question.id))
            for row in rows:
                same = [one for one in chosen if one.holds is row.holds]
                if len(same) < 2 and row.question.cluster not in {one.question.cluster for one in chosen}:
                    chosen.append(row)
        return sorted(chosen, key=lambda row: row.question.id[::-1])

    def grounded(self, count: int = 10) -> list[Answer]:
        """Replies all of whose claims the passages support, at most `count`, by id: half of them right by phrases.

        A kind that has fewer than its half leaves its places to the other one.
        """
        rows = [row for row in self.answers() if row.ground.state == "supported"]
        kinds = [[row for row in rows if row.right is kind] for kind in (True, False)]
        half = [min(len(kinds[0]), max(count - count // 2, count - len(kinds[1])))]
        half.append(min(len(kinds[1]), count - half[0]))
        chosen = [kind[place * len(kind) // n] for kind, n in zip(kinds, half, strict=True) for place in range(n)]
        return sorted(chosen, key=lambda row: row.question.id)

    def attacked(self, pages: str = "poisoned") -> list[Answer]:
        """The answers to questions for which the poisoned page is found; "published": to the same, without it."""
        return self.answers(Design(pages=pages), asking.hunted())

    def dated(self) -> dict[str, list[Answer]]:
        """The answers about facts that changed, from all versions: without a date, with today's, with an old one."""
        days = {"no date": None, "as of today": asking.TODAY, "an old date": asking.BEFORE}
        return {name: self.answers(Design(pages="history", as_of=day), asking.changed()) for name, day in days.items()}

    def waited(self) -> dict[int, list[Answer]]:
        """For each number of chunks the calls that were made one at a time; empty where they are not recorded."""
        made: dict[int, list[Answer]] = {k: [] for k in TOPS}
        if not self.live:
            for design, question in asking.timed():
                made[design.k] += asking.alone(design, question)
        return made

    def quoted(self, split: str = "dev", design: Design | None = None) -> list[tuple[Found, bool]]:
        """The one best passage as the reply, with no model: each with whether it is right by phrases."""
        base = self.base() if design is None else design
        one = replace(base, k=1)
        questions = self.questions() if split == "dev" else answerable(split)
        return [(row, passed(row.question, " ".join(row.texts))) for row in found(one, questions)]


def telling(rows: Sequence[Answer], each: int = 2) -> list[Answer]:
    """Replies that show the rule at work: for each state the first ones whose claims are plain to look up.

    Plain is an amount, a share, a time or a figure with its unit, such as "14 days". Among equals those that are right
    come first. Replies that a reader finds wrong although the phrases pass them are left for the exercise.
    """
    from helpers.retrieving.grounding import STATES, misread

    plain = {"amount", "share", "time", "duration"}
    chosen: list[Answer] = []
    for state in STATES:
        of = [row for row in rows if row.ground.state == state and not misread(row.question.id, row.reply.text)]
        odd = {row.question.id: any(claim.kind not in plain for claim in row.ground.claims) for row in of}
        chosen += sorted(of, key=lambda row: (odd[row.question.id], not row.right, row.question.id))[:each]
    return chosen


def difference(before: Sequence[Found], after: Sequence[Found], what: str) -> Estimate:
    """The paired difference of a measure on the questions that both have, with its interval over pages.

    Raises: ValueError when fewer than two questions are in both.
    """
    known = {row.question.id: row for row in after}
    pairs = [(row, known[row.question.id]) for row in before if row.question.id in known]
    if len(pairs) < 2:
        raise ValueError(f"{len(pairs)} questions are in both; a difference needs at least two")
    a, b = ([float(getattr(pair[place], what)) for pair in pairs] for place in (0, 1))
    pages = [row.question.cluster for row, _ in pairs]
    return stats.paired_difference(a, b, pages if len(set(pages)) > 1 else None)


_current: Lab | None = None


def begin(
    *,
    chunk_words: int = 80,
    overlap: int = 20,
    k: int = 3,
    mode: str = "hybrid",
    model: str = BUNDLED,
    live_cases: int = 10,
) -> Lab:
    """Set what the lab and its checks refer to, and return it.

    chunk_words, overlap, k, mode: as in `Design`. model: a name for `llm.chat`. live_cases: the most questions that are
    asked where replies have to be made now. Raises: ValueError that says which setting is wrong.
    """
    global _current
    if isinstance(live_cases, bool) or not isinstance(live_cases, int) or live_cases < 10:
        raise ValueError(f"live_cases must be a whole number of at least 10, but got {live_cases!r}")
    _current = Lab(Design(chunk_words, overlap, k, mode), model, live_cases)
    if _current.base() != _current.design:
        print(
            f"No answers of the model are recorded for this design ({_current.design.text}). What it finds is measured "
            f"all the same; where an answer is needed, the lab takes the design {Design().text}. "
            "`workbook run --live` asks the model."
        )
    return _current


def current() -> Lab:
    """The lab that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin()
