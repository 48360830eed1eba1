"""Checks 11.5 (a tired person), 11.6 (what a reliability allows) and 11.7 (the idempotency key)."""

from __future__ import annotations

from helpers import agents
from helpers.allowing import lab as labs
from helpers.allowing import questions, shifts
from helpers.check import Hint, Right, exercise
from helpers.checks.m11_forms import letters_fault, letters_of, missing, number

WORDS_OF = {"everything": labs.EVERYTHING, "mine": "your policy"}


def _used():
    lab = labs.current()
    return lab.run(lab.read(lab.tired_text or labs.reference_text()))


@exercise(
    "11.5",
    title="A tired person",
    expects=dict,
    form='a dictionary with "at_50", "everything", "mine" and "claim"',
    reference=lambda: questions.tired_answer(labs.current(), _used()),
)
def tired(answer):
    """The chance at the 50th prompt, how much vigilance each policy bears to lose, what 93 % says."""
    if hint := missing(answer, ("at_50", "everything", "mine", "claim")):
        return hint
    lab, right = labs.current(), questions.tired_answer(labs.current(), _used())
    given = answer["at_50"]
    if not number(given) or not 0 <= given <= 1:
        return Hint("`at_50` is a chance between 0 and 1, such as 0.6.", id="no chance", form=True)
    if abs(given - right["at_50"]) > 0.006:
        if abs(given - shifts.catch(51, lab.vigilance, lab.decay)) < 0.0061:
            return Hint(
                "That is the chance at the 51st prompt. How often was vigilance lost before the 50th?",
                "At the first prompt nothing is lost yet.",
                f"{lab.vigilance:g} * (1 - {lab.decay:g}) ** 49",
                id="one too many",
            )
        if abs(given - max(0, lab.vigilance - 49 * lab.decay)) < 0.006:
            return Hint(
                "You took the loss away 49 times. It is a share of what is left: multiply.",
                "Each prompt leaves (1 - loss) of what was there before it.",
                f"{lab.vigilance:g} * (1 - {lab.decay:g}) ** 49",
                id="subtracted",
            )
        return Hint(
            "Take the formula above, with 50 instead of 10.",
            "The exponent is one less than the number of the prompt.",
            f"{lab.vigilance:g} * (1 - {lab.decay:g}) ** 49",
            id="another chance",
        )
    known = [100 * decay for decay in shifts.DECAYS]
    for name in ("everything", "mine"):
        value = answer[name]
        in_table = number(value) and any(abs(value - decay) < 1e-6 for decay in known)
        if not in_table and value != "none":
            listed = ", ".join(f"{decay:g}" for decay in known)
            return Hint(f'`{name}` is a number of the first column ({listed}), or "none".', id=f"row {name}", form=True)
        if value != right[name] and not (number(value) and number(right[name]) and abs(value - right[name]) < 1e-6):
            return Hint(
                f"{WORDS_OF[name]}: go down its column. In how many rows are there at most {shifts.MAY_PASS} of 100?",
                "Take the last row in which the figure is still small enough, and its first column.",
                f"`{name} = {right[name]!r}`",
                id=f"held {name}",
            )
    if hint := letters_fault("claim", answer["claim"], questions.CLAIMS):
        return hint
    if letters_of(answer["claim"]) != questions.CLAIM_RIGHT:
        return Hint(
            "93 % is a share of all prompts, and most are about things that were wanted. What does it say of the bad?",
            "Somebody who lets through every bad call and refuses some good ones has the same figure.",
            f"Sentence {', '.join(sorted(questions.CLAIM_RIGHT))}.",
            id="claim",
        )
    return Right(
        f"At the 50th prompt {100 * right['at_50']:.0f} % of bad calls are noticed, if people are as assumed. Fewer "
        "prompts are asked while somebody still looks, and what is forbidden, nobody has to notice."
    )


