"""Six sentences about the counts, made from the counts themselves, and whether they hold."""

from __future__ import annotations

import math

from helpers import stats, world
from helpers.coding.study import Study
from helpers.suite.saying import Claim


def two_messages(trace: world.Trace) -> bool:
    """Whether the customer wrote a second time."""
    return len(trace.turns) > 1


def claims(study: Study) -> dict[str, Claim]:
    """Six claims by letter. Each mistaken one stands for a way to read counts wrongly."""
    n = len(study.traces)
    invents_first, invents = study.share(study.first(["invented_fact"])), study.share(study.any("invented_fact"))
    before = study.share(study.first(["retrieval_miss", "stale_source"]))
    floor = math.floor(100 * before.low)
    right = study.share([study.label(trace.id).primary is None for trace in study.traces])
    lost = study.any("lost_context")
    lost_all, lost_second = study.share(lost), study.share(lost, two_messages)
    longer = sum(map(two_messages, study.traces))
    one, two = study.top(2)
    gap = stats.paired_difference(
        [float(x) for x in study.first([two])], [float(x) for x in study.first([one])], study.pages()
    )
    counts = dict(study.ranked())
    rare = math.ceil(100 * invents_first.high)
    found = (
        Claim("a", f"At most {rare} % of the replies hold an invented fact; it is the first fault in only "
              f"{counts['invented_fact']} of {n}.", bool(invents.high <= rare / 100), "first or any",
              f"It comes first in {invents_first.text}, but stands in {invents.text} of the replies: "
              "behind an earlier fault."),
        Claim("b", f"In at least {floor} % of such conversations the first fault lies before the model: in the search "
              "or in a page.", True, "lower end", f"The share is {before.text}; its lower end holds."),
        Claim("c", f"Follow-ups are not the problem: the thread is lost in only {_percent(lost_all.value)} of the "
              f"conversations ({sum(lost)} of {n}).", False, "denominator",
              f"Only {longer} conversations had a follow-up. Of these it is lost in {lost_second.text}."),
        Claim("d", f"In such conversations {one} comes first more often than {two} ({counts[one]} against "
              f"{counts[two]} of {n}).", bool(gap.low > 0), "order", f"The difference is {gap.text}."),
        Claim("e", f"At most {math.ceil(100 * right.high)} % of such conversations are right.", True, "upper end",
              f"The share is {right.text}, counted by page."),
        Claim("f", f"Of our customers' conversations, {_percent(before.value)} fail before the model.", False,
              "traffic", "The questions were written to cover risks. They are no sample of what customers ask."),
    )  # fmt: skip
    return {claim.letter: claim for claim in found}


def _percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{100 * share:.0f} %"
