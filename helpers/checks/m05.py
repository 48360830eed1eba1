"""Checks of lab 05: several comparisons (4), what broke (5), wordings (6); the others stand in files of their own.

What is right is computed from the runs of `prompting.current()`, so that it follows the data and the parameters.
"""

from __future__ import annotations

from helpers import prompting
from helpers.check import Hint, Right, exercise
from helpers.checks import m05_choosing, m05_deciding, m05_writing  # noqa: F401  (1 to 3 and 7 to 10)
from helpers.checks.m05_reading import CLOSE, names, number


def _better() -> dict:
    found = prompting.current().changes()
    return {"better": {one.name for one in found if one.clear}, "p": min(one.holm for one in found)}


@exercise(
    "05.4",
    title="Prompts shown to be better",
    expects=dict,
    form='a dictionary with "better" (names) and "p" (the smallest p value after Holm)',
    reference=_better,
)
def shown_better(answer):
    """The smallest p value after Holm, and which are better than the baseline by it."""
    if missing := {"better", "p"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    lab = prompting.current()
    known = {one.name: one for one in lab.changes()}
    given = names(answer["better"], [*lab.text_variants])
    smallest, p = min(known.values(), key=lambda one: one.p_value), number(answer["p"])
    if p is None:
        return Hint("The smallest p value after Holm is a number, such as 0.03 * 6.", id="no p", form=True)
    if given is None:
        return Hint(f"Give names out of: {', '.join(known)}. For none write set().", id="no names", form=True)
    if "bare" in given:
        return Hint(
            "bare is the baseline. Against what would it be better?",
            "Leave bare out; the six rows of the table are the candidates.",
            id="baseline",
        )
    want = _better()["better"]
    if abs(min(p, 1.0) - smallest.holm) > 0.00006 * len(known) + 0.00001:
        if abs(p - smallest.p_value) <= 0.0001:
            return Hint(
                f"{p:g} is the smallest p value before Holm. How many comparisons were made?",
                "Multiply it by that number.",
                id="p before Holm",
            )
        return Hint(
            "Take the smallest of the p values in the table, and multiply it as Holm says. What comes out?",
            f"There are {len(known)} comparisons, so the smallest is multiplied by {len(known)}.",
            id="p after Holm",
        )
    for name in sorted(given - want):
        one = known[name]
        if one.difference.value <= 0:
            return Hint(
                f"Look at the sign of {name}: {one.difference.text}. Is that better than bare?",
                f"{name} keeps the requirements less often than bare, or as often.",
                id="worse",
            )
        if one.p_value < 0.05:
            return Hint(
                f"{name} has p = {one.p_value:.4f}, which would do if it were the only comparison. How many were made?",
                f"Order the six p values and multiply: that of {name} becomes {one.holm:.3f}.",
                id="without Holm",
            )
        return Hint(
            f"{name} is higher than bare by {one.difference.text}. Does its interval leave out 0?",
            f"p = {one.p_value:.3f}: so large a difference comes by chance alone often enough.",
            id="higher, not shown",
        )
    if missing := sorted(want - given):
        one = known[missing[0]]
        first = f"What about {missing[0]}? Its p value is {one.p_value:.4f}; multiply it as Holm says."
        if not given:
            first = f"None at all? Your smallest p value after Holm is {p:.4f}. On which side of 0.05 is that?"
        return Hint(
            first,
            "Below 0.05 it is shown to differ. Which prompt has this p value, and is it higher or lower than bare?",
            f"After Holm {missing[0]} has p = {one.holm:.4f}, and it is higher than bare.",
            id="left out",
        )
    if not want:
        return Right(
            "None is shown to be better. That is a finding, too: nobody should ship one of them for its score."
        )
    return Right(
        " ".join(
            f"{name}: {known[name].difference.text}, p after Holm {known[name].holm:.4f}." for name in sorted(want)
        )
    )


def _moved() -> dict[str, tuple[int, int]]:
    lab = prompting.current()
    return prompting.moved(lab.run("bare"), lab.run("short"))


def _loss() -> dict:
    found = _moved()
    most = max(found, key=lambda name: found[name][1])
    return {"rule": most, "broken": found[most][1], "net": found[most][0] - found[most][1]}


@exercise(
    "05.5",
    title="What broke",
    expects=dict,
    form='a dictionary with "rule", "broken" and "net"',
    reference=_loss,
)
def what_broke(answer):
    """The requirement with the most broken cases, their number, and mended minus broken."""
    if missing := {"rule", "broken", "net"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    found = _moved()
    typed = {name.casefold(): name for name in found}
    rule = typed.get(str(answer["rule"]).strip().casefold())
    if rule is None:
        return Hint(f"`rule` is one of {', '.join(found)}.", id="no rule", form=True)
    lost, net = number(answer["broken"]), number(answer["net"])
    if lost is None or net is None:
        return Hint("`broken` and `net` are whole numbers.", id="no number", form=True)
    most = max(broken for _, broken in found.values())
    mended, broken = found[rule]
    if broken < most:
        worst_net = min(found, key=lambda name: found[name][0] - found[name][1])
        if rule == worst_net:
            return Hint(
                f"{rule} has the worst net change. The question asks which one lost the most cases, whatever it won.",
                "Look at the column 'broken' alone.",
                id="by net",
            )
        return Hint(
            f"{rule} lost {broken}. Is there a larger number in the column 'broken'?",
            f"The largest is {most}.",
            id="not the most",
        )
    if lost == mended and mended != broken:
        return Hint(f"{mended} is what {rule} won. Take the other column.", id="mended")
    if lost != broken:
        return Hint(f"Read the column 'broken' in the row {rule} again.", f"It says {broken}.", id="count")
    if net == broken - mended and net != mended - broken:
        return Hint("Net is mended minus broken, so that a loss comes out below 0.", id="sign")
    if net != mended - broken:
        return Hint(f"Mended minus broken: {mended} minus {broken}.", id="net")
    if net > 0:
        return Right(
            f"{rule} won {net:.0f} on balance, and {broken} customers still lost something. A mean hides them."
        )
    return Right(f"{broken} lost and {mended} won: on balance {net:+.0f}. A higher total hides this row.")


def _wordings() -> tuple[float, set[int]]:
    lab = prompting.current()
    values = [prompting.score(lab.run("short", "dev", n)) for n in lab.wordings]
    return 100 * (max(values) - min(values)), {
        n for n, one in prompting.against_written(lab).items() if one.holm < 0.05
    }


@exercise(
    "05.6",
    title="Wordings",
    expects=dict,
    form='a dictionary with "spread" (in points) and "shown" (numbers of wordings)',
    reference=lambda: dict(zip(("spread", "shown"), _wordings(), strict=True)),
)
def wordings(answer):
    """Best minus worst in points, and the wordings that differ from the written one after Holm."""
    if missing := {"spread", "shown"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    lab = prompting.current()
    spread, shown = _wordings()
    given, marked = number(answer["spread"]), names(answer["shown"], lab.wordings)
    if given is None:
        return Hint("`spread` is a number in points, such as 12.5.", id="no number", form=True)
    if marked is None:
        return Hint(
            f"`shown` holds numbers from 1 to {lab.wordings[-1]}, such as {{2, 5}}, or is set().",
            id="no numbers",
            form=True,
        )
    if spread > 2 and abs(100 * given - spread) <= CLOSE:
        return Hint(f"Points, please: {given:g} is {100 * given:g} points.", id="share", form=True)
    if abs(given - spread) > CLOSE + 0.05:
        score = [100 * prompting.score(lab.run("short", "dev", n)) for n in lab.wordings]
        if abs(given - (max(score) - score[0])) <= CLOSE + 0.05:
            return Hint(
                "That is the best wording minus wording 0. Wording 0 is one of the eight; is it the worst?",
                "Take the highest and the lowest of the eight scores.",
                id="best minus written",
            )
        return Hint(
            "Take the highest and the lowest score of the table, and subtract.",
            f"The highest is {max(score):.1f}, the lowest {min(score):.1f}.",
            id="spread",
        )
    if 0 in marked:
        return Hint("Wording 0 is the one the others are held against.", "Leave 0 out.", id="the written one")
    against = prompting.against_written(lab)
    for wording in sorted(marked - shown):
        one = against[wording]
        if one.p_value < 0.05:
            return Hint(
                f"Wording {wording} has p = {one.p_value:.4f}. It is one of {len(against)} comparisons; what does Holm "
                "make of it?",
                f"Its place in the order says by how much to multiply. It becomes {one.holm:.3f}.",
                id="without Holm",
            )
        return Hint(
            f"Wording {wording}: {one.difference.text}. Does the interval leave out 0?",
            f"Its p value is {one.p_value:.3f}, before any correction.",
            id="not shown",
        )
    if missing := sorted(shown - marked):
        one = against[missing[0]]
        return Hint(
            f"Wording {missing[0]} has p = {one.p_value:.4f}. Multiply it as Holm says. What comes out?",
            f"One wording that you left out has {one.holm:.4f} after Holm: below 0.05. Better *or* worse counts.",
            id="left out",
        )
    said = "None of them is shown to differ" if not shown else f"Shown to differ: {', '.join(map(str, sorted(shown)))}"
    return Right(f"{spread:.1f} points between lines that say the same. {said}. A prompt's score is a range.")
