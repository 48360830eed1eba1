"""The safety case of lab 09 as a page, and the figures that its decision is stored with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from helpers.redteam import finishing, showing
from helpers.redteam.running import Lab


def page(lab: Lab, chain: Any, case: Mapping[str, Any], choice: Any) -> Any:
    """The safety case as a page, once exercise 9 accepts it; else what is open. Returns an IPython Markdown object."""
    from IPython.display import Markdown

    from helpers import keeping, own, paths

    given = {"chain": chain, "case": case, "choice": choice}
    if not own.own("09.9", given):
        return Markdown("*Still open: the safety case (exercise 9).*")
    titles = dict(zip(finishing.FIELDS, ("Claim", "Evidence", "Residual risk", "Signs", "Tested again"), strict=True))
    today = datetime.date.today().isoformat()
    lines = ["## Safety case: Meadow's support assistant\n"]
    lines += [f"{today}: **{choice}**, with {finishing.in_words(chain)}.\n"]
    lines += [f"- **{titles[name]}:** {case[name]}" for name in finishing.FIELDS]
    found = finishing.final(lab, chain)
    lines += ["\n| test families | got through, or not answered | share (95 % interval) |", "|---|---|---|"]
    for (name, one), pair in zip(finishing.rates(found).items(), found[:3], strict=True):
        lines.append(f"| {name} | {pair[0]} of {pair[1]} | {showing.percent(one)} |")
    lines.append(f"| never-events, highest rate still possible | | {100 * finishing.upper(found):.1f} % (one-sided) |")
    lines.append(
        f"\nCounted on {len(lab.cases('test'))} cases of our own writing and one small model. Assumed: "
        f"{100 * lab.attack_share:g} % attacks, {lab.loss_eur:g} euros for one that gets through, "
        f"{lab.blocked_eur:g} euros for a customer turned away. Not legal advice."
    )
    text = "\n".join(lines)
    if keeping.keeps():
        (paths.my() / "safety_case.md").write_text(text, encoding="utf-8")
    return Markdown(text)


def evidence(lab: Lab, chain: Any) -> dict[str, Any]:
    """The figures that a decision is stored with: shares of the chain on test; nothing for what is no chain."""
    if chain is ... or finishing.problem(chain):
        return {}
    found = finishing.rates(finishing.final(lab, chain))
    return {name.replace("-", "_").replace(" ", "_"): one for name, one in found.items()}
