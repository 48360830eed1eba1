"""Checks 04.4 (what the verdict depends on), 04.5 (the third state) and 04.6 (how the labels were drawn)."""

from __future__ import annotations

from helpers import judging
from helpers.check import Hint, Right, exercise

DEPENDS = ("the reply", "the length of the reply", "the order of the two words")


def _depends() -> str:
    """The order when it changes more verdicts than half; the length likewise; else the reply."""
    lab = judging.current()
    if lab.changed("swapped").value > 0.5:
        return DEPENDS[2]
    return DEPENDS[1] if lab.changed("padded").value > 0.5 else DEPENDS[0]


@exercise(
    "04.4",
    title="What the verdict depends on",
    expects=dict,
    form='a dictionary with "swapped_changed" (a share) and "depends_on"',
    reference=lambda: {"swapped_changed": judging.current().changed("swapped").value, "depends_on": _depends()},
)
def order(answer):
    """The share of verdicts that the order changes, and what follows from it."""
    if missing := {"swapped_changed", "depends_on"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    lab, share = judging.current(), answer["swapped_changed"]
    swapped, padded = lab.changed("swapped").value, lab.changed("padded").value
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        return Hint("`swapped_changed` is a share between 0 and 1: 5 changed of 20 are 0.25.", id="no share", form=True)
    if abs(share - swapped) > 0.006:
        if abs(share - padded) < min(0.006, abs(share - (1 - swapped))):
            return Hint(
                "That is what the padding changes. What does the order of the two words change?",
                "Compare `plain` with `swapped`, not with `padded`.",
                id="padded",
            )
        if abs(share - (1 - swapped)) < 0.006:
            return Hint("That share stays the same. Count the verdicts that differ: `!=`.", id="unchanged")
        return Hint(
            "Count the replies whose verdict in `plain` differs from that in `swapped`, and divide by all of them.",
            "Copy the line shown in the text and put `swapped` where `padded` stands.",
            "sum(before != after for before, after in zip(plain, swapped, strict=True)) / len(plain)",
            id="another number",
        )
    said = str(answer["depends_on"]).strip().lower()
    if said not in DEPENDS:
        return Hint(f"`depends_on` is one of: {'; '.join(DEPENDS)}.", id="no choice", form=True)
    if said != _depends():
        return Hint(
            f"The reply and its length stayed as they were, and {100 * swapped:.0f} % of the verdicts changed. What "
            "was different?",
            "Only the order of the two words in the question to the judge differs between `plain` and `swapped`.",
            f"The answer is: {_depends()}.",
            id="not what was changed",
        )
    return Right(
        f"{100 * swapped:.1f} % of the verdicts follow the order of the words, {100 * padded:.1f} % the padding. The "
        "second figure is no praise for a judge that says nearly always the same."
    )


def _range() -> tuple[int, int]:
    table = judging.current().free_table()
    passes = table.right_pass + table.wrong_pass
    return passes, passes + table.unscored


@exercise(
    "04.5",
    title="The third state",
    expects=dict,
    form='a dictionary with "lowest" and "highest", two numbers of replies',
    reference=lambda: dict(zip(("lowest", "highest"), _range(), strict=True)),
)
def third_state(answer):
    """The unscored once as fails and once as passes."""
    if missing := {"lowest", "highest"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    given = (answer["lowest"], answer["highest"])
    table, (low, high) = judging.current().free_table(), _range()
    total, passes = table.scored + table.unscored, low
    if not all(isinstance(x, int) and not isinstance(x, bool) and 0 <= x <= total for x in given):
        return Hint(f"Both are whole numbers of replies from 0 to {total}, such as 40.", id="no count", form=True)
    if given == (low, high):
        return Right(
            f"Between {100 * low / total:.0f} and {100 * high / total:.0f} %: {table.unscored} of {total} verdicts are "
            "lost. A figure without them would hide that."
        )
    if given[0] > given[1]:
        return Hint("The lowest is larger than the highest; swap them.", id="swapped")
    if table.unscored and (given[0] == given[1] or given[1] in (passes, table.scored)):
        return Hint(
            f"You left the {table.unscored} unscored out, as if nothing were open. What could each of them be?",
            "For the lowest they all fail; for the highest they all pass.",
            "The highest is what passes for sure and all that are open.",
            id="left out",
        )
    return Hint(
        "For the lowest number no unscored reply passes, for the highest all do.",
        f"{passes} pass for sure; {table.unscored} are open.",
        "The highest is the sum of these two.",
        id="another number",
    )


@exercise(
    "04.6",
    title="How the labels were drawn",
    expects=dict,
    form='a dictionary with "drawn_how" (a letter) and "stands_for" (a number)',
    reference=lambda: {"drawn_how": "c", "stands_for": judging.current().stands_for()},
)
def draw(answer):
    """The doubtful ones were all read, of the rest a random part; the weight is one over the chance."""
    if missing := {"drawn_how", "stands_for"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    letter, weight = str(answer["drawn_how"]).strip().lower(), answer["stands_for"]
    undecided, decided = judging.strata().values()
    hints = {
        "a": f"All {undecided.read} of one part were read, and {decided.read} of {decided.replies} of the other. "
        "Had every reply the same chance?",
        "b": "Nobody knew which replies were right before they were read. What decided who was read?",
        "d": "No customer has seen these replies. Read the table again: who looked first?",
    }
    if letter in hints:
        return Hint(hints[letter], "Compare the columns *replies* and *read* of the two parts.", id=f"draw {letter}")
    if letter != "c":
        return Hint("Answer with one of the letters a to d.", id="no letter", form=True)
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        return Hint("`stands_for` is a number, such as 600 / 30.", id="no number", form=True)
    if abs(weight - decided.weight) < 0.4:
        return Right(
            f"Each of the {decided.read} stands for {decided.weight:.1f} replies, each of the {undecided.read} for one."
        )
    if abs(weight * decided.weight - 1) < 0.01:
        return Hint("That is the share that was read. How many replies stand behind each of them?", id="inverse")
    total = undecided.replies + decided.replies
    if abs(weight - total / decided.read) < 0.1 or abs(weight - total / (undecided.read + decided.read)) < 0.1:
        return Hint(
            "You took all replies. The 80 were drawn from one part only; from which?",
            "They stand for the replies that the rule had decided, and for no others.",
            "Take the last row of the table: its replies, divided by those of it that were read.",
            id="all replies",
        )
    return Hint(
        "Divide the replies of the part by those of it that were read.",
        "An audited reply comes from the part *rule decided*. How many replies has it, and how many were read?",
        "Take the last row of the table: its replies, divided by those of it that were read.",
        id="another number",
    )
