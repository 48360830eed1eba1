"""Checks of lab 11: the leak, the policies side by side, twelve actions.

The others are in the modules beside it. What is right is computed from the runs, so it follows data and parameters.
"""

from __future__ import annotations

from helpers.agents.permissions import LEVELS
from helpers.allowing import actions, questions
from helpers.allowing import lab as labs
from helpers.check import Hint, Right, exercise
from helpers.checks import m11_deciding, m11_people, m11_policy, m11_words  # noqa: F401  (they register 11.4 to 11.9)
from helpers.checks.m11_forms import letters_fault, lines, missing


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@exercise(
    "11.1",
    title="The call that leaked",
    expects=dict,
    form='a dictionary with "step", "data", "passed" and "close"',
    reference=lambda: questions.leak_answer(labs.current()),
)
def leak(answer):
    """The step whose call carried data out, what it carried, why nobody was asked, what closes it."""
    if hint := missing(answer, ("step", "data", "passed", "close")):
        return hint
    result, right = questions.leak_run(labs.current()), questions.leak_answer(labs.current())
    steps = {entry.step: entry for entry in result.run.trace}
    if not _whole(answer["step"]) or answer["step"] not in steps:
        return Hint(f"`step` is a whole number from 1 to {max(steps)}.", id="no step", form=True)
    if answer["data"] not in questions.DATA:
        return Hint(f"`data` is one of {', '.join(map(repr, questions.DATA))}.", id="no data", form=True)
    for name, known in (("passed", questions.PASSED), ("close", questions.CLOSE)):
        if str(answer[name]).strip().lower() not in known:
            return Hint(f"`{name}` is one letter: {', '.join(known)}.", id=f"no letter {name}", form=True)
    if answer["step"] != right["step"]:
        entry = steps[answer["step"]]
        if entry.tool == "find_customer":
            first = f"Step {entry.step} looks a customer up. Its answer stays inside Meadow. Where does it go next?"
        elif entry.verdict:
            first = f"Step {entry.step} pays money that is due, and a person said yes. Which call carries data out?"
        else:
            first = (
                f"Step {entry.step} ({entry.tool or 'the answer'}) carries nothing out. Whose computer sees each call?"
            )
        return Hint(
            first,
            "Read the arguments, row by row: where does something about the customer go to a stranger?",
            f"Step {right['step']}: what stands behind the sign = in its address?",
            id="another step",
        )
    if answer["data"] != right["data"]:
        return Hint(
            f"Read the end of the address in step {right['step']}: what of the customer is that?",
            "It is where somebody lives.",
            f'`data = "{right["data"]}"`',
            id="another datum",
        )
    passed = str(answer["passed"]).strip().lower()
    if passed != right["passed"]:
        who = "nobody was asked" if passed == "a" else "the address of that page stands in the mail"
        return Hint(
            f"You say that {questions.PASSED[passed]}. The table says otherwise: {who}.",
            "Look at the level of that row, and at what this policy asks about.",
            "Its level is auto, because it is a read.",
            id="why it passed",
        )
    close = str(answer["close"]).strip().lower()
    if close != right["close"]:
        why = {
            "a": "The call that leaked is no write, so nobody would be asked about it even ten times.",
            "c": "This agent does what the last text says. Should what is allowed hang on that?",
            "d": "Without looking up customers half of the desk's work stops, and the next leak takes the order.",
        }[close]
        return Hint(
            why, "Which rule would have stopped this very call?", "A rule about the address that is opened.", id="close"
        )
    return Right("A read can carry data out: the owner of an address sees what stands in it.")


@exercise(
    "11.2",
    title="Policies side by side",
    expects=dict,
    form='a dictionary with "beaten", "saved" and "left"',
    reference=lambda: _side_by_side(),
)
def side_by_side(answer):
    """Which policy another one beats in all respects, how many prompts that saves, which attacks are left."""
    if hint := missing(answer, ("beaten", "saved", "left")):
        return hint
    runs, right = labs.current().plain(), _side_by_side()
    given = answer["beaten"]
    if not isinstance(given, str) or given.strip().lower() not in runs:
        return Hint(f"`beaten` is one of {', '.join(map(repr, runs))}.", id="no policy", form=True)
    given = given.strip().lower()
    if given not in questions.beaten(runs):
        ran = runs[given]
        if given == "none":
            return Hint(
                f"“none” never asks, and {100 * ran.value('task_success'):.0f} % of the tasks are done. Which other "
                "row has both?",
                "Take two policies with the same share of tasks done and of attacks. Which of them asks more?",
                "Compare the two that confirm.",
                id="not beaten",
            )
        best = min(runs, key=lambda name: runs[name].value("approvals"))
        good = (
            "it never asks"
            if given == best or ran.value("approvals") == 0
            else f"it asks only {ran.value('approvals'):.2f} times for each task"
        )
        return Hint(
            f"“{given}” has something that no other one has with as few attacks or as many tasks done: {good}.",
            "Take two policies with the same share of tasks done and of attacks. Which of them asks more?",
            "Compare the two that confirm.",
            id="not beaten",
        )
    saved = answer["saved"]
    if not isinstance(saved, int | float) or isinstance(saved, bool):
        return Hint("`saved` is a number of prompts, such as 25.", id="no number", form=True)
    if abs(saved - right["saved"]) > 1.5:
        if abs(100 * saved - right["saved"]) <= 1.5:
            return Hint(
                "That is for one task. How many are saved for 100 tasks?", "Times 100.", id="for one task", form=True
            )
        return Hint(
            "Take the column with the prompts: how many does each of the two need for 100 tasks?",
            f"“{given}” needs {100 * runs[given].value('approvals'):.0f} for 100 tasks. And the one that beats it?",
            f"The difference is {right['saved']:.0f}.",
            id="saved",
        )
    kinds = sorted({one.case.planted.kind for one in runs["none"].attacked})
    left = str(answer["left"]).strip().lower()
    if left not in kinds:
        return Hint(f"`left` is one of {', '.join(map(repr, kinds))}.", id="no kind", form=True)
    if left != right["left"]:
        return Hint(
            f"Look at the row “{left}” in the second table: how often does it work where writes are confirmed?",
            "Find the row that is not 0 under any of the four policies.",
            f"It is “{right['left']}”.",
            id="kind",
        )
    return Right(
        f"Asking about every write costs {right['saved']:.0f} prompts more for 100 tasks, and stops nothing more. None "
        "of the four asks about a read."
    )


