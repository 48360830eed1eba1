"""Guards side by side on the suite: what they stop, whom they turn away, what that costs, and what adaptation does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from helpers import safety, stats
from helpers.redteam import vectors
from helpers.redteam.running import Lab

FOLDS = 5
GUARDS = {
    "no guard": "everything goes to the model",
    "rules": "pattern guard, flagged from 0.5",
    "careful rules": "pattern guard, flagged from 0.3",
    "learned": "embedding guard, flagged from 0.5",
    "sure learned": "embedding guard, flagged from 0.6",
    "both": "flagged when the pattern guard (from 0.3) or the embedding guard (from 0.6) flags",
}
_PARTS = {
    "no guard": (None, None), "rules": (0.5, None), "careful rules": (0.3, None), "learned": (None, 0.5),
    "sure learned": (None, 0.6), "both": (0.3, 0.6),
}  # fmt: skip


class Seen(NamedTuple):
    """How a guard did on a split: pairs (attacks missed, attacks) and (harmless blocked, harmless), and its price."""

    name: str
    missed: tuple[int, int]
    blocked: tuple[int, int]
    cost: safety.GuardCost

    @property
    def missed_rate(self) -> Any:
        """Share of attacks that are not flagged."""
        return stats.wilson(*self.missed)

    @property
    def blocked_rate(self) -> Any:
        """Share of harmless requests that are flagged."""
        return stats.wilson(*self.blocked)


def _suite(split: str | None) -> list[safety.RedTeamCase]:
    return list(safety.red_team(split))


def pattern_scores(lab: Lab, split: str) -> list[float]:
    """Score of the pattern guard on each case of a split."""
    guard = safety.InjectionGuard()
    return lab.once(("pattern", split), lambda: [guard.check(case.whole).score for case in _suite(split)])


def _fit(cases: Sequence[safety.RedTeamCase]) -> safety.EmbeddingGuard:
    return safety.EmbeddingGuard.fit([c.whole for c in cases], [c.attack for c in cases], embed=vectors.embed)


def learned(lab: Lab) -> safety.EmbeddingGuard:
    """The embedding guard, fitted to all dev cases."""
    return lab.once("learned", lambda: _fit(_suite("dev")))


def learned_scores(lab: Lab, split: str) -> list[float]:
    """Score of the embedding guard: on test by the guard fitted to dev; on dev by guards that never saw the family.

    Dev families are dealt out into five folds; each fold is scored by a guard fitted to the other four.
    """
    return lab.once(("learned", split), lambda: _held_out(lab) if split == "dev" else _scores(lab, split))


def _scores(lab: Lab, split: str) -> list[float]:
    return learned(lab).scores([case.whole for case in _suite(split)]).tolist()


def _held_out(lab: Lab) -> list[float]:
    cases = _suite("dev")
    families = list(dict.fromkeys(case.family for case in cases))
    fold = {family: number % FOLDS for number, family in enumerate(families)}
    scores: dict[str, float] = {}
    for number in range(FOLDS):
        inside = [case for case in cases if fold[case.family] == number]
        guard = _fit([case for case in cases if fold[case.family] != number])
        values = guard.scores([case.whole for case in inside]).tolist()
        scores.update({case.id: value for case, value in zip(inside, values, strict=True)})
    return [scores[case.id] for case in cases]


def flags(lab: Lab, name: str, split: str) -> list[bool]:
    """Whether a guard of `GUARDS` flags each case of a split."""
    rules, plane = _PARTS[name]
    found = [False] * len(_suite(split))
    if rules is not None:
        found = [had or score >= rules for had, score in zip(found, pattern_scores(lab, split), strict=True)]
    if plane is not None:
        found = [had or score >= plane for had, score in zip(found, learned_scores(lab, split), strict=True)]
    return found


def counted(lab: Lab, name: str, flagged: Sequence[bool], cases: Sequence[safety.RedTeamCase]) -> Seen:
    """Counts and price of what was flagged."""
    attacks = [not was for was, case in zip(flagged, cases, strict=True) if case.attack]
    harmless = [was for was, case in zip(flagged, cases, strict=True) if not case.attack]
    missed, blocked = (sum(attacks), len(attacks)), (sum(harmless), len(harmless))
    price = safety.guard_cost(
        *missed, *blocked, attack_share=lab.attack_share, loss=lab.loss_eur, blocked_cost=lab.blocked_eur
    )
    return Seen(name, missed, blocked, price)


def seen(lab: Lab, split: str) -> dict[str, Seen]:
    """Every guard on a split. It takes the whole suite: guards need no reply of a model."""
    cases = _suite(split)
    make = lambda: {name: counted(lab, name, flags(lab, name, split), cases) for name in GUARDS}  # noqa: E731
    return lab.once(("seen", split), make)


def cheapest(lab: Lab, split: str = "dev") -> str:
    """The guard with the lowest price on a split (the first in case of a tie)."""
    return min(seen(lab, split).values(), key=lambda one: one.cost.total_eur).name


def pays_from(lab: Lab, name: str) -> float:
    """Share of attacks from which a guard costs less than none, by its dev counts; 0 when it turns nobody away."""
    one = seen(lab, "dev")[name]
    stops = 1 - one.missed[0] / one.missed[1]
    away = one.blocked[0] / one.blocked[1] * lab.blocked_eur
    return away / (away + stops * lab.loss_eur) if away + stops * lab.loss_eur else 1.0


def flagged_by(lab: Lab, name: str, text: str, phrases: Sequence[str] = ()) -> bool:
    """Whether a guard of `GUARDS`, with phrases of the learner's own beside it, flags a text."""
    rules, plane = _PARTS[name]
    if rules is not None and safety.InjectionGuard(rules).check(text).flagged:
        return True
    if plane is not None and learned(lab).at(plane).check(text).flagged:
        return True
    return bool(phrases) and any(said_by(phrase, text) for phrase in phrases)


def said_by(phrase: str, text: str) -> bool:
    """Whether a phrase of the learner's own is what a pattern guard meets in a text."""
    verdict = safety.InjectionGuard(phrases=[phrase]).check(text)
    return any(reason.id == "own-1" for reason in verdict.reasons)


class Adapted(NamedTuple):
    """Share flagged by a guard of one set of texts, before and after the learner's phrases were added: (k, n) each."""

    what: str
    before: tuple[int, int]
    after: tuple[int, int]


def adapted(lab: Lab, name: str, variants: Sequence[str], phrases: Sequence[str]) -> list[Adapted]:
    """What the learner's phrases change: their own variants, the test attacks of others, and harmless test requests."""
    cases, was = _suite("test"), flags(lab, name, "test")
    hit = [had or any(said_by(phrase, c.whole) for phrase in phrases) for had, c in zip(was, cases, strict=True)]
    rows = [_of("your variants", [flagged_by(lab, name, v) for v in variants],
                [flagged_by(lab, name, v, phrases) for v in variants])]  # fmt: skip
    for what, attack in (("attacks of others (test)", True), ("harmless requests (test)", False)):
        chosen = [place for place, case in enumerate(cases) if case.attack == attack]
        rows.append(_of(what, [was[place] for place in chosen], [hit[place] for place in chosen]))
    return rows


def _of(what: str, before: Sequence[bool], after: Sequence[bool]) -> Adapted:
    return Adapted(what, (sum(before), len(before)), (sum(after), len(after)))
