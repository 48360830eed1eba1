"""What a run leaves behind: every step with the rule that decided, as data, as rows, as canonical text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from helpers.agents.records import canonical


@dataclass(frozen=True)
class Entry:
    """One step of a run: kind "call", "answer" or "fault" (output that could not be used)."""

    step: int
    kind: str
    tool: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    level: str = ""
    rule: int = 0
    why: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    verdict: str = ""
    by: str = ""
    state: str = ""
    result: Any = None
    note: str = ""
    key: str = ""
    planned: bool | None = None


@dataclass(frozen=True)
class Run:
    """A run of a task. outcome: answered, handed over, waiting, unknown, stopped, steps, money, time or faults.

    approvals: prompts that a person answered; notices: actions done with a notice; cost in USD; seconds of this
    process (not part of `to_json`). success, harm_eur (euros) and never_events come from who judges (`judged`).
    """

    task: str
    outcome: str
    answer: str = ""
    trace: tuple[Entry, ...] = ()
    cost_usd: float = 0.0
    seconds: float = field(default=0.0, compare=False)
    success: bool | None = None
    harm_eur: float | None = None
    never_events: tuple[str, ...] = ()

    @property
    def approvals(self) -> int:
        """How often a person was asked and answered."""
        return sum(entry.level == "confirm" and bool(entry.verdict) for entry in self.trace)

    @property
    def notices(self) -> int:
        """How many actions ran with a notice."""
        return sum(entry.level == "notify" and entry.state == "done" for entry in self.trace)

    @property
    def faults(self) -> int:
        """How many moves could not be used: unreadable, unknown tool, wrong arguments."""
        return sum(entry.kind == "fault" for entry in self.trace)

    def calls(self, state: str = "done") -> list[Entry]:
        """The calls that ended in this state."""
        return [entry for entry in self.trace if entry.kind == "call" and entry.state == state]

    def judged(self, *, success: bool, harm_eur: float = 0.0, never_events: Sequence[str] = ()) -> Run:
        """The same run with a judgement."""
        return replace(self, success=success, harm_eur=harm_eur, never_events=tuple(never_events))

    def to_json(self) -> str:
        """All that can be compared between two runs, as canonical text: no clock, no machine."""
        whole = asdict(self)
        del whole["seconds"]
        return canonical(whole)


def trace_rows(run: Run) -> list[dict[str, str]]:
    """The trace as rows of plain texts: step, what, level, values from, who, state, what came of it."""
    rows = []
    for entry in run.trace:
        if entry.kind == "answer":
            what = f"answers: {run.answer}"
        elif entry.kind == "fault":
            what = f"not usable: {entry.note}"
        else:
            what = f"{entry.tool}({', '.join(f'{name}={value!r}' for name, value in entry.arguments.items())})"
        rows.append(
            {
                "step": str(entry.step),
                "what": what,
                "level": entry.level + (f" (rule {entry.rule})" if entry.rule else ""),
                "values from": where_from(entry),
                "decided by": entry.by,
                "state": entry.state,
                "came of it": entry.note if entry.note or entry.result is None else _short(entry.result),
            }
        )
    return rows


_SAID = {"user": "from the request", "policy": "fixed by the company", "model": "in no text, the agent's own"}


def where_from(entry: Entry, trace: Sequence[Entry] = ()) -> str:
    """Where the values of a call were seen, as words: "order, amount: read in read_page; to: from the request".

    With the trace, a value that stands nowhere as a whole is followed to the results that hold pieces of it.
    """
    groups: dict[str, list[str]] = {}
    for name, origin in entry.origins.items():
        read = entry.sources.get(name, ())
        said = f"read in {', '.join(read)}" if read else _SAID[origin]
        if origin == "model" and (pieces := _pieces(entry.arguments.get(name), entry, trace)):
            said = f"put together from {' and '.join(pieces)}"
        groups.setdefault(said, []).append(name)
    return "; ".join(f"{', '.join(names)}: {place}" for place, names in groups.items())


def _pieces(value: Any, entry: Entry, trace: Sequence[Entry], least: int = 8) -> list[str]:
    """The tools in whose earlier results a piece of this value stands: a whole result, or words of it."""
    text, found = str(value), []
    for earlier in trace:
        if earlier.step >= entry.step or earlier.kind != "call" or not isinstance(earlier.result, Mapping):
            continue
        for leaf in map(str, earlier.result.values()):
            words = [word.strip(".,;:!?()\"'") for word in leaf.split()]
            if any(len(part) >= least and part in text for part in (leaf, *words)):
                found.append(earlier.tool)
                break
    return list(dict.fromkeys(found))


def _short(result: Any, limit: int = 120) -> str:
    text = result if isinstance(result, str) else canonical(result)
    return text if len(text) <= limit else text[: limit - 1] + "…"