@exercise(
    "11.6",
    title="What a reliability allows",
    expects=dict,
    form='a dictionary with "pass_1", "pass_4", "p_4" and "holds"',
    reference=questions.tau_answer,
)
def reliability(answer):
    """pass^1 and pass^4 from the counts, p^4, and the sentences that hold."""
    if hint := missing(answer, ("pass_1", "pass_4", "p_4", "holds")):
        return hint
    right = questions.tau_answer()
    for name in ("pass_1", "pass_4", "p_4"):
        value = answer[name]
        if not number(value) or not 0 <= value <= 1:
            return Hint(f"`{name}` is a share between 0 and 1, such as 3 / 50.", id=f"no share {name}", form=True)
    if abs(answer["pass_1"] - right["pass_1"]) > 0.006:
        if abs(answer["pass_1"] - 36 / 50) < 0.006:
            return Hint(
                "That is the share of tasks that were done at least once. How many of all 200 tries succeeded?",
                "A task with 3 of 4 gives three successful tries.",
                f"{round(200 * right['pass_1'])} / 200",
                id="at least once",
            )
        return Hint(
            "Count tries, not tasks: every row gives its number of successes, once for each of its tasks.",
            "Sum of (successes x tasks), divided by 4 tries x 50 tasks.",
            f"{round(200 * right['pass_1'])} / 200",
            id="pass_1",
        )
    if abs(answer["pass_4"] - right["pass_4"]) > 0.006:
        if abs(answer["pass_4"] - right["p_4"]) < 0.006:
            return Hint(
                "That is p^4: it takes every task to be equally hard. How many tasks were really done four times?",
                "The last row of the table, divided by all tasks.",
                f"{round(50 * right['pass_4'])} / 50",
                id="p to the 4",
            )
        return Hint(
            "pass^4 is the share of tasks that were done in each of the four tries.",
            "One row of the table, divided by all tasks.",
            f"{round(50 * right['pass_4'])} / 50",
            id="pass_4",
        )
    if abs(answer["p_4"] - right["p_4"]) > 0.002:
        return Hint(
            "Take your `pass_1` four times, multiplied by itself.",
            "pass_1 ** 4",
            f"{right['pass_1']:.2f} ** 4",
            id="p_4",
        )
    if hint := letters_fault("holds", answer["holds"], questions.TAU):
        return hint
    given = letters_of(answer["holds"])
    ask = {
        "a": "Tasks that were done once are the easier ones. Is their chance the same as that of all tasks?",
        "b": "Compare it with the last row of the table.",
        "c": "Compare p^4 with what you counted, and look at the first and the last row.",
        "d": "Failing 58 times in 100, with nothing to take back: what does each failure cost?",
    }
    for letter in questions.TAU:
        if (letter in given) != (letter in questions.TAU_RIGHT):
            head = f"Sentence {letter}: " if letter in given else f"You left out sentence {letter}. "
            return Hint(
                head + ask[letter],
                head + "Put your three figures beside it.",
                f"The sentences that hold: {', '.join(sorted(questions.TAU_RIGHT))}.",
                id=f"sentence {letter}",
            )
    return Right(
        "Autonomy is given by kind of task: what was done every time, measured, and can be undone. A mean over all "
        "kinds says nothing about the task in front of you."
    )


@exercise(
    "11.7",
    title="The key of an action",
    expects=(list, tuple, set),
    form='a list of names, such as ["task", "tool"]',
    reference=lambda: list(questions.KEY),
)
def key(answer):
    """Under this key all five situations end as they should."""
    names = [str(name).strip().lower() for name in answer]
    if odd := [name for name in names if name not in agents.FIELDS]:
        return Hint(f"{odd[0]!r} is none of {', '.join(agents.FIELDS)}.", id="no field", form=True)
    if not names or len(set(names)) != len(names):
        return Hint("Name at least one field, and each once.", id="twice", form=True)
    wrong = [trial for trial in agents.key_trials(names) if not trial.right]
    if not wrong:
        return Right(
            "The same action has the same key at every start, so it is done once; another amount, tool, step or task "
            "is another action, and needs its own approval."
        )
    if "attempt" in names:
        return Hint(
            "The key changes with every start of the run. Is it a new refund when the run is started again?",
            "After a kill the ledger looks for the key of this start, and does not find the old one.",
            "Leave out attempt.",
            id="attempt",
        )
    first = wrong[0]
    lack = [name for name in questions.KEY if name not in names]
    return Hint(
        f"“{first.name}” goes wrong. Which two actions have the same key there although they differ?",
        f"In “{first.name}”: {first.said or 'one of the refunds is taken for the other'}.",
        f"Add {lack[0]}." if lack else "Take the four fields that describe the action.",
        id="too little",
    )
