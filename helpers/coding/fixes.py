"""What could be mended, what it costs, and how many conversations can come right by it. Costs are invented."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import world
from helpers.cards import Block, say, table
from helpers.coding.study import Study
from helpers.suite.costs import COSTS


@dataclass(frozen=True)
class Fix:
    """Something a team can do. days: of work (invented). codes: faults that it can take away.

    instead: True when a fixed text or a person answers in place of the model, so that no other fault is left either.
    """

    name: str
    what: str
    days: float
    codes: tuple[str, ...]
    instead: bool = False


FIXES = (
    Fix("pages", "take outdated pages down, give every page an owner", 0.5, ("stale_source",)),
    Fix("safety text", "a fixed text answers whatever sounds like a battery, a fire or an accident", 3, ("unsafe",),
        True),
    Fix("hand over", "a person answers what no page holds and what concerns other people's data", 5,
        ("should_hold_back",), True),
    Fix("search", "search by words and by meaning, a follow-up together with what came before", 8,
        ("retrieval_miss", "lost_context")),
    Fix("model", "a larger model: choose, contract, privacy review, new prompts, evals", 30,
        ("ignores_source", "invented_fact", "no_answer", "broken_output")),
)  # fmt: skip


@dataclass(frozen=True)
class Gain:
    """What a fix can do among the conversations read, at the most. first: where one of its codes is the first fault.

    right: conversations that can come right by this fix alone. by_severity: of these. euros: what their wrong answers
    cost, without the unforgivable ones.
    """

    fix: Fix
    first: int
    right: int
    by_severity: dict[str, int]
    euros: float

    @property
    def per_day(self) -> float:
        """Euros a day of work, among as many conversations as were read."""
        return self.euros / self.fix.days


def gains(study: Study) -> dict[str, Gain]:
    """The gain of every fix, if it takes away all that it can: an upper bound. By name, in the order of `FIXES`."""
    found = {}
    for fix in FIXES:
        first, severities = 0, dict.fromkeys(COSTS, 0)
        for trace in study.traces:
            label = study.label(trace.id)
            first += label.primary in fix.codes
            left = set() if fix.instead else set(label.codes) - set(fix.codes)
            if set(label.codes) & set(fix.codes) and not left:
                severities[trace.question.severity] += 1
        euros = sum(COSTS[name] * count for name, count in severities.items() if name != "unforgivable")
        found[fix.name] = Gain(fix, first, sum(severities.values()), severities, euros)
    return found


def all_codes_of(study: Study, trace: world.Trace) -> set[str]:
    """The codes of a conversation."""
    return set(study.label(trace.id).codes)


def together(study: Study, names: tuple[str, ...]) -> int:
    """Conversations that can come right when several fixes are made. Raises ValueError for an unknown name."""
    known = {fix.name: fix for fix in FIXES}
    if unknown := set(names) - set(known):
        raise ValueError(f"No fix {sorted(unknown)}; the fixes are {', '.join(known)}.")
    chosen = [known[name] for name in names]
    taken = {code for fix in chosen for code in fix.codes}
    answered = {code for fix in chosen if fix.instead for code in fix.codes}
    codes = [all_codes_of(study, trace) for trace in study.traces]
    return sum(bool(found) and (bool(found & answered) or found <= taken) for found in codes)


def order_of_fixes(study: Study) -> list[str]:
    """What is unforgivable first, whatever it saves; then by euros a day; what helps nobody last, the cheaper first."""
    found = gains(study)
    return sorted(
        found,
        key=lambda name: (
            -found[name].by_severity["unforgivable"] if name == worst(study) else 0,
            -found[name].per_day,
            found[name].fix.days,
        ),
    )


def worst(study: Study) -> str:
    """The fix that takes away most unforgivable conversations per day of work."""
    found = gains(study)
    return max(found, key=lambda name: found[name].by_severity["unforgivable"] / found[name].fix.days)


def fix_table(study: Study) -> Block:
    """The fixes with days of work, frequency and what can come right, by severity."""
    rows = []
    for name, gain in gains(study).items():
        counts = [gain.by_severity[severity] for severity in COSTS]
        rows.append((name, gain.fix.what, f"{gain.fix.days:g}", gain.first, gain.right, *counts))
    head = ("fix", "what is done", "days", "first fault in", "can come right", *COSTS)
    shown = table(head, rows, f"Of {len(study.traces)} conversations of version 0 (days of work are invented)")
    known = gains(study)
    both = say(
        f"Search alone puts {known['search'].right} right; it is the first fault in {known['search'].first}: behind "
        "the missed page the reply goes wrong as well. Search and model, each alone: "
        f"{known['search'].right + known['model'].right}; both: {together(study, ('search', 'model'))}."
    )
    return Block(shown.html + both.html, f"{shown.text}\n{both.text}")
