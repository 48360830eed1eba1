"""What may be decided about each judge, the figures a reason may quote, and the page to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.judging.lab import Lab
from helpers.judging.labels import DECIDED, UNDECIDED, strata
from helpers.judging.spending import direct_width

USES = ("use", "use with limits", "do not use")
NARROW = 0.10  # a corrected interval at most this wide can carry a decision about the pass rate


def best(lab: Lab) -> str | None:
    """The judge with the narrowest corrected interval, or None when no judge can be corrected."""
    fixed = {name: lab.corrected(name) for name in lab.names}
    widths = {name: one.width for name, one in fixed.items() if not isinstance(one, str)}
    return min(widths, key=widths.get) if widths else None


def needed(lab: Lab) -> int:
    """The fewest directly read replies whose interval, to two decimals, is at most `goal(lab)` points wide."""
    share, number = lab.labels_only().value, 1
    while round(100 * direct_width(number, share), 2) > goal(lab):
        number += 1
    return number


def goal(lab: Lab) -> float:
    """Half the width of the best corrected interval (10 points when there is none), in points, to two decimals."""
    name = best(lab)
    return round(100 * (lab.corrected(name).width / 2 if name else NARROW), 2)


def memo(lab: Lab, *, uses: Any, why: Any, limits: Any, labels: Any) -> Any:
    """The judges' card as Markdown to print: what was measured, how labels were drawn, the decision, the budget.

    Says what is still open. Returns an IPython Markdown object (its `.data` is the text).
    """
    from IPython.display import Markdown

    from helpers import answers, own

    bought, missing = "open", []
    if own.own("04.8", labels):
        bought = f"For the next version, of which nothing is read yet: {labels} replies drawn at random and read, "
        bought += f"{labels * lab.label_cost_eur:,.0f} euros, give an interval half as wide as the best corrected one."
    else:
        missing.append("the labels to buy")
    written = all(answers.unfinished(value) is None for value in (uses, why, limits))
    accepted = written and own.own("04.9", {"uses": uses, "why": why, "limits": limits})
    chosen: Mapping = uses if accepted else {}
    left = "open (not accepted by check 04.9)" if written else "open"
    if not accepted:
        missing.append("the decision, the reason and the limits" + left.removeprefix("open"))
    parts = strata()
    low, high = lab.pass_range("phrases")
    both = lab.phrases_everywhere()
    head = "| judge | not scored | TPR | TNR | corrected pass rate | decision |\n|---|---|---|---|---|---|"
    order = f", with the two words in the other order {lab.changed('swapped').text}" if chosen else ""
    rows = []
    for judge in lab.names:
        known, fixed = lab.rates(judge, weighted=True), lab.corrected(judge)
        shown = "none: no better than a coin" if isinstance(fixed, str) else fixed.text
        lost, given = lab.lost(judge)
        cells = (judge, f"{lost} of {given}", known.tpr.text, known.tnr.text, shown, chosen.get(judge, left))
        rows.append(f"| {' | '.join(cells)} |")
    lines = [
        f"## May these judges be used on version {lab.version} of Meadow's assistant?",
        head + "\n" + "\n".join(rows),
        f"**Labels.** Two readers. Read were all {parts[UNDECIDED].read} replies that the rule could not decide, and "
        f"{parts[DECIDED].read} of the {parts[DECIDED].replies:,} others, drawn at random; each counts for as "
        "many as it stands for. Rates are from the test pages, intervals by page.",
        f"**Not scored.** Rates and corrected pass rates speak of the scored replies only. Of all replies of version "
        f"{lab.version} the phrases pass {100 * low:.0f} to {100 * high:.0f} %, by what the others are.",
        f"**Doubtful.** The TPR of the phrases rests on few labels; with the dev pages it is {both.tpr.text}.",
        f"**Without any judge.** Readers and rule alone: {lab.labels_only().text}.",
        f"**Probe.** With three friendly sentences behind the reply {lab.changed('padded').text} of the verdicts of "
        f"the {lab.probed} change{order}.",
        f"**Budget.** {bought}",
        f"**Why.** {why if accepted else left}",
        f"**Limits.** {limits if accepted else left}",
        "**Measured again** when the model, the prompt, the pages or the customers change.",
    ]
    if missing:
        lines.append(f"*Still open: {', '.join(missing)}.*")
    return Markdown("\n\n".join(lines))