def _side_by_side() -> dict:
    runs = labs.current().plain()
    worse = sorted(questions.beaten(runs))[0]
    better = min(
        (ran for ran in runs.values() if questions.beats(ran, runs[worse])), key=lambda ran: ran.value("approvals")
    )
    saved = 100 * (runs[worse].value("approvals") - better.value("approvals"))
    return {"beaten": worse, "saved": round(saved, 1), "left": questions.left_over(runs)}


@exercise(
    "11.3",
    title="Twelve actions",
    expects=dict,
    form='a dictionary from the letters a to l to "auto", "notify", "confirm" or "forbid"',
    reference=lambda: dict(actions.REFERENCE),
)
def twelve(answer):
    """Nothing irreversible runs on a stranger's values unasked; prompts are few; work is not forbidden."""
    sheet = actions.sheet()
    known = {one.id: one for one in sheet.actions}
    levels = {str(key).strip().lower(): " ".join(str(level).lower().split()) for key, level in answer.items()}
    if set(levels) != set(known):
        lack = [name for name in known if name not in levels]
        what = f"{', '.join(lack)} {'is' if len(lack) == 1 else 'are'} missing" if lack else "there are other letters"
        return Hint(f"One level for each letter from a to l; {what}.", id="letters", form=True)
    if odd := next((name for name, level in levels.items() if level not in LEVELS), None):
        said = levels[odd] or "nothing"
        return Hint(f"{odd} has {said!r}; a level is one of {', '.join(LEVELS)}.", id="no level", form=True)
    if len(set(levels.values())) == 1:
        only = next(iter(levels.values()))
        return Hint(f"All twelve are {only!r}. Which of them differ in what can be undone?", id="one level", form=True)
    loose = [one for one in known.values() if one.gone and levels[one.id] in ("auto", "notify")]
    loose = [one for one in loose if levels[one.id] not in one.fits]
    if loose:
        one = loose[0]
        asked = "without anybody being asked" if levels[one.id] == "auto" else "with a notice, and nothing to take back"
        return Hint(
            f"{one.id} would run {asked}. {one.asks}",
            f"{one.id}: {one.undo}. A notice only helps where there is an undo; alone it may run only where its values "
            "are the desk's own.",
            f"{one.id} fits {' or '.join(one.fits)}.",
            id="never event",
        )
    off = [one for one in known.values() if levels[one.id] not in one.fits]
    forbidden = [one for one in off if levels[one.id] == "forbid"]
    if forbidden:
        one = forbidden[0]
        return Hint(
            f"You forbid {one.id}, {one.a_day} times a day. {one.asks}",
            "Forbidden work comes back to a person, all of it. Is there a level that keeps it safe?",
            f"{one.id} fits {' or '.join(one.fits)}.",
            id="forbidden",
        )
    prompts = sheet.prompts(levels)
    if prompts > sheet.most_prompts:
        most = max((one for one in known.values() if levels[one.id] == "confirm"), key=lambda one: one.a_day)
        return Hint(
            f"These levels ask {prompts} times a day; the desk can answer {sheet.most_prompts}. Most come from "
            f"{most.id}.",
            f"{most.id} alone asks {most.a_day} times a day. {most.asks}",
            f"Look for levels without a prompt that still fit: {most.id} fits {' or '.join(most.fits)}.",
            id="too many prompts",
        )
    if off:
        one = off[0]
        return Hint(
            f"{one.id} is {levels[one.id]!r}. {one.asks}",
            f"{one.id}: undo: {one.undo}; values: {one.values}; {one.a_day} times a day.",
            f"{one.id} fits {' or '.join(one.fits)}.",
            id="does not fit",
        )
    return Right(
        f"{prompts} prompts a day of at most {sheet.most_prompts}, and nothing that is gone for good runs on a "
        "stranger's word."
    )


__all__ = ["leak", "letters_fault", "lines", "side_by_side", "twelve"]
