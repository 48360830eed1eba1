"""Check 06.5 (a threshold, the usual way and the honest way), and two looks at the form of an answer."""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.unsure import lab as labs
from helpers.unsure import reference, signals
from helpers.unsure.reference import NONE


def number(value: object) -> bool:
    """A number, and not True or False."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def missing(answer: dict, names: tuple[str, ...]) -> Hint | None:
    """A hint of form when the dictionary lacks a name."""
    lacking = [name for name in names if name not in answer]
    return (
        Hint(f"The answer lacks {' and '.join(map(repr, lacking))}.", id="incomplete", form=True) if lacking else None
    )


@exercise(
    "06.5",
    title="A threshold you can promise",
    expects=dict,
    form='a dictionary with "naive", "safe_costly" and "safe_annoying", each a similarity or "none"',
    reference=lambda: {
        "naive": reference.naive_of(labs.current(), "costly"),
        "safe_costly": reference.safe_of(labs.current(), "costly"),
        "safe_annoying": reference.safe_of(labs.current(), "annoying"),
    },
)
def thresholds(answer):
    """The smallest threshold that reaches the target in the sample, and what the guarantee allows."""
    if hint := missing(answer, ("naive", "safe_costly", "safe_annoying")):
        return hint
    lab = labs.current()
    wanted = {
        "naive": reference.naive_of(labs.current(), "costly"),
        "safe_costly": reference.safe_of(labs.current(), "costly"),
        "safe_annoying": reference.safe_of(labs.current(), "annoying"),
    }
    for name, right in wanted.items():
        given = NONE if answer[name] is None else answer[name]
        if given != NONE and (not number(given) or not -1 <= given <= 1):
            return Hint(f'`{name}` is a similarity such as 0.42, or "none".', id="no threshold", form=True)
        if given == right or (number(given) and number(right) and abs(given - right) < 0.005):
            continue
        if name == "naive":
            return _naive_hint(given, right)
        severity = name.removeprefix("safe_")
        promise = lab.safe(severity)
        if right == NONE:
            return Hint(
                f"`{name}`: what is printed above for {severity}? {given} is not promised by these questions.",
                f"For {severity}: {promise.reason}.",
                f'Write {name} = "none".',
                id="no promise",
            )
        return Hint(
            f"`{name}`: read the printed line for {severity}.",
            f"From {right:g} on at least {100 * promise.lower_bound:.1f} % are right, at a risk of 1 in 10.",
            f"{name} = {right:g}",
            id="another promise",
        )
    if wanted["safe_costly"] == NONE:
        return Right(
            "The naive threshold rests on a handful of questions. For costly questions these dev questions can "
            "promise "
            "nothing: the honest threshold is none."
        )
    if number(wanted["naive"]) and wanted["safe_costly"] <= wanted["naive"]:
        return Right("Here the promise costs nothing: it holds from the naive threshold on.")
    return Right("The promised threshold is stricter than the naive one; that is the price of a promise.")


def _naive_hint(given, right) -> Hint:
    lab = labs.current()
    target = lab.target("costly")
    if right == NONE or given == NONE:
        return Hint(
            f"Does any row of the table reach {100 * target:.1f} %?",
            "Look down the column “share right” to its end.",
            f"naive = {right!r}",
            id="naive none",
        )
    found = signals.cut(lab.values(), lab.right(), given)
    share = found.right / found.answered if found.answered else 0
    if share >= target:
        return Hint(
            f"From {given:g} on {100 * share:.1f} % are right, which is enough. Is there a smaller threshold that "
            "also is?",
            f"The naive rule takes the smallest one that reaches {100 * target:.1f} %.",
            f"naive = {right:g}",
            id="not the smallest",
        )
    return Hint(
        f"From {given:g} on {100 * share:.1f} % are right; the costly target is {100 * target:.1f} %.",
        "Go down the column “share right” until it first reaches the target.",
        f"naive = {right:g}",
        id="below target",
    )
