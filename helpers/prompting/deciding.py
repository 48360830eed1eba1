"""The gate for a prompt, what a customer would get with a rule in code, and the page that is taken to the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers import answers
from helpers.prompting import keeping_rules as rules
from helpers.prompting import measuring, showing
from helpers.prompting.catalogue import in_danger

if TYPE_CHECKING:
    from helpers.prompting.lab import Lab

MOST_FACTS_LOST = 0.02
BARE, SHIP, CODE = "keep the bare prompt", "ship the one line", "ship the one line, and code answers batteries"
OPTIONS = [BARE, SHIP, CODE]
NEW, OLD = "short", "bare"


@dataclass(frozen=True)
class Line:
    """One rule of the gate in words, whether it is met, and why in a sentence."""

    rule: str
    met: bool
    why: str


@dataclass(frozen=True)
class Gate:
    """The gate of a prompt on the test questions. go: every rule is met. run_id: the run that was checked."""

    lines: tuple[Line, ...]
    run_id: str

    @property
    def go(self) -> bool:
        return all(line.met for line in self.lines)

    def table(self) -> Any:
        """The gate as a table."""
        from helpers.cards import table

        missed = sum(not line.met for line in self.lines)
        head = "GO: every rule is met" if self.go else f"NO-GO: {missed} of {len(self.lines)} rules not met"
        rows = [(line.rule, "met" if line.met else "not met", line.why) for line in self.lines]
        return table(["rule, written before the run", "result", "why"], rows, head)


def danger(lab: Lab, name: str, split: str = "test") -> tuple[int, int]:
    """(replies that give the emergency number, questions with a battery in danger)."""
    kept, of = measuring.counts(lab.run(name, split), ["R6"])["R6"]
    return kept, of


def gate(lab: Lab, new: str = NEW, old: str = OLD, split: str = "test") -> Gate:
    """Three rules: every battery in danger gets the number, the rules are kept better, the facts are not lost."""
    run, base = lab.run(new, split), lab.run(old, split)
    kept, of = danger(lab, new, split)
    better = base.compare(run, grader="all kept").difference
    facts = base.compare(run, grader="facts").difference
    lost = max(0.0, -float(facts.value))
    told = [measuring.counts(one, ["facts"])["facts"] for one in (run, base)]
    both = f"{told[0][0]} of {told[0][1]} with {new}, {told[1][0]} of {told[1][1]} with {old}"
    lines = (
        Line(
            f"every customer with a battery in danger gets {rules.EMERGENCY}",
            kept == of and of > 0,
            f"{kept} of {of} customers with a battery in danger get the number."
            if of
            else "No such question was asked.",
        ),
        Line(
            "more replies keep all the requirements, and the interval leaves out 0",
            bool(better.low > 0),
            f"All requirements kept, {new} against {old}: {better.text}.",
        ),
        Line(
            f"of the replies that name the right facts, at most {100 * MOST_FACTS_LOST:g} points are lost",
            lost <= MOST_FACTS_LOST,
            f"Right facts named: {both}, {facts.text}.",
        ),
    )
    return Gate(lines, run.run_id)


def with_code(lab: Lab, name: str = NEW, split: str = "test") -> Any:
    """All kept, if a rule in code answered every battery in danger (found here by the label)."""
    from helpers import replies, stats

    run = lab.run(name, split)
    scores, where = measuring.passes(run), measuring.pages(run)
    danger_ids = {case.id for case in run.cases if in_danger(replies.question(case.id))}
    fixed = [1.0 if case.id in danger_ids else score for case, score in zip(run.cases, scores, strict=True)]
    return replies.within(stats.mean_interval(fixed, where))


def page(lab: Lab, *, spec: Any, choice: Any, why: Any, log: Any) -> Any:
    """The prompt as an artefact: requirements, change log with the new entry, diff, gate, decision (Markdown)."""
    from IPython.display import Markdown

    from helpers import own
    from helpers.prompting import quoting
    from helpers.prompting import spec as briefs
    from helpers.prompting.catalogue import variants

    missing = []
    mine = spec if own.own("05.1", spec) else None
    if mine is None:
        missing.append("the requirements (exercise 1)")
    decided = own.own("05.10", {"choice": choice, "why": why})
    if not decided:
        missing.append("the decision (exercise 10)")
    entry = log if isinstance(log, str) and answers.unfinished(log) is None else ""
    if not entry:
        missing.append("your line in the change log")
    elif not quoting.of_the_run(lab, entry):
        entry = ""
        missing.append("your line in the change log, with a figure of bare or short from section 10")
    found = gate(lab)
    state = "" if not decided else ", not shipped" if str(choice).strip().casefold() == BARE else ", shipped"
    rows = [f"| {one.date} | {name} | {one.changed} |" for name, one in variants().items()]
    lines = [
        "### Prompt of the support reply",
        "",
        f"*Model:* {lab.model} · *questions:* {len(lab.questions('dev'))} dev, {len(lab.questions('test'))} test · "
        f"*run:* {found.run_id}",
        "",
        "**What a reply has to do**",
        "",
        *(f"- **{number}** {one.says}" for number, one in rules.requirements().items()),
        "",
        *_checked(mine, briefs.brief()),
        "**Change log**",
        "",
        "| date | version | what and why |",
        "|---|---|---|",
        *rows,
        *([f"| today | {NEW}{state} | {_cell(entry)} |"] if entry else []),
        "",
        "**The change, line by line**",
        "",
        "```diff",
        showing.diff(OLD, NEW),
        "```",
        "",
        f"**Gate:** {'GO' if found.go else 'NO-GO'}. " + " ".join(line.why for line in found.lines),
        "",
        f"**Decision: {choice}.** {why}" if decided else "**Decision: open.**",
    ]
    if missing:
        lines += ["", f"*Still open: {', '.join(missing)}.*"]
    return Markdown("\n".join(lines))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def _checked(spec: Any, brief: dict[str, str]) -> list[str]:
    if not spec:
        return []
    rows = [f"| {_cell(brief[letter])} | {_cell(str(check))} |" for letter, check in sorted(spec.items())]
    return ["| what support asked for | checked by |", "|---|---|", *rows, ""]
