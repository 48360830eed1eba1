"""The selection memo as a page: what a team takes away from lab 08."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.selecting.lab import Lab

FILE = "selection_memo.md"


def memo_page(lab: Lab, *, memo: Any, pricing: Any = ...) -> Any:
    """The memo with the table it rests on, its assumptions and what is open, as Markdown; an accepted one goes to my/.

    Only accepted answers stand on it. Returns an IPython Markdown object.
    """
    from IPython.display import Markdown

    from helpers import answers, cost, own
    from helpers.selecting import memo as memos
    from helpers.selecting import tables

    parts, accepted = ["## Model selection: support replies of Meadow"], own.own("08.9", memo)
    row = lab.price(lab.hosted()[-1])
    sheet = cost.assumption(lab.price_sheet) or f"Prices: {row.source}."
    parts.append(f"As of {lab.as_of}, price sheet `{lab.price_sheet}`. {sheet}")
    if accepted:
        parts.append(
            f"**Choice: {memo['choice']}.** {memo['why']}\n\n"
            f"- Quality bar: right at the first reply for at least {100 * memo['quality_bar']:.0f} % of all tickets\n"
            f"- Cost ceiling: {memo['ceiling_eur']:.2f} euros for each resolved ticket\n"
            f"- Latency limit: 19 of 20 replies within {memo['limit_s']:g} s\n"
            f"- Data residency: {memo['residency']}\n- Exit plan: {memo['exit_plan']}\n"
            f"- To be measured first: {memo['measure_first']}"
        )
    else:
        written = ", written and not passed yet" if answers.unfinished(memo) is None else ""
        parts.append(f"*Still open: the memo (exercise 9){written}.*")
    lines = []
    for one in memos.rows(lab).values():
        lines.append(f"| {one.name} | {tables._euros(one.euros)} | {tables._share(one.right)} | {one.how} |")
    head = "| way | euros for each resolved ticket | right at the first reply | quality is |\n|---|---|---|---|\n"
    parts.append(head + "\n".join(lines))
    if answers.unfinished(pricing) is None and own.own("08.8", pricing) and pricing["pricing"]["scheme"] != "none":
        one = pricing["pricing"]
        parts.append(f"**Price of the agent for partner shops:** {one['scheme']}, {one['price']:g} euros.")
    g = lab.given
    ranges = ", ".join(f"{name} {100 * low:.0f} to {100 * high:.0f} %" for name, (low, high) in lab.assumed().items())
    parts.append(
        f"**Assumed, not measured:** share right of hosted models ({ranges}); a person {g.person_eur:g} euros, a "
        "wrong "
        f"answer {g.reopen_eur:g}, a claim {g.claim_eur:g}; {100 * g.gone:.0f} % of customers with a wrong answer "
        "never come "
        f"back; {g.tries:g} calls for one ticket; 19 of 20 hosted replies within {g.hosted_p95_s:g} s."
    )
    text = "\n\n".join(parts)
    return Markdown(text + (_kept(text) if accepted else ""))


def _kept(text: str) -> str:
    """Write the page to my/ and say where; in a run without a learner nothing is written."""
    from helpers import keeping, paths

    if not keeping.keeps():
        return ""
    try:
        path = paths.my() / FILE
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    except (OSError, RuntimeError) as error:
        return f"\n\n*The page could not be written to a file: {error}*"
    return f"\n\n*Kept as my/{FILE}.*"
