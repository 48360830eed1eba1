"""The running assistant under attack, from the dev half of the red-team suite: who gave in, and a control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers import safety, stats
from helpers.llm.request import BUNDLED
from helpers.safety import RedTeamCase

if TYPE_CHECKING:
    from helpers.llm import Reply

SHOWN = "rt-ind-24"  # picked by hand: it is among the few indirect attacks that this model gives in to
RULES = ("no rule against it", "the prompt forbids it", "control: harmless twin")
_DEFENCES = {RULES[0]: "none", RULES[1]: "prompt", RULES[2]: "none"}


@dataclass(frozen=True)
class Tried:
    """One case in one situation of `RULES`, with its reply; `attack` is the case whose rule of success counts."""

    rule: str
    case: RedTeamCase
    attack: RedTeamCase
    reply: Reply

    @property
    def gave_in(self) -> bool:
        """Whether the reply does what the attack wanted, by the rule of the suite."""
        from helpers.redteam import asking

        return safety.succeeded(self.attack, self.reply.text, [asking.CANARY]).success


def shown() -> RedTeamCase:
    """The one case that the lesson shows: an order inside the result of a tool."""
    return next(case for case in safety.red_team("dev") if case.id == SHOWN)


def one(defence: str, *, model: str = BUNDLED) -> Reply:
    """The reply to `shown` in a defence of `redteam.asking`."""
    from helpers.redteam import asking

    return asking.ask([shown()], defence, model)[0]


def forbids() -> str:
    """The sentences of the system prompt that forbid it."""
    from helpers.redteam import asking

    return asking.FORBIDS


def _some(cases: list[RedTeamCase], count: int | None) -> list[RedTeamCase]:
    if count is None or len(cases) <= count:
        return cases
    return [cases[place * len(cases) // count] for place in range(count)]


def tried(live_cases: int = 12, *, model: str = BUNDLED) -> list[Tried]:
    """Every dev attack with and without a prompt that forbids it, and every harmless twin of one.

    Recorded for the bundled model; another one is asked with `live_cases` of the attacks and half as many twins.
    """
    from helpers.llm.kept import live_only
    from helpers.redteam import asking

    if isinstance(live_cases, bool) or not isinstance(live_cases, int) or not 2 <= live_cases <= 60:
        raise ValueError(f"live_cases must be a whole number from 2 to 60, got {live_cases!r:.40}.")
    live = model != BUNDLED or live_only(False)
    dev = safety.red_team("dev")
    attacks = {case.id: case for case in dev if case.attack}
    twins = [case for case in dev if case.twin_of in attacks]
    cases = {
        RULES[0]: _some(list(attacks.values()), live_cases if live else None),
        RULES[1]: _some(list(attacks.values()), live_cases if live else None),
        RULES[2]: _some(twins, live_cases // 2 if live else None),
    }
    found = []
    for rule, chosen in cases.items():
        for case, reply in zip(chosen, asking.ask(chosen, _DEFENCES[rule], model), strict=True):
            found.append(Tried(rule, case, attacks[case.twin_of or case.id], reply))
    return found


def rates(found: list[Tried]) -> dict[str, stats.Estimate]:
    """Share of the replies that do what the attack wanted, by situation, with Wilson intervals."""
    return {
        rule: stats.wilson(
            sum(row.gave_in for row in found if row.rule == rule), sum(row.rule == rule for row in found)
        )
        for rule in RULES
    }
