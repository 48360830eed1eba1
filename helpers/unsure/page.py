"""The page that a team takes away from lab 06."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.unsure.lab import Lab


def policy_page(lab: Lab, *, policy: Any, danger: Any, why: Any, choice: Any, texts: Any, deadline: Any) -> Any:
    """Policy, figures of the test run, assumptions, texts and what is open, as Markdown to print.

    Only accepted answers stand on it; the rest is named as open. Returns an IPython Markdown object.
    """
    from IPython.display import Markdown

    from helpers import own
    from helpers.unsure import deciding, microcopy, reference, stakes
    from helpers.unsure.policy import Assumptions
    from helpers.unsure.showing import events_text
    from helpers.world import questions

    missing = []
    parts = ["## What the answer box does when it is unsure"]
    if own.own("06.7", policy):
        lines = [f"| {name} | {line['answer']} | {line['hedge']} | {line['below']} |" for name, line in policy.items()]
        parts.append("| guessed severity | answer from | hedge from | below |\n|---|---|---|---|\n" + "\n".join(lines))
    else:
        missing.append("a policy (exercise 7)" + _written(policy))
    if own.own("06.6", danger):
        found = stakes.alarm(questions("test"), danger)
        parts.append(
            f"**Danger is seen by words:** {', '.join(sorted(danger))}. On test questions they caught "
            f"{found.caught} of "
            f"{found.of} and sent {found.false} of {found.others} harmless ones to a person. What they miss, no "
            "policy sees."
        )
    else:
        missing.append("the words of danger (exercise 6)" + _written(danger))
    if runs := lab.ran.get("test"):
        rows = []
        for name, ran in runs.items():
            if name == deciding.YOURS and not own.own("06.7", policy):
                name = "reference policy"
            euros = ran.mean("euros")
            rows.append(
                f"| {name} | {100 * ran.mean('shown').value:.0f} % | {1000 * ran.mean('wrote').value:.0f} | "
                f"{1000 * euros.value:,.0f} ({1000 * euros.low:,.0f} to {1000 * euros.high:,.0f}) | "
                f"{events_text(ran)} |"
            )
        head = "| for 1,000 test questions | shown a page | end with a person | euros | unforgivable, acted on |"
        parts.append(head + "\n|---|---|---|---|---|\n" + "\n".join(rows))
    if own.own("06.8", {"choice": choice, "why": why}):
        parts.append(f"**Decision.** {choice}. {why}")
    else:
        missing.append("the decision (exercise 8)" + _written([choice, why]))
    if isinstance(deadline, int | float) and own.own("06.9", {"deadline": deadline, "stream": reference.STREAMS[1]}):
        parts.append(
            f"**Deadline.** {deadline:g} s, then the search. Streamed only where nothing is checked afterwards."
        )
    else:
        missing.append("the deadline (exercise 9)" + _written(deadline))
    if own.own("06.10", texts):
        parts.append("**What it says**\n\n" + "\n".join(f"- *{name}*: {texts[name]}" for name in microcopy.SAID))
    else:
        missing.append("the texts (exercise 10)" + _written(texts))
    shares = [
        f"{name} {getattr(lab.given, name):g}" for name in Assumptions.__dataclass_fields__ if name != "wrong_eur"
    ]
    parts.append(
        f"**Assumed, not measured:** {', '.join(shares)}; a wrong answer costs 2 euros (annoying) or 20 (costly). "
        "Replace "
        "them by what your customers do."
    )
    if len(lab.looks) > 1:
        parts.append(f"**Looks at the test questions with another policy: {len(lab.looks)}.** The figures flatter.")
    if missing:
        parts.append(f"*Still open: {'; '.join(missing)}.*")
    return Markdown("\n\n".join(parts))


def _written(answer: Any) -> str:
    """What to add about an answer that is there and has not passed its check."""
    from helpers import answers

    return ", written and not passed yet" if answers.unfinished(answer) is None else ""
