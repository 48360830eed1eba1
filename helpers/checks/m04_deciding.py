"""Checks 04.7 (what can be corrected), 04.8 (labels to buy) and 04.9 (use, use with limits, do not use)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers import judging
from helpers.check import Hint, Right, exercise
from helpers.checks import m04_reason
from helpers.judging import deciding

SPARE = 5  # labels more than needed that still count as the smallest number


def _refused() -> set[str]:
    lab = judging.current()
    return {name for name in lab.names if isinstance(lab.corrected(name), str)}


def _best():
    """The narrowest corrected interval in percent, or None."""
    lab = judging.current()
    name = judging.best(lab)
    return None if name is None else tuple(100 * end for end in lab.corrected(name)[1:3])


@exercise(
    "04.7",
    title="What can be corrected",
    expects=dict,
    form='a dictionary with "refused" (names) and "interval" (two ends in percent)',
    reference=lambda: {"refused": _refused(), "interval": _best() or "none"},
)
def corrected(answer):
    """The judges without a correction, and the narrowest interval among the others."""
    if missing := {"refused", "interval"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    lab, refused, best = judging.current(), _refused(), _best()
    given = answer["refused"]
    named = {given} if isinstance(given, str) else set(given) if isinstance(given, set | list | tuple) else None
    if named is None or not named <= set(lab.names):
        return Hint(f"`refused` is a set of names out of: {', '.join(lab.names)}.", id="no names", form=True)
    if extra := sorted(named - refused):
        return Hint(
            f"The table shows a corrected rate for {extra[0]}. It may be wide, but was it refused?",
            "Refused are those with a sentence instead of an interval in the last column.",
            id="not refused",
        )
    if lacking := sorted(refused - named):
        known = lab.rates(lacking[0], weighted=True)
        return Hint(
            f"What about {lacking[0]}? Its TPR + TNR is {1 + known.youden:.2f}.",
            f"{lacking[0]}: {lab.corrected(lacking[0])}",
            id="refused",
        )
    ends = answer["interval"]
    if best is None:
        if ends == "none":
            return Right("No judge can be corrected, so none may be quoted.")
        return Hint('No judge can be corrected here; write interval = "none".', id="no interval", form=True)
    if not isinstance(ends, list | tuple) or len(ends) != 2 or not all(isinstance(x, int | float) for x in ends):
        return Hint("`interval` has two ends in percent, such as (40, 65).", id="no interval", form=True)
    if all(abs(x - y) <= 1 for x, y in zip(ends, best, strict=True)):
        return Right(f"{best[0]:.0f} to {best[1]:.0f} %: that is all the judges know of the pass rate.")
    if all(abs(100 * x - y) <= 1 for x, y in zip(ends, best, strict=True)) and max(ends) <= 1 < best[1]:
        return Hint(f"Give the two ends in percent: {ends[1]:g} is {100 * ends[1]:g}.", id="shares", form=True)
    for name in lab.names:
        passed, fixed = lab.passed(name), lab.corrected(name)
        if all(abs(x - 100 * y) <= 1 for x, y in zip(ends, (passed.low, passed.high), strict=True)):
            return Hint(
                f"That is what {name} passes, before the correction. How many of those are wrong?",
                "Take the last column.",
                id="raw rate",
            )
        if not isinstance(fixed, str) and all(
            abs(x - 100 * y) <= 1 for x, y in zip(ends, (fixed.low, fixed.high), strict=True)
        ):
            return Hint(
                f"That is the interval of {name}. Another judge knows more.",
                "Which corrected interval is the narrowest?",
                id="wider",
            )
    return Hint(
        "Take the two ends of the narrowest interval in the last column.",
        f"It belongs to: {judging.best(lab)}.",
        f"Read the row of {judging.best(lab)} in the last column: the two numbers in its brackets.",
        id="another interval",
    )


@exercise(
    "04.8",
    title="Labels to buy",
    expects=int,
    form="a whole number of labels",
    reference=lambda: judging.needed(judging.current()),
)
def labels(answer):
    """The smallest number of directly read replies that halves the width of the best corrected interval."""
    lab = judging.current()
    enough, share = judging.needed(lab), lab.labels_only().value
    goal = judging.goal(lab)
    if answer < 1:
        return Hint("The answer is a number of labels, such as 150.", id="no number", form=True)
    wide = 100 * judging.direct_width(answer, share)
    if answer < enough:
        return Hint(
            f"With {answer:g} labels the interval is {wide:.2f} points wide; it has to be {goal:.2f}.",
            "More labels make it narrower. Try larger numbers in `sizes`.",
            f"Try the numbers from {enough - 4} to {enough + 5} in `sizes`.",
            id="too few",
        )
    if answer > enough + SPARE:
        spare = (answer - enough) * lab.label_cost_eur
        return Hint(
            f"{answer:g} labels are enough: {wide:.2f} points. Is it the smallest number, though? Each one costs "
            f"{lab.label_cost_eur:g} euros.",
            f"You could spend {spare:,.0f} euros less. Try smaller numbers in `sizes`.",
            f"Try the numbers from {enough - 4} to {enough + 5} in `sizes`.",
            id="too many",
        )
    return Right(
        f"{answer} labels, {answer * lab.label_cost_eur:,.0f} euros"
        + (f"; {enough} are the fewest" if answer > enough else "")
        + ". The table above says what a judge needs for the same."
    )


def _reference() -> dict:
    lab = judging.current()
    uses = {name: "do not use" if name in _refused() else "use with limits" for name in lab.names}
    known = lab.rates("phrases", weighted=True)
    changed = 100 * lab.changed("swapped").value
    limited = " and the ".join(name for name in uses if uses[name] == "use with limits")
    return {
        "uses": uses,
        "why": f"The order of two words changes {changed:.0f} % of the verdicts of the {lab.probed}. "
        f"The phrases fail {100 * known.tnr.value:.0f} % of the wrong replies.",
        "limits": f"People read what the {limited} judges pass or cannot score; none of their pass rates is reported.",
    }


def _allowed(choice: str, judge: str) -> Hint | None:
    """A hint when the run does not carry this choice for this judge."""
    lab = judging.current()
    fixed = lab.corrected(judge)
    if choice == "do not use":
        if not isinstance(fixed, str) and fixed.width <= deciding.NARROW:
            return Hint(f"{judge} can be corrected to {fixed.text}. What speaks against it?", id="too strict")
        return None
    if isinstance(fixed, str):
        return Hint(
            f"You would use {judge}. What does its verdict know about a reply, if it cannot even be corrected?",
            f"{judge}: {fixed}",
            "Which of the three choices asks nothing of a judge?",
            id="no better than a coin",
        )
    if choice == "use" and fixed.width > deciding.NARROW:
        return Hint(
            f"*Use* means that its rate may stand in a report. For {judge} that is {fixed.text}. Who decides on that?",
            f"{judge} is too uncertain for a pass rate. Is there something narrower that it is good at?",
            "*Use* asks for a corrected interval of at most 10 points. How wide is this one?",
            id="too wide",
        )
    return None


@exercise(
    "04.9",
    title="Use, use with limits, do not use",
    expects=dict,
    form='a dictionary with "uses", "why" and "limits"',
    reference=_reference,
)
def use(answer):
    """Every judge has a choice that the run carries; the reason quotes figures of the run; limits are said."""
    if missing := {"uses", "why", "limits"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    lab, uses = judging.current(), answer["uses"]
    if not isinstance(uses, Mapping) or set(uses) != set(lab.names):
        return Hint(f"`uses` needs one choice for each of: {', '.join(lab.names)}.", id="judges", form=True)
    chosen = {name: str(choice).strip().lower() for name, choice in uses.items()}
    if odd := [choice for choice in chosen.values() if choice not in judging.USES]:
        return Hint(f"{odd[0]!r} is no choice. Take one of: {', '.join(judging.USES)}.", id="no choice", form=True)
    for name in lab.names:
        if hint := _allowed(chosen[name], name):
            return hint
    why, limits = str(answer["why"]).strip(), str(answer["limits"]).strip()
    if hint := m04_reason.reason(why) or m04_reason.limit(limits, why, chosen):
        return hint
    return Right("A choice for each judge that the figures carry, and a reason that can be checked.")
