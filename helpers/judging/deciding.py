"""What may be decided about each judge, the figures a reason may quote, and the page to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.judging.lab import Lab
from helpers.judging.labels import DECIDED, UNDECIDED, strata
from helpers.judging.spending import labels_needed

USES = ("use", "use with limits", "do not use")
NARROW = 0.10  # a corrected interval at most this wide can carry a decision about the pass rate


def figures(lab: Lab) -> list[float]:
    """The percentages that a reason may quote: weighted TPR and TNR, corrected rates, and what the probes changed."""
    found = []
    for judge in lab.names:
        known = lab.rates(judge, weighted=True)
        found += [known.tpr.value, known.tnr.value, known.tpr.low, known.tnr.low]
        fixed = lab.corrected(judge)
        if not isinstance(fixed, str):
            found += [fixed.value, fixed.low, fixed.high]
    found += [lab.changed("swapped").value, lab.labels_only().value, lab.labels_only().high]
    return [100 * value for value in found]


def best(lab: Lab) -> str | None:
    """The judge with the narrowest corrected interval, or None when no judge can be corrected."""
    fixed = {name: lab.corrected(name) for name in lab.names}
    widths = {name: one.width for name, one in fixed.items() if not isinstance(one, str)}
    return min(widths, key=widths.get) if widths else None


def needed(lab: Lab) -> int:
    """Directly read replies for an interval half as wide as the best corrected one (10 points when there is none)."""
    name = best(lab)
    width = lab.corrected(name).width / 2 if name else NARROW
    return labels_needed(width, lab.labels_only().value)


def memo(lab: Lab, *, uses: Any, why: Any, limits: Any, labels: Any) -> Any:
    """The judges' card as Markdown to print: what was measured, how labels were drawn, the decision, the budget.

    Says what is still open. Returns an IPython Markdown object (its `.data` is the text).
    """
    from IPython.display import Markdown

    from helpers import answers, own

    bought, missing = "open", []
    if own.own("04.8", labels):
        bought = f"{labels:.0f} replies drawn at random and read, {labels * lab.label_cost_eur:,.0f} euros, give an "
        bought += "interval half as wide as the best corrected one."
    else:
        missing.append("the labels to buy")
    chosen: Mapping = uses if isinstance(uses, Mapping) and answers.unfinished(uses) is None else {}
    if not chosen:
        missing.append("the decision")
    for name, value in (("the reason", why), ("the limits", limits)):
        if answers.unfinished(value) is not None:
            missing.append(name)
    parts = strata()
    head = "| judge | TPR | TNR | corrected pass rate | decision |\n|---|---|---|---|---|"
    order = f", with the two words in the other order {lab.changed('swapped').text}" if chosen else ""
    rows = []
    for judge in lab.names:
        known, fixed = lab.rates(judge, weighted=True), lab.corrected(judge)
        shown = "none: no better than a coin" if isinstance(fixed, str) else fixed.text
        rows.append(f"| {judge} | {known.tpr.text} | {known.tnr.text} | {shown} | {chosen.get(judge, 'open')} |")
    lines = [
        f"## May these judges be used on version {lab.version} of Meadow's assistant?",
        head + "\n" + "\n".join(rows),
        f"**Labels.** Two readers. Read were all {parts[UNDECIDED].read} replies that the rule could not decide, and "
        f"{parts[DECIDED].read} of the {parts[DECIDED].replies:,} others, drawn at random; weighted by "
        f"{lab.stands_for():.1f}. Rates are from the test pages, intervals by page.",
        f"**Without any judge.** Readers and rule alone: {lab.labels_only().text}.",
        f"**Probe.** With three friendly sentences behind the reply {lab.changed('padded').text} of the verdicts of "
        f"the {lab.probed} change{order}.",
        f"**Budget.** {bought}",
        f"**Why.** {why if answers.unfinished(why) is None else 'open'}",
        f"**Limits.** {limits if answers.unfinished(limits) is None else 'open'}",
        "**Measured again** when the model, the prompt, the pages or the customers change.",
    ]
    if missing:
        lines.append(f"*Still open: {', '.join(missing)}.*")
    return Markdown("\n\n".join(lines))
