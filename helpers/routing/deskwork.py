"""Jobs 2 and 3 for the session: answers about refunds, and apologies, by each approach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.routing import apology, drafts, properties, refunds

if TYPE_CHECKING:
    from helpers.routing.data import Lab
    from helpers.stats import Estimate

NOBODY = "everything to a person"
ANSWERS = ("rules", NOBODY, "nearest paragraph", *refunds.KINDS)
OWN = ("own",)  # the place of the learner's look-up and template among what a session keeps
LETTERS = ("template", *drafts.DRAFTS)


def answers(lab: Lab, name: str, split: str, lookup: Mapping | None) -> list[tuple[Any, str, bool, str]]:
    """(case, reply, right, reason) for each refund message of a split."""
    if name not in ANSWERS:
        raise ValueError(f"the approach is one of {', '.join(ANSWERS)}; got {name!r}")
    cases = refunds.refund_cases(split)
    if name == "rules":
        if lookup is None:
            lookup = lab._kept.get(OWN, {}).get("lookup")
        if lookup is None:
            from helpers.routing.reference import LOOKUP as lookup
        refunds.check_lookup(lookup)
        replies = [refunds.answer_by_rule(case.ticket.text, case.day, lookup) for case in cases]
    elif name == NOBODY:
        replies = [refunds.HAND_OVER for _ in cases]
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
        template = template or lab._kept.get(OWN, {}).get("template")
        texts = [apology.filled(template or apology.shipped_template(), case) for case in cases]
    else:
        cases = lab._some(cases, max(8, lab.live_cases // 2))
        texts = [reply.text for reply in drafts.drafts(cases, name, model=lab.model)]
    return [(case, text, properties.faults(text, case)) for case, text in zip(cases, texts, strict=True)]


def use(lab: Lab, *, lookup: Mapping | None = None, template: str | None = None) -> None:
    """From here on the session's refund rules and letters are these; what is None stays. See `Lab.answers`."""
    kept = lab._kept.setdefault(OWN, {})
    kept |= {name: value for name, value in (("lookup", lookup), ("template", template)) if value is not None}
    for split in ("dev", "test"):
        lab._kept.pop(("answers", "rules", split), None)
        lab._kept.pop(("letters", "template", split), None)


def share(rows: Sequence[tuple]) -> Estimate:
    """Share of rows that are right, with its interval over customers. Raises: ValueError without a row."""
    from helpers.replies import within
    from helpers.routing.routed import mean_of

    if not rows:
        raise ValueError("There is no row to take a share of.")
    right = [float(row[2] if isinstance(row[2], bool) else not row[2]) for row in rows]
    customers = [row[0].customer if hasattr(row[0], "customer") else row[0].ticket.customer for row in rows]
    return within(mean_of(right, customers))


def on_questions(lookup: Mapping) -> dict[str, tuple[int, int]]:
    """Right and asked, for each approach, on the 15 refund questions of module 03's world.

    The model's versions closed, A and B: as two readers judged their recorded replies. The look-up: right when it says
    all that a right reply must and nothing that it must not, or hands over where no phrase can be right.
    """
    from helpers import world
    from helpers.evals import mentions

    asked = [q for q in world.questions() if any(f.startswith("refund.") for f in q.facts) or "refund" in q.cluster]
    found = {}
    for version in ("closed", "A", "B"):
        labels = {reply.question: reply.right for reply in world.replies(version, temperature=0)}
        found[f"LLM, version {version}"] = (sum(labels[q.id] for q in asked), len(asked))
    right = 0
    for q in asked:
        reply = refunds.answer_by_rule(q.text, world.TODAY, lookup)
        if q.must:
            said = all(mentions(reply, item) for item in q.must)
            right += said and not any(mentions(reply, item) for item in q.must_not)
        else:
            right += reply == refunds.HAND_OVER
    return {"look-up": (right, len(asked))} | found
