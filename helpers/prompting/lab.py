"""What lab 05 and its checks refer to: runs of variants and wordings on dev and test, draws, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers.llm.request import BUNDLED
from helpers.prompting import asking, measuring
from helpers.prompting.asking import BASE
from helpers.prompting.catalogue import PARAPHRASED, chosen, paraphrases, variants

if TYPE_CHECKING:
    from helpers.evals import Results
    from helpers.prompting.measuring import Change, Curse
    from helpers.stats import Estimate
    from helpers.world import Question

FEWEST, LIVE_WORDINGS, LIVE_DRAWN = 4, 1, 2


@dataclass
class Lab:
    """The settings of the lab and its runs, each made once. See `begin`."""

    model: str = BUNDLED
    temperature: float = 0.7
    live_cases: int = 4
    seed: int = 5
    _kept: dict[tuple, Any] = field(default_factory=dict, repr=False)

    @property
    def live(self) -> bool:
        """Whether replies have to be made now: another model than the recorded one, or WORKBOOK_LIVE=1."""
        from helpers.llm.kept import live_only

        return self.model != BUNDLED or live_only(False)

    def questions(self, split: str = "dev") -> list[Question]:
        """The 60 questions of a split, or `live_cases` of them, evenly over the list, when replies are made now."""
        every = chosen(split)
        return asking.few(self.live_cases, every) if self.live else every

    @property
    def text_variants(self) -> list[str]:
        """The variants that answer in text."""
        return [name for name, one in variants().items() if one.form == "text"]

    @property
    def wordings(self) -> list[int]:
        """The numbers of the wordings of the reworded variant; 0 is its own. A few of them when asked now."""
        count = len(paraphrases())
        return list(range(min(count, 1 + LIVE_WORDINGS) if self.live else count))

    @property
    def contest(self) -> list[tuple[str, int]]:
        """Everything to choose from: the variants that answer in text, and the other wordings of one of them."""
        return [(name, 0) for name in self.text_variants] + [(PARAPHRASED, n) for n in self.wordings if n]

    def run(self, name: str, split: str = "dev", wording: int = 0) -> Results:
        """A variant, or a wording of it, on the questions of a split at temperature 0.

        Raises: RuntimeError with the model's own words when not one reply came.
        """
        key = (name, split, wording)
        if key not in self._kept:
            found = asking.run(name, split, wording, model=self.model, questions=self.questions(split))
            _no_reply(found, self.model)
            self._kept[key] = found
        return self._kept[key]

    def own(self, line: str, count: int = asking.FEW) -> Results:
        """`PARAPHRASED` with the learner's own last line, on `count` dev questions, evenly spaced."""
        from helpers.llm.request import canonical

        key = ("own", canonical(line), count)
        if key not in self._kept:
            some = self.few(count)
            self._kept[key] = asking.run(
                PARAPHRASED, "dev", model=self.model, questions=some, own=line, title="05 own line"
            )
        return self._kept[key]

    def few(self, count: int = asking.FEW) -> list[Question]:
        """`count` dev questions, evenly spaced."""
        return asking.few(count, self.questions("dev"))

    def drawn(self, temperature: float | None = None) -> Results:
        """Five draws of each of the drawn questions at a temperature (default: the lab's)."""
        heat = self.temperature if temperature is None else temperature
        key = ("drawn", float(heat))
        if key not in self._kept:
            some = asking.drawn_questions()
            if self.live or heat not in asking.TEMPERATURES:
                some = some[:: max(1, len(some) // LIVE_DRAWN)][:LIVE_DRAWN]
            self._kept[key] = asking.run(
                asking.DRAWN, "dev", model=self.model, temperature=heat, repeats=asking.DRAWS, questions=some,
                title=f"05 five draws at temperature {heat:g}",
            )  # fmt: skip
        return self._kept[key]

    def rate(self, name: str, split: str = "dev", wording: int = 0) -> Estimate:
        """Share of replies that keep all requirements that apply, with its interval over pages."""
        return measuring.rate(self.run(name, split, wording))

    def changes(self, split: str = "dev") -> list[Change]:
        """Every other text variant against the first, paired, with Holm over all of them."""
        others = [name for name in self.text_variants if name != BASE]
        return measuring.changes(self.run(BASE, split), {name: self.run(name, split) for name in others})

    def winner(self) -> tuple[str, int]:
        """The entry of the contest with the highest dev score; the first one when several are equal."""
        return max(self.contest, key=lambda one: measuring.score(self.run(one[0], "dev", one[1])))

    def curse(self) -> Curse:
        """What the winner on dev promised over the reworded variant's own wording, and delivered on test."""
        name, wording = self.winner()
        sides = [(self.run(PARAPHRASED, split), self.run(name, split, wording)) for split in ("dev", "test")]
        return measuring.curse(*sides, seed=self.seed)


def _no_reply(found: Results, model: str) -> None:
    from helpers.suite.seen import no_reply

    no_reply(found, model)


_current: Lab | None = None


def begin(*, model: str = BUNDLED, temperature: float = 0.7, live_cases: int = 4, seed: int = 5) -> Lab:
    """Set what the lab and its checks refer to, and return it.

    model: a name for `llm.chat`. temperature: of the five draws, 0 to 2. live_cases: the questions of each run when
    replies have to be made now. seed: of the bootstrap. Raises: ValueError that says which setting is wrong.
    """
    global _current
    if isinstance(temperature, bool) or not isinstance(temperature, int | float) or not 0 <= temperature <= 2:
        raise ValueError(f"temperature must be a number from 0 to 2, but got {temperature!r}")
    for name, value, low in (("live_cases", live_cases, FEWEST), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            raise ValueError(f"{name} must be a whole number of at least {low}, but got {value!r}")
    _current = Lab(model, float(temperature), live_cases, seed)
    return _current


def current() -> Lab:
    """The lab that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin()
