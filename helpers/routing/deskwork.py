"""Jobs 2 and 3 for the session: answers about refunds, and apologies, by each approach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.routing import apology, drafts, properties, refunds

if TYPE_CHECKING:
    from helpers.routing.data import Lab
    from helpers.stats import Estimate

ANSWERS = ("rules", "nearest paragraph", *refunds.KINDS)
LETTERS = ("template", *drafts.DRAFTS)


def answers(lab: Lab, name: str, split: str, lookup: Mapping | None) -> list[tuple[Any, str, bool, str]]:
    """(case, reply, right, reason) for each refund message of a split."""
    if name not in ANSWERS:
        raise ValueError(f"the approach is one of {', '.join(ANSWERS)}; got {name!r}")
    cases = refunds.refund_cases(split)
    if name == "rules":
        if lookup is None:
            from helpers.routing.reference import LOOKUP as lookup
        refunds.check_lookup(lookup)
        replies = [refunds.answer_by_rule(case.ticket.text, case.day, lookup) for case in cases]
    elif name == "nearest paragraph":
        replies = [refunds.nearest(case.ticket.text, case.day)[0] for case in cases]
    else:
        cases = lab._some(cases, max(8, lab.live_cases // 2))
        replies = [reply.text for reply in refunds.ask(cases, name, model=lab.model)]
    return [(case, reply, *refunds.grade_answer(reply, case)) for case, reply in zip(cases, replies, strict=True)]


def letters(lab: Lab, name: str, split: str, template: str | None) -> list[tuple[Any, str, list[str]]]:
    """(case, letter, faults) for each failed delivery of a split."""
    if name not in LETTERS:
        raise ValueError(f"the approach is one of {', '.join(LETTERS)}; got {name!r}")
    cases = apology.apology_cases(split)
    if name == "template":
        texts = [apology.filled(template or apology.shipped_template(), case) for case in cases]
    else:
        cases = lab._some(cases, max(8, lab.live_cases // 2))
        texts = [reply.text for reply in drafts.drafts(cases, name, model=lab.model)]
    return [(case, text, properties.faults(text, case)) for case, text in zip(cases, texts, strict=True)]


def share(rows: Sequence[tuple]) -> Estimate:
    """Share of rows that are right, with its interval over customers (Wilson where each customer has one row)."""
    from helpers import stats
    from helpers.replies import within

    if not rows:
        raise ValueError("There is no row to take a share of.")
    right = [row[2] if isinstance(row[2], bool) else not row[2] for row in rows]
    customers = [row[0].customer if hasattr(row[0], "customer") else row[0].ticket.customer for row in rows]
    if len(set(customers)) == len(customers):
        return stats.wilson(sum(right), len(right))
    return within(stats.mean_interval([float(value) for value in right], customers))
